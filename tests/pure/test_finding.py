"""How texts are cut into words, and how the words asked for are marked in them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given as such
from hypothesis import strategies as st

from documents.finding import Asked, cut, indexed, marked, snippet
from documents.finding.asking import as_fts5, as_tsquery
from documents.finding.cutting import MARKS

ALPHABETS = [
    st.text(),
    st.text(alphabet="aàáeéœ'’-‐ \n\u00ad\u200b\u0301ABßﬁı½².,/()\"«»*"),
    st.text(alphabet="اأإآىيةهـًُّ البتكلو٠١۲،\u0600\u200f "),
    st.text(alphabet="能力建设计划第3条、。ＡＢ１ \n"),
    st.text(alphabet="ёеЁйиъщ №-"),
]
TEXTS = st.one_of(ALPHABETS)


def words(text: str) -> list[str]:
    return [word.folded for word in cut(text).words]


def others(text: str) -> list[str]:
    return [word.folded for word in cut(text).others]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’élaboration d'un PLAN", ["l", "elaboration", "d", "un", "plan"]),
        ("Œuvre, æsthetic, Straße, ﬁnance", ["oeuvre", "aesthetic", "strasse", "finance"]),
        ("ёлка Ёлка ЕЛКА", ["елка", "елка", "елка"]),
        ("قَائِمَة الأعضاء", ["قايمه", "الاعضا"]),
        ("إلى آسيا وأولويّـــة", ["الي", "اسيا", "واولويه"]),
        ("٢٠٠٤ ۲۰۰۴ ２００４", ["2004", "2004", "2004"]),
        ("能力建设", ["能力", "力建", "建设"]),
        ("能力，建设", ["能力", "建设"]),
        ("能\n力", ["能力"]),
        ("第3条", ["第", "3", "条"]),
        ("ＵＮＥＰ/GC.23", ["unep", "gc", "23"]),
        ("soft\u00adhyphen, zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("e\u0301tat État", ["etat", "etat"]),
        ("— … ! 、", []),
        ("a" * 100, ["a" * 64]),
    ],
)
def test_a_text_is_cut_into_the_words_that_are_compared(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("co-operation", ["cooperation"]),
        ("co-opera-\ntion", ["cooperation"]),
        ("capac\u00ad\nity", ["capacity"]),
        ("l’eau", ["leau"]),
        ("plain words", []),
        ("البيئة", ["بييه"]),
        ("والبيئة", ["بييه", "البييه"]),
        ("للبيئة", ["بييه", "البييه"]),
        ("بالبيئة", ["بييه", "البييه"]),
        ("ال", []),
        ("وبناء", ["بنا"]),
        ("ولحماية", ["لحمايه", "حمايه"]),
        ("لحماية", ["حمايه"]),
        ("لجنة", []),
        ("كتاب", []),
        ("能力", ["能", "力"]),
    ],
)
def test_some_words_are_found_under_another_form_besides(text: str, found: list[str]) -> None:
    assert others(text) == found


@such(TEXTS)
def test_words_stand_where_they_say_and_in_their_order(text: str) -> None:
    found = cut(text)
    for word in [*found.words, *found.others]:
        assert 0 <= word.start < word.end <= len(text)
        assert word.folded
        assert word.folded.isalnum()
    assert [word.start for word in found.words] == sorted(word.start for word in found.words)


@such(TEXTS)
def test_no_word_begins_or_ends_between_a_letter_and_what_belongs_to_it(text: str) -> None:
    for word in [*cut(text).words, *cut(text).others]:
        assert not unicodedata.combining(text[word.start])
        assert word.end == len(text) or not unicodedata.combining(text[word.end])


@such(TEXTS)
def test_a_word_is_found_by_itself(text: str) -> None:
    """Whatever is written is found by whoever types it as it is written."""
    for word in cut(text).words:
        written = text[word.start : word.end]
        assert word.folded in [*words(written), *others(written)]


@such(TEXTS)
def test_the_form_of_characters_does_not_matter(text: str) -> None:
    composed, apart = (words(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert composed == apart


@such(TEXTS)
def test_what_is_indexed_are_words_parted_by_spaces_for_any_tokenizer(text: str) -> None:
    stream = indexed(text)
    assert " ".join(stream).split() == stream
    assert all(word.lstrip(MARKS).isalnum() for word in stream)
    assert stream[: len(words(text))] == words(text)


@such(TEXTS)
def test_nothing_that_is_typed_is_a_sign_of_the_query(typed: str) -> None:
    asked = Asked.of(typed)
    if asked:
        for question in (asked.of_titles(), asked.of_places(), asked.of_places(loosely=True)):
            for said in (as_fts5(question), as_tsquery(question)):
                assert said.count("(") == said.count(")")
                assert not set(said) & set("\\;%\x00")


@such(TEXTS, TEXTS)
def test_marking_changes_no_word(text: str, typed: str) -> None:
    pieces = marked(text, Asked.of(typed))
    assert "".join(piece.words for piece in pieces).split() == text.split()


@such(TEXTS, TEXTS)
def test_a_snippet_is_a_stretch_of_the_text(text: str, typed: str) -> None:
    pieces = snippet(text * 3, Asked.of(typed))
    said = "".join(piece.words for piece in pieces).strip("…")
    assert " ".join(said.split()) in " ".join((text * 3).split())


def told(text: str, typed: str, **options: bool) -> str:
    return "".join(
        f"[{words}]" if is_marked else words for words, is_marked in snippet(text, Asked.of(typed), **options)
    )


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Une action sur l’Environnement", "environnement", "Une action sur l’[Environnement]"),
        ("Une action sur l’environnement", "l'environnement", "Une action sur [l’environnement]"),
        ("The co-opera-\ntion of States", "cooperation", "The [co-opera- tion] of States"),
        ("The draft plan and a plan", '"draft plan"', "The [draft plan] and a plan"),
        ("حماية البِيئة والمياه", "بيئة", "حماية [البِيئة] والمياه"),
        ("本计划草案以能力建设为基础", "能力建设", "本计划草案以[能力建设]为基础"),
        ("本计划草案", "草", "本计划[草]案"),
        ("E\u0301tats riverains", "etats", "[E\u0301tats] riverains"),
        ("Planning the plans", "plan*", "[Planning] the [plans]"),
        ("Её доходы", "ее", "[Её] доходы"),
        ("كتب ٢٠٠٤", "2004", "كتب [٢٠٠٤]"),
    ],
)
def test_the_words_of_the_text_itself_are_marked(text: str, typed: str, shown: str) -> None:
    assert told(text, typed) == shown


def test_a_snippet_of_a_long_text_shows_where_most_of_it_stands_and_cuts_between_words() -> None:
    text = "A plan. " + "Other matters follow here. " * 40 + "The draft plan rests on costs. " + "And so on. " * 40
    shown = told(text, "draft plan costs")
    assert "[draft] [plan] rests on [costs]" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 300
