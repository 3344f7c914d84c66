"""Posting files: typed by content, once for all, superseding, and nothing left behind when it fails."""

import datetime as dt
import errno
import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from documents.library import actions
from documents.library.actions import SameFile, post_rendition
from documents.models import Document, Rendition
from igsp_portal.foundations.files import sweeping, whole
from igsp_portal.foundations.files.storage import WholeFiles
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event

from .files import docx, pdf, script


def stored(store: Path) -> list[Path]:
    return sorted(path for path in store.rglob("*") if path.is_file())


def test_a_posted_file_is_known_by_its_bytes(make_document, diego, store):
    data = pdf("three pages", pages=3)
    file = post_rendition(make_document(), language="fr", name="x.pdf", file=BytesIO(data), by=diego)
    assert (file.format, file.language, file.pages, file.size) == ("pdf", "fr", 3, len(data))
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert [path.read_bytes() for path in stored(store)] == [data]


def test_a_word_file_has_no_pages(make_document):
    file = post_rendition(make_document(), language="en", name="x.docx", file=BytesIO(docx()), by="test")
    assert (file.format, file.pages) == ("docx", None)


def test_the_posting_is_told_in_the_history_of_the_document(make_document, diego):
    document = make_document()
    post_rendition(document, language="fr", name="x.pdf", file=BytesIO(pdf()), by=diego)
    event = Event.objects.about(document)[0]
    assert (event.verb, event.by) == ("file.posted", diego)
    assert audit.in_words(event) == "Diego posted a file of “UNEP/TEST/1/1” (Français, PDF)"


def test_zh_is_taken_for_chinese(make_document, post):
    assert post(make_document(), "zh").language == "zh-hans"


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "x.pdf"), (b"plain words", "x.pdf"), (pdf(), "x.docx"), (pdf()[:200], "x.pdf"), (script(), "x.pdf")],
    ids=["empty", "no such type", "wrong ending", "cut off", "runs a script"],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(make_document, store, data, name):
    with pytest.raises(ValidationError) as refused:
        post_rendition(make_document(), language="en", name=name, file=BytesIO(data), by="test")
    assert refused.value.messages[0].strip()
    assert (Rendition.objects.filter(document__symbol="UNEP/TEST/1/1").count(), stored(store)) == (0, [])


def test_the_same_bytes_under_another_symbol_are_refused_and_it_is_said_where_they_are(make_document):
    post_rendition(make_document(), language="fr", name="x.pdf", file=BytesIO(pdf()), by="test")
    other = make_document("UNEP/TEST/1/2")
    with pytest.raises(SameFile) as refused:
        post_rendition(other, language="fr", name="x.pdf", file=BytesIO(pdf()), by="test")
    assert "UNEP/TEST/1/1 in French" in refused.value.messages[0]
    assert other.renditions.count() == 0


def test_the_same_bytes_in_another_language_are_refused(make_document):
    document = make_document()
    first = post_rendition(document, language="fr", name="x.pdf", file=BytesIO(pdf()), by="test")
    with pytest.raises(SameFile) as refused:
        post_rendition(document, language="es", name="x.pdf", file=BytesIO(pdf()), by="test")
    assert refused.value.rendition == first


def test_refusals_are_in_the_language_of_the_reader(make_document):
    post_rendition(make_document(), language="fr", name="x.pdf", file=BytesIO(pdf()), by="test")
    with pytest.raises(SameFile) as refused:
        post_rendition(make_document("UNEP/TEST/1/2"), language="fr", name="x.pdf", file=BytesIO(pdf()), by="test")
    with translation.override("fr"):
        assert refused.value.messages  # worded when read, not when raised


def test_a_new_file_supersedes_the_one_of_its_language_and_format(make_document, post):
    document = make_document()
    first, french, second, third = (
        post(document, "en", "first"),
        post(document, "fr"),
        post(document, "en", "second"),
        post(document, "en", "third"),
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.superseded_by, second.superseded_by, third.superseded_by) == (second, third, None)
    assert set(document.renditions.current()) == {french, third}


def test_a_word_file_stands_beside_the_pdf_of_its_language(make_document, post):
    document = make_document()
    english = post(document, "en")
    word = post_rendition(document, language="en", name="x.docx", file=BytesIO(docx()), by="test")
    assert set(document.renditions.current()) == {english, word}


def test_replacing_is_told_as_such_with_what_was_replaced(make_document, post):
    document = make_document()
    first = post(document, "en", "first")
    post(document, "en", "second")
    event = Event.objects.about(document)[0]
    assert (event.verb, event.facts["supersedes"]) == ("file.replaced", first.sha256)


def test_a_file_waits_for_the_issue_of_its_document(make_document, post):
    assert post(make_document(), "en").released_at is None


def test_a_file_of_an_issued_document_is_open_at_once(issued, post):
    assert post(issued, "es").released_at is not None


@pytest.mark.parametrize("name", ["language", "format", "sha256", "size", "pages"])
def test_what_was_posted_is_never_changed(make_document, post, name):
    file = post(make_document(), "en")
    setattr(file, name, {"language": "fr", "format": "docx", "sha256": "0" * 64}.get(name, 99))
    with pytest.raises(TypeError, match="never changed"), audit.recorded("changed", file, by="test"):
        file.save()


def test_what_was_posted_is_never_changed_in_bulk_or_deleted(make_document, post):
    file = post(make_document(), "en")
    with pytest.raises(TypeError, match="never changed"):
        Rendition.objects.filter(pk=file.pk).update(language="fr")
    with pytest.raises(TypeError, match="never deleted"):
        Rendition.objects.all().delete()
    with pytest.raises(TypeError, match="never deleted"):
        file.delete()


def test_what_was_released_stays_released(issued):
    file = issued.renditions.first()
    file.released_at = None
    with pytest.raises(TypeError, match="released_at"), audit.recorded("changed", file, by="test"):
        file.save()


def full_disk(path, chunks, mode):
    """As when the disk fills while writing: part of the file is there, then the system says no."""
    path.write_bytes(next(chunks)[:100])
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_and_nothing_is_left_behind(issued, store, monkeypatch, post):
    before = (stored(store), Event.objects.count(), list(issued.renditions.values()))
    with monkeypatch.context() as patched:
        patched.setattr(whole, "_write_synced", full_disk)
        with pytest.raises(ValidationError, match="disk is full") as refused:
            post(issued, "en", "reissue")
    assert refused.value.code == "disk_full"
    assert (stored(store), Event.objects.count(), list(issued.renditions.values())) == before
    assert post(issued, "en", "reissue").is_current  # and once there is space, all goes well


def test_a_store_that_refuses_is_said_with_its_reason(make_document, monkeypatch, post):
    def refuse(self, name, content):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(WholeFiles, "_save", refuse)
    with pytest.raises(ValidationError, match=r"could not be stored \(Permission denied\)"):
        post(make_document(), "en")


def test_a_file_left_by_a_change_that_was_undone_is_in_nobodys_way(make_document, store):
    data = pdf("again")
    name = hashlib.sha256(data).hexdigest()
    left = store / "renditions" / name[:2] / f"{name}.pdf"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half of it")
    actions.post_rendition(make_document(), language="en", name="x.pdf", file=BytesIO(data), by="test")
    assert [path.read_bytes() for path in stored(store)] == [data]


def test_a_file_set_while_its_document_was_being_issued_is_open_at_once(make_document, post):
    document = make_document(state="planned")
    post(document, "en")
    seen_before = Document.objects.get(pk=document.pk)
    actions.issue_in_part(document, by="test")
    assert post(seen_before, "fr").released_at is not None


def test_a_large_file_is_never_in_memory_and_is_written_once(make_document, store, monkeypatch):
    """What is asked of it is asked piece by piece; where it is kept it was written, and then named."""

    class Asked(BytesIO):
        def read(self, size=-1):
            assert 0 <= size <= 1024 * 1024
            return super().read(size)

    written = []
    real = whole._write_synced

    def noted(path, *given):
        written.append(path.parent)
        real(path, *given)

    monkeypatch.setattr(whole, "_write_synced", noted)
    data = pdf("large") + b"\n%" + b" " * 3 * 1024 * 1024
    file = post_rendition(make_document(), language="en", name="x.pdf", file=Asked(data), by="test")
    assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert ([path.read_bytes() for path in stored(store)], written) == ([data], [store])


def test_a_file_over_the_limit_is_refused_before_it_is_read(make_document, store, settings):
    settings.POSTING_LIMIT_BYTES = 100
    with pytest.raises(ValidationError, match="the limit is 100"):
        post_rendition(make_document(), language="en", name="x.pdf", file=BytesIO(pdf()), by="test")
    assert stored(store) == []


def test_what_a_killed_posting_leaves_is_swept_away(make_document, store):
    """It lies under no name that anybody asks for."""
    left = store / ".0123456789abcdef.part"
    post_rendition(make_document(), language="en", name="x.pdf", file=BytesIO(pdf()), by="test")
    left.write_bytes(b"half of it")
    later = timezone.now() + sweeping.AGE + dt.timedelta(hours=1)
    assert list(sweeping.sweep(later)) == [left.name]
