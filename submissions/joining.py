"""With whom a submission is made, as a form asks it: one field of rows, each a participant and how it takes part."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import collation_key
from igsp_portal.foundations.pages.addresses import MOST_FIGURES
from meetings.models import Participant

from .actions.joining import Named, as_named, in_order
from .models import SubmissionVersion
from .states import Capacity

PREFIX = "parties"  # begins the names of its fields
WHO, HOW = f"{PREFIX}-participant", f"{PREFIX}-capacity"


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
        language = get_language() or "en"
        named = [(str(one.pk), one.name) for one in others.order_by()]
        return sorted(named, key=lambda one: collation_key(one[1], language))

    def html(self) -> SafeString:
        context = {"joint": self, "who": WHO, "how": HOW, "capacities": Capacity.choices}
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
    return Joint(draft, list(zip(data.getlist(WHO), data.getlist(HOW), strict=False)), was_sent=True)
