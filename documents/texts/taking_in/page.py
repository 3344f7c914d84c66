"""The page by which a text comes in: a file or pasted words, shown line by line as read, and written by one press.

It does its work by forms alone. What was read travels within the form (taken.py), so nothing is kept of a file that is
not taken in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.language.languages import CODES, LANGUAGES

from ...drafts import Draft
from ...exchange import formats
from ...exchange.docx_in import Choice
from ...faults import Fault
from .. import actions, rules
from ..asked import not_for_crawlers, to_be_edited
from ..models import TextVersion
from ..proposals.proposal_marks import in_words
from . import changes, entering, rows, taking
from .plans import Plan
from .taken import NotOurs, Taken, begun, changed, fingerprint, opened, signed

STEPS = Limit("import", acts=600, seconds=3600)
CHANGES = get_args(Choice)
ONLY = "only"  # the choice by which tracked changes come in and the text stays as it is
MEANWHILE = gettext_lazy(
    "This version has been changed since these lines were shown beside it. Look at them again before you write them."
)


class ChangedMeanwhile(ValidationError):
    """Somebody else has written in the version since the lines were shown beside it."""


@gives_back(words=gettext_lazy("Wording"), pasted=gettext_lazy("Text"))
@require_http_methods(["GET", "HEAD", "POST"])
@limited(STEPS)
def import_page(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """A text taken into a version; ?words= is the language in which it comes."""
    version = to_be_edited(request, process, key, number)
    if request.method != "POST":
        return _asked(request, version)
    if request.POST.get("do") == "read":
        return _read(request, version)
    return _step(request, version)


# The file


def _asked(request: HttpRequest, version: TextVersion, refusal: str = "", status: int = 200) -> HttpResponse:
    """The form for a file; what was pasted stands in it again."""
    written, proposed = _open_languages(version), _proposal_languages(version)
    wanted = request.POST.get("language") or request.GET.get("words") or version.text.original_language
    context = {
        **_around(version),
        "languages": [
            {"code": code, "language": LANGUAGES[code], "chosen": code == wanted}
            for code in CODES
            if code in written or code in proposed
        ],
        "takes_words": bool(written),
        "takes_changes": bool(proposed),
        "original": LANGUAGES[version.text.original_language],
        "pasted": request.POST.get("pasted", ""),
        "changes": sent if (sent := request.POST.get("changes")) in (*CHANGES, ONLY) else "accept",
        "refusal": refusal,
        "limit": filesizeformat(settings.UPLOAD_LIMIT_BYTES),
    }
    return not_for_crawlers(render(request, "documents/import.html", context, status=status))


def _around(version: TextVersion) -> dict[str, Any]:
    process, text = version.text.process, version.text
    arguments = [process.slug, text.key, version.number]
    edit = reverse("documents:edit", args=arguments)
    title = _("Take in a file")
    return {
        "version": version,
        "text": text,
        "address": reverse("documents:import", args=arguments),
        "edit_url": edit,
        "trail": [
            {"label": str(process), "url": process.get_absolute_url()},
            {"label": text.title, "url": version.get_absolute_url()},
            {"label": _("Edit version %(number)s") % {"number": version.number}, "url": edit},
            {"label": title},
        ],
    }


def _open_languages(version: TextVersion) -> list[str]:
    """The languages in which words can still be written."""
    if not version.is_frozen:
        return list(CODES)
    released = set(version.languages.released().values_list("language", flat=True))
    return [code for code in CODES if code not in released and code != version.text.original_language]


def _proposal_languages(version: TextVersion) -> list[str]:
    """The languages in which something can be proposed for the words that are there."""
    if not (rules.takes_proposals(version) and version.blocks.exists()):
        return []
    if not version.is_frozen:
        return list(CODES)
    released = set(version.languages.released().values_list("language", flat=True))
    return [code for code in CODES if code in released]


def _read(request: HttpRequest, version: TextVersion) -> HttpResponse:
    file: Any = request.FILES.get("file")
    try:
        carried = _taken_from(request, version, file)
    except (Fault, filetypes.FileRefused, ValidationError) as error:
        says = _says(error)
        if file is not None and not isinstance(error, ValidationError):
            says = " ".join(filetypes.named(file.name, says).messages)
        return _asked(request, version, says, status=400)
    before = actions.read_draft(version)
    if carried.reading.proposals:
        carried = changes.likely_authors(carried, version.process.participants.all())
    return _shown(request, version, before, carried)


def _taken_from(request: HttpRequest, version: TextVersion, file: Any) -> Taken:
    """What was sent, as it was read. Raises Fault, FileRefused or ValidationError, with the reason."""
    sent, language = request.POST, request.POST.get("language", "")
    only = sent.get("changes") == ONLY
    if language not in (_proposal_languages(version) if only else _open_languages(version)):
        raise ValidationError(_("In this language nothing can be written in this version any more."))
    original = version.text.original_language
    if language != original and not version.blocks.exists():
        says = _("This version has no paragraphs yet. Take in the original first (%(language)s).")
        raise ValidationError(says, params={"language": LANGUAGES[original].own_name})
    pasted = sent.get("pasted", "")
    if bool(file) == bool(pasted.strip()):
        raise ValidationError(_("Choose a file or paste a text: one of the two."))
    if not file and only:
        raise ValidationError(_("The file has no tracked changes."))
    if not file:
        return begun(formats.pasted(pasted, language), name="", data=pasted.encode())
    filetypes.check_size(file.size, settings.UPLOAD_LIMIT_BYTES)
    data = file.read()
    changes: Any = "propose" if only else sent.get("changes") if sent.get("changes") in CHANGES else "accept"
    incoming = formats.read(data, language, changes, settings.UPLOAD_LIMIT_BYTES)
    taken = replace(begun(incoming, name=file.name, data=data), asked=language, only_changes=only)
    if only and not taken.reading.proposals:
        raise ValidationError(_("The file has no tracked changes."))
    return _in_own_language(version, taken)


def _in_own_language(version: TextVersion, taken: Taken) -> Taken:
    """A file that says it is a translation is none of the original, which the form offers first.

    One press would put it in the place of that. Any other language was chosen by a person, and stays.
    """
    own = taken.reading.written_in
    if taken.language != version.text.original_language or own not in _languages_for(version, taken):
        return taken
    return replace(taken, reading=replace(taken.reading, language=own))


def _languages_for(version: TextVersion, taken: Taken) -> list[str]:
    """The languages in which words can come in: first of all the original. Or in which changes alone can."""
    if taken.only_changes:
        return _proposal_languages(version)
    original = version.text.original_language
    return [code for code in _open_languages(version) if code == original or version.blocks.exists()]


def _says(error: Exception) -> str:
    if isinstance(error, Fault):
        return error.sentence(_)
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


# The lines


def _step(request: HttpRequest, version: TextVersion) -> HttpResponse:
    person: Any = request.user
    try:
        carried = opened(request.POST.get("taken", ""), version, person)
    except NotOurs:
        return _asked(request, version, _("What was read of the file has not come back as it was. Send it again."), 400)
    before = actions.read_draft(version)
    language = request.POST.get("language", carried.language)
    if language != carried.language and language in _languages_for(version, carried):
        carried = replace(carried, reading=replace(carried.reading, language=language), answers={})
        return _shown(request, version, before, carried)
    carried = _said(request, version, before, carried)
    do, _dot, page = request.POST.get("do", "").partition(".")
    if do == "write":
        return _write(request, version, before, carried)
    if do == "agree":
        plan = taking.plan(version, before, carried)
        carried = replace(
            carried, answers={**carried.answers, **{one: plan.found[one] for one in plan.asked if one in plan.found}}
        )
    elif do not in ("look", "page"):
        raise Http404
    return _shown(request, version, before, carried, page=page)


def _said(request: HttpRequest, version: TextVersion, before: Draft, carried: Taken) -> Taken:
    """What a person has corrected and answered on the page that was sent."""
    sent = request.POST
    carried = changed(carried, sent.dict(), offered={block.key for block in before.blocks})
    if "numbering" in sent and taking.offers_numbering(version, before, carried):
        carried = replace(carried, as_file=sent["numbering"] == "file")
    if not carried.reading.proposals:
        return carried
    return changes.said(carried, sent, version.process.participants.values_list("key", flat=True))


def _shown(
    request: HttpRequest,
    version: TextVersion,
    before: Draft,
    carried: Taken,
    *,
    page: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The lines of one page, with what is to be settled; nothing has been written."""
    person: Any = request.user
    carried = replace(carried, shown=fingerprint(before))
    plan = taking.plan(version, before, carried)
    last = max(rows.pages(plan, carried), changes.pages(carried))
    asked = page or request.POST.get("page", "")
    shown = min(max(int(asked) if asked.isdecimal() and len(asked) < 5 else 1, 1), last)
    participants = list(version.process.participants.all()) if carried.reading.proposals else []
    context = {
        **_around(version),
        "carried": signed(carried, version, person),
        "source": carried,
        "language": LANGUAGES[carried.language],
        "languages": rows.languages(carried, _languages_for(version, carried)),
        "plan": plan,
        "whole": rows.summary(version, plan, carried),
        "settle": rows.to_settle(plan, carried, shown),
        "rows": rows.rows(version, plan, carried, shown),
        "proposals": changes.rows(plan, carried, participants, shown),
        "page": shown,
        "pages": range(1, last + 1),
        "refusal": refusal,
    }
    return not_for_crawlers(render(request, "documents/import_lines.html", context, status=status))


def _write(request: HttpRequest, version: TextVersion, before: Draft, carried: Taken) -> HttpResponse:
    plan = taking.plan(version, before, carried)
    if not plan.may_be_written:
        says = _("Nothing has been written yet: settle what is listed here first.")
        return _shown(request, version, before, carried, refusal=says, status=400)
    if carried.only_changes and not any(entering.proposals(plan, carried)):
        again = any(fault.reason == entering.ENTERED for fault in plan.lost.values())
        says = _(entering.ENTERED) if again else _("Nothing changed.")
        return _shown(request, version, before, carried, refusal=says, status=409 if again else 400)
    try:
        made = _taken_in(request, version, before, carried)
    except ChangedMeanwhile as error:
        return _shown(request, version, actions.read_draft(version), carried, refusal=error.messages[0], status=409)
    except (Fault, ValidationError) as error:
        return _shown(request, version, actions.read_draft(version), carried, refusal=_says(error), status=400)
    return _done(request, version, carried, made)


def _done(request: HttpRequest, version: TextVersion, carried: Taken, made: actions.TakenIn) -> HttpResponse:
    """To what was written, or proposed."""
    arguments = [version.process.slug, version.text.key, version.number]
    if carried.only_changes:
        says = _("Entered: %(proposals)s. It can be taken back with “Take back my last change”.")
        messages.success(request, says % {"proposals": in_words(made.entered)})
        return HttpResponseRedirect(reverse("documents:proposals", args=arguments))
    if made.change or made.entered:
        messages.success(request, _("Taken in. It can be taken back with “Take back my last change”."))
    else:
        messages.info(request, _("The text says so already."))
    return HttpResponseRedirect(f"{reverse('documents:edit', args=arguments)}?words={carried.language}")


def _taken_in(request: HttpRequest, version: TextVersion, before: Draft, carried: Taken) -> actions.TakenIn:
    """What came of it, in one step. Raises ChangedMeanwhile, ValidationError and Fault."""
    person: Any = request.user
    renumbered = carried.as_file and taking.offers_numbering(version, before, carried)
    step = _Step(version, carried)
    made = actions.take_in(
        version,
        step.make,
        source=actions.Source(carried.name, carried.kind, carried.sha256),
        language=carried.language,
        by=person,
        numbering=taking.numbering_of(version, carried) if renumbered else None,
        only_changes=carried.only_changes,
        proposals=step.proposals(),
    )
    if step.comes_again and not (made.change or made.entered):
        raise ChangedMeanwhile(_(entering.ENTERED))
    return made


class _Step:
    """What is written once the version is held, so that of two presses the second finds what the first has made."""

    def __init__(self, version: TextVersion, carried: Taken) -> None:
        self.version, self.carried = version, carried
        self.plan: Plan | None = None

    def make(self, before: Draft) -> Draft:
        """The version as it was shown: of one that is another by now nothing is written."""
        if fingerprint(before) != self.carried.shown:
            raise ChangedMeanwhile(MEANWHILE)
        self.plan = taking.plan(self.version, before, self.carried)
        return self.plan.after

    def proposals(self) -> Iterator[actions.Tracked]:
        """Those that are entered with it."""
        if self.plan and self.carried.authors:
            participants = {one.key: one for one in self.version.process.participants.all()}
            yield from changes.tracked(self.plan, self.carried, participants)

    @property
    def comes_again(self) -> bool:
        """Whether what the file proposes has been entered already."""
        lost = self.plan.lost if self.plan else {}
        return any(fault.reason == entering.ENTERED for fault in lost.values())
