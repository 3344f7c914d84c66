"""What goes out as DOCX comes back as it was: blocks, keys, levels, options, words with all their marks."""

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents import numbering
from documents.drafts import Draft, PlannedBlock
from documents.exchange import docx_in, docx_out
from documents.exchange.facts import Facts
from documents.exchange.reading import draft
from documents.exchange.word import w
from documents.exchange.word_lists import Lists
from igsp_portal.foundations.language.languages import CODES

from .made import drafts, labelled


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    """The files of these tests are our own: they need no process of their own each."""
    monkeypatch.setattr("igsp_portal.foundations.files.reading.read", lambda data, kind: {"kind": "docx"})


@pytest.mark.parametrize("language", CODES)
@settings(max_examples=8)
@given(st.data())
def test_a_version_comes_back_from_word_as_it_went_out(language, data):
    version = data.draw(drafts(language))
    reading = docx_in.read(docx_out.write(version, language, labelled(version)), language)
    assert draft(reading) == version
    assert reading.remarked() == []


def test_the_same_version_gives_the_same_bytes():
    version = Draft([PlannedBlock("aim", "paragraph")], {"en": {"aim": "The *aim* [is]{note:x}."}})
    assert len({docx_out.write(version, "en", labelled(version)) for _ in range(2)}) == 1


def test_word_counts_the_numbers_of_the_text_itself():
    plan = [
        PlannedBlock("aims", "heading"),
        PlannedBlock("one", "paragraph"),
        PlannedBlock("one-a", "subparagraph"),
        PlannedBlock("one-b", "subparagraph"),
        PlannedBlock("one-b-i", "subparagraph", 2),
        PlannedBlock("one-bis", "paragraph", alternative=1),
        PlannedBlock("one-bis-a", "subparagraph"),
        PlannedBlock("means", "heading"),
        PlannedBlock("two", "paragraph"),
    ]
    version = Draft(plan, {"en": {block.key: "Words." for block in plan}})
    for language, scheme in ((code, name) for code in CODES for name in ("roman", "letter", "articles")):
        labels = numbering.labels(plan, scheme, language)
        facts = Facts("A plan", "plan", labels=labels)
        made = docx_out.write(Draft(plan, {language: version.words["en"]}), language, facts)
        counted = {line.key: line.label for line in docx_in.read(made, language).lines if line.is_taken}
        assert counted == labels.printed
        assert Lists(plan, labels.printed).of.keys() >= labels.printed.keys() - {"one-bis", "aims", "means"}


@pytest.mark.parametrize(("language", "letter"), [("en", "a"), ("ar", "أ")])
def test_footnotes_of_a_table_have_letters_that_word_shows_and_does_not_count(language, letter):
    plan = [PlannedBlock("one", "paragraph"), PlannedBlock("sums", "table"), PlannedBlock("two", "paragraph")]
    plan += [PlannedBlock(key, "footnote") for key in ("first", "lettered", "second")]
    words = {"one": "One.{note:first}", "sums": "Net | Sum{note:lettered}\n1 | 2", "two": "Two.{note:second}"}
    words |= {"first": "Where from.", "lettered": "a net.", "second": "Where to."}
    version = Draft(plan, {language: words})
    facts = Facts("A plan", "plan", labels=numbering.labels(plan, "roman", language, words))
    made = docx_out.write(version, language, facts)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        text, notes = (etree.fromstring(packed.read(f"word/{name}.xml")) for name in ("document", "footnotes"))
    marked = [(one.get(w("customMarkFollows")), one.getnext()) for one in text.iter(w("footnoteReference"))]
    assert [(mark, sign.text if sign is not None else None) for mark, sign in marked] == [
        (None, None),
        ("1", letter),
        (None, None),
    ]
    assert (len(list(notes.iter(w("footnoteRef")))), draft(docx_in.read(made, language))) == (2, version)


def test_what_is_put_in_within_an_option_belongs_to_it_and_footnotes_keep_their_place():
    plan = [
        PlannedBlock("first", "option"),
        PlannedBlock("one", "paragraph", option="first"),
        PlannedBlock("source", "footnote"),
        PlannedBlock("two", "paragraph", option="first"),
    ]
    words = {"one": "One.{note:source}", "source": "Where from.", "two": "Two."}
    made = docx_out.write(Draft(plan, {"en": words}), "en", Facts("A plan", "plan"))
    typed = docx.Document(io.BytesIO(made))
    typed.paragraphs[3].insert_paragraph_before("Between.", style="Numbered paragraph")
    written = io.BytesIO()
    typed.save(written)
    got = draft(docx_in.read(written.getvalue(), "en"))
    between = PlannedBlock("between", "paragraph", option="first")
    assert got == Draft([*plan[:3], between, plan[3]], {"en": {**words, "between": "Between."}})
