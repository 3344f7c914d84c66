"""Names of files issued and of files received."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.filenames import file_name, stem
from igsp_portal.foundations.files.filenames import LONGEST_NAME, clean_upload_name
from igsp_portal.foundations.language.languages import UnknownLanguage


def test_slash_and_space_become_a_line_and_the_asterisk_an_exclamation_mark():
    assert stem("A/RES/58/209 (II)*") == "A_RES_58_209_(II)!"


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ar", "UNEP_GC.23_6_Add.1-AR.pdf"),
        ("zh-hans", "UNEP_GC.23_6_Add.1-ZH.pdf"),
        ("zh", "UNEP_GC.23_6_Add.1-ZH.pdf"),
        ("fr", "UNEP_GC.23_6_Add.1-FR.pdf"),
    ],
)
def test_a_file_is_named_by_its_symbol_and_language(language, name):
    assert file_name("UNEP/GC.23/6/Add.1", language, ".PDF") == name


def test_a_language_that_is_not_official_is_refused():
    with pytest.raises(UnknownLanguage):
        file_name("A/1", "de", "pdf")


@pytest.mark.parametrize(
    ("received", "kept"),
    [
        ("needs.docx", "needs.docx"),
        ("C:\\Users\\Focal point\\needs.docx", "needs.docx"),
        ("../../etc/passwd", "passwd"),
        ("الاحتياجات الإقليمية.pdf", "الاحتياجات الإقليمية.pdf"),
        ("区域需要.pdf", "区域需要.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("plan\u200b\u00ad.pdf", "plan.pdf"),
        ("needs\u202efdp.exe", "needsfdp.exe"),
        ("a\0b\nc.pdf", "abc.pdf"),
        ('who: "what"?.pdf', 'who_ "what"_.pdf'),
        (".htaccess", "htaccess"),
        ("con.pdf", "_con.pdf"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_the_name_of_a_received_file_is_made_safe_and_stays_readable(received, kept):
    assert clean_upload_name(received) == kept


def test_a_long_name_is_shortened_before_its_ending():
    assert clean_upload_name("n" * 400 + ".docx", limit=20) == "n" * 15 + ".docx"


@given(st.text())
def test_no_name_is_empty_hidden_too_long_or_leads_elsewhere(name):
    kept = clean_upload_name(name)
    assert 0 < len(kept) <= LONGEST_NAME
    assert not kept.startswith(".")
    assert not set(kept) & set("/\\\0")
