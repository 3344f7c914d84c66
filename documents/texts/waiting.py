"""What waits in the texts of some processes for the secretariat: proposals to decide on, and translations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import CODES, LANGUAGES, isolated, listed

from .. import numbering
from .models import Block, Proposal, TextVersion, Wording
from .models.marks import sha256
from .proposals import proposal_marks
from .states import VersionState

Told = tuple[str, str]  # in a few words, and the way there
ByLanguage = dict[int, Counter[str]]  # how many, by version


def told(processes: set[int] | None) -> list[Told]:
    """All that waits in these processes, None for all of them; in as many queries for any texts."""
    versions = TextVersion.objects.select_related("text__process").order_by("text", "-number")
    every = list(versions if processes is None else versions.filter(text__process__in=processes))
    drafts = [version for version in every if version.state == VersionState.DRAFT]
    return [*_proposals(every), *_translations(drafts)]


def _proposals(every: list[TextVersion]) -> Iterator[Told]:
    """Text by text what is undecided; the newest version's page leads to the others and carries it on."""
    rows = Proposal.objects.undecided().filter(version__in=[version.pk for version in every]).order_by()
    counts = dict(rows.values_list("version__text").annotate(count=Count("pk")))
    newest = {version.text_id: version for version in reversed(every)}
    for text, version in newest.items():
        if count := counts.get(text):
            said = _("Undecided: %(proposals)s") % {"proposals": proposal_marks.in_words(count)}
            yield f"{version.text} – {said}", _way("proposals", version)


def _translations(drafts: list[TextVersion]) -> Iterator[Told]:
    missing, stale = _missing(drafts), _stale(drafts)
    for version in drafts:
        for label, counts in ((_("Not translated yet"), missing), (_("Older than the original"), stale)):
            if found := counts.get(version.pk):
                said = (f"{isolated(LANGUAGES[code].own_name)} {found[code]}" for code in CODES if found[code])
                yield f"{version} – {label}: {listed(said)}", _way("languages", version)


def _way(page: str, version: TextVersion) -> str:
    return reverse(f"documents:{page}", args=[version.process.slug, version.text.key, version.number])


def _missing(drafts: list[TextVersion]) -> ByLanguage:
    """How many blocks have no words, by language: in those that have some, as a release asks for."""
    blocks = _blocks(drafts)
    wordless: set[int] = set()
    for version in drafts:
        named_by_number = numbering.named_by_number(blocks.get(version.pk, ()), version.text.numbering)
        wordless |= {b.pk for b in blocks.get(version.pk, ()) if b.key in named_by_number and not b.in_original}
    there = Wording.objects.filter(block__version__in=drafts).exclude(block__in=wordless).order_by()
    wanted = {version: sum(block.pk not in wordless for block in every) for version, every in blocks.items()}
    found: ByLanguage = {}
    for version_id, language, count in there.values_list("block__version", "language").annotate(count=Count("pk")):
        found.setdefault(version_id, Counter())[language] = wanted[version_id] - count
    return {version: counts for version, counts in found.items() if any(counts.values())}


def _blocks(drafts: list[TextVersion]) -> dict[int, list[Any]]:
    """The blocks of each, with whether they have words in the original."""
    original = Wording.objects.filter(block=OuterRef("pk"), language=OuterRef("version__text__original_language"))
    found: dict[int, list[Any]] = {}
    rows = Block.objects.filter(version__in=drafts).annotate(in_original=Exists(original)).order_by("version", "order")
    for block in rows.only("version", "key", "kind", "level"):
        found.setdefault(block.version_id, []).append(block)
    return found


def _stale(drafts: list[TextVersion]) -> ByLanguage:
    rows = Wording.objects.filter(block__version__in=drafts, translated_from__isnull=False).order_by()
    found: ByLanguage = {}
    originals: dict[str, str] = {}
    for version, language, made_from, original in rows.values_list(
        "block__version", "language", "translated_sha256", "translated_from__words"
    ).iterator():
        if original not in originals:
            originals[original] = sha256(original)
        if originals[original] != made_from:
            found.setdefault(version, Counter())[language] += 1
    return found
