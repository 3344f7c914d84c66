"""Whether a translation says what its original says: signs, dates, figures, calls, terms."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from documents import accord
from documents.accord import Glossary, Said, Term, dates, figures
from documents.accord.plainly import Plain
from documents.accord.terms import _folded, _pattern
from igsp_portal.foundations.language.languages import CODES

TEXTS = sorted((settings.BASE_DIR / "igsp_portal/processes/igsp/texts").glob("**/en.yaml"))
languages = st.sampled_from(CODES)


def told(
    original: str, translation: str, language: str = "fr", original_language: str = "en", terms: tuple = ()
) -> list:
    found = accord.hints(Said(original, original_language), Said(translation, language), Glossary(terms))
    return [(hint.kind, hint.expected, hint.found) for hint in found]


AGREEING = [  # as the six languages' own papers have them
    (
        "In its decision SS.VII/1 of 15 February 2002 the Council called for a plan.",
        {
            "fr": "Dans sa décision SS.VII/1 du 15 février 2002, le Conseil a demandé un plan.",
            "es": "En su decisión SS.VII/1, de 15 de febrero de 2002, el Consejo pidió un plan.",
            "ru": "В своем решении SS.VII/1 от 15 февраля 2002 года Совет призвал разработать план.",
            "zh-hans": "理事会在2002年2月15日第SS.VII/1号决定中要求制订一项计划。",
            "ar": "دعا المجلس، في مقرره د.إ-7/1 المؤرخ 15 شباط/فبراير 2002، إلى وضع خطة.",
        },
    ),
    (
        "It met on 5 May, 19 May and 2 June 2004.",
        {
            "fr": "Il s’est réuni les 5 et 19 mai et le 2 juin 2004.",
            "es": "Se reunió el 5 y el 19 de mayo y el 2 de junio de 2004.",
            "ru": "Он заседал 5 и 19 мая и 2 июня 2004 года.",
            "zh-hans": "工作组于2004年5月5日、5月19日和6月2日举行会议。",
            "ar": "اجتمع في ٥ و١٩ أيار/مايو و٢ حزيران/يونيه ٢٠٠٤.",
        },
    ),
    (
        "Johannesburg, 26 August–4 September 2002 (Sales No. E.03.II.A.1), chap. I, resolution 2.",
        {
            "fr": "Johannesburg, 26 août-4 septembre 2002 (numéro de vente : F.03.II.A.1), chap. I, résolution 2.",
            "es": "Johannesburgo, 26 de agosto a 4 de septiembre de 2002 (número de venta: S.03.II.A.1), resolución 2.",
            "ru": "Йоханнесбург, 26 августа — 4 сентября 2002 года (№ R.03.II.A.1), глава I, резолюция 2.",
            "zh-hans": "约翰内斯堡，2002年8月26日至9月4日（出售品编号：C.03.II.A.1），第一章，决议2。",
            "ar": "جوهانسبرغ، 26 آب/أغسطس - 4 أيلول/سبتمبر 2002 (رقم المبيع A.03.II.A.1)، القرار 2.",
        },
    ),
    (
        "UNEP/GC.23/6/Add.1 counts 1,250,000.5 tonnes in March 2004, up by 12.5 per cent.",
        {
            "fr": "UNEP/GC.23/6/Add.1 compte 1 250 000,5 tonnes en mars 2004, soit 12,5 % de plus.",
            "es": "UNEP/GC.23/6/Add.1 cuenta 1.250.000,5 toneladas en marzo de 2004, un 12,5% más.",
            "ru": "UNEP/GC.23/6/Add.1 насчитывает 1 250 000,5 тонны в марте 2004 года, на 12,5 процента больше.",
            "zh-hans": "UNEP/GC.23/6/Add.1计有2004年3月的1,250,000.5吨，增加12.5%。",
            "ar": "تحصي الوثيقة UNEP/GC.23/6/Add.1 ما قدره ١٬٢٥٠٬٠٠٠٫٥ طن في آذار/مارس ٢٠٠٤، بزيادة ١٢٫٥ في المائة.",
        },
    ),
    (
        "At its twenty-fifth session three of the 12 members gave 5.2 million dollars.",
        {
            "fr": "À sa 25e session, 3 des douze membres ont versé 5,2 millions de dollars.",
            "es": "En su 25º período de sesiones, tres de los 12 miembros aportaron 5,2 millones de dólares.",
            "ru": "На 25-й сессии 3 из 12 членов внесли 5,2 млн долл. США.",
            "zh-hans": "第25届会议上，12个成员中有3个捐助了520万美元。",
            "ar": "في دورته الخامسة والعشرين، قدم ثلاثة من الأعضاء الـ 12 مبلغ 5.2 ملايين دولار.",
        },
    ),
    (
        "From 6 to 8 September 2004, at 10.30 a.m. and 3 p.m., in May of paragraph 34 (CO2).",
        {
            "fr": "Du 6 au 8 septembre 2004, à 10 h 30 et à 15 heures, au paragraphe 34 (CO2).",
            "es": "Del 6 al 8 de septiembre de 2004, a las 10.30 y a las 15.00 horas, en el párrafo 34 (CO2).",
            "ru": "С 6 по 8 сентября 2004 года, в 10 ч. 30 м. и в 15 ч. 00 м., в пункте 34 (CO2).",
            "zh-hans": "2004年9月6日至8日上午10时30分和下午3时，第34段（CO2）。",
            "ar": "من 6 إلى 8 أيلول/سبتمبر 2004، الساعة 10:30 والساعة 15:00، في الفقرة 34 (CO2).",
        },
    ),
    (
        "By [2007] [2009], 5 to 10 million people in the 1990s saw COVID-19 by 1 March.",
        {
            "fr": "D’ici à [2007] [2009], 5 à 10 millions ont, dans les années 1990, vu la COVID-19 au 1er mars.",
            "es": "Para [2007] [2009], de 5 a 10 millones vieron, en el decenio de 1990, la COVID-19 al 1º de marzo.",
            "ru": "К [2007] [2009] году от 5 млн до 10 млн в 1990-х годах увидели COVID-19 к 1 марта.",
            "zh-hans": "至[2007][2009]年，500万至1000万人在1990年代见到COVID-19，截至3月1日。",
            "ar": "بحلول [2007] [2009]، شهد ما بين 5 و10 ملايين شخص في التسعينات كوفيد-19 حتى 1 آذار/مارس.",
        },
    ),
]
PAIRS = [(original, language, said) for original, others in AGREEING for language, said in others.items()]


@pytest.mark.parametrize(("original", "language", "said"), PAIRS)
def test_what_each_language_writes_in_its_own_way_agrees(original: str, language: str, said: str) -> None:
    assert told(original, said, language) == []
    assert told(said, original, "en", language) == []


ALTERED = [
    ("Of 15 February 2002.", "fr", "Du 15 février 2003.", "figures", ("2002",), ("2003",)),
    ("Of 15 February 2002.", "ar", "المؤرخ 15 آذار/مارس 2002.", "dates", ("15 February 2002",), ("15 آذار/مارس 2002",)),
    (
        "On 18–22 March 2002.",
        "zh-hans",
        "2002年3月18日至23日。",
        "dates",
        ("18-22 March 2002",),
        ("2002年3月18日至23日",),
    ),
    ("On 2 May 2002.", "es", "En mayo de 2002.", "dates", ("2 May 2002",), ()),
    ("In March 2004.", "ru", "В апреле 2004 года.", "dates", ("March 2004",), ("апреле 2004",)),
    ("In decision SS.VII/1.", "ar", "في مقرره د.إ-8/1.", "symbols", ("SS.VII/1",), ("د.إ-8/1",)),
    ("See UNEP/GC.23/6/Add.1.", "ru", "См. UNEP/GC.23/6.", "symbols", ("UNEP/GC.23/6/Add.1",), ("UNEP/GC.23/6",)),
    ("See A/59/25\\*.", "fr", "Voir le rapport.", "symbols", ("A/59/25*",), ()),
    ("Sales No. E.03.II.A.1", "fr", "Numéro de vente : F.03.II.A.2", "symbols", ("E.03.II.A.1",), ("F.03.II.A.2",)),
    ("1,000 tonnes", "fr", "1,000 tonne", "figures", ("1,000",), ("1,000",)),
    ("5.2 million", "zh-hans", "52万", "figures", ("5.2 million",), ("52万",)),
    ("10 per cent", "es", "100%", "figures", ("10",), ("100",)),
    ("principle 7", "ar", "المبدأ", "figures", ("7",), ()),
    ("all members", "ru", "все 150 членов", "figures", (), ("150",)),
    ("a{note:one} b{note:two}", "es", "a{note:one}", "footnotes", ("two",), ()),
    ("in {para:one}", "es", "en {para:two}", "references", ("one",), ("two",)),
]


@pytest.mark.parametrize(("original", "language", "said", "kind", "expected", "found"), ALTERED)
def test_what_was_altered_is_told(
    original: str, language: str, said: str, kind: str, expected: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert told(original, said, language) == [(kind, expected, found)]


def test_a_hint_is_a_sentence() -> None:
    [hint] = accord.hints(Said("In 10 per cent", "en"), Said("Dans 11 %", "fr"))
    assert hint.sentence() == "In the original: 10; in the translation: 11."


def test_what_cannot_be_read_is_told_elsewhere() -> None:
    assert told("[In 10", "11") == []


# Terms

CAPACITY = Term.of(
    {
        "en": "capacity-building | capacity development",
        "fr": "renforcement des capacités",
        "es": "creación de capacidad",
        "ru": "создание потенциала",
        "zh-hans": "能力建设",
        "ar": "بناء القدرات",
    }
)
PLAN = Term.of({"en": "Plan", "fr": "Plan", "ru": "План"})
ACTION = Term.of({"en": "national plan", "fr": "programme national"})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "le Renforcement de leurs capacités"),
        ("es", "la creación de capacidades"),
        ("ru", "по созданию своего потенциала"),
        ("zh-hans", "支持能力建设"),
        ("ar", "وبناء قدراتها"),
        ("ar", "لبناءِ القُدُرات"),
    ],
)
def test_a_term_is_known_in_every_form_of_its_words(language: str, said: str) -> None:
    assert told("Their capacity-building", said, language, terms=(CAPACITY,)) == []


def test_a_translation_that_departs_from_the_glossary_is_told() -> None:
    assert told("Capacity Building.", "развитие возможностей", "ru", terms=(CAPACITY,)) == [
        ("terms", ("capacity-building",), ("создание потенциала",))
    ]
    assert told("A plan.", "Un projet.", terms=(CAPACITY, PLAN)) == [("terms", ("Plan",), ("Plan",))]


def test_a_term_within_a_longer_one_is_not_asked_for() -> None:
    assert told("A national plan.", "Un programme national.", terms=(PLAN, ACTION)) == []


def test_a_term_without_words_in_the_language_is_passed_over() -> None:
    assert told("A plan.", "一个规划", "zh-hans", terms=(PLAN,)) == []


# The shipped texts


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_the_shipped_texts_agree_in_all_their_languages(path: Path) -> None:
    words = {
        code: yaml.safe_load(file.read_text("utf-8"))
        for code in CODES
        if (file := path.with_name(f"{code}.yaml")).exists()
    }
    found = [
        (code, other, key, hint.kind, hint.expected, hint.found)
        for code in words
        for other in words
        if code != other
        for key, hint in accord.of_text(words, code, other)
    ]
    assert found == []


# Whatever the numbers and days are


def written(value: Decimal, language: str) -> str:
    """A number as the language has it."""
    group = {"en": ",", "fr": "\u202f", "es": ".", "ru": "\u00a0", "zh-hans": ",", "ar": "٬"}[language]
    point = {"en": ".", "zh-hans": ".", "ar": "٫"}.get(language, ",")
    said = f"{value:,}".replace(",", "G").replace(".", point).replace("G", group)
    return said.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) if language == "ar" else said


@given(st.lists(st.decimals("0", "99999999", places=2), max_size=4), languages, languages)
def test_the_same_numbers_agree_in_all_languages(values: list[Decimal], one: str, other: str) -> None:
    said = {code: " x ".join(written(value, code) for value in values) for code in (one, other)}
    assert told(said[one], said[other], other, one) == []


@given(st.decimals("101", "99999999", places=1), st.decimals("101", "99999999", places=1), languages, languages)
def test_other_numbers_are_told(value: Decimal, another: Decimal, one: str, other: str) -> None:
    told_of = told(written(value, one), written(another, other), other, one)
    assert bool(told_of) == (value != another)


@given(languages, st.integers(1, 31), st.integers(1, 12), st.integers(1900, 2100))
def test_every_day_is_read_in_every_language(language: str, day: int, month: int, year: int) -> None:
    found, rest = dates.taken(Plain(said_day(language, day, month, year), language))
    assert (list(found.days), list(found.years)) == ([(day, month)], [year])
    assert figures.read(rest) == []


def said_day(language: str, day: int, month: int, year: int) -> str:
    if language == "zh-hans":
        return f"{year}年{month}月{day}日"
    name = NAMES[language].split()[month - 1].replace("_", " ")
    between = {"es": " de "}.get(language, " ")
    return f"{day}{between}{name}{between}{year}"


NAMES = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "كانون_الثاني/يناير شباط/فبراير آذار/مارس نيسان/أبريل أيار/مايو حزيران/يونيه تموز/يوليه آب/أغسطس "
    "أيلول/سبتمبر تشرين_الأول/أكتوبر تشرين_الثاني/نوفمبر كانون_الأول/ديسمبر",
}


@given(st.text(), st.text(), languages, languages)
def test_no_words_are_too_strange(original: str, translation: str, one: str, other: str) -> None:
    told(original, translation, other, one, terms=(CAPACITY, PLAN))


@given(st.text(alphabet="0123456789:.,٫٬ /-()AZaz年月日第[]٣؟"), languages, languages)
def test_signs_and_figures_in_any_order_are_no_trouble(words: str, one: str, other: str) -> None:
    told(words, words, other, one)


@given(st.text(alphabet="019.,٫٬ /-AIV年月日第 June"), languages)
def test_words_agree_with_themselves(words: str, language: str) -> None:
    assert told(words, words, language, language) == []


# However many terms there are

SYLLABLES = {
    "en": ("dam", "ies", "s", "of", "la", "Cap"),
    "fr": ("l’", "eau", "x", "de", "des", "É"),
    "es": ("la", "os", "agu", "á", "del", "ción"),
    "ru": ("вод", "а", "ой", "для", "ё", "Ст"),
    "ar": ("ال", "و", "ب", "لل", "ماء", "ات"),
    "zh-hans": ("水", "利", "能力", "建设", "和", " "),
}


@st.composite
def texts_and_terms(draw: st.DrawFn) -> tuple[str, str, list[Term]]:
    code = draw(languages)
    word = st.lists(st.sampled_from(SYLLABLES[code]), min_size=1, max_size=3).map("".join)
    phrase = st.lists(word, min_size=1, max_size=3).map(" ".join).filter(str.strip)
    forms = draw(st.lists(phrase, min_size=1, max_size=6))
    return code, draw(st.lists(word, max_size=12).map(" ".join)), [Term({code: (form,)}) for form in forms]


@given(texts_and_terms())
def test_of_many_terms_none_is_passed_over_that_stands_there(case: tuple[str, str, list[Term]]) -> None:
    code, words, every = case
    alone = [term for term in every if list(Glossary([term]).standing(Said(words, code)))]
    standing = [term for term in every if re.search(_pattern(term.forms[code][0], code), _folded(words))]
    assert alone == standing
