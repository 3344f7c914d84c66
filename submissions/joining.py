"""With whom a submission is made, as a form asks it: one field of rows, each a participant and how it takes part."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import collation_key
from igsp_portal.foundations.pages.addresses import MOST_FIGURES
from meetings.models import GroupMember, Participant

from .actions.joining import Named, as_named, in_order
from .models import SubmissionVersion
from .sizes import MOST_PARTIES
from .states import Capacity

PREFIX = "parties"  # begins the names of its fields
WHO, HOW, GROUP = f"{PREFIX}-participant", f"{PREFIX}-capacity", f"{PREFIX}-group"


class Joint:
    """The rows, in which a participant may still be missing, and what is amiss in them."""

    def __init__(self, draft: SubmissionVersion, rows: list[tuple[str, str]], *, was_sent: bool = False) -> None:
        self.draft, self.rows, self.after = draft, rows, ""
        self.errors = self._faults() if was_sent else []

    @property
    def named(self) -> Named:
        """Whom the rows name; of rows in which nothing is amiss."""
        return in_order([int(who), how] for who, how in self.rows if who)

    def _faults(self) -> list[str]:
        chosen = [who for who, _how in self.rows if who]
        ids = {int(who) for who in chosen if who.isdecimal() and len(who) <= MOST_FIGURES}
        own = self.draft.submission.participant_id
        there = Participant.objects.filter(process=self.draft.process, pk__in=ids).exclude(pk=own) if ids else ()
        known = {str(one.pk) for one in there}
        if not known.issuperset(chosen) or not {how for _who, how in self.rows} <= set(Capacity.values):
            return [_("Choose participants of this process, other than the one that submits.")]
        if len(known) < len(chosen):
            return [_("A participant is named twice.")]
        return []

    @cached_property
    def participants(self) -> list[tuple[str, str]]:
        """Who can be named, in the order of the reader's alphabet."""
        others = Participant.objects.filter(process=self.draft.process).exclude(pk=self.draft.submission.participant_id)
        return _by_name(others)

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """The groups of which all members can be named at once, in the same order."""
        return _by_name(Participant.objects.filter(pk__in=_memberships(self.draft).order_by().values("group")))

    def html(self) -> SafeString:
        context = {"joint": self, "who": WHO, "how": HOW, "group": GROUP, "capacities": Capacity.choices}
        return render_to_string("submissions/joint.html", context)

    def words_of(self, named: Named) -> str:
        """Parties as a colleague named them."""
        names = dict(self.participants)
        return "\n".join(f"{Capacity(how).label} {names.get(str(who), who)}" for who, how in named)


def joint_of(draft: SubmissionVersion, *, rows: int = 0) -> Joint:
    """The parties of a draft as they are saved, with empty rows up to `rows`."""
    named = [(str(who), str(how)) for who, how in as_named(draft.parties.all())]
    return Joint(draft, [*named, *[("", Capacity.ON_BEHALF.value)] * (rows - len(named))])


def joint_sent(draft: SubmissionVersion, data: Any) -> Joint | None:
    """What was sent of them; None where the form that was sent does not ask."""
    if f"{PREFIX}-was" not in data and WHO not in data:
        return None
    rows = list(zip(data.getlist(WHO), data.getlist(HOW), strict=False))
    group = data.get(GROUP, "") if data.get("do") == "join" else ""  # a choice alone, saved as one writes, names nobody
    return Joint(draft, [*rows, *_of_group(draft, group, rows)], was_sent=True)


def _of_group(draft: SubmissionVersion, group: str, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows for the members of a group that was chosen, of whom no row names and who do not submit themselves."""
    if not group.isdecimal() or len(group) > MOST_FIGURES:
        return []
    there = {who for who, _how in rows} | {str(draft.submission.participant_id)}
    members = map(str, _memberships(draft).filter(group=int(group)).values_list("member", flat=True))
    return [(who, Capacity.ON_BEHALF.value) for who in members if who not in there][: max(0, MOST_PARTIES - len(rows))]


def _memberships(draft: SubmissionVersion) -> QuerySet[GroupMember]:
    """Who is a member of which group of the process today."""
    return GroupMember.objects.in_force(time.today(draft.process.zone)).filter(group__process=draft.process)


def _by_name(participants: QuerySet[Participant]) -> list[tuple[str, str]]:
    """Each as its id and its name, in the order of the reader's alphabet."""
    language = get_language() or "en"
    named = [(str(one.pk), one.name) for one in participants.order_by()]
    return sorted(named, key=lambda one: collation_key(one[1], language))
