"""The library of what is published: narrowed by call, place, group, kinds, component and paragraph, and searched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.finding import Asked
from documents.models import TextVersion
from documents.search.answers import Narrowed, answer
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.language.languages import LANGUAGES, listed
from meetings import rendering
from meetings.kinds import ParticipantKind
from meetings.models import Component, GroupMember, Participant, Process, Region

from .. import names
from ..coverage.joint import counted
from ..models import Call, Option, Statement, Submission
from ..states import OptionRole, StatementKind
from . import articles

NAME = "submission"  # of what is published, among all that is searched
RELATED = ("participant__region", "participant__regional_group", "published_version", "call__process")


@dataclass(frozen=True)
class Wanted:
    """What the library is narrowed to, as its address says it: keys, and words to search for."""

    call: str = ""
    region: str = ""
    group: str = ""
    kind: str = ""
    statement: str = ""  # the kind of statements
    component: str = ""  # decision/component
    article: str = ""  # text/paragraph
    q: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Wanted:
        return cls(**{one.name: query.get(one.name, "").strip() for one in fields(cls)})

    def __bool__(self) -> bool:
        return self != Wanted()


def found(process: Process, wanted: Wanted, user: Any) -> QuerySet[Submission]:
    """The published submissions that are wanted, each with how many of its `statements` are."""
    rows = Submission.objects.published().filter(call__process=process)
    if wanted.call:
        rows = rows.filter(call__key=wanted.call)
    if wanted.region:
        rows = rows.filter(_made_by(_of_region(process.regions.filter(key=wanted.region))))
    if wanted.group:
        rows = rows.filter(_made_by(_of_group(process, wanted.group)))
    if wanted.kind:
        rows = rows.filter(_made_by(Q(kind=wanted.kind)))
    said = _said(process, wanted).filter(version=OuterRef("published_version"))
    if wanted.statement or wanted.component or wanted.article:
        rows = rows.filter(Exists(said))
    if wanted.q:
        rows = rows.filter(pk__in=_having(process, wanted.q, user))
    count = said.order_by().values("version").annotate(count=Count("pk")).values("count")
    return rows.select_related(*RELATED).annotate(statements=Coalesce(Subquery(count), 0))


def _made_by(which: Q) -> Exists:
    """Submissions that count for one of these participants: it files them, or they are made for it or with it."""
    named = counted().filter(version=OuterRef(OuterRef("published_version")))
    those = Q(pk=OuterRef("participant")) | Q(pk__in=named.values("participant"))
    return Exists(Participant.objects.filter(those).filter(which))


def _of_region(regions: QuerySet[Region]) -> Q:
    """Participants that overviews show under one of these regions."""
    return Q(region__in=regions) | Q(region=None, regional_group__in=regions)


def _of_group(process: Process, key: str) -> Q:
    """Participants in a regional group, a group itself, and its members on the day of a filing."""
    day = OuterRef(OuterRef("published_version__filed_at__date"))
    members = GroupMember.objects.filter(group__process=process, group__key=key, member=OuterRef("pk"))
    members = members.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))
    return Q(regional_group__key=key) | Q(key=key, members__isnull=False) | Q(Exists(members))


def _said(process: Process, wanted: Wanted) -> Any:
    """Statements that the public reads, of the kind, and on the component or paragraph wanted or what is below it."""
    rows = Statement.objects.open_to_all()
    if wanted.statement:
        rows = rows.filter(kind=wanted.statement)
    if wanted.component:
        rows = rows.filter(component__in=_with_those_below(process, wanted.component))
    if wanted.article:
        rows = rows.filter(_under(process, wanted.article))
    return rows


def _under(process: Process, wanted: str) -> Q:
    """Statements on a block of a text, or on what stands under it in the version to which they point."""
    text, _slash, block = wanted.partition("/")
    versions = TextVersion.objects.filter(text__process=process, text__key=text).values_list("pk", flat=True)
    places: dict[int, list[str]] = defaultdict(list)
    for (version, key), above in articles.from_above(versions).items():
        if block in above:
            places[version].append(key)
    found = [Q(text_version=version, block__in=keys) for version, keys in places.items()]
    return Q(*found, _connector=Q.OR) if found else Q(pk__in=[])


def _with_those_below(process: Process, wanted: str) -> list[int]:
    decision, _slash, key = wanted.partition("/")
    top = Component.objects.filter(decision__process=process, decision__key=decision, key=key).first()
    return [one.pk for one in Component.objects.of_mandate(process) if top in one.from_above()] if top else []


def _having(process: Process, words: str, user: Any) -> list[int]:
    things = answer(Asked.of(words), user, Narrowed(process=process, kind=NAME)).found
    return [one.first.row for one in things if one.first.source == NAME]


def groups(process: Process, rows: Iterable[Submission]) -> list[dict[str, Any]]:
    """Published submissions by region, those of none by kind."""
    of_party = defaultdict(list)
    for submission in rows:
        of_party[submission.participant].append(_row(submission, process))
    return [
        {"region": head, "documents": [row for party in parties for row in of_party[party]]}
        for head, parties in rendering.by_region(of_party, process)
    ]


def _row(submission: Submission, process: Process) -> dict[str, Any]:
    version = submission.published_version
    assert version is not None  # noqa: S101 - the list is of published ones
    language = LANGUAGES[version.language]
    count = submission.statements  # type: ignore[attr-defined]
    return {
        "symbol": version.filing_number,
        "url": submission.get_absolute_url(),
        "title": version.title,
        "lang": language.html_lang,
        "dir": language.direction,
        "kind": process.names.one(ParticipantKind(submission.participant.kind)),
        "meta": [
            names.of(version)["party"],
            f"{moment(version.filed_at)} UTC" if version.filed_at else "",
            language.own_name,
            ngettext("%(count)d statement", "%(count)d statements", count) % {"count": count},
        ],
        "badge": {"label": _("late"), "tone": "late"} if version.late else None,
    }


def filters(process: Process, wanted: Wanted, calls: Iterable[Call]) -> list[dict[str, Any]]:
    """What the library can be narrowed by: of each list that offers a choice, its values with what they are called."""
    published = Submission.objects.published().filter(call__process=process)
    makers = _makers(published)
    said = Statement.objects.open_to_all().filter(version__in=published.values("published_version"))
    lists = {
        "call": (_("Call"), [(call.key, call.title) for call in calls]),
        "region": (_("Region"), _regions(makers)),
        "group": (_("Group"), _groups(makers)),
        "kind": (_("Kind of participant"), _kinds(process, makers)),
        "statement": (_("Kind of statement"), _kinds_of_statements(process, said)),
        "component": (_("Component of the mandate"), _components(process, said)),
        "article": (_("Paragraph"), _articles(said)),
    }
    return [
        {"name": name, "label": label, "chosen": getattr(wanted, name), "options": options}
        for name, (label, options) in lists.items()
        if len(options) > 1 or getattr(wanted, name)
    ]


def _makers(published: QuerySet[Submission]) -> QuerySet[Participant]:
    """The participants for which these submissions count."""
    named = counted().filter(version__in=published.values("published_version"))
    files, is_named = Q(pk__in=published.values("participant")), Q(pk__in=named.values("participant"))
    return Participant.objects.filter(files | is_named)


def _regions(makers: QuerySet[Participant]) -> list[tuple[str, str]]:
    shown = Q(participants__in=makers) | Q(group_members__in=makers.filter(region=None))
    return [(region.key, region.name) for region in Region.objects.filter(shown).distinct()]


def _groups(makers: QuerySet[Participant]) -> list[tuple[str, str]]:
    regional = Region.objects.filter(group_members__in=makers).distinct()
    itself = Q(pk__in=makers, members__isnull=False)
    others = Participant.objects.filter(Q(members__member__in=makers) | itself).distinct()
    groups: list[Region | Participant] = [*regional, *others]
    return [(group.key, group.name) for group in groups]


def _kinds(process: Process, makers: QuerySet[Participant]) -> list[tuple[str, str]]:
    there = set(makers.order_by().values_list("kind", flat=True).distinct())
    return [(k.value, process.names.many(k)) for k in sorted(ParticipantKind, key=process.names.place) if k in there]


def _components(process: Process, said: Any) -> list[tuple[str, str]]:
    """The components on which something is published, and those they stand under, with how much."""
    stated = _counted(said, "component")
    mandate = Component.objects.of_mandate(process)
    counts: Counter[int] = Counter()
    for one in mandate:
        for above in one.from_above() if one.pk in stated else ():
            counts[above.pk] += stated[one.pk]
    decisions = dict(process.decisions.values_list("pk", "key"))
    return [
        (f"{decisions[one.decision_id]}/{one.key}", f"{one} ({counts[one.pk]})") for one in mandate if counts[one.pk]
    ]


def _kinds_of_statements(process: Process, said: Any) -> list[tuple[str, str]]:
    """The kinds of what is published, as the forms call them, with how much is of each; the usual ones first."""
    counts = _counted(said, "kind")
    own = Option.objects.filter(role=OptionRole.KIND, question__form__call__process=process, key__in=counts)
    names: dict[str, dict[str, None]] = {}
    for option in own.order_by("question__form", "order", "pk"):
        names.setdefault(option.key, {})[option.called] = None
    usual = dict(StatementKind.choices)
    order = dict.fromkeys([*usual, *names, *counts])
    called = {key: listed(names[key]) if key in names else str(usual.get(key, key)) for key in counts}
    return [(key, f"{called[key]} ({counts[key]})") for key in order if key in counts]


def _counted(said: Any, column: str) -> dict[Any, int]:
    """How many of the statements there are of each value of a column."""
    return dict(said.order_by().values_list(column).annotate(count=Count("pk")))


def _articles(said: Any) -> list[tuple[str, str]]:
    """The paragraphs on which something is published, and the articles and other heads they stand under.

    Each once, by its name in the latest version of its text to which something points.
    """
    rows = said.exclude(text_version=None).order_by("text_version__number")
    pointed = list(rows.values_list("text_version", "text_version__text__key", "block"))
    above = articles.from_above({version for version, _text, _block in pointed})
    latest = {(text, key): version for version, text, block in pointed for key in above.get((version, block), [block])}
    names = articles.named((version, block) for (_text, block), version in latest.items())
    keys = {(version, block): f"{text}/{block}" for (text, block), version in latest.items()}
    return [(keys[place], name) for place, name in names.items()]
