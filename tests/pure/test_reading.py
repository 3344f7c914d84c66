"""Files of others are read in a process of their own: what they do to it, and what would be done by opening them."""

import io
import random
import sys
import zipfile

import pikepdf
import pytest
from django.utils import translation
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

from igsp_portal.foundations.files import filetypes, reader, reading
from igsp_portal.foundations.files.filetypes import FileRefused, FileType

from .test_filetypes import SHEET, WORD, office, pdf

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def said_of(data, file_type):
    """Why a file is refused when it is read; None when it is taken."""
    try:
        filetypes.read(data, file_type)
    except FileRefused as refusal:
        return str(refusal)
    return None


# Files on a disk

LARGE = 40 * 1024**2


def pictures(tmp_path, count, size):
    """A PDF of so many pages, each with a picture of that size that cannot be made smaller."""
    path = tmp_path / "pictures.pdf"
    with pikepdf.new() as document:
        for number in range(count):
            document.add_blank_page()
            picture = document.make_stream(random.Random(number).randbytes(size))
            picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.DCTDecode
            picture.Width = picture.Height = 1
            picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
            document.pages[-1].Resources = Dictionary(XObject=Dictionary(P=picture))
        document.save(path)
    return path


def test_a_large_pdf_of_pictures_is_read_where_it_lies(tmp_path):
    with pictures(tmp_path, 10, LARGE // 10).open("rb") as file:
        assert filetypes.read(file, FileType.PDF) == 10


def test_what_a_large_pdf_does_is_found_where_it_lies(tmp_path):
    path = pictures(tmp_path, 10, LARGE // 10)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.Root.OpenAction = document.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
        document.save(path)
    with path.open("rb") as file:
        assert said_of(file, FileType.PDF) == (
            "The PDF contains scripts or starts other programs. Print it to a new PDF and send that."
        )


@pytest.mark.parametrize("end", [len(pdf()) // 2, -40])
def test_a_damaged_pdf_on_a_disk_is_refused(tmp_path, end):
    path = tmp_path / "cut.pdf"
    path.write_bytes(b"%PDF-1.7\n" + pdf()[20:end])
    with path.open("rb") as file:
        assert said_of(file, FileType.PDF).startswith("The PDF is damaged")


@pytest.mark.parametrize(("of", "kind", "says"), [(WORD, FileType.DOCX, None), (SHEET, FileType.XLSX, None)])
def test_an_office_file_is_read_where_it_lies(tmp_path, of, kind, says):
    path = tmp_path / "office"
    path.write_bytes(office(of))
    with path.open("rb") as file:
        assert said_of(file, kind) == says


@pytest.mark.parametrize("cut", range(1, 40))
def test_what_is_in_the_open_is_the_same_however_it_is_written(cut):
    """The writer's pieces end anywhere, also in the middle of the words that part contents from the rest."""
    whole = b"1 0 obj <</A 1>>stream\r\n/JS\r\nendstream\r\nendobj 2 0 obj <</B>>stream\r\n\r\nendstream\r\n trailer"
    found = reader.InTheOpen()
    for start in range(0, len(whole), cut):
        found.add(whole[start : start + cut])
    assert found.end() == b"1 0 obj <</A 1>> endobj 2 0 obj <</B>>  trailer"


def test_contents_without_an_end_are_damaged():
    found = reader.InTheOpen()
    found.add(b"<</A 1>>stream\r\n/JS")
    with pytest.raises(reader.Refused, match="damaged"):
        found.end()


# Limits

SLOW = b"%PDF-1.7\n1 0 obj " + b"[" * 18_000_000


def test_a_pdf_made_to_be_slow_is_refused_with_the_reason():
    assert said_of(SLOW, FileType.PDF).startswith("The file takes too much time or memory to read.")


def test_a_zip_of_countless_parts_is_refused_with_the_reason():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(6000):
            archive.writestr(f"{number}", "")
    assert said_of(made.getvalue(), FileType.DOCX).startswith("The file expands to more than the limit.")


@pytest.mark.parametrize(
    "does",
    ["bytearray(reader.MEMORY)", "any(iter(int, 1))", "open('written', 'wb', 0).write(b'x')"],
    ids=["memory", "time", "files"],
)
def test_the_process_that_reads_is_kept_within_limits(does, tmp_path):
    here = {"PYTHONPATH": str(reading.ROOT)}
    script = f"from igsp_portal.foundations.files import reader; reader.SECONDS = 1; reader.keep_back(); {does}"
    done = reading.subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=here, capture_output=True)
    assert (done.returncode == 0, [path for path in tmp_path.iterdir() if path.stat().st_size]) == (False, [])


def test_the_process_that_reads_knows_no_secret(monkeypatch):
    told = {}
    real = reading.subprocess.run

    def noted(command, **about):
        told.update(about["env"])
        return real(command, **about)

    monkeypatch.setenv("PORTAL_SECRET_KEY", "secret")
    monkeypatch.setattr(reading.subprocess, "run", noted)
    assert (filetypes.read(pdf(), FileType.PDF), set(told) - set(reading.TOLD)) == (1, set())


@pytest.mark.parametrize("script", ["raise SystemExit(3)", "print('no JSON')", "import os; os.abort()"])
def test_a_reader_that_ends_without_an_answer_is_a_refusal(script, monkeypatch):
    real = reading.subprocess.run
    monkeypatch.setattr(
        reading.subprocess, "run", lambda command, **about: real([sys.executable, "-c", script], **about)
    )
    assert "takes too much time or memory" in said_of(pdf(), FileType.PDF)


def test_a_reader_that_does_nothing_is_waited_for_no_longer_than_that(monkeypatch):
    real = reading.subprocess.run
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0)
    waits = [sys.executable, "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr(reading.subprocess, "run", lambda command, **about: real(waits, **about))
    assert "takes too much time or memory" in said_of(pdf(), FileType.PDF)


def test_the_pages_of_a_pdf_are_counted_there(monkeypatch):
    def three(document):
        document.add_blank_page()
        document.add_blank_page()

    assert filetypes.read(pdf(three), FileType.PDF) == 3
    assert filetypes.read(office(WORD), FileType.DOCX) is None


# PDF: what it would do when it is opened

ALERT = String("app.alert(1)")


def script(document):
    document.Root.OpenAction = document.make_indirect(Dictionary(S=Name.JavaScript, JS=ALERT))


def script_by_name(document):
    one = document.make_indirect(Dictionary(S=Name.JavaScript, JS=ALERT))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), one])))


def script_of_a_page(document):
    document.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=ALERT))


def script_somewhere_else(document):
    document.Root.OpenAction = Dictionary(S=document.make_indirect(Name.JavaScript), JS=ALERT)


def script_after_another_action(document):
    again = Dictionary(S=Name.JavaScript, JS=ALERT)
    document.Root.OpenAction = Dictionary(S=Name.Named, N=Name.NextPage, Next=Array([again]))


def script_of_a_film(document):
    document.Root.OpenAction = Dictionary(S=Name.Rendition, OP=0, JS=ALERT)


def form_with_scripts(document):
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


def launch(document):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    document.pages[0].Annots = Array([document.make_indirect(link)])


def holds_a_file(document):
    document.attachments["letter.docm"] = b"MZ"


def file_pinned_to_a_page(document):
    file = document.make_stream(b"MZ")
    pin = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
    pin.FS = Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=file))
    document.pages[0].Annots = Array([document.make_indirect(pin)])


DOES = [
    script,
    script_by_name,
    script_of_a_page,
    script_somewhere_else,
    script_after_another_action,
    script_of_a_film,
    form_with_scripts,
    launch,
]
WRITTEN = {
    "in the open": {},
    "packed": {"object_stream_mode": ObjectStreamMode.generate},
    "locked for changes": {
        "object_stream_mode": ObjectStreamMode.generate,
        "encryption": pikepdf.Encryption(owner="o", user=""),
    },
}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("does", DOES)
def test_a_pdf_that_runs_something_is_refused(does, written):
    data = pdf(does, **WRITTEN[written])
    assert said_of(data, FileType.PDF).startswith("The PDF contains scripts or starts other programs.")


def test_a_name_written_in_a_roundabout_way_is_the_same_name():
    data = pdf(script).replace(b"/JavaScript", b"/J#61vaScript")
    assert said_of(data, FileType.PDF).startswith("The PDF contains scripts")


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("holds", [holds_a_file, file_pinned_to_a_page])
def test_a_pdf_that_holds_other_files_is_refused(holds, written):
    assert said_of(pdf(holds, **WRITTEN[written]), FileType.PDF).startswith("The PDF contains other files.")


def harmless(document):
    """Opens at a page, leads to an address and speaks of scripts."""
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])
    document.docinfo["/Title"] = "On /JavaScript in PDF"
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    document.pages[0].Annots = Array([document.make_indirect(link)])
    document.pages[0].Contents = document.make_stream(b"% /S /JavaScript /Launch is spoken of here\n")


@pytest.mark.parametrize("written", WRITTEN)
def test_a_pdf_that_speaks_of_scripts_is_taken(written):
    assert said_of(pdf(harmless, **WRITTEN[written]), FileType.PDF) is None


# Office files: macros under any name, and what is fetched from elsewhere


def relations(*related):
    """A list of what a part refers to: pairs of kind and target, each outside the file."""
    rows = (f'<Relationship Id="r" Type="{kind}" Target="{target}" TargetMode="External"/>' for kind, target in related)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(rows)}</Relationships>'


def types(*parts, coding="utf-8"):
    """A list of the types of parts, beside the main part of a text."""
    rows = "".join(
        f'<Override PartName="/{number}" ContentType="{kind}"/>' for number, kind in enumerate([WORD, *parts])
    )
    return f'<?xml version="1.0" encoding="{coding}"?><Types>{rows}</Types>'.encode(coding)


def archive(members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-office.vbaProject",
        "application/vnd.ms-office.VBAPROJECT",
        "application/vnd.ms-word.vbaData+xml",
        "application/vnd.ms-excel.macrosheet+xml",
        "application/vnd.ms-excel.intlmacrosheet+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-office.activeX+xml",
    ],
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_macros_are_known_by_the_type_of_their_part_whatever_it_is_called(kind, coding):
    data = archive([("[Content_Types].xml", types(kind, coding=coding)), ("word/picture1.png", b"x")])
    assert said_of(data, FileType.DOCX).startswith("The file contains macros.")


@pytest.mark.parametrize("kind", ["vbaProject", "wordVbaData", "xlMacrosheet", "xlIntlMacrosheet"])
def test_macros_are_known_by_what_their_part_is_to_another(kind):
    to = relations((f"{MICROSOFT}/{kind}", "styles2.xml")).replace(' TargetMode="External"', "")
    assert said_of(office(WORD, **{"word___rels__document.xml.rels": to}), FileType.DOCX).startswith(
        "The file contains macros."
    )


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://example.org/t.dotm"),
        ("attachedTemplate", "file://server/share/t.dotm"),
        ("attachedTemplate", "\\\\server\\share\\t.dotm"),
        ("attachedTemplate", "file:///\\\\server\\share\\t.dotm"),
        ("oleObject", "http://example.org/x.hta"),
        ("frame", "http://example.org/x.htm"),
        ("subDocument", "http://example.org/x.docx"),
    ],
)
@pytest.mark.parametrize("file_type", [FileType.DOCX, FileType.XLSX])
def test_what_is_fetched_from_elsewhere_when_the_file_is_opened_is_refused(kind, target, file_type):
    to = {"any__RELS__settings.xml.RELS": relations((f"{RELATIONS}/{kind}", target))}
    data = office(WORD if file_type is FileType.DOCX else SHEET, **to)
    assert said_of(data, file_type).startswith("The file fetches a template or an object from elsewhere")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://example.org/"),
        ("attachedTemplate", "file:///C:\\Users\\amina\\Normal.dotm"),
        ("attachedTemplate", "file:///Users/amina/Normal.dotm"),
        ("attachedTemplate", "Normal.dotm"),
        ("externalLinkPath", "https://example.org/figures.xlsx"),
    ],
)
def test_what_word_notes_of_its_writer_s_disk_and_plain_links_are_taken(kind, target):
    to = relations((f"{RELATIONS}/{kind}", target))
    assert said_of(office(WORD, **{"word___rels__settings.xml.rels": to}), FileType.DOCX) is None


@pytest.mark.parametrize(
    "members",
    [
        [("[Content_Types].xml", types()), ("[content_types].XML", types("application/vnd.ms-office.vbaProject"))],
        [("[Content_Types].xml", b"<Types>")],
        [("[Content_Types].xml", types()), ("word/_rels/document.xml.rels", b"<Relationships")],
    ],
    ids=["two lists of parts", "half a list of parts", "half a list of relations"],
)
def test_an_office_file_that_programs_would_read_differently_is_damaged(members):
    assert said_of(archive(members), FileType.DOCX).startswith("The DOCX is damaged or incomplete.")


def test_of_two_main_parts_neither_is_believed():
    data = archive([("[Content_Types].xml", types(SHEET))])
    assert said_of(data, FileType.DOCX) == "This is not a DOCX file. Save it in that format or choose another file."


def test_a_list_of_parts_without_end_is_not_read(monkeypatch):
    monkeypatch.setattr(reader, "LARGEST_PART", 100)
    with pytest.raises(reader.Refused, match="too_much"):
        reader.office(office(WORD))
