"""How a file that is to be taken in is laid out on its page: line by line, with what is to be settled first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import LANGUAGES

from ...exchange.reading import Line
from ...faults import Fault
from ..editor import drafting
from ..known import Known
from ..models import TextVersion
from . import taken
from .plans import Plan
from .taken import Taken
from .taking import offers_numbering

LINES_ON_A_PAGE = 100
MOST_NEAR = 8  # blocks that are offered for a line
MOST_TOLD = 60  # things to be settled that are listed at the top


def pages(plan: Plan, carried: Taken) -> int:
    """How many pages the lines fill."""
    return (len(_listed(plan, carried)) - 1) // LINES_ON_A_PAGE + 1


def _listed(plan: Plan, carried: Taken) -> Sequence[Line]:
    """The lines that are shown: where the changes alone come in, those that they concern."""
    if not carried.only_changes:
        return plan.lines
    concerned = {place for one in carried.reading.proposals for place in (one.place, one.after)}
    return [line for line in plan.lines if line.place in concerned]


def summary(version: TextVersion, plan: Plan, carried: Taken) -> dict[str, Any]:
    """What is said of the whole."""
    is_original = carried.language == version.text.original_language
    kept = [line for line in plan.lines if line.is_taken and line.place in plan.found]
    lines = [line for line in plan.lines if line.is_taken]
    return {
        "is_original": is_original,
        "count": len(lines),
        "left_out": len(plan.lines) - len(lines),
        "kept": len(kept),
        "new": len(lines) - len(kept) if is_original else 0,
        "gone": [_named(plan, key, carried) for key in plan.gone],
        "without": [_named(plan, key, carried) for key in plan.without],
        "citing": [
            {"language": LANGUAGES[code].own_name, "block": _named(plan, key, carried)} for code, key in plan.citing
        ],
        "others": [LANGUAGES[code].own_name for code in carried.others] if is_original else [],
        "remarks": [fault.sentence(_) for fault in carried.reading.remarks],
        "faults": [fault.sentence(_) for fault in plan.faults.get(0, ())],
        "offers_numbering": offers_numbering(version, plan.before, carried),
        "as_file": carried.as_file,
        "file_numbering": _numbering(carried.reading.numbering),
        "text_numbering": _numbering(version.text.numbering),
    }


def languages(carried: Taken, offered: Sequence[str]) -> dict[str, Any] | None:
    """The language that a file says it is in, and those in which it can be read; None where there is no doubt."""
    own = carried.reading.written_in
    if not own or own == carried.asked == carried.language:
        return None
    return {
        "own": LANGUAGES[own],
        "all": [{"language": LANGUAGES[code], "code": code, "chosen": code == carried.language} for code in offered],
    }


def _numbering(data: Any) -> str:
    usual = {
        "roman": _("I. A. 1. (a)"),
        "letter": _("A. 1. (a)"),
        "articles": _("Part I, Article 1, paragraphs beginning anew in each article"),
    }
    return usual.get(data, _("levels of its own")) if isinstance(data, str) else _("levels of its own")


def to_settle(plan: Plan, carried: Taken, shown: int) -> dict[str, Any]:
    """What hinders and what is asked, then what is only remarked, in the order of the lines, each with its page."""
    found = [(place, fault) for place, fault in plan.asked.items()]
    found += [(place, fault) for place, faults in plan.faults.items() if place for fault in faults]
    lines = _listed(plan, carried)
    remarked = [(line.place, fault) for line in lines for fault in line.remarks]
    remarked += [(carried.reading.proposals[number].place, fault) for number, fault in plan.lost.items()]
    return {
        "told": list(_told(lines, found, shown)),
        "count": len(found) + len(plan.open_authors),
        "doubts": sum(place in plan.found for place in plan.asked),
        "remarked": list(_told(lines, remarked, shown)),
    }


def _told(lines: Sequence[Line], found: list[tuple[int, Fault]], shown: int) -> Iterator[dict[str, Any]]:
    order = {line.place: number for number, line in enumerate(lines)}
    for place, fault in sorted(found, key=lambda one: order.get(one[0], 0))[:MOST_TOLD]:
        page = order.get(place, 0) // LINES_ON_A_PAGE + 1
        yield {"place": place, "line": abs(place), "says": fault.sentence(_), "page": page, "here": page == shown}


def rows(version: TextVersion, plan: Plan, carried: Taken, shown: int) -> Iterator[dict[str, Any]]:
    """The lines of one page."""
    start = (shown - 1) * LINES_ON_A_PAGE
    there = set(plan.found.values())
    open_keys = [block.key for block in plan.before.blocks if block.key not in there]
    order = {block.key: number for number, block in enumerate(plan.before.blocks)}
    last, before = -1, {}  # by the place of a line, the block that it is or that stands before it
    for line in plan.lines:
        last = before[line.place] = order.get(plan.found.get(line.place, ""), last)
    names = taken.choices()
    told = {line.place: line.words for line in carried.reading.lines}  # notes by their keys in the file, as sent back
    for line in _listed(plan, carried)[start : start + LINES_ON_A_PAGE]:
        near = sorted(open_keys, key=lambda one: abs(order[one] - before[line.place]))[:MOST_NEAR]
        yield _row(version, plan, carried, line, told[line.place], near, names)


def _row(
    version: TextVersion,
    plan: Plan,
    carried: Taken,
    line: Line,
    words: str,
    near: Sequence[str],
    names: list[tuple[str, Any]],
) -> dict[str, Any]:
    choice = taken.choice_of(line)
    key = plan.found.get(line.place, "")
    faults = [fault.sentence(_) for fault in plan.faults.get(line.place, ())]
    asked = plan.asked.get(line.place)
    is_original = carried.language == version.text.original_language and not carried.only_changes
    more = [] if choice in dict(names) else [(choice, choice)]
    return {
        "place": line.place,
        "line": abs(line.place),
        "label": line.label,
        "number": plan.printed.get(line.key if is_original else key, "") if line.is_taken else "",
        "kind": line.kind or "left-out",
        "level": line.level,
        "is_taken": line.is_taken,
        "words": words,
        "rows": max(2, len(words) // 75 + words.count("\n") + 1),
        "takes": [{"value": value, "label": label, "chosen": value == choice} for value, label in [*names, *more]],
        "remarks": [fault.sentence(_) for fault in line.remarks],
        "faults": faults,
        "asked": asked.sentence(_) if asked else "",
        "blocks": _blocks(plan, carried, line, near, is_original) if line.is_taken else [],
        "beside": _beside(version, plan, carried, key, line, is_original),
        "open": bool(faults),
    }


def _blocks(plan: Plan, carried: Taken, line: Line, near: Sequence[str], is_original: bool) -> list[dict[str, Any]]:
    """Which blocks the line may be; nothing where there is none to choose."""
    key = plan.found.get(line.place, "")
    if not plan.before.blocks or (is_original and not key and not near):
        return []
    is_open = line.place in plan.asked
    none = _("a new paragraph") if is_original else _("left out")
    found = [(taken.UNSAID, _("Choose"))] if is_open else []
    found += [(one, _named(plan, one, carried)) for one in ([key] if key else []) + list(near)]
    found.append(("", none))
    chosen = taken.UNSAID if is_open else key
    return [{"value": value, "label": label, "chosen": value == chosen} for value, label in found]


def _beside(
    version: TextVersion, plan: Plan, carried: Taken, key: str, line: Line, is_original: bool
) -> dict[str, Any] | None:
    """The block as it stands: what changes in it, or the original that is translated."""
    original = carried.language if carried.only_changes else version.text.original_language
    words = plan.before.words.get(original, {}).get(key, "")
    if not key or not words or (original == carried.language and words == line.words):
        return None
    html: SafeString = drafting.difference(words, line.words) if is_original else conditional_escape(words)
    return {"html": html, "language": LANGUAGES[original]}


def _named(plan: Plan, key: str, carried: Taken) -> str:
    """A block by its number and its first words."""
    return Known(plan.before, plan.labels, [carried.language]).whole(key)
