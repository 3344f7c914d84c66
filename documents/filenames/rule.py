"""The librarians' rule for the names of files issued."""

from collections.abc import Iterable

from igsp_portal.foundations.language.languages import LANGUAGES, resolve

_RULE = str.maketrans({"/": "_", " ": "_", "*": "!"})


def stem(symbol: str) -> str:
    """The file name of a symbol without language and ending: slash and space become `_`, `*` becomes `!`."""
    return symbol.strip().translate(_RULE)


def file_name(symbol: str, language: str, ending: str, *, also: Iterable[str] = ()) -> str:
    """`UNEP_GC.23_6_Add.1-AR.pdf` from a symbol, its language's code and an ending with or without its dot.

    A file that serves further languages has them as well: `UNEP_IGSP_1_INF_3-EN-FR.pdf`.

    Raises UnknownLanguage. The rule is the one the libraries of the organizations follow.
    """
    suffixes = "".join(f"-{LANGUAGES[code].suffix}" for code in map(resolve, (language, *also)))
    return f"{stem(symbol)}{suffixes}.{ending.lstrip('.').lower()}"
