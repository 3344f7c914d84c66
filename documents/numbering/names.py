"""The usual words for headings, annexes and options, as the treaties and documents of each language print them.

`heading` stands before the words of a heading, `within` in a citation, `of` behind a number that is cited from
elsewhere (paragraph 2 *of article 5*): languages that inflect cannot make one of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PLACE = "{number}"  # where the number stands in a word that is data


@dataclass(frozen=True, slots=True)
class Name:
    """One word in one language; {} is the place of the number."""

    heading: str
    within: str = ""
    of: str = ""  # "" where it is not known: then the place is added in parentheses
    in_han: bool = True  # whether Chinese writes 五 and not 5
    first: str = ""  # the number 1, where it is a word: Article premier


def _names(of: Mapping[str, str], **known: str) -> dict[str, Name]:
    """Names of one language from their headings, with what stands before the number in the genitive."""
    made = {}
    for name, word in known.items():
        small = word[0].lower() + word[1:]
        made[name] = Name(f"{word} {{}}", f"{small} {{}}", f" {of[name]} {{}}")
    return made


def _same(of: str, **known: str) -> dict[str, Name]:
    """Names of a language that does not inflect what is read here."""
    return {name: Name(f"{word} {{}}", f"{word} {{}}", f" {of} {word} {{}}") for name, word in known.items()}


def _chinese(*, in_figures: tuple[str, ...], **known: str) -> dict[str, Name]:
    return {name: Name(word, word, "", in_han=name not in in_figures) for name, word in known.items()}


_ENGLISH = {
    name: Name(f"{name.capitalize()} {{}}", f"{name} {{}}", f" of {name} {{}}")
    for name in (
        "part",
        "title",
        "chapter",
        "section",
        "article",
        "rule",
        "regulation",
        "annex",
        "appendix",
        "option",
    )
}
_FRENCH = _names(
    {
        "part": "de la partie",
        "title": "du titre",
        "chapter": "du chapitre",
        "section": "de la section",
        "article": "de l’article",
        "rule": "de la règle",
        "regulation": "de la règle",
        "annex": "de l’annexe",
        "appendix": "de l’appendice",
        "option": "de l’option",
    },
    part="Partie",
    title="Titre",
    chapter="Chapitre",
    section="Section",
    article="Article",
    rule="Règle",
    regulation="Règle",
    annex="Annexe",
    appendix="Appendice",
    option="Option",
)
_FRENCH["article"] = Name("Article {}", "article {}", " de l’article {}", first="premier")
_SPANISH = _names(
    {
        "part": "de la parte",
        "title": "del título",
        "chapter": "del capítulo",
        "section": "de la sección",
        "article": "del artículo",
        "rule": "de la regla",
        "regulation": "de la regla",
        "annex": "del anexo",
        "appendix": "del apéndice",
        "option": "de la opción",
    },
    part="Parte",
    title="Título",
    chapter="Capítulo",
    section="Sección",
    article="Artículo",
    rule="Regla",
    regulation="Regla",
    annex="Anexo",
    appendix="Apéndice",
    option="Opción",
)
_RUSSIAN = _names(
    {
        "part": "части",
        "title": "титула",
        "chapter": "главы",
        "section": "раздела",
        "article": "статьи",
        "rule": "правила",
        "regulation": "правила",
        "annex": "приложения",
        "appendix": "добавления",
        "option": "варианта",
    },
    part="Часть",
    title="Титул",
    chapter="Глава",
    section="Раздел",
    article="Статья",
    rule="Правило",
    regulation="Правило",
    annex="Приложение",
    appendix="Добавление",
    option="Вариант",
)
_ARABIC = _same(
    "من",
    part="الجزء",
    title="الباب",
    chapter="الفصل",
    section="الفرع",
    article="المادة",
    rule="القاعدة",
    regulation="المادة",
    annex="المرفق",
    appendix="التذييل",
    option="الخيار",
)
_CHINESE = _chinese(
    in_figures=("rule", "option"),
    part="第{}部分",
    title="第{}编",
    chapter="第{}章",
    section="第{}节",
    article="第{}条",
    rule="规则{}",
    regulation="第{}条",
    annex="附件{}",
    appendix="附录{}",
    option="备选案文{}",
)
NAMES: dict[str, dict[str, Name]] = {
    "ar": _ARABIC,
    "zh-hans": _CHINESE,
    "en": _ENGLISH,
    "fr": _FRENCH,
    "ru": _RUSSIAN,
    "es": _SPANISH,
}


@dataclass(frozen=True, slots=True)
class Citing:
    """How a language puts a citation together."""

    comma: str
    paragraph: str  # a paragraph after the heading in which it stands
    paragraph_of_annex: str
    aside: str  # a place whose genitive nobody knows


CITING = {
    "ar": Citing("، ", "الفقرة {}", "الفقرة {}", " ({})"),
    "zh-hans": Citing("", "第{}款", "第{}段", "（{}）"),
    "en": Citing(", ", "paragraph {}", "paragraph {}", " ({})"),
    "fr": Citing(", ", "paragraphe {}", "paragraphe {}", " ({})"),
    "ru": Citing(", ", "пункт {}", "пункт {}", " ({})"),
    "es": Citing(", ", "párrafo {}", "párrafo {}", " ({})"),
}


def name_of(label: str | Mapping[str, str], language: str) -> Name | None:
    """The usual word `label`, or one given in six languages, in `language`; None for no word."""
    if not label:
        return None
    if isinstance(label, str):
        return NAMES[language][label]
    word = label[language]
    between = "" if language == "zh-hans" else " "
    pattern = word.replace(PLACE, "{}") if PLACE in word else f"{word}{between}{{}}"
    return Name(pattern, pattern, in_han="第" in word)
