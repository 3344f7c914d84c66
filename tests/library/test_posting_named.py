"""What the names of posted files, and the words in them, say of the documents and languages they are of."""

from __future__ import annotations

import pytest

from meetings.models import Process
from tests.cast import given

from . import many
from .files import docx, pdf

pytestmark = pytest.mark.usefixtures("waits")


def test_a_document_that_is_not_there_is_made_and_leads_back(clerk, igsp, hall):
    address = many.send(clerk, {"UNEP_TEST_1_3-FR.pdf": pdf("3")}, meeting="hall")
    shown = many.preview(clerk, address)
    assert [row["make"] for row in shown.context_data["rows"]] == [["UNEP/TEST/1/3"]]
    to_form = clerk.post(address, many.form(shown, do="make.UNEP/TEST/1/3")).headers["Location"]
    empty = clerk.get(to_form)
    assert empty.context_data["adminform"].form.initial["symbol"] == "UNEP/TEST/1/3"
    assert str(empty.context_data["adminform"].form.initial["meeting"]) == str(hall.pk)
    assert empty.context_data["adminform"].form.initial["kind"] == "working"
    sent = {"process": igsp.pk, "meeting": hall.pk, "kind": "working", "symbol": "UNEP/TEST/1/3", "title_en": "Third"}
    sent |= {"distribution": "general", "original_language": "en"}
    for formset in empty.context_data["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    made = clerk.post(to_form, sent)
    assert (made.status_code, made.headers["Location"]) == (302, address)
    assert many.rows(many.preview(clerk, address)) == [("UNEP_TEST_1_3-FR.pdf", "new file", "")]


def test_the_form_for_a_document_has_the_kind_and_the_session_that_its_symbol_names(clerk, make_document, hall):
    make_document("UNEP/TEST/9/1")
    address = many.send(clerk, {"UNEP_TEST_9_INF_4-FR.pdf": pdf("4")})
    shown = many.preview(clerk, address)
    [[symbol]] = [row["make"] for row in shown.context_data["rows"]]
    to_form = clerk.post(address, many.form(shown, do=f"make.{symbol}")).headers["Location"]
    initial = clerk.get(to_form).context_data["adminform"].form.initial
    assert (initial["symbol"], initial["kind"], str(initial["meeting"])) == (symbol, "information", str(hall.pk))


def test_each_symbol_that_a_name_may_stand_for_is_offered_once_and_the_likely_ones_alone(clerk, igsp):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    words = "<w:p><w:r><w:t>UNEP/IEG/IGSP/1/INF/8</w:t></w:r></w:p>"
    inside = docx(f'<w:document xmlns:w="{space}"><w:body>{words}</w:body></w:document>')
    names = {"UNEP-TEST-1-7 e.pdf": pdf("7"), "IGSP 1 INF 8 spanish.docx": inside, "IGSP 1 INF 9 spanish.pdf": pdf("9")}
    shown = many.preview(clerk, many.send(clerk, names))
    assert {row["path"]: row["make"] for row in shown.context_data["rows"]} == {
        "UNEP-TEST-1-7 e.pdf": ["UNEP/TEST/1/7"],
        "IGSP 1 INF 8 spanish.docx": ["UNEP/IEG/IGSP/1/INF/8"],
        "IGSP 1 INF 9 spanish.pdf": ["UNEP/IEG/IGSP/1/INF.9"],
    }


def test_several_documents_that_a_name_may_mean_are_offered_and_none_is_chosen(clerk, make_document):
    for symbol in ("UNEP/TEST/57/270", "UNEP/TEST/57/270 A"):
        make_document(symbol, key=symbol.lower().replace("/", "-").replace(" ", "-"))
    address = many.send(clerk, {"UNEP_TEST_57_270_A.pdf": pdf("1")})
    [row] = many.preview(clerk, address).context_data["rows"]
    offered = [one["label"].partition(" · ")[0] for one in row["options"]]
    assert offered[:2] == ["UNEP/TEST/57/270", "UNEP/TEST/57/270 A"]
    assert not any(one["chosen"] for one in row["options"])
    assert str(row["label"]) == "refused"


def test_the_language_that_the_text_contradicts_is_warned_of(clerk, planned, monkeypatch, clock):
    clock("2004-07-01T12:00")
    from documents.library.posting import looking

    said = {"pages": 1, "head": "UNEP/TEST/7/7\nLe Conseil"}
    monkeypatch.setattr(looking.readers, "read_all", lambda files: [said for _file in files])
    monkeypatch.setattr(looking.hearing, "heard", lambda texts: ["fr" for _text in texts])
    address = many.send(clerk, {"UNEP_TEST_1_1-ES.pdf": pdf("1")})
    [row] = many.preview(clerk, address).context_data["rows"]
    assert row["warnings"] == [
        "The text seems to be in another language (French).",
        "Another symbol is printed in the file: UNEP/TEST/7/7.",
    ]
    assert many.post(clerk, address).status_code == 302


@pytest.fixture
def heads(monkeypatch):
    """heads(words): what stands at the head of every file that is read."""
    from documents.library.posting import looking

    def read(words):
        said = {"pages": 1, "head": words}
        monkeypatch.setattr(looking.readers, "read_all", lambda files: [said for _file in files])

    return read


FROM_THE_FILE = "The document was read from the file and not from its name: check it."


@pytest.mark.parametrize("name", ["K0471234_F.pdf", "scan0001-FR.pdf"])
def test_a_document_that_no_name_says_is_read_from_the_file_and_warned_of(clerk, planned, heads, clock, name):
    clock("2004-07-01T12:00")
    heads("UNEP/TEST/1/2\nNote (A/58/7)")
    address = many.send(clerk, {name: pdf("1")})
    shown = many.preview(clerk, address)
    assert many.rows(shown) == [(name, "new file", "")]
    assert many.warnings(clerk, address) == [[FROM_THE_FILE]]
    assert many.post(clerk, address).status_code == 302
    assert [key[0] for key in many.current()] == ["UNEP/TEST/1/2"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("scan0001-FR.pdf", "UNEP/TEST/1/2 UNEP/TEST/1/1"),  # which of them is it?
        ("scan0001-FR.pdf", "UNEP/TEST/1/9 on UNEP/TEST/1/1"),  # of one not known here, which cites another
        ("UNEP_TEST_1_9-FR.pdf", "UNEP/TEST/1/1"),  # its name says another
    ],
)
def test_what_is_printed_decides_nothing_where_it_is_in_doubt(clerk, igsp, planned, heads, name, words):
    with given():
        Process.objects.filter(pk=igsp.pk).update(series="UNEP/TEST")
    heads(words)
    address = many.send(clerk, {name: pdf("1")})
    assert many.rows(many.preview(clerk, address)) == [
        (name, "refused", "Choose the document to which the file belongs.")
    ]


def test_a_name_with_a_number_alone_is_one_of_the_session_chosen(clerk, make_document, hall):
    make_document(f"UNEP/IEG/IGSP/{9}/4", key="nine-4")
    address = many.send(clerk, {"4_F.pdf": pdf("1")}, meeting="hall")
    assert many.rows(many.preview(clerk, address)) == [("4_F.pdf", "new file", "")]


def test_a_misprint_of_the_whole_series_is_understood(clerk, igsp, make_document):
    with given():
        Process.objects.filter(pk=igsp.pk).update(series="UNEP/TEST", series_aliases=["UNEP/TSET"])
    make_document("UNEP/TEST/1/1")
    many.post(clerk, many.send(clerk, {"UNEP_TSET_1_1-FR.pdf": pdf("1")}))
    assert list(many.current()) == [("UNEP/TEST/1/1", "fr", "pdf")]
