"""Files that come in by the page: those that cannot be taken say why and where; Word's with what is tracked in them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from documents.exchange.office import OLD_OR_LOCKED
from documents.exchange.reading import calls
from documents.models import Proposal, TextVersion
from documents.texts import actions
from igsp_portal.models import Event, User
from meetings.models import Process
from tests.exchange.foreign import W, by, call, file, mark, note, p, put_in, run, taken_out
from tests.library.files import docx, pdf

from .importing import Importer, text_of

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]


@pytest.fixture
def importer(igsp: Process, farah: User, browser_of: Browser) -> Importer:
    return Importer(browser_of(farah), text_of(igsp))


def with_part(name: str, data: str | bytes) -> bytes:
    """A DOCX with one part put in the place of its own."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file(p("1. Words.")))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, data)
    return made.getvalue()


def locked() -> bytes:
    data = bytearray(file(p("1. Words.")))
    for start in (data.find(b"PK\x03\x04"), data.find(b"PK\x01\x02")):
        data[start + (6 if data[start + 2] == 3 else 8)] |= 1
    return bytes(data)


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
JSON = '{"format": "urn:igsp-portal:text:1", "blocks": [{"key": "a", "kind": "%s"%s}], "words": {"%s": {"a": "A."}}}'
REFUSED = {
    "no DOCX": (docx("no XML"), "is not a DOCX file"),
    "a ZIP": (with_part("[Content_Types].xml", "<Types/>"), "is not a DOCX file"),
    "cut off": (file(p("1. Words."))[:-40], "damaged or incomplete"),
    "empty": (b"", "empty"),
    "a password": (OLD_OR_LOCKED + b"\0" * 600, "has a password"),
    "a ZIP with a password": (locked(), "protected by a password"),
    "macros": (with_part("word/vbaProject.bin", b"x"), "contains macros"),
    "a bomb": (with_part("word/document.xml", b" " * (300 << 20)), "expands to more than the limit"),
    "an entity in DOCX": (
        with_part("word/document.xml", f'{ENTITY}<w:document xmlns:w="{W}"><w:body/></w:document>'),
        "“word/document.xml” declares entities or a document type (line 1)",
    ),
    "an entity in Akoma Ntoso": (
        f"{ENTITY}<akomaNtoso>&x;</akomaNtoso>".encode(),
        "“Akoma Ntoso” declares entities or a document type (line 1)",
    ),
    "broken XML": (b"<akomaNtoso>\n<doc>\n</akomaNtoso>", "line 3"),
    "a page": (b"<!doctype html>\n<html><body>Words</body></html>", "(HTML) are not read"),
    "a PDF": (pdf(), "(PDF) are not read"),
    "RTF": (rb"{\rtf1 Words}", "(RTF) are not read"),
    "no text": (b"1. One.\n\x00\x01\x02", "first in line 2"),
    "JSON of others": (b'{"a": 1}', "“format” is missing"),
    "broken JSON": (b'{"format": ', "Expecting value"),
    "an unknown kind": ((JSON % ("poem", "", "en")).encode(), "“blocks[0].kind” is missing"),
    "a level too deep": ((JSON % ("heading", ', "level": 9', "en")).encode(), "“blocks[0].level” is missing"),
    "a huge level": ((JSON % ("heading", f', "level": {"9" * 30}', "en")).encode(), "“blocks[0].level” is missing"),
    "another language": ((JSON % ("paragraph", "", "fr")).encode(), "it has words in: fr"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_taken_says_why_and_nothing_is_written(name: str, importer: Importer) -> None:
    data, why = REFUSED[name]
    events = Event.objects.count()
    assert importer.send(data, "from elsewhere.docx").status_code == 400
    assert importer.says().startswith("“from elsewhere.docx”: ")
    assert why in importer.says()
    assert (Event.objects.count(), importer.version.blocks.count()) == (events, 0)


def test_a_file_of_40_megabytes_is_refused_unread(importer: Importer) -> None:
    assert importer.send(b"PK" + bytes(40 << 20)).status_code == 400
    assert "40.0\xa0MB; the limit is 20.0\xa0MB" in importer.says()


def test_a_file_and_a_text_at_once_are_refused_and_the_text_is_given_back(importer: Importer) -> None:
    assert importer.send(b"1. One.", "one.txt", pasted="2. Two.").status_code == 400
    assert (importer.says(), importer.page.context["pasted"]) == (
        "Choose a file or paste a text: one of the two.",
        "2. Two.",
    )
    assert importer.send().status_code == 400


def test_the_content_says_what_a_file_is_whatever_its_name_ends_in(importer: Importer) -> None:
    importer.send(file(p("1. One.")), "one.txt")
    assert importer.page.context["source"].kind == "DOCX"
    importer.send(b"1. One.", "one.docx")
    assert importer.page.context["source"].kind == "TXT"


def test_what_cannot_be_taken_over_is_said_at_its_line(importer: Importer) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('Boxed words')}</w:txbxContent></w:pict></w:r>"
    field = f'<w:fldSimple w:instr=" DATE ">{run("1 May")}</w:fldSimple>'
    importer.send(file(p("1. Words ", box) + p("2. On ", field)))
    assert "A text box was left out. Its words: “Boxed words”" in importer.page.text
    assert "A field (DATE) was taken over as the words that it shows." in importer.page.text


def test_a_text_box_that_stands_alone_is_a_line_left_out_that_may_be_taken_after_all(importer: Importer) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('Each Party pays.')}</w:txbxContent></w:pict></w:r>"
    importer.send(file(p("1. One.") + p(box) + p("2. Two.")))
    assert importer.lines()[1] == ("2", "-", "")
    assert importer.page.context["settle"]["remarked"][0] == {
        "place": 2,
        "line": 2,
        "says": "A text box was left out. Its words: “Each Party pays.”",
        "page": 1,
        "here": True,
    }
    importer.press("write", take_2="text", words_2="Each Party pays.")
    assert sorted(actions.read_draft(importer.version).words["en"].values()) == ["Each Party pays.", "One.", "Two."]


def test_the_table_above_a_masthead_is_left_out_and_may_be_taken_after_all(importer: Importer) -> None:
    cells = "".join(f"<w:tc>{p(words)}</w:tc>" for words in ("United Nations", "A/CONF.999/L.2"))
    importer.send(file(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + p("Agenda item 4") + p("1. Decides to act.")))
    assert [take for _place, take, _words in importer.lines()] == ["-", "-", "paragraph"]
    importer.press("write", take_1="table")
    assert [block.kind for block in actions.read_draft(importer.version).blocks] == ["table", "paragraph"]


def test_akoma_ntoso_that_is_not_valid_is_read_and_said_with_its_line(importer: Importer) -> None:
    words = b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">\n<doc name="d"><mainBody>\n'
    words += b"<paragraph><num>1.</num><content><p>One.</p></content></paragraph></mainBody></doc></akomaNtoso>"
    importer.send(words, "one.xml")
    assert any("not valid Akoma Ntoso (line 2)" in says for says in importer.page.context["whole"]["remarks"])
    importer.press("write")
    assert [block.kind for block in actions.read_draft(importer.version).blocks] == ["paragraph"]


def test_a_stray_bracket_is_named_with_its_place_and_kept_as_a_sign(importer: Importer) -> None:
    importer.paste("1. Each [Party [shall] act.")
    assert "This bracket is opened but never closed." in importer.page.text
    importer.press("write")
    assert list(actions.read_draft(importer.version).words["en"].values()) == [r"Each \[Party [shall] act."]


# Tracked changes


TRACKED = file(
    p("1. Lakes ", taken_out("Amina Odhiambo", "are"), put_in("Amina Odhiambo", "will be"), " kept clean.")
    + p("2. Rivers run", put_in("Croatia", " freely"), " to the sea.")
)


@pytest.mark.parametrize(
    ("changes", "reads"), [("accept", "Lakes will be kept clean."), ("reject", "Lakes are kept clean.")]
)
def test_tracked_changes_are_accepted_or_rejected_by_choice(changes: str, reads: str, importer: Importer) -> None:
    importer.send(TRACKED, changes=changes)
    assert importer.lines()[0][2] == reads
    importer.press("write")
    assert Proposal.objects.on(importer.version).count() == 0


def test_tracked_changes_are_read_as_proposals_whose_authors_a_person_matches(importer: Importer) -> None:
    importer.send(TRACKED, changes="propose")
    assert importer.page.context["plan"].open_authors == ["Amina Odhiambo"]
    assert importer.press("write").status_code == 400
    assert importer.press("write", author_0="ken").status_code == 302
    found = Proposal.objects.on(importer.version).order_by("pk")
    assert [(one.participant.key, one.quoted, one.words) for one in found] == [
        ("ken", "Lakes are kept clean.", "Lakes will be kept clean."),
        ("hrv", "Rivers run to the sea.", "Rivers run freely to the sea."),
    ]
    assert found[0].reason == "Tracked change by Amina Odhiambo (2004-10-01)"


def test_changes_of_an_author_or_single_ones_are_not_entered_where_a_person_says_so(importer: Importer) -> None:
    importer.send(TRACKED, changes="propose")
    importer.press("look", author_0="", author_1="hrv")
    assert importer.press("write").status_code == 302
    assert [one.participant.key for one in Proposal.objects.on(importer.version)] == ["hrv"]


def test_a_change_that_cannot_be_a_proposal_hinders_all_and_says_where(importer: Importer) -> None:
    added = p(put_in("Croatia", "Annex I. Maps"), mark=mark("Croatia"))
    importer.send(file(p("1. One.") + added + p("Words.")), changes="propose")
    assert importer.press("write").status_code == 400
    assert importer.says() == (
        "The change of Croatia in line 1 cannot be entered as a proposal: Choose which kind of paragraph is proposed."
    )
    assert importer.version.blocks.count() == 0
    assert importer.press("write", without="0-entered").status_code == 302
    assert (importer.version.blocks.count(), Proposal.objects.on(importer.version).count()) == (2, 0)


def test_a_change_of_level_is_told_at_its_line_and_not_entered(importer: Importer) -> None:
    level = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="7"/></w:numPr>'
    change = f"{by('Croatia', 'pPrChange')}><w:pPr>{level.format(1)}</w:pPr></w:pPrChange>"
    moved = f"<w:p><w:pPr>{level.format(2)}{change}</w:pPr>{run('Rivers.')}</w:p>"
    importer.send(file(p("Lakes:", level=1) + moved), changes="propose")
    assert [(one["place"], one["says"]) for one in importer.page.context["settle"]["remarked"]] == [
        (2, "Croatia changes the kind or level of this paragraph; that is not entered with the changes.")
    ]
    importer.press("write")
    assert [block.kind for block in actions.read_draft(importer.version).blocks] == ["paragraph", "paragraph"]
    assert Proposal.objects.on(importer.version).count() == 0


def test_changes_of_the_title_are_told_and_what_is_new_behind_it_begins_the_text(importer: Importer) -> None:
    title = p("Draft plan", put_in("Croatia", " of action"), style="Titre")
    new = p(put_in("Croatia", "1. Seas are kept clean."), mark=mark("Croatia"))
    importer.send(file(title + new + p("2. Lakes", put_in("Croatia", " too"), ".")), changes="propose")
    shown = importer.page.context["proposals"]["all"]
    assert [(one["how"], one["place"], one["lost"]) for one in shown] == [
        ("new paragraph", 1, ""),
        ("other wording", 1, "The paragraph that this change concerns is left out."),
        ("other wording", 3, ""),
    ]
    assert [(one["place"], one["says"]) for one in importer.page.context["settle"]["remarked"]] == [
        (1, "The paragraph that this change concerns is left out."),
        (3, "The file has the number “2.”; the text will have “1.”."),
    ]
    importer.press("look")
    assert importer.press("write").status_code == 302
    found = Proposal.objects.on(importer.version).order_by("pk")
    assert [(one.kind, one.key, one.words) for one in found] == [
        ("new", "", "Seas are kept clean."),
        ("wording", "lakes", "Lakes too."),
    ]


def test_a_change_of_a_title_that_is_taken_after_all_is_entered(importer: Importer) -> None:
    title = p("Draft plan", put_in("Croatia", " of action"), style="Titre")
    importer.send(file(title + p("1. Lakes.")), changes="propose")
    importer.press("look", take_1="text")
    assert importer.press("write").status_code == 302
    assert [one.words for one in Proposal.objects.on(importer.version)] == ["Draft plan of action"]


def test_what_is_new_behind_a_footnote_follows_the_paragraph_that_calls_it(importer: Importer) -> None:
    new = p(put_in("Croatia", "2. Rivers."), mark=mark("Croatia"))
    importer.send(file(p("1. Lakes", call(4), ".") + new + p("3. Seas."), notes=note(4, "All.")), changes="propose")
    importer.press("write")
    assert [(one.kind, one.key) for one in Proposal.objects.on(importer.version)] == [("new", "lakes")]


def test_a_footnote_goes_with_the_line_that_calls_it(importer: Importer) -> None:
    importer.send(
        file(p("1. Lakes", call(4), ".") + p("2. Seas", call(5), "."), notes=note(4, "All.") + note(5, "One."))
    )
    importer.press("look", take_1="-")
    assert [take for _place, take, _words in importer.lines()] == ["-", "-", "paragraph", "footnote"]
    importer.press("look", take_1="paragraph")
    assert [take for _place, take, _words in importer.lines()] == ["paragraph", "footnote", "paragraph", "footnote"]
    importer.press("look", take_1="-")
    importer.press("write")
    assert sorted(actions.read_draft(importer.version).words["en"].values()) == ["One.", "Seas{note:footnote-1}."]


def test_each_paragraph_keeps_its_own_footnote_when_a_file_has_one_more_before_it(importer: Importer) -> None:
    body, notes = p("1. Lakes", call(4), ".") + p("2. Seas", call(5), "."), note(4, "Of lakes.") + note(5, "Of seas.")
    importer.send(file(body, notes=notes))
    importer.press("write")
    importer.send(file(p("1. Rivers", call(3), ".") + body, notes=note(3, "Of rivers.") + notes))
    importer.press("look")
    importer.press("write")
    words = actions.read_draft(importer.version).words["en"]
    called = {said.partition("{")[0]: words[key] for said in words.values() for key in calls(said)}
    assert called == {"Rivers": "Of rivers.", "Lakes": "Of lakes.", "Seas": "Of seas."}


def test_a_new_footnote_goes_with_its_proposal_in_words(importer: Importer) -> None:
    body = p("1. Lakes", put_in("Croatia", " and seas", call(4)), ".")
    importer.send(file(body, notes=note(4, "All of them.")), changes="propose")
    told = "A footnote that Croatia adds is not entered with the change: “All of them.”"
    assert [one["says"] for one in importer.page.context["settle"]["remarked"]] == [told]
    importer.press("write")
    assert [(one.words, one.reason) for one in Proposal.objects.on(importer.version)] == [
        ("Lakes and seas.", f"Tracked change by Croatia (2004-10-01)\n{told}")
    ]


def test_more_changes_than_a_form_may_have_fields_are_sent_page_by_page(importer: Importer) -> None:
    body = [p(f"{number}. Lake {number}", put_in("Croatia", " is clean"), ".") for number in range(1, 1101)]
    importer.send(file("".join(body)), changes="propose")
    assert "1 to 100 of 1100" in importer.page.text
    assert importer.press("page.11", without="3-entered").status_code == 200
    assert [one["number"] for one in importer.page.context["proposals"]["all"]] == list(range(1000, 1100))
    assert importer.press("page.1", without="1003-entered").status_code == 200
    assert importer.page.context["source"].dropped == {3, 1003}
    assert importer.page.context["source"].authors == {"Croatia": "hrv"}


# Made by others


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_docx_of_libreoffice_comes_in(importer: Importer, tmp_path: Path) -> None:
    page = "<h1>Aims</h1><p>1. Lakes are kept <i>clean</i>.</p><ol type='a'><li>all;</li><li>each;</li></ol>"
    cells = "<tr><td>Lake</td><td>Depth</td></tr><tr><td>A</td><td>3</td></tr>"
    page += f"<p>2. Nets are marked.</p><table border=1>{cells}</table>"
    (tmp_path / "text.html").write_text(f"<html><body>{page}</body></html>")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    convert = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path), str(tmp_path / "text.html")]
    subprocess.run(["soffice", "--headless", home, "--infilter=HTML (StarWriter)", *convert], check=True, timeout=120)
    importer.send((tmp_path / "text.docx").read_bytes(), "text.docx")
    importer.press("write")
    draft = actions.read_draft(importer.version)
    assert [(block.kind, block.level, draft.words["en"][block.key]) for block in draft.blocks] == [
        ("heading", 1, "Aims"),
        ("paragraph", 1, "Lakes are kept *clean*."),
        ("subparagraph", 1, "all;"),
        ("subparagraph", 1, "each;"),
        ("paragraph", 1, "Nets are marked."),
        ("table", 1, "Lake | Depth\nA | 3"),
    ]


def test_a_released_version_takes_no_words_in(plan: TextVersion, farah: User, browser_of: Browser) -> None:
    importer, before = Importer(browser_of(farah), plan), actions.read_draft(plan)
    there = browser_of(farah).get(importer.paste("1. One.").request["PATH_INFO"])
    assert (importer.page.status_code, importer.says(), actions.read_draft(plan)) == (
        400,
        "In this language nothing can be written in this version any more.",
        before,
    )
    assert (there.context["takes_words"], 'name="pasted"' in there.text) == (False, False)
