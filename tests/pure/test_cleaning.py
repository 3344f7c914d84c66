"""What people paste, without what nobody sees; what scripts are written with stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igsp_portal.foundations.language.cleaning import cleaned, cleaned_line


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("ring\x07 the bell\x1b", "ring the bell"),  # control characters
        ("a\0b\x7fc\x9bd", "abcd"),
        ("un\u00adbreak\u00adable", "unbreakable"),  # soft hyphens of Word
        ("zero\u200bwidth\ufeff", "zerowidth"),  # zero-width spaces of chat programs
        ("word\u2060joiner", "wordjoiner"),
        ("one\u2028two\u2029three", "one\ntwo\nthree"),  # separators of lines and paragraphs
        ("one\vtwo\fthree\x85four", "one\ntwo\nthree\nfour"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("safe\u202efdp.exe", "safefdp.exe"),  # an order to turn the rest round
        ("\u202aa\u202bb\u202cc\u202dd\u2066e\u2067f\u2068g\u2069", "abcdefg"),
        ("e\u0301te\u0301", "été"),  # composed
        ("picture\ufffc here", "picture here"),
        ("tagged\U000e0041\U000e007f", "tagged"),
        ("tab\tstays", "tab\tstays"),
        ("no\u00a0break : « oui\u202f»", "no\u00a0break : « oui\u202f»"),  # room that French needs
        ("capacity‑building – “plan”…", "capacity‑building – “plan”…"),
        ("中文，全角（字）", "中文，全角（字）"),
        ("👍🏽", "👍🏽"),
        ("\ud800lone", "lone"),
        ("Needs:\r\n\uf0b7\tposts\r\n\uf0a7 labs", "Needs:\n•\tposts\n• labs"),  # bullets of Word's own fonts
        ("\u200b \uf0d8 posts", " • posts"),
        ("·\tposts\n\to\tin the capital\n§\tlabs", "•\tposts\n\t•\tin the capital\n•\tlabs"),  # of its other fonts
        ("o posts · labs\n· none", "o posts · labs\n· none"),
        ("a sign \uf0b7 within, \uf0b7and none", "a sign \uf0b7 within, \uf0b7and none"),
        ("capacity\x1ebuilding", "capacity\u2011building"),  # Word's hyphen at which no line breaks
        ("capa\x1fcity", "capacity"),  # and the one that shows only there
    ],
)
def test_what_word_and_chat_programs_paste_is_kept_without_what_nobody_sees(pasted, kept):
    assert cleaned(pasted) == kept


@pytest.mark.parametrize(
    "written",
    [
        "می\u200cخواهم",  # Persian: a joiner keeps the prefix apart
        "ال\u200dله",
        "क्\u200dष",  # Devanagari: a half form
        "ന്\u200d",  # Malayalam: a letter that ends so
        "ශ්\u200dරී",  # Sinhala
        "مرحبا\u200f! (UNEP)\u200e",  # marks of direction in Arabic
    ],
)
def test_joiners_and_marks_that_a_script_needs_stay(written):
    assert cleaned(written) == unicodedata.normalize("NFC", written)


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("plan\u200cned\u200d", "planned"),
        ("می\u200c\u200cخواهم", "می\u200cخواهم"),
        ("\u200cمی \u200cخواهم\u200c", "می خواهم"),
        ("план\u200d", "план"),
        ("plan\u200e\u200f", "plan"),
    ],
)
def test_joiners_and_marks_without_meaning_go(pasted, kept):
    assert cleaned(pasted) == kept


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("one\u2028two", "one two"),
        ("one \r\n\r\n two", "one two"),
        ("one\ttwo", "one two"),
        ("\none\n", "one"),
        ("one  two", "one  two"),
    ],
)
def test_on_one_line_a_space_stands_for_a_break(pasted, kept):
    assert cleaned_line(pasted) == kept


SIGNS = st.text(
    alphabet=st.one_of(st.sampled_from("a \n\t\u200c\u200d\u200bمcक्ന\u0301\u202e\r\u2028\u200f\x07"), st.characters())
)


@given(SIGNS)
def test_what_is_clean_stays_as_it_is(text):
    assert cleaned(cleaned(text)) == cleaned(text)
    assert cleaned_line(cleaned_line(text)) == cleaned_line(text)


@given(SIGNS)
def test_nothing_that_turns_controls_or_hides_is_left(text):
    left = {sign for sign in cleaned(text) if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")}
    assert left <= {"\n", "\t"}
    assert not set(cleaned(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u00ad\ufeff")
    assert "\n" not in cleaned_line(text)
