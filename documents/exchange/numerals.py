"""Numbers written as words and figures, and what headings are called, in the six languages."""

import re

from documents.numbering import signs
from igsp_portal.foundations.language import lettering

# What a heading is called, as the six languages write it; a pattern each.
CALLED = {
    "annex": "annexe|annex|anexo|приложение|مرفق|المرفق|附件",
    "appendix": "appendix|appendice|apéndice|добавление|تذييل|التذييل|附录",
    "option": "option|opción|opcion|вариант|خيار|الخيار|备选案文|选项|方案",
    "part": "part|partie|parte|часть|جزء|الجزء|部分|编",
    "title": "title|titre|título|titulo|титул|باب|الباب",
    "chapter": "chapter|chapitre|capítulo|capitulo|глава|فصل|الفصل|章",
    "section": "section|sección|seccion|раздел|قسم|القسم|فرع|الفرع|节",
    "article": r"article|artículo|articulo|art\.|статья|مادة|المادة|条",
    "rule": "rule|règle|regla|правило|قاعدة|القاعدة|规则",
    "regulation": "regulation|règlement|reglamento",
}
HEADINGS = ("part", "title", "chapter", "section", "article", "rule", "regulation")
# Numbers of headings that are written as words.
WORDS = (
    "premier première primero primera primer первая первый one",
    "deuxième second seconde segundo segunda вторая второй two",
    "troisième tercero tercera третья третий three",
    "quatrième cuarto cuarta четвертая четвёртая four",
    "cinquième quinto quinta пятая пятый five",
    "sixième sexto sexta шестая шестой six",
    "septième séptimo séptima седьмая седьмой seven",
    "huitième octavo octava восьмая восьмой eight",
    "neuvième noveno novena девятая девятый nine",
    "dixième décimo décima десятая десятый ten",
)
HAN = "一二三四五六七八九"
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
AGAIN = (  # how the first, the second… paragraph put in after another one is marked
    ("bis", "бис", "之二", "مكررا", "مكرراً", "alt", "alt 1", "alt. 1", "alt.1"),
    ("ter", "тер", "之三", "مكررا ثانيا", "alt 2", "alt. 2", "alt.2"),
    ("quater", "кватер", "之四", "مكررا ثالثا", "alt 3", "alt. 3", "alt.3"),
    ("quinquies", "квинквиес", "之五", "مكررا رابعا"),
    ("sexies", "сексиес", "之六", "مكررا خامسا"),
)
NUMBERS = {word: number for number, words in enumerate(WORDS, 1) for word in words.split()} | {
    signs.arabic_definite(number, feminine=feminine): number for number in range(1, 100) for feminine in (False, True)
}
COUNTED = {signs.arabic_ordinal(number): number for number in range(1, 20)}


def number_of(sign: str) -> int:
    """The number that a figure, a Roman or Han figure, or an ordinal stands for; 0 for none."""
    sign = sign.lower()
    if figures := re.match(r"\d+", sign):
        return int(figures[0])
    if sign in NUMBERS:
        return NUMBERS[sign]
    if set(sign) <= set(HAN + "十百零〇"):
        return han(sign)
    return roman(sign) or (LATIN.find(sign) + 1 if len(sign) == 1 else 0)


def alternative_of(mark: str) -> int:
    """Which paragraph put in after another one is so marked: 1 for bis, 2 for ter; 0 for none."""
    return next((number for number, words in enumerate(AGAIN, 1) if mark.lower() in words), 0)


def roman(sign: str) -> int:
    """The number of a Roman figure in small letters; 0 for what is none."""
    return next((number for number in range(1, 100) if lettering.lower_roman(number) == sign), 0)


def han(sign: str) -> int:
    """The number of a figure from 一 to 九百九十九."""
    hundreds, hundred, rest = sign.rpartition("百")
    tens, ten, ones = rest.strip("零〇").rpartition("十")
    number = 100 * _one(hundreds) if hundred else 0
    return number + (10 * (_one(tens) or 1) if ten else 0) + _one(ones)


def _one(sign: str) -> int:
    return HAN.index(sign) + 1 if sign else 0
