"""The worker's part: the record is read for news, news that is ripe is told to whoever wants it, once.

All that is done here can be done again: what was told to whom is noted in the transaction that writes the letter, and
whoever reads or tells holds the cursor. A worker that is killed leaves nothing told twice and nothing untold.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy, override
from django_tasks import TaskResultStatus, task

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker.work import LAST, PORTAL, hand_over, tell
from igsp_portal.models import Event, WorkerTask
from meetings.models import Process

from . import audience, happenings, letters, wording
from .actions import held
from .audience import Reader
from .models import Alert, Cursor, News, Told, When
from .wording import Said

logger = logging.getLogger(__name__)

GATHER = dt.timedelta(minutes=5)  # news waits until nothing more has happened to its thing for so long
LONGEST = dt.timedelta(minutes=30)  # and no longer than this
HOUR = 7  # of the morning in the process's zone, when those are told who want it once a day
KEPT = dt.timedelta(days=30)  # how long it is known who was told of what
AT_A_TIME = 50  # letters in one transaction, so that nobody waits for the database
IN_ONE_TASK = 200  # then whatever else the worker has to do goes first
EVENTS = 5000  # read at a time
WAKING = dt.timedelta(minutes=1)  # what is written while a task begins may be missed by it


def follow(events: Sequence[Event]) -> None:
    """See to it that what these events tell is looked at, where anybody wants to be told anything."""
    if any(map(happenings.is_told, events)) and Alert.objects.exists():
        _look_at(timezone.now() + GATHER)


def _look_at(moment: dt.datetime) -> None:
    """Have the worker look at the record then, unless it is about to anyway: that one sees what is not ripe yet."""
    waiting = WorkerTask.objects.filter(task_path=look.module_path, status=TaskResultStatus.READY)
    if not waiting.filter(run_after__range=(timezone.now() + WAKING, moment)).exists():
        hand_over(look, 1, after=moment, rank=LAST)


@task()
def look(cursor: int) -> None:
    """Read the record on from the cursor, and tell what is ripe to those who want it at once."""
    more = _gather_and_ripen()
    for process in Process.objects.filter(pk__in=_untold().values("process")):
        more |= _tell(_with_details(_untold().filter(process=process)), at_once=True)
    if more:
        hand_over(look, cursor, rank=LAST)
    elif News.objects.filter(ripe_at=None).exists():
        _look_at(timezone.now() + GATHER)


tell(look, gettext_lazy("Writing e-mail alerts"), Cursor)


@task()
def digest(process: int, until: str) -> None:
    """Tell those who want it once a day what is due by `until`, and forget what was told long ago."""
    due = News.objects.filter(process=process, told_daily=False, daily_at__lte=dt.datetime.fromisoformat(until))
    if _tell(_with_details(due), at_once=False):
        hand_over(digest, process, until, rank=LAST)
    old = News.objects.filter(told_at_once=True, told_daily=True, ripe_at__lt=time.now() - KEPT)
    if old.exists():
        with audit.recorded("alerts.told", by=PORTAL):
            old.delete()


tell(digest, gettext_lazy("Writing the daily e-mail alerts"), Process)


def _untold() -> Any:
    return News.objects.filter(ripe_at__isnull=False, told_at_once=False)


def _gather_and_ripen() -> bool:
    """Read on in the record; whether there is more of it than is read at a time."""
    with audit.recorded("alerts.gathered", by=PORTAL):
        cursor = held()
        stamp = audit.stamp()
        told = Event.objects.filter(happenings.TOLD, public=True, pk__gt=cursor.event, pk__lte=stamp)
        events = list(told.order_by("pk")[:EVENTS])
        gathering = {_name(one): one for one in _with_details(News.objects.filter(ripe_at=None))}
        _gather(events, gathering)
        cursor.event = events[-1].pk if len(events) == EVENTS else max(cursor.event, stamp)
        cursor.save()
        _ripen(list(gathering.values()))
    return len(events) == EVENTS


def _gather(events: list[Event], gathering: dict[tuple[str, str], News]) -> None:
    """Let each event be news of its thing, together with what else has happened to that of late."""
    events = [event for event in events if happenings.is_told(event)]
    things = happenings.things(events)
    for event in events:
        name = event.about_type, event.about_key
        if name not in things:
            continue
        news = gathering.get(name) or _begun(things[name], event)
        news.last, news.ended_at = event.pk, event.at
        gathering[name] = news
    for news in gathering.values():
        news.save()


def _begun(thing: Any, event: Event) -> News:
    column = {"document": "document", "meeting": "meeting", "textversion": "version"}[thing._meta.model_name]
    return News(process=thing.process, first=event.pk, began_at=event.at, **{column: thing})


def _name(news: News) -> tuple[str, str]:
    return news.about._meta.label_lower, str(news.about.pk)


def _ripen(gathering: list[News]) -> None:
    """What has been quiet for a while, or has waited long, is told now; and in the morning, to those who want that."""
    now = time.now()
    for news in gathering:
        if abs(now - news.ended_at) >= GATHER or abs(now - news.began_at) >= LONGEST:
            news.ripe_at = now
            news.daily_at = next_morning(now, news.process)
            news.told_daily = not _see_to_digest(news.process, now, news.daily_at)
            news.save()


def next_morning(now: dt.datetime, process: Process) -> dt.datetime:
    """When those in a process are told next who want it once a day."""
    there = now.astimezone(time.named_zone(process.zone))
    day = there.date() + dt.timedelta(days=int(there.hour >= HOUR))
    return dt.datetime.combine(day, dt.time(HOUR), there.tzinfo).astimezone(dt.UTC)


def _see_to_digest(process: Process, now: dt.datetime, morning: dt.datetime) -> bool:
    """Have the worker tell the news of a process that morning; False where nobody wants that."""
    if not Alert.objects.filter(process=process, when=When.DAILY).exists():
        return False
    if not News.objects.filter(process=process, daily_at=morning, told_daily=False).exists():
        hand_over(digest, process.pk, morning.isoformat(), after=time.on_clocks_outside(morning), rank=LAST)
    return True


def _with_details(news: Any) -> list[News]:
    """News with the things that it is about as their words take them: one query for each kind."""
    found = list(news.select_related("process"))
    for column, kind in (("document", "documents.document"), ("meeting", "meetings.meeting")):
        keys = {getattr(one, f"{column}_id") for one in found} - {None}
        rows = {row.pk: row for row in happenings.rows(happenings.MODELS[kind].objects.filter(pk__in=keys), kind)}
        for one in found:
            if key := getattr(one, f"{column}_id"):
                setattr(one, column, rows[key])
    return found


class Words:
    """What is said of each piece of news, made once for each language."""

    def __init__(self, news: Sequence[News]) -> None:
        self.happenings = {one.pk: happenings.of_thing(one.about, one.first, one.last) for one in news}
        self.files = happenings.files_of(list(self.happenings.values()))
        self.said: dict[tuple[int, str], Said | None] = {}

    def of(self, news: News, language: str) -> Said | None:
        """What is said of it in that language; None for nothing, which is so in every language."""
        key = news.pk, language
        if key not in self.said:
            with override(language):
                self.said[key] = self._said(news)
        return self.said[key]

    def _said(self, news: News) -> Said | None:
        try:
            return wording.said(self.happenings[news.pk], self.files)
        except Exception:  # a fault in the words of one thing holds up those of no other
            logger.exception("News %s cannot be put in words and is not told.", news.pk)
            return None


def _tell(news: list[News], *, at_once: bool) -> bool:
    """Write to those who want to be told of these; whether some are left for another task."""
    words = Words(news)
    worth_telling = [one for one in news if words.of(one, "en")]
    readers = audience.readers(worth_telling, at_once=at_once)
    for batch in _batches(readers[:IN_ONE_TASK]):
        _write(batch, words)
    if len(readers) > IN_ONE_TASK:
        return True
    with audit.recorded("alerts.told", by=PORTAL):
        News.objects.filter(pk__in=[one.pk for one in news]).update(**{_done(at_once): True})
    return False


def _done(at_once: bool) -> str:
    return "told_at_once" if at_once else "told_daily"


def _batches(readers: list[Reader]) -> Iterator[list[Reader]]:
    return (readers[start : start + AT_A_TIME] for start in range(0, len(readers), AT_A_TIME))


def _write(readers: list[Reader], words: Words) -> None:
    """Write a letter to each, and note what each was told, in one transaction that nobody else is in."""
    with audit.recorded("alerts.told", by=PORTAL):
        held()
        about = {pk for reader in readers for pk in reader.news}
        told = set(Told.objects.filter(news__in=about).values_list("news", "whom"))
        notes: list[Told] = []
        for reader in readers:
            whom, wanted = reader.whom, _still_there(reader)
            news = [one for pk, one in sorted(reader.news.items()) if (pk, whom) not in told and wanted & reader.on(pk)]
            if news:
                letters.write_alert(reader, [(one, words.of(one, reader.language)) for one in news])
                notes += [Told(news=one, whom=whom) for one in news]
        Told.objects.bulk_create(notes)


def _still_there(reader: Reader) -> set[int]:
    """The ids of those of its alerts that have not been ended since they were read."""
    alerts = [alert.pk for alert in reader.alerts_on(reader.news)]
    return set(Alert.objects.filter(pk__in=alerts).values_list("pk", flat=True))
