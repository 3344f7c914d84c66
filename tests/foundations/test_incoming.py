"""A file on its way in leaves nothing behind, however its way ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import ResolverMatch

from igsp_portal.foundations.files import incoming

from ..disks import room_for

LARGE = bytes(range(256)) * 8 * 1024


def test_a_large_file_arrives_whole_and_never_has_a_name(tmp_path: Path, settings: Any) -> None:
    settings.INCOMING = tmp_path
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


def test_a_file_whose_sender_goes_away_is_gone_too(tmp_path: Path, settings: Any) -> None:
    settings.INCOMING = tmp_path
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


def test_of_a_file_that_is_too_large_for_any_nothing_is_kept_but_its_name_and_size(settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES, settings.POSTING_LIMIT_BYTES = 100, len(LARGE) - 1
    request = RequestFactory().post("/", {"attach": SimpleUploadedFile("needs.pdf", LARGE), "words": "Permanent posts"})
    uploaded = request.FILES["attach"]
    assert (request.POST.dict(), uploaded.name, uploaded.size) == (  # type: ignore[union-attr]
        {"words": "Permanent posts"},
        "needs.pdf",
        len(LARGE),
    )
    with pytest.raises(OSError, match="File too large"):
        uploaded.read()  # type: ignore[union-attr]


def test_where_a_form_announces_more_than_its_file_may_have_none_of_it_is_written(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(incoming.NamelessUploads, "_or_no_room", lambda self, do, *given: written.append(1))
    settings.TRIED = 1024
    request = RequestFactory().post("/", {"attach": SimpleUploadedFile("needs.pdf", LARGE), "words": "Permanent posts"})
    view = incoming.takes(lambda request: None, "TRIED")
    request.resolver_match = ResolverMatch(view, (), {})
    assert (request.POST.dict(), request.FILES["attach"].size) == (  # type: ignore[union-attr]
        {"words": "Permanent posts"},
        len(LARGE),
    )
    assert len(written) == 1  # to go back to its beginning
