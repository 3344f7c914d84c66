"""The page on which a text is edited: the whole text, one paragraph open at a time, each press one change.

It does its work by forms alone; static/editor.js opens and saves paragraphs in place and keeps what is being typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.language.languages import CODES

from .. import editing
from ..faults import Fault
from . import actions, drafting, marking
from .asked import to_be_edited
from .drafting import Desk
from .models import TextVersion, Wording
from .states import BlockKind

STEPS = Limit("text", acts=3600, seconds=3600)
SPLIT_MARK = "---"
MOST_KEPT = 40  # paragraphs with words that a person has not saved
KEPT = "unsaved_words"


@gives_back(words=gettext_lazy("Wording"), new_words=gettext_lazy("New paragraph"))
@require_http_methods(["GET", "HEAD", "POST"])
@limited(STEPS)
def edit_page(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """A version being drafted; ?words= is the language in which it is worked, ?open= the paragraph that is open."""
    version = to_be_edited(request, process, key, number)
    language = _language(request, version)
    if request.method == "POST":
        return _step(request, version, language)
    on_desk = drafting.desk(version, language)
    return _shown(request, on_desk, request.GET.get("open", ""))


def _language(request: HttpRequest, version: TextVersion) -> str:
    asked = request.POST.get("language") or request.GET.get("words") or get_language() or ""
    if request.GET.get("words") and asked not in CODES:
        raise Http404
    return asked if asked in CODES else version.text.original_language


def _address(version: TextVersion, language: str, opened: str = "", **more: str) -> str:
    address = reverse("documents:edit", args=[version.process.slug, version.text.key, version.number])
    query = {"words": language, **({"open": opened} if opened else {}), **more}
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}{'#' + opened if opened else ''}"


def _import_url(version: TextVersion, language: str) -> str:
    address = reverse("documents:import", args=[version.process.slug, version.text.key, version.number])
    return f"{address}?words={language}"


def _shown(
    request: HttpRequest, on_desk: Desk, key: str, *, status: int = 200, refused: dict[str, Any] | None = None
) -> HttpResponse:
    user: Any = request.user
    opened = drafting.opened(on_desk, key, by=user) if key else None
    if key and opened is None and status == 200:
        messages.warning(request, _("This paragraph is no longer there."))
    if opened is not None:
        opened |= _unsaved(request, on_desk, key, opened) | (refused or {})
        opened["marks"] = marking.opened(on_desk.version, key, on_desk.words(key, on_desk.original))
        if "history" in request.GET:
            opened["story"] = drafting.story(on_desk.version, key, on_desk.language)
    version = on_desk.version
    context = {
        "version": version,
        "text": version.text,
        "on_desk": on_desk,
        "opened": opened,
        "address": _address(version, on_desk.language),
        "import_url": _import_url(version, on_desk.language),
        "structure_open": not version.is_frozen,
        "words_open": _words_open(version, on_desk.language),
    }
    if request.headers.get("X-Part") in ("paragraph", "row") and opened is not None:
        return render(request, "documents/editor_open.html", context, status=status)
    context |= {
        "trail": _trail(version),
        "rows": list(drafting.rows(on_desk)),
        "languages": drafting.languages(on_desk),
        "removals": actions.removals(version),
        "last": actions.last_of(version, user),
        "kinds": BlockKind.choices,
        "found": _found(request, on_desk),
    }
    response = render(request, "documents/editor.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _words_open(version: TextVersion, language: str) -> bool:
    return not version.languages.released().filter(language=language).exists() if version.is_frozen else True


def _trail(version: TextVersion) -> list[dict[str, Any]]:
    process, text = version.text.process, version.text
    return [
        {"label": str(process), "url": process.get_absolute_url()},
        {"label": text.title, "url": version.get_absolute_url()},
        {"label": _("Edit version %(number)s") % {"number": version.number}},
    ]


def _unsaved(request: HttpRequest, on_desk: Desk, key: str, opened: dict[str, Any]) -> dict[str, Any]:
    """The words that this person typed here and did not save, with the wording they were typed over."""
    kept = request.session.get(KEPT, {}).get(_place(on_desk.version, key, on_desk.language))
    if not kept or kept["words"] == opened["words"]:
        return {}
    return {"words": kept["words"], "fingerprint": kept["opened_with"], "kept": True, "saved": opened["words"]}


def _place(version: TextVersion, key: str, language: str) -> str:
    return f"{version.pk}:{key}:{language}"


def _found(request: HttpRequest, on_desk: Desk) -> dict[str, Any] | None:
    """The paragraphs in which the words looked for stand, as they are and as they would be."""
    wanted, new = request.GET.get("find", ""), request.GET.get("replace", "")
    if not wanted:
        return None
    same_case = "case" in request.GET
    keys = editing.found(on_desk.draft, on_desk.language, wanted, same_case=same_case)
    made = editing.replaced(on_desk.draft, on_desk.language, wanted, new, same_case=same_case)
    places = [
        {
            "key": key,
            "label": on_desk.numbers.printed.get(key, ""),
            "change": drafting.difference(on_desk.words(key), made.words[on_desk.language][key]),
        }
        for key in keys
    ]
    return {"wanted": wanted, "new": new, "same_case": same_case, "places": places}


# Steps


def _step(request: HttpRequest, version: TextVersion, language: str) -> HttpResponse:
    """One press: made, or refused with the reason and with all that was typed."""
    sent, key = request.POST, request.POST.get("key", "")
    step = PRESSES.get(sent.get("do", ""))
    if step is None:
        raise Http404
    try:
        opened = step(request, version, language, key)
    except actions.WordsChanged as told:
        refused = {"words": sent.get("words", ""), "theirs": told.theirs, "refusal": told.messages[0]}
        fresh = drafting.desk(version, language)
        refused["change"] = drafting.difference(told.theirs, sent.get("words", ""))
        return _shown(request, fresh, key, status=409, refused=refused)
    except (ValidationError, Fault) as error:
        return _refused(request, version, language, key, error)
    if sent.get("do") == "keep":
        return HttpResponse(status=204)
    if request.headers.get("X-Part") == "row":
        on_desk = drafting.desk(version, language)
        block = on_desk.draft.blocks[editing.place(on_desk.draft, key)]
        context = {"row": drafting.row(on_desk, block), "address": _address(version, language)}
        return render(request, "documents/editor_row.html", context)
    return HttpResponseRedirect(_address(version, language, opened))


def _refused(
    request: HttpRequest, version: TextVersion, language: str, key: str, error: ValidationError | Fault
) -> HttpResponse:
    says = error.sentence(_) if isinstance(error, Fault) else " ".join(error.messages)
    on_desk = drafting.desk(version, language)
    refused = {"refusal": says}
    if "words" in request.POST:
        refused["words"] = request.POST["words"]
    there = any(block.key == key for block in on_desk.draft.blocks)
    if not there:
        messages.error(request, says)
    return _shown(request, on_desk, key if there else "", status=400, refused=refused)


def _save(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    words = request.POST.get("words", "").replace("\r\n", "\n").strip()
    opened_with = request.POST.get("opened_with", "")
    if words:
        actions.word_block(version, key, language, words, opened_with=opened_with, by=_person(request))
    else:
        raise ValidationError(_("Enter the words of this paragraph, or delete it."))
    _forget(request, version, key, language)
    return ""


def _save_and_open_next(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    _save(request, version, language, key)
    keys = list(version.blocks.order_by("order").values_list("key", flat=True))
    following = keys[keys.index(key) + 1 : keys.index(key) + 2] if key in keys else []
    return following[0] if following else ""


def _keep(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    """What is being typed is kept for this person alone, until it is saved."""
    kept = request.session.get(KEPT, {})
    kept[_place(version, key, language)] = {
        "words": request.POST.get("words", ""),
        "opened_with": request.POST.get("opened_with", ""),
    }
    request.session[KEPT] = dict(list(kept.items())[-MOST_KEPT:])
    return ""


def _forget(request: HttpRequest, version: TextVersion, key: str, language: str) -> str:
    kept = request.session.get(KEPT, {})
    if kept.pop(_place(version, key, language), None) is not None:
        request.session[KEPT] = kept
    return key


def _insert(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    words = request.POST.get("new_words", "").replace("\r\n", "\n").strip()
    kind = request.POST.get("kind", "")
    if kind not in BlockKind.values:
        raise ValidationError(_("Choose what kind of paragraph it is."))
    if not words and kind != BlockKind.OPTION:
        raise ValidationError(_("Enter the words of the new paragraph."))
    if language != version.text.original_language:
        raise ValidationError(_("A new paragraph is written in the original language first."))
    before = version.blocks.filter(key=key).first()
    level = before.level if before and before.kind == kind else 1
    return actions.insert_block(
        version,
        kind,
        after=key,
        by=_person(request),
        words={language: words} if words else {},
        level=level,
        outside="outside" in request.POST,
    )


def _split(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    words = request.POST.get("words", "").replace("\r\n", "\n")
    first, mark, second = words.partition(f"\n{SPLIT_MARK}\n")
    if not (mark and first.strip() and second.strip()):
        raise ValidationError(
            _("Write a line with three hyphens (---) where the paragraph is to be split, with words before and after.")
        )
    made = actions.split_block(version, key, {language: (first, second)}, by=_person(request))
    _forget(request, version, key, language)
    return made


def _move_to(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    """Behind the paragraph of the number entered."""
    entered = request.POST.get("behind", "").strip()
    on_desk = drafting.desk(version, language)
    found = next((named for named, cited in on_desk.numbers.cited.items() if cited == entered), None)
    if found is None:
        raise ValidationError(_("There is no paragraph with the number “%(number)s”."), params={"number": entered})
    outside = "outside" in request.POST
    actions.move_block(version, key, "to", after=found, by=_person(request), outside=outside)
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
    actions.replace_words(
        version,
        language,
        request.POST.get("find", ""),
        request.POST.get("replace", ""),
        same_case="case" in request.POST,
        only=request.POST.getlist("only"),
        by=_person(request),
    )
    messages.success(request, _("Replaced in the paragraphs that were marked."))
    return ""


def _person(request: HttpRequest) -> Any:
    return request.user


def _moved(how: str) -> Callable[[HttpRequest, TextVersion, str, str], str]:
    def move(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
        actions.move_block(version, key, how, by=_person(request))
        return key

    return move


def _levels(levels: int) -> Callable[[HttpRequest, TextVersion, str, str], str]:
    def indent(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
        actions.indent_block(version, key, levels=levels, by=_person(request))
        return key

    return indent


def _merge(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    actions.merge_blocks(version, key, by=_person(request))
    return key


PRESSES: dict[str, Callable[[HttpRequest, TextVersion, str, str], str]] = {
    "save": _save,
    "save_next": _save_and_open_next,
    "look": lambda request, version, language, key: key,
    "keep": _keep,
    "forget": lambda request, version, language, key: _forget(request, version, key, language),
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
