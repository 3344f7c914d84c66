"""Who is told of news: whose alerts concern it, and who may see what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.crypto import salted_hmac

from igsp_portal.models import User
from meetings.models import Meeting, Process

from ..library.models import Document
from ..texts.models import Text, TextVersion
from . import happenings, kin
from .models import Alert, News, Told, When


@dataclass
class Reader:
    """One address, what it is to be told, and by which of its alerts."""

    email: str
    language: str
    person: User | None
    news: dict[int, News] = field(default_factory=dict)
    by: dict[int, list[Alert]] = field(default_factory=dict)  # its alerts on each of them

    @property
    def whom(self) -> str:
        return whom(self.email)

    def on(self, news: int) -> set[int]:
        """The ids of its alerts on one of them."""
        return {alert.pk for alert in self.by[news]}

    def alerts_on(self, told: Iterable[int]) -> list[Alert]:
        """The alerts by which it is told of these news, each once."""
        return [*{alert.pk: alert for pk in told for alert in self.by[pk]}.values()]


def whom(email: str) -> str:
    """By what it is noted that an address was told."""
    return salted_hmac("documents.alerts.told", email, algorithm="sha256").hexdigest()


def sight(alert: Alert) -> User | None:
    """As whom an address is told: as its owner, while the account is open and has this address, else as a stranger."""
    person = alert.person
    return person if person and person.is_active and person.email.lower() == alert.email else None


def readers(news: Sequence[News], *, at_once: bool) -> list[Reader]:
    """Those who are to be told of any of these, and have not been told yet: `at_once`, only who wants that.

    Whoever was to be told at once and was not is told with the others later.
    """
    found: dict[str, Reader] = {}
    for one in news:
        matching = [alert for alert in concerned(one) if alert.since < one.last]
        hasty = {alert.email for alert in matching if alert.when == When.AT_ONCE}
        for alert in matching:
            if not at_once or alert.email in hasty:
                _add(found, alert, one)  # in the language of the latest
    return _who_may(_not_told([*found.values()], news), news)


def concerned(news: News) -> Iterable[Alert]:
    """The alerts on what the news is about, and on what that belongs to."""
    on: dict[str, Any] = {}
    wanted = Q(meeting=None, document=None, text=None)
    if news.document:
        on["document__in"] = kin.concerned(news.document)
        before = news.document.also_before.values_list("pk", flat=True)
        on["meeting__in"] = {news.document.meeting_id, *before} - {None}
        version = getattr(news.document, "text_version", None)
        on["text__in"] = [version.text_id] if version else []
    elif news.meeting:
        on["meeting__in"] = [news.meeting_id]
    elif news.version:
        on["text__in"] = [news.version.text_id]
    for lookup, keys in on.items():
        wanted |= Q(**{lookup: keys}) if keys else Q(pk__in=[])
    return Alert.objects.filter(wanted, process=news.process_id).select_related("person")


def _add(found: dict[str, Reader], alert: Alert, news: News) -> None:
    reader = found.setdefault(alert.email, Reader(alert.email, alert.language, None))
    reader.language = alert.language
    reader.person = reader.person or sight(alert)
    reader.news[news.pk] = news
    reader.by.setdefault(news.pk, []).append(alert)


def _not_told(found: list[Reader], news: Sequence[News]) -> list[Reader]:
    told = set(Told.objects.filter(news__in=news).values_list("news", "whom"))
    for reader in found:
        by = reader.whom
        reader.news = {pk: one for pk, one in reader.news.items() if (pk, by) not in told}
    return found


def _who_may(found: list[Reader], news: Sequence[News]) -> list[Reader]:
    """The readers with what they may see; strangers all see the same."""
    open_to_all = seen_by(AnonymousUser(), news)
    for reader in found:
        seen = seen_by(reader.person, news) if reader.person else open_to_all
        reader.news = {pk: one for pk, one in reader.news.items() if pk in seen}
    return [reader for reader in found if reader.news]


def seen_by(user: Any, news: Sequence[News]) -> set[int]:
    """The ids of the news of what `user` may see."""
    keys: dict[str, set[int]] = defaultdict(set)
    for one in news:
        keys[one.about._meta.label_lower].add(one.about.pk)
    seen = {kind: happenings.visible(kind, found, user) for kind, found in keys.items()}
    return {one.pk for one in news if str(one.about.pk) in seen[one.about._meta.label_lower]}


def targets_seen(alerts: Sequence[Alert]) -> set[int]:
    """The ids of those alerts whose target is open to their address now."""
    seen: set[int] = set()
    for person in {sight(alert) for alert in alerts}:
        of_person = [alert for alert in alerts if sight(alert) == person]
        seen |= _open_targets(of_person, person or AnonymousUser())
    return seen


def _open_targets(alerts: Sequence[Alert], user: Any) -> set[int]:
    processes = set(Process.objects.visible_to(user).values_list("pk", flat=True))
    asked = {
        "meeting_id": Meeting.objects.visible_to(user),
        "document_id": Document.objects.visible_to(user),
        "text_id": Text.objects.filter(versions__in=TextVersion.objects.visible_to(user)),
    }
    found = {pk for alert in alerts if (pk := alert.pk) and alert.process_id in processes}
    for name, rows in asked.items():
        keys = {key for alert in alerts if (key := getattr(alert, name))}
        seen = set(rows.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
        found -= {alert.pk for alert in alerts if (key := getattr(alert, name)) and key not in seen}
    return found
