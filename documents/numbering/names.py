"""The usual words for headings, annexes and options, as the treaties and documents of each language print them.

`heading` stands before the words of a heading, `within` in a citation, `of` behind a number that is cited from
elsewhere (paragraph 2 *of article 5*): languages that inflect cannot make one of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

PLACE = "{number}"  # where the number stands in a word that is data


@dataclass(frozen=True, slots=True)
class Name:
    """One word in one language; {} is the place of the number."""

    heading: str
    within: str = ""
    of: str = ""  # "" where it is not known: then the place is added in parentheses
    in_han: bool = True  # whether Chinese writes 五 and not 5
    first: str = ""  # the number 1, where it is a word: Article premier
    also: tuple[str, ...] = ()  # other words that files have for it; read, and never printed


def _names(of: Mapping[str, str], **known: str) -> dict[str, Name]:
    """Names of one language from their headings, with what stands before the number in the genitive.

    Of words between strokes the first is printed, the others are read.
    """
    made = {}
    for name, words in known.items():
        word, *also = words.split("|")
        small = word[0].lower() + word[1:]
        made[name] = Name(f"{word} {{}}", f"{small} {{}}", f" {of[name]} {{}}", also=tuple(also))
    return made


def _chinese(*, in_figures: tuple[str, ...], **known: str) -> dict[str, Name]:
    made = {}
    for name, words in known.items():
        word, *also = words.split("|")
        made[name] = Name(word, word, "", in_han=name not in in_figures, also=tuple(also))
    return made


_ENGLISH = _names(
    {
        "part": "of part",
        "title": "of title",
        "chapter": "of chapter",
        "section": "of section",
        "article": "of article",
        "rule": "of rule",
        "regulation": "of regulation",
        "annex": "of annex",
        "appendix": "of appendix",
        "option": "of option",
    },
    part="Part",
    title="Title",
    chapter="Chapter",
    section="Section",
    article="Article|Art.",
    rule="Rule",
    regulation="Regulation",
    annex="Annex",
    appendix="Appendix",
    option="Option|Alternative|Alt.|Alt|Variant",
)
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
    regulation="Règle|Règlement",
    annex="Annexe",
    appendix="Appendice",
    option="Option|Variante|Alternative",
)
_FRENCH["article"] = replace(_FRENCH["article"], first="premier")
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
    article="Artículo|Art.",
    rule="Regla",
    regulation="Regla|Reglamento",
    annex="Anexo",
    appendix="Apéndice",
    option="Opción|Variante|Alternativa",
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
    option="Вариант|Альтернатива|Альтернативный вариант",
)
_ARABIC = _names(
    {
        "part": "من الجزء",
        "title": "من الباب",
        "chapter": "من الفصل",
        "section": "من الفرع",
        "article": "من المادة",
        "rule": "من القاعدة",
        "regulation": "من المادة",
        "annex": "من المرفق",
        "appendix": "من التذييل",
        "option": "من الخيار",
    },
    part="الجزء|جزء",
    title="الباب|باب",
    chapter="الفصل|فصل",
    section="الفرع|فرع|القسم|قسم",
    article="المادة|مادة",
    rule="القاعدة|قاعدة",
    regulation="المادة",
    annex="المرفق|مرفق",
    appendix="التذييل|تذييل",
    option="الخيار|خيار|البديل|بديل",
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
    option="备选案文{}|备选方案|备选条文|替代案文|选项|方案|备选",
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
