"""What a press on the editor's page does: each is one change of the text, or none. It tells which paragraph to open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import CODES

from ... import editing, numbering
from ...drafts import PlannedBlock
from .. import actions
from ..models import TextVersion, Wording
from ..states import BlockKind
from . import marking, presence, unsaved

SPLIT_MARK = "---"
CHECKSUM = re.compile("[0-9a-f]{64}")
Press = Callable[[HttpRequest, TextVersion, str, str], str]


def _save(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    words = unsaved.lines(request.POST.get("words", "")).strip()
    opened_with = request.POST.get("opened_with", "")
    if words:
        original_with = request.POST.get("original_with", "")
        made_from = original_with if CHECKSUM.fullmatch(original_with) else ""
        actions.word_block(
            version, key, language, words, opened_with=opened_with, by=_person(request), original_with=made_from
        )
    else:
        actions.empty_block(version, key, language, opened_with=opened_with, by=_person(request))
    unsaved.forget(request.session, version, key, language, "words", "opened_with")
    presence.leave(version, key, _person(request))
    return ""


def _save_and_open_next(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    _save(request, version, language, key)
    keys = list(version.blocks.order_by("order").values_list("key", flat=True))
    following = keys[keys.index(key) + 1 : keys.index(key) + 2] if key in keys else []
    return following[0] if following else ""


def _insert(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    words = unsaved.lines(request.POST.get("new_words", "")).strip()
    kind = request.POST.get("kind", "")
    if kind not in BlockKind.values:
        raise ValidationError(_("Choose what kind of paragraph it is."))
    if language != version.text.original_language:
        raise ValidationError(_("A new paragraph is written in the original language first."))
    before = version.blocks.filter(key=key).first()
    level = before.level if before and before.kind == kind else 1
    outside = "outside" in request.POST
    if not words:
        _refuse_unnamed(version, PlannedBlock("", kind, level), after=key, outside=outside)
    made = actions.insert_block(
        version,
        kind,
        after=key,
        by=_person(request),
        words={language: words} if words else {},
        level=level,
        outside=outside,
    )
    unsaved.forget(request.session, version, key, language, "new_words")
    return made


def _refuse_unnamed(version: TextVersion, block: PlannedBlock, *, after: str, outside: bool) -> None:
    """Refuse a new block without words where its number would not name it."""
    draft = editing.inserted(actions.read_draft(version), block, after=after, outside=outside)
    if block.key not in numbering.named_by_number(draft.blocks, version.text.numbering):
        raise ValidationError(_("Enter the words of the new paragraph."))


def _split(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    words = unsaved.lines(request.POST.get("words", ""))
    first, mark, second = words.partition(f"\n{SPLIT_MARK}\n")
    if not (mark and first.strip() and second.strip()):
        raise ValidationError(
            _("Write a line with three hyphens (---) where the paragraph is to be split, with words before and after.")
        )
    made = actions.split_block(version, key, {language: (first, second)}, by=_person(request))
    unsaved.forget(request.session, version, key, language, "words", "opened_with")
    return made


def _move_to(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    """Behind the paragraph chosen, or to the beginning."""
    after = request.POST.get("behind", "")
    if after and not version.blocks.filter(key=after).exists():
        raise ValidationError(_("This paragraph is no longer there."))
    outside = "behind_outside" in request.POST
    actions.move_block(version, key, "to", after=after, by=_person(request), outside=outside)
    return key


def _set_kind(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    kind, alternative = request.POST.get("kind", ""), request.POST.get("alternative", "0")
    if kind not in BlockKind.values or not (alternative.isdecimal() and len(alternative) < 3):
        raise ValidationError(_("Choose what kind of paragraph it is."))
    actions.change_block(version, key, kind=kind, alternative=int(alternative), by=_person(request))
    return key


def _confirm(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    wording = get_object_or_404(Wording, block__version=version, block__key=key, language=language)
    actions.confirm(wording, by=_person(request))
    return key


def _remove(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    actions.remove_block(version, key, by=_person(request))
    presence.leave(version, key, _person(request))
    messages.success(request, _("Deleted. It can be restored below the text."))
    return ""


def _restore(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    number = request.POST.get("event", "")
    event = next((event for event in actions.removals(version) if str(event.pk) == number), None)
    if event is None:
        raise ValidationError(_("This has been restored already."))
    actions.restore(version, event, by=_person(request))
    return str(event.facts.get("key", ""))


def _undo(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    event = actions.undo(version, by=_person(request))
    messages.success(request, _("Your last change was taken back.") if event else _("There is nothing to take back."))
    return str(event.facts.get("key", "")) if event else ""


def _replace(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    """In the paragraphs that were marked, each of them with the words that the preview showed."""
    wanted, new = request.POST.get("find", ""), request.POST.get("replace", "")
    seen = dict(one.rpartition(":")[::2] for one in request.POST.getlist("only"))
    with transaction.atomic():
        actions.refuse_changed(version, language, seen)
        same_case = "case" in request.POST
        actions.replace_words(version, language, wanted, new, same_case=same_case, only=seen, by=_person(request))
    messages.success(request, _("Replaced in the paragraphs that were marked."))
    return ""


def _look(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    """The paragraph is closed: what was typed has been kept."""
    presence.leave(version, key, _person(request))
    return key


def _forget(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    unsaved.forget(request.session, version, key, language)
    return key


def _person(request: HttpRequest) -> Any:
    return request.user


def _moved(how: str) -> Press:
    def move(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
        actions.move_block(version, key, how, by=_person(request))
        return key

    return move


def _levels(levels: int) -> Press:
    def indent(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
        actions.indent_block(version, key, levels=levels, by=_person(request))
        return key

    return indent


def _merge(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    _refuse_unsaved(request, version, key)
    actions.merge_blocks(version, key, by=_person(request))
    return key


def _refuse_unsaved(request: HttpRequest, version: TextVersion, key: str) -> None:
    """Refuse to merge while this person has typed, in any language, what would later be saved over both paragraphs."""
    draft = actions.read_draft(version)
    _made, other = editing.merged(draft, key)
    for code in CODES:
        if unsaved.differing(request.session, version, code, draft.words.get(code, {})) & {key, other}:
            raise ValidationError(
                _("Words typed in these two paragraphs have not been saved. Save or discard them first.")
            )


PRESSES: dict[str, Press] = {
    "save": _save,
    "save_next": _save_and_open_next,
    "look": _look,
    "forget": _forget,
    "insert": _insert,
    "split": _split,
    "merge": _merge,
    "up": _moved("up"),
    "down": _moved("down"),
    "to": _move_to,
    "in": _levels(1),
    "out": _levels(-1),
    "kind": _set_kind,
    "confirm": _confirm,
    "delete": _remove,
    "restore": _restore,
    "undo": _undo,
    "replace": _replace,
    **marking.PRESSES,
}

# Those that stand together below the words of a paragraph, folded.
TOOLS = frozenset({"up", "down", "in", "out", "to", "split", "merge", "delete", "kind", "insert"})
# Those that leave no other trace on the page than the words.
SAVED = frozenset({"save", "save_next", "confirm"})
# Those that make use of what was typed, or discard it.
USE_WORDS = frozenset({"save", "save_next", "split", "insert", "forget"})
# Those that act on a paragraph as it was shown: all but those that look for themselves, or do nothing to its words.
ON_WHAT_WAS_SHOWN = frozenset(PRESSES) - {
    "save",
    "save_next",
    "look",
    "forget",
    "insert",
    "restore",
    "undo",
    "replace",
    "show",
}
