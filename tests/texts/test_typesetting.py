"""Posting the papers of a released text: all languages or none, nothing twice, and a word on what hindered it."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from documents.models import Rendition, TextVersion
from documents.texts import actions, rendering, typesetting
from igsp_portal.foundations.files.storage import WholeFiles
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.paper import pdf
from igsp_portal.foundations.worker import work
from igsp_portal.models import Event, User

pytestmark = pytest.mark.slow

FULL_DISK = OSError(errno.ENOSPC, "No space left on device")


def test_a_released_text_is_posted_in_every_language(plan: TextVersion, quick_engine: list[str]) -> None:
    posted = typesetting.typeset(plan)
    assert [r.language for r in posted] == list(CODES)
    assert {(r.document, r.typeset.version, r.is_current) for r in posted} == {(plan.document, plan, True)}
    assert {r.released_at for r in posted} == {plan.released_at}
    assert quick_engine == ["ar", "zh-Hans", "en", "fr", "ru", "es"]


def test_a_paper_is_told_apart_from_others_by_its_symbol(plan: TextVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    titles: list[str] = []
    monkeypatch.setattr(typesetting, "typeset_all", lambda pages: titles.extend(page["title"] for page in pages))
    document = plan.document
    assert document is not None
    with pytest.raises(TypeError):
        typesetting.typeset(plan)
    assert titles[2] == f"{document.symbol} – {plan.text.title}"


def test_the_events_say_what_was_posted(plan: TextVersion, quick_engine: list[str]) -> None:
    typesetting.typeset(plan)
    verbs = list(Event.objects.order_by("-pk").values_list("verb", flat=True)[:7])
    assert verbs == ["text.typeset", *["file.posted"] * 6]


def test_typesetting_twice_posts_nothing_new(plan: TextVersion, quick_engine: list[str]) -> None:
    typesetting.typeset(plan)
    before = Event.objects.count()
    assert typesetting.typeset(plan) == []
    assert (Event.objects.count(), len(quick_engine)) == (before, 6)


def test_each_version_is_typeset_as_the_document_it_is_issued_as(
    plan: TextVersion, draft: TextVersion, farah: User, quick_engine: list[str]
) -> None:
    typesetting.typeset(plan)
    actions.release(draft, by=farah)
    typesetting.typeset(draft)
    posted = Rendition.objects.current().filter(language="en").order_by("pk")
    assert [str(rendition.document) for rendition in posted] == ["UNEP/IEG/IGSP/3/4", "UNEP/IEG/IGSP/3/4/Rev.1"]


def test_what_was_issued_is_not_set_again_by_the_way(
    plan: TextVersion, quick_engine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typesetting.typeset(plan)
    print_page = rendering.print_page
    monkeypatch.setattr(rendering, "print_page", lambda paper: print_page(paper) + "<p>Another style</p>")
    assert typesetting.typeset(plan) == []


@pytest.mark.parametrize("at", [1, 4])
def test_a_full_disk_while_setting_keeps_all_as_it_was(
    at: int, plan: TextVersion, failing_engine: Callable[..., None]
) -> None:
    failing_engine(FULL_DISK, at)
    with pytest.raises(typesetting.TypesettingFailed, match="disk is full: nothing was posted"):
        typesetting.typeset(plan)
    plan.refresh_from_db()
    typeset = plan.languages.exclude(typeset_from="")
    assert (Rendition.objects.count(), typeset.count()) == (0, 0)
    assert "disk is full" in typesetting.in_words(plan)
    assert Event.objects.latest("pk").verb == "text.typesetting_failed"


def test_a_paper_over_which_the_program_that_makes_it_ends_is_told_on_the_version(
    plan: TextVersion, failing_engine: Callable[..., None]
) -> None:
    failing_engine(pdf.PressEnded("…"), 2)
    typesetting.typeset_version.call(plan.pk)
    plan.refresh_from_db()
    assert (Rendition.objects.count(), plan.typesetting_error) == (0, "press_ended")
    assert typesetting.in_words(plan) == "The program that makes PDF files failed twice on this file, or took too long."


def test_a_full_disk_while_storing_leaves_nothing_half_posted(
    plan: TextVersion, quick_engine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[str] = []
    keep = WholeFiles._save

    def save(storage: WholeFiles, name: str, content: object) -> str:
        if len(stored) == 3:
            raise FULL_DISK
        stored.append(name)
        return keep(storage, name, content)

    monkeypatch.setattr(WholeFiles, "_save", save)
    with pytest.raises(typesetting.TypesettingFailed, match="disk is full"):
        typesetting.typeset(plan)
    storage = Rendition._meta.get_field("file").storage
    assert (Rendition.objects.count(), [name for name in stored if storage.exists(name)]) == (0, [])


def test_after_a_failure_it_can_be_tried_again(
    plan: TextVersion, failing_engine: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_engine(FULL_DISK, 2)
    typesetting.typeset_version.call(plan.pk)
    failing_engine(FULL_DISK, 99)
    typesetting.typeset_version.call(plan.pk)
    plan.refresh_from_db()
    assert (Rendition.objects.filter(typeset__version=plan).count(), plan.typesetting_error) == (6, "")


def test_a_missing_engine_is_named_in_the_readers_language(
    plan: TextVersion, failing_engine: Callable[..., None]
) -> None:
    failing_engine(pdf.PdfEngineMissing("…"), 1)
    with pytest.raises(typesetting.TypesettingFailed, match="apt-get install libpango-1.0-0"):
        typesetting.typeset(plan)
    assert plan.typesetting_error.startswith("engine_missing ")
    with translation.override("fr"):
        assert "libpango-1.0-0" in typesetting.in_words(plan)


def test_a_missing_font_is_named(plan: TextVersion, failing_engine: Callable[..., None]) -> None:
    failing_engine(pdf.PaperFileMissing("The file igsp_portal/fonts/Amiri-Regular.ttf is missing."), 1)
    with pytest.raises(typesetting.TypesettingFailed, match="Amiri-Regular"):
        typesetting.typeset(plan)


def test_the_command_sets_what_has_no_pdf_and_says_how_long_it_took(
    plan: TextVersion, note: TextVersion, quick_engine: list[str]
) -> None:
    said = io.StringIO()
    call_command("typeset", process="igsp", stdout=said)
    lines = said.getvalue().splitlines()
    assert [line.split("  ")[0] for line in lines] == [
        *(
            f"UNEP/IEG/IGSP/{symbol} {suffix}"
            for symbol in ("1/L.2", "2/L.2", "3/L.2", "3/4")
            for suffix in ("AR", "ZH", "EN", "FR", "RU", "ES")
        ),
        "tentative-organization ZH",
        "tentative-organization EN",
    ]
    assert all(line.endswith(" s") for line in lines)
    call_command("typeset", stdout=said)
    assert len(quick_engine) == 26 + 6  # those of the compilation that comes with the process


def handing_over(handed: list[tuple[int, int]]) -> Callable[..., None]:
    """Takes note of the versions of texts that the worker is asked to set, each with its rank."""

    def hand_over(task: Any, version: int, rank: int = 0) -> None:
        if task is typesetting.typeset_version:
            handed.append((version, rank))

    return hand_over


def test_the_newest_versions_are_set_at_once_and_the_worker_is_asked_for_the_others(
    plan: TextVersion, note: TextVersion, quick_engine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[tuple[int, int]] = []
    monkeypatch.setattr(work, "hand_over", handing_over(handed))
    call_command("typeset", newest_first=True, verbosity=0)
    assert {str(rendition.document) for rendition in Rendition.objects.all()} == {
        str(plan.document),
        str(note.document),
        "UNEP/IEG/IGSP/3/INF/1",  # the compilation
    }
    assert handed == [(version.pk, work.PAST) for version in plan.text.versions.exclude(pk=plan.pk)]


def test_the_command_goes_on_with_other_texts_and_says_what_failed(
    plan: TextVersion, note: TextVersion, failing_engine: Callable[..., None]
) -> None:
    failing_engine(FULL_DISK, 1)
    with pytest.raises(CommandError, match=r"(?s)disk is full.*disk is full"):
        call_command("typeset", verbosity=0)


@pytest.mark.parametrize(("options", "asked_for"), [({}, 5), ({"dry_run": True}, 0), ({"no_papers": True}, 0)])
def test_loading_hands_the_papers_that_are_not_set_to_the_worker(
    plan: TextVersion, note: TextVersion, options: dict[str, bool], asked_for: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[tuple[int, int]] = []
    monkeypatch.setattr(work, "hand_over", handing_over(handed))
    call_command("load_process", "igsp", stdout=io.StringIO(), **options)
    newest = (plan.pk, note.pk)
    ranks = {version.pk: 0 if version.pk in newest else work.PAST for version in [*plan.text.versions.all(), note]}
    assert sorted(handed) == sorted(ranks.items())[:asked_for]


def test_loading_asks_for_no_paper_that_is_there(plan: TextVersion, note: TextVersion, quick_engine: list[str]) -> None:
    call_command("typeset", verbosity=0)
    assert list(typesetting.waiting()) == []
