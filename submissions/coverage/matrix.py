"""The matrix of a call: kinds of participants and their regions, by how far they have come and what they speak to.

Regional forums, or whoever else has priority, stand first. The secretariat sees every stage and who stands in it;
the public sees how many are addressed, have filed and are published, and of the mandate what is published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from documents.models import TextVersion
from documents.texts import known
from documents.texts.actions import read_draft
from meetings.kinds import ParticipantKind
from meetings.models import Component, Participant

from ..models import Call, Invitation, Party, Statement, Submission, SubmissionVersion
from ..states import KNOWN_TO_ALL, RECEIVED, Stage, SubmissionState
from . import joint

SHADES = 5  # of the heat map, besides none

Parties = frozenset[int]  # ids of participants


@dataclass(frozen=True)
class Cell:
    """How many of a row there are, of how many; and the query that lists them, where the reader may ask for it."""

    count: int
    of: int
    query: str = ""

    @property
    def shade(self) -> int:
        """0 for none, else from 1 to 5 by their share of the row."""
        return -(-SHADES * self.count // self.of) if self.count and self.of else 0


@dataclass(frozen=True)
class Row:
    """The participants of a kind in a region; `name` is the region's, or the kind's where it has but one row."""

    name: str
    stages: list[Cell]
    components: list[Cell]


@dataclass(frozen=True)
class Group:
    """The rows of a kind; `name` is empty where its one row bears it."""

    name: str
    rows: list[Row]


@dataclass(frozen=True)
class Matrix:
    """Both tables of the page, the names of their columns, and their last row: all there are."""

    stages: list[str]
    components: list[str]
    groups: list[Group]
    total: Row
    listed: Parties | None  # those asked for; None for all


@dataclass(frozen=True)
class Pressed:
    """Which cell a reader pressed, by its query."""

    row: str = ""
    stage: str = ""
    component: str = ""


def matrix(call: Call, pressed: Pressed, *, inside: bool) -> Matrix:
    """The matrix of a call as the secretariat (`inside`) or the public sees it, in a constant number of queries."""
    participants = list(call.addressees().select_related("region", "regional_group"))
    stages = _stages(call, inside=inside) | {Stage.ADDRESSED: frozenset(p.pk for p in participants)}
    shown = [stage for stage in Stage if inside or stage in KNOWN_TO_ALL]
    stated = _stated(call, inside=inside)
    subjects = {key: str(label) for key, label in _subjects(call, stated)}
    columns = _Columns({s: stages[s] for s in shown}, {key: stated[key] for key in subjects}, inside=inside)
    rows = _rows_of(call, participants)
    return Matrix(
        [str(stage.label) for stage in shown],
        list(subjects.values()),
        [_group(call, kind, found, columns) for kind, found in rows.items()],
        columns.row("", "", stages[Stage.ADDRESSED]),
        _listed(pressed, rows, columns),
    )


@dataclass(frozen=True)
class _Columns:
    stages: Mapping[Stage, Parties]
    components: Mapping[str, Parties]
    inside: bool

    def row(self, name: str, key: str, parties: Parties) -> Row:
        """The cells of a row of `parties`, with the way to each list that the reader may see."""
        return Row(
            name,
            [self._cell(parties, found, row=key, stage=stage.value) for stage, found in self.stages.items()],
            [self._cell(parties, found, row=key, component=component) for component, found in self.components.items()],
        )

    def _cell(self, parties: Parties, column: Parties, **query: str) -> Cell:
        found = parties & column
        open_to_reader = self.inside or query.get("stage") == Stage.PUBLISHED or "component" in query
        asked = {name: value for name, value in query.items() if value}
        return Cell(len(found), len(parties), urlencode(asked) if found and open_to_reader else "")


def _stages(call: Call, *, inside: bool) -> dict[Stage, Parties]:
    """Who has come to which stage; of what the public may not know nothing is asked."""
    submissions = Submission.objects.filter(call=call).exclude(state=SubmissionState.DRAFT)
    states = list(submissions.values_list("participant", "state", "published_version"))
    found = {
        Stage.FILED: frozenset(party for party, state, _published in states if state in RECEIVED)
        | _named(joint.named_in([call])),
        Stage.PUBLISHED: frozenset(party for party, state, published in states if published and state in RECEIVED)
        | _named(joint.published_in([call])),
    }
    if not inside:
        return found
    invitations = list(
        Invitation.objects.filter(call=call, sent_at__isnull=False).values_list("participant", "opened_at")
    )
    drafts = SubmissionVersion.objects.filter(submission__call=call, filed_at=None).order_by()
    return found | {
        Stage.INVITED: frozenset(party for party, _opened in invitations),
        Stage.OPENED: frozenset(party for party, opened in invitations if opened),
        Stage.DRAFTING: frozenset(drafts.values_list("submission__participant", flat=True)),
    }


def _named(rows: QuerySet[Party]) -> Parties:
    return frozenset(rows.values_list("participant", flat=True))


def _stated(call: Call, *, inside: bool) -> dict[str, Parties]:
    """Who speaks to each component or paragraph, in what stands or, for the public, in what anybody may read."""
    received = Submission.objects.filter(call=call, state__in=RECEIVED)
    if inside:
        versions = SubmissionVersion.objects.filed().filter(submission__in=received).order_by("number")
        standing = dict(versions.values_list("submission", "pk"))
        statements = Statement.objects.filter(version__in=standing.values())
    else:
        published = received.filter(published_version__isnull=False)
        open_to_all = Statement.objects.open_to_all()
        statements = open_to_all.filter(version__in=published.values("published_version"))
    found: dict[str, set[int]] = defaultdict(set)
    places = ("component__decision__key", "component__key", "text_version", "block")
    rows = list(statements.order_by().values_list(*places, "version", "version__submission__participant").distinct())
    named = joint.by_version({row[-2] for row in rows})
    for decision, component, text, block, version, party in rows:
        if component or text:
            key = f"{decision}/{component}" if component else _paragraph_key(text, block)
            found[key] |= {party, *named.get(version, ())}
    return {key: frozenset(parties) for key, parties in found.items()}


def _paragraph_key(text: int, block: str) -> str:
    return f"{text}.{block}"


def _subjects(call: Call, stated: Collection[str]) -> Iterator[tuple[str, str]]:
    """The components spoken to, in the order of the mandate, then the paragraphs, in that of their texts, as named."""
    if not stated:
        return
    decisions = dict(call.process.decisions.order_by().values_list("pk", "key"))
    for component in Component.objects.of_mandate(call.process):
        key = f"{decisions[component.decision_id]}/{component.key}"
        if key in stated:
            yield key, str(component)
    texts = {int(key.partition(".")[0]) for key in stated if "." in key}
    for version in TextVersion.objects.filter(pk__in=texts).select_related("text") if texts else ():
        named = known.of(read_draft(version), version.text.numbering, [version.text.original_language])
        for key in version.blocks.order_by("order").values_list("key", flat=True):
            if _paragraph_key(version.pk, key) in stated:
                yield _paragraph_key(version.pk, key), named.whole(key)


Rows = dict[ParticipantKind, dict[str, tuple[str, Parties]]]  # by kind, then by the key of a region: its name, and who


def _rows_of(call: Call, participants: Sequence[Participant]) -> Rows:
    """The kinds, those with priority first, and in each its regions in their order; those of none come last."""
    first = {p.kind for p in participants if p.priority}
    names = call.process.names
    kinds = sorted({ParticipantKind(p.kind) for p in participants}, key=lambda k: (k not in first, names.place(k)))
    return {kind: _by_region([p for p in participants if p.kind == kind]) for kind in kinds}


def _by_region(participants: Sequence[Participant]) -> dict[str, tuple[str, Parties]]:
    places = {p.place for p in participants if p.place}
    found = {
        place.key: (place.name, frozenset(p.pk for p in participants if p.place == place))
        for place in sorted(places, key=lambda place: (place.order, place.pk))
    }
    if rest := frozenset(p.pk for p in participants if not p.place):
        found[""] = ("", rest)
    return found


def _group(call: Call, kind: ParticipantKind, regions: dict[str, tuple[str, Parties]], columns: _Columns) -> Group:
    called = call.process.names.many(kind)
    alone = len(regions) == 1
    rows = [
        columns.row(called if alone else name, _row_key(kind, region), parties)
        for region, (name, parties) in regions.items()
    ]
    return Group("" if alone else called, rows)


def _row_key(kind: ParticipantKind, region: str) -> str:
    return f"{kind.value}.{region}"


def _listed(pressed: Pressed, rows: Rows, columns: _Columns) -> Parties | None:
    """Those of the cell that was asked for; a row, stage or component that is none narrows nothing."""
    keys = {
        _row_key(kind, region): found for kind, regions in rows.items() for region, (_name, found) in regions.items()
    }
    chosen: list[Collection[int]] = []
    if pressed.row in keys:
        chosen.append(keys[pressed.row])
    if pressed.stage in Stage.values and Stage(pressed.stage) in columns.stages:
        chosen.append(columns.stages[Stage(pressed.stage)])
    if pressed.component in columns.components:
        chosen.append(columns.components[pressed.component])
    if not chosen:
        return None
    return frozenset(chosen[0]).intersection(*chosen[1:])


def pressed_in(query: Any) -> Pressed:
    """The cell that a query (a mapping of texts) asks for."""
    return Pressed(*(str(query.get(name, "")) for name in ("row", "stage", "component")))
