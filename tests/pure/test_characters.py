"""One folding of characters for titles, symbols and what is sought in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igsp_portal.foundations.language.characters import folded, has_all, sought

SAME = [
    ("d'un plan", "d’un plan", "dʼun plan", "d‘un plan", "d`un plan", "D＇UN PLAN"),
    ("Chair's text", "Chair’s text", "chairʼs  text"),
    ("capacity-building", "capacity‑building", "capacity–building", "capacity building", "capa\u00adcity-building"),
    ("الخطة", "الخطه", "الخطّة", "الخـطة"),
    ("أعضاء", "إعضا", "آعضاء", "ٱعضاء", "اعضاء"),
    ("مؤتمر", "موتمر"),
    ("هيئة", "هييه"),
    ("مستوى", "مستوي", "مستوی"),
    ("كتاب", "کتاب"),
    ("١٩٦٧", "۱۹۶۷", "1967", "１９６７"),
    ("Élément", "élement", "ELEMENT", "e\u0301le\u0301ment"),
    ("Œuvre", "oeuvre", "ŒUVRE"),
    ("Ёлка", "елка", "ЁЛКА"),
    ("ＵＮＥＰ／ＧＣ．２３", "unep/gc.23"),
    ("ﬁnance", "finance"),
    ("straße", "STRASSE"),
    ("« plan »", "“ plan ”", "plan", "《plan》"),
    ("pla\u200bn", "\ufeffplan", "pl\u2060an", "plan\u200e"),
    ("niño", "nino", "nin\u0303o"),
]


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_forms_that_people_write_for_one_another_are_one(forms):
    assert {folded(form) for form in forms} == {folded(forms[0])}


@pytest.mark.parametrize(("one", "other"), [("草案", "草稿"), ("план", "плен"), ("خطة", "خطأ"), ("A/1.2", "A/12")])
def test_other_letters_stay_apart(one, other):
    assert folded(one) != folded(other)


def test_text_is_folded_without_case_accents_and_vowel_signs():
    assert folded("ÉLÉMENTS Œuvre Ёлка قَائِمَة ＵＮＥＰ") == "elements oeuvre елка قايمه unep"


@given(st.text(max_size=40))
def test_what_is_folded_stays_as_it_is(text):
    assert folded(folded(text)) == folded(text)


def test_signs_that_no_search_compares_are_no_words():
    assert sought("draft — “plan” ’") == ["draft", "plan"]
    assert has_all(sought("plan draft"), folded("A Draft Plan"))
    assert not has_all(sought("plan zebra"), folded("A Draft Plan"))
