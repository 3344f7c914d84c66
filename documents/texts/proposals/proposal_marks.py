"""How many proposals are undecided at each block of a text, and the way to them from its page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import rendering, rules
from ..models import Carried, Proposal, TextVersion


def in_words(count: int) -> str:
    """How many proposals there are."""
    return ngettext("%(count)s proposal", "%(count)s proposals", count) % {"count": count}


def anchor(key: str) -> str:
    """Where on the page of proposals those for a block stand; for the beginning of the text, without a key."""
    return f"at-{key}" if key else "at-the-beginning"


def with_proposals(versions: QuerySet[TextVersion]) -> QuerySet[TextVersion]:
    """Versions that know whether any proposal on them is undecided: whoever reads one without pays for none."""
    on_it = Q(version=OuterRef("pk")) | Q(carried__version=OuterRef("pk"))
    return versions.annotate(has_proposals=Exists(Proposal.objects.undecided().filter(on_it)))


def counts(version: TextVersion, user: Any) -> Counter[str]:
    """How many proposals are undecided at each block, of those that the reader may see; in two queries at most."""
    rows = Proposal.objects.visible_to(user).on(version).undecided()
    there = Prefetch("carried", Carried.objects.filter(version=version))
    return Counter(_key(row, version) for row in rows.only("key", "version").prefetch_related(there))


def _key(row: Proposal, version: TextVersion) -> str:
    return row.key if row.version_id == version.pk else row.carried.all()[0].key


def shown(version: TextVersion, user: Any, body: dict[str, Any] | None) -> dict[str, Any]:
    """What the page of a text shows of proposals: a link at each block that has some, and the way to all of them."""
    found = counts(version, user) if getattr(version, "has_proposals", True) else Counter()
    url = reverse("documents:proposals", args=[version.process.slug, version.text.key, version.number])
    for block in rendering.every(body["blocks"] if body else []):
        if count := found.get(block["anchor"]):
            block["links"] = [
                *block.get("links", ()),
                {"url": f"{url}#{anchor(block['anchor'])}", "label": in_words(count)},
            ]
    if not found and not rules.may_propose(user, version.process):
        return {}
    count = sum(found.values())
    label = _("Undecided: %(proposals)s") % {"proposals": in_words(count)} if count else _("Proposals")
    return {"proposals": {"url": url, "label": label}}
