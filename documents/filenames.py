"""File names: the librarians' rule for files issued."""

from igsp_portal.foundations.language.languages import LANGUAGES, resolve

_RULE = str.maketrans({"/": "_", " ": "_", "*": "!"})


def stem(symbol: str) -> str:
    """The file name of a symbol without language and ending: slash and space become `_`, `*` becomes `!`."""
    return symbol.strip().translate(_RULE)


def file_name(symbol: str, language: str, ending: str) -> str:
    """`UNEP_GC.23_6_Add.1-AR.pdf` from a symbol, a language code and an ending with or without its dot.

    Raises UnknownLanguage. The rule is the one the libraries of the organizations follow.
    """
    return f"{stem(symbol)}-{LANGUAGES[resolve(language)].suffix}.{ending.lstrip('.').lower()}"
