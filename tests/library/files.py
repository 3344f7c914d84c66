"""Small files of each kind that can be posted: the same arguments give the same bytes."""

from __future__ import annotations

import io
import zipfile

import pikepdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def pdf(words: str = "", pages: int = 1) -> bytes:
    """A PDF of so many blank pages; `words` tell one from another."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
        document.docinfo["/Title"] = words
        document.save(made, deterministic_id=True)
    return made.getvalue()


def script() -> bytes:
    """A PDF that runs a script when it is opened."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        document.Root.OpenAction = action
        document.save(made)
    return made.getvalue()


def docx(words: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), f'<Types><Override ContentType="{WORD}"/></Types>')
        archive.writestr(zipfile.ZipInfo("word/document.xml"), words)
    return made.getvalue()
