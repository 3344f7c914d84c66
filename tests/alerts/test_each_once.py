"""Whatever ends the worker, nobody is told twice, and nobody is left out."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from documents.alerts import actions, telling
from documents.alerts.models import News, Told, When
from documents.library import actions as library
from documents.models import Document
from igsp_portal.models import OutgoingMail

NOOR = "noor@example.org"


class TestOnce:
    """Whatever ends the worker, nobody is told twice, and nobody is left out."""

    def ripe(self, at: Any) -> None:
        telling.look.func(1)
        at.on(minutes=6)

    def test_a_worker_killed_between_two_batches_goes_on_where_it_was(
        self, alert: Any, paper: Document, at: Any, queued: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        readers = [f"reader{number}@example.org" for number in range(7)]
        for email in readers:
            alert(email)
        library.issue(paper, by="Diego")
        at.on(minutes=6)
        monkeypatch.setattr(telling, "AT_A_TIME", 2)
        write = telling._write
        done: list[Any] = []

        def killed(batch: Any, words: Any) -> None:
            if len(done) == 2:
                with transaction.atomic():
                    write(batch, words)
                    raise SystemExit
            write(batch, words)
            done.append(batch)

        monkeypatch.setattr(telling, "_write", killed)
        with pytest.raises(SystemExit):
            telling.look.func(1)
        assert OutgoingMail.objects.filter(letter="alert").count() == 4
        monkeypatch.setattr(telling, "_write", write)
        for _again in range(3):
            telling.look.func(1)
        assert sorted(OutgoingMail.objects.filter(letter="alert").values_list("to", flat=True)) == readers
        assert Told.objects.count() == 7

    def test_two_workers_that_tell_the_same_write_it_once(self, alert: Any, paper: Document, at: Any) -> None:
        alert(NOOR)
        library.issue(paper, by="Diego")
        at.on(minutes=6)
        telling._gather_and_ripen()
        news = telling._with_details(News.objects.all())
        words = telling.Words(news)
        readers = telling.audience.readers(news, at_once=True)  # both have read the same
        telling._write(readers, words)
        telling._write(readers, words)
        assert OutgoingMail.objects.filter(letter="alert").count() == 1

    def test_the_record_is_read_once(self, alert: Any, paper: Document, at: Any) -> None:
        alert(NOOR)
        library.issue(paper, by="Diego")
        for _again in range(3):
            telling._gather_and_ripen()
        assert News.objects.count() == 1

    def test_an_alert_that_was_ended_meanwhile_is_not_told(self, alert: Any, paper: Document, at: Any) -> None:
        ended, kept = alert(NOOR), alert(NOOR, paper)
        library.issue(paper, by="Diego")
        at.on(minutes=6)
        telling._gather_and_ripen()
        news = telling._with_details(News.objects.all())
        readers = telling.audience.readers(news, at_once=True)
        actions.end([ended, kept])
        telling._write(readers, telling.Words(news))
        assert OutgoingMail.objects.filter(letter="alert").count() == 0

    def test_without_any_alert_nothing_is_handed_to_the_worker(self, paper: Document, work: Any) -> None:
        library.issue(paper, by="Diego")
        assert (work(days=1), News.objects.count()) == ([], 0)

    def test_many_events_ask_for_one_look(self, alert: Any, issued: Document, post: Any, queued: None) -> None:
        from django_tasks_db.models import DBTaskResult

        alert(NOOR)
        for number in range(5):
            post(issued, "es", f"file {number}")
        assert DBTaskResult.objects.filter(task_path=telling.look.module_path).count() == 1

    def test_what_was_told_is_forgotten_after_a_month(
        self, alert: Any, issued: Document, make_document: Any, post: Any, work: Any
    ) -> None:
        alert(NOOR, when=When.DAILY)
        library.withdraw(issued, by="Diego", because="By mistake")
        work(days=40)
        library.issue(issued, by="Diego", exception=True)
        work(days=2)
        assert (News.objects.count(), Told.objects.count()) == (1, 1)
