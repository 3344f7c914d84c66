"""A file on its way in leaves nothing behind, however its way ends."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from ..disks import room_for

LARGE = bytes(range(256)) * 8 * 1024


def test_a_large_file_arrives_whole_and_never_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = RequestFactory().post("/", {"attach": SimpleUploadedFile("needs.pdf", LARGE)})
    uploaded = request.FILES["attach"]
    assert (list(tmp_path.iterdir()), uploaded.name, uploaded.size) == ([], "needs.pdf", len(LARGE))  # type: ignore[union-attr]
    assert uploaded.read() == LARGE  # type: ignore[union-attr]


@pytest.mark.parametrize("data", [b"%PDF-1.7", LARGE])
@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ("a %22b%22.pdf", 'a "b".pdf'),  # so browsers send a quotation mark
        ("two%0D%0Alines.pdf", "two lines.pdf"),
        ("100%25 of %C3%A9.pdf", "100%25 of %C3%A9.pdf"),  # and a per cent sign as it is
        ("الاحتياجات الإقليمية.pdf", "الاحتياجات الإقليمية.pdf"),
        ("区域需要.pdf", "区域需要.pdf"),
    ],
)
def test_a_file_has_the_name_that_its_owner_gave_it(sent: str, named: str, data: bytes) -> None:
    request = RequestFactory().post("/", {"attach": SimpleUploadedFile(sent, data)})
    uploaded = request.FILES["attach"]
    assert (uploaded.name, uploaded.read()) == (named, data)  # type: ignore[union-attr]


def test_a_file_whose_sender_goes_away_is_gone_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole = RequestFactory().post("/", {"attach": SimpleUploadedFile("needs.pdf", LARGE)})
    cut_off = RequestFactory().generic("POST", "/", whole.body[: len(LARGE)], content_type=whole.META["CONTENT_TYPE"])
    assert (dict(cut_off.POST), list(tmp_path.iterdir())) == ({}, [])


def test_the_words_sent_with_a_file_for_which_there_is_no_room_are_read(tmp_path: Path) -> None:
    request = RequestFactory().post("/", {"attach": SimpleUploadedFile("needs.pdf", LARGE), "words": "Permanent posts"})
    with room_for(64 * 1024):
        assert request.POST.dict() == {"words": "Permanent posts"}
    uploaded = request.FILES["attach"]
    assert (uploaded.name, uploaded.size) == ("needs.pdf", len(LARGE))  # type: ignore[union-attr]
    with pytest.raises(OSError, match="File too large"):
        uploaded.read()  # type: ignore[union-attr]
    request.close()
