"""What was proposed on earlier versions and waits to be carried to a draft: how much at each block, where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import actions, rules
from .models import Proposal, TextVersion
from .proposals.proposal_marks import anchor, in_words


@dataclass
class Uncarried:
    """`label` names the press that carries them, "" where there is none; `at` has the ways to them by block."""

    label: str = ""
    at: dict[str, list[dict[str, str]]] = field(default_factory=dict)


def to_be_carried(count: int) -> str:
    """The press that carries so many."""
    says = ngettext(
        "Carry %(count)s proposal from earlier versions", "Carry %(count)s proposals from earlier versions", count
    )
    return says % {"count": count}


def of(version: TextVersion, keys: Collection[str], user: Any) -> Uncarried:
    """What `user`, who decides on proposals, may carry to a draft, by those of its blocks that it concerns."""
    rows = actions.to_carry(version) if rules.may_decide(user, version.process) else []
    if not rows:
        return Uncarried()
    found = Uncarried(to_be_carried(len(rows)))
    counts = Counter((_block(row), row.key, row.version.number) for row in rows if _block(row) in keys)
    for (block, key, number), count in sorted(counts.items()):
        url = reverse("documents:proposals", args=[version.process.slug, version.text.key, number])
        label = f"{_('Version %(number)s') % {'number': number}}: {in_words(count)}"
        found.at.setdefault(block, []).append({"url": f"{url}#{anchor(key)}", "label": label})
    return found


def _block(row: Proposal) -> str:
    """The block that it concerns: where it stands in brackets, the one that says so."""
    return row.taken_key if row.has_brackets and row.taken_key else row.key
