"""Types of received files, told by their bytes."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from django.utils import translation

from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.files.filetypes import FileRefused, FileType

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def sniff(data, name, **more):
    """The type of a file that is taken: what it claims, and what is found when it is read."""
    file_type = filetypes.claimed(data, name, **more)
    filetypes.read(data, file_type)
    return file_type


def pdf(change=None, **save):
    """A PDF of one blank page, to which something was done."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        document.save(made, **save)
    return made.getvalue()


def office(main, **more):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def png():
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 40 + b"\xff\xd9"


@pytest.mark.parametrize(
    ("data", "name", "file_type"),
    [
        (pdf(), "needs.pdf", FileType.PDF),
        (pdf(), "NEEDS.PDF", FileType.PDF),
        (office(WORD), "needs.docx", FileType.DOCX),
        (office(SHEET), "needs.xlsx", FileType.XLSX),
        (png(), "map.png", FileType.PNG),
        (JPEG, "map.jpg", FileType.JPEG),
        (JPEG, "map.jpeg", FileType.JPEG),
    ],
)
def test_a_type_on_the_list_is_told_by_its_content(data, name, file_type):
    assert sniff(data, name) is file_type


def bomb():
    return office(WORD, **{f"word__{part}.xml": b"\0" * 30_000_000 for part in range(7)})


def plain_zip():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("readme.txt", "no office file")
    return made.getvalue()


def encrypted_zip():
    data = bytearray(office(WORD))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "needs.pdf", "The file is empty"),
        (b"Needs and gaps", "needs.txt", "This is not a PDF, DOCX, XLSX, PNG or JPEG file."),
        (b"MZ\x90\0program", "needs.pdf", "This is not a PDF, DOCX"),
        (pdf(), "needs.docx", "The name of the file ends in “.docx”, but the file is a PDF."),
        (pdf(), "needs", "The name of the file ends in “”, but the file is a PDF."),
        (office(WORD), "needs.xlsx", "but the file is a DOCX"),
        (b"%PDF-1.7\nnothing after it", "needs.pdf", "The PDF is damaged"),
        (pdf()[:200], "needs.pdf", "The PDF is damaged"),
        (
            pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
            "needs.pdf",
            "The PDF is protected by a password",
        ),
        (office(WORD, word__vbaProject="x"), "needs.docx", "contains macros"),
        (office(WORD, word__vbaProject_bin="x"), "needs.docx", "contains macros"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "needs.docx", "contains macros"),
        (plain_zip(), "needs.docx", "This is not a DOCX file."),
        (plain_zip(), "needs.zip", "This is not a PDF, DOCX"),
        (office(WORD)[:-40], "needs.docx", "The DOCX is damaged"),
        (encrypted_zip(), "needs.docx", "protected by a password"),
        (bomb(), "needs.docx", "expands to more than the limit"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "needs.doc", "old format or has a password"),
        (png()[:-8], "map.png", "The PNG is damaged"),
        (JPEG[:-2], "map.jpg", "The JPEG is damaged"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_reason(data, name, words):
    with pytest.raises(FileRefused) as refused:
        sniff(data, name)
    assert words in str(refused.value)


def test_a_file_over_the_limit_is_refused_with_both_sizes():
    with pytest.raises(FileRefused) as refused:
        sniff(b"%PDF-" + b"\0" * (3 * 1024 * 1024), "needs.pdf", limit=2 * 1024 * 1024)
    assert str(refused.value) == "The file has 3.0\xa0MB; the limit is 2.0\xa0MB. Make it smaller or split it."


def test_a_place_can_take_fewer_types():
    with pytest.raises(FileRefused, match="This is not a PDF file"):
        sniff(png(), "map.png", allowed=frozenset({FileType.PDF}))


def test_a_file_of_no_known_type_is_refused_with_the_types_of_the_place():
    with pytest.raises(FileRefused, match="This is not a PDF or DOCX file"):
        sniff(b"words", "needs.pdf", allowed=frozenset({FileType.PDF, FileType.DOCX}))
