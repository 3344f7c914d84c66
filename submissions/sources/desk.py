"""The pages on which the secretariat links statements and paragraphs: one of each, and those without an answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from documents.models import TextVersion
from documents.texts.asked import not_for_crawlers
from documents.texts.known import Known
from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from meetings.models import Component

from ..merging import mark
from ..models import Source, Statement
from ..pointing import Pointing
from ..sizes import LONGEST_NOTE
from ..states import Disposition
from . import addresses, likely, linking, reading, rules
from .likeness import Like
from .linking import CHOICES_OF_LINKED, CHOICES_OF_OTHERS, Row
from .views import head, version_or_404

ACTS = Limit("sources", acts=1200, seconds=3600)
ON_A_PAGE = 50
MOST_FOUND = 20
LONGEST_SOUGHT = 100  # characters
UNSAID = mark(("", ""))  # of a row of which nothing stood


def _linked_or_refused(request: HttpRequest, process: str, key: str, number: int) -> TextVersion:
    version = version_or_404(request, process, key, number)
    if not rules.may_link(request.user, version.process):
        raise PermissionDenied
    return version


@gives_back()
@require_http_methods(["GET", "HEAD", "POST"])
@limited(ACTS)
def paragraph_page(request: HttpRequest, process: str, key: str, number: int, block: str) -> HttpResponse:
    """One paragraph with the statements linked to it, those that are likely, and those found by ?find=."""
    version = _linked_or_refused(request, process, key, number)
    there = reading.paragraphs(version)
    if not (there.has(block) or version.sources.filter(key=block).exists()):
        raise Http404
    rows, likes = _rows_of_block(request, version, block, there)
    refused = ""
    if request.method == "POST":
        refused = _made(request, version, rows)
        if not refused:
            return HttpResponseRedirect(addresses.of(version, "paragraph", block))
    keys = reading.in_order(there)
    at = keys.index(block) if block in keys else -1
    pointing = Pointing([one.statement for one in rows])
    context = {
        **head(version, request.user, "paragraph"),
        "label": there.whole(block),
        "words": _words(version, there, block),
        "way": reading.paragraph_url(version, block) if there.has(block) else "",
        "linked": [_shown(one, pointing) for one in rows if one.source],
        "others": [_shown(one, pointing, likes.get(one.statement.pk)) for one in rows if not one.source],
        "sought": _sought(request),
        "before": addresses.of(version, "paragraph", keys[at - 1]) if at > 0 else "",
        "after": addresses.of(version, "paragraph", keys[at + 1]) if 0 <= at < len(keys) - 1 else "",
        **_form(version, refused),
    }
    status = 400 if refused else 200
    return not_for_crawlers(render(request, "submissions/sources/paragraph.html", context, status=status))


def _rows_of_block(
    request: HttpRequest, version: TextVersion, block: str, there: Known
) -> tuple[list[Row], dict[int, Like[Statement]]]:
    """What is linked, then what is likely, then what is found or was sent, each statement once."""
    sources = version.sources.standing().filter(key=block)
    linked = {row.statement_id: row for row in sources.select_related(*_named("statement"))}
    taken = {(row.statement.version.submission_id, row.statement.key) for row in linked.values()}
    likes = {like.key.pk: like for like in likely.for_block(version, block, there) if like.key.pk not in linked}
    offered = {row.statement_id: row.statement for row in linked.values()}
    offered |= {like.key.pk: like.key for like in likes.values()}
    for statement in [*_found(request, version), *_sent(request, version)]:
        if (statement.version.submission_id, statement.key) not in taken:
            offered.setdefault(statement.pk, statement)
    for statement in offered.values():
        statement.version.submission.call.process = version.process
    rows = [linking.row(request.POST, str(pk), one, block, linked.get(pk)) for pk, one in offered.items()]
    return rows, likes


def _named(statement: str) -> list[str]:
    return [f"{statement}__{name}" for name in reading.NAMED_WITH]


def _sought(request: HttpRequest) -> str:
    return request.GET.get("find", "").strip()[:LONGEST_SOUGHT]


def _found(request: HttpRequest, version: TextVersion) -> list[Statement]:
    """The statements that stand in which what is looked for stands, or whose party's name has it."""
    if not (sought := _sought(request)):
        return []
    rows = reading.standing_statements(version.process)
    by_words = rows.filter(Q(words__icontains=sought) | Q(proposed__icontains=sought))
    by_party = rows.filter(version__submission__participant__name__icontains=sought)
    return list((by_words | by_party)[:MOST_FOUND])


def _sent(request: HttpRequest, version: TextVersion) -> list[Statement]:
    """The statements that the form had, which may be no longer likely, or were found."""
    keys = [name.removeprefix("as-") for name in request.POST if name.startswith("as-")]
    known = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 10]
    return list(reading.standing_statements(version.process).filter(pk__in=known)) if known else []


def _shown(one: Row, pointing: Pointing, like: Like[Any] | None = None) -> dict[str, Any]:
    """A row as the form shows it: what was chosen and typed, and why it is likely."""
    return {
        **reading.statement_row(one.statement, pointing),
        "name": str(one.statement.pk),
        **_chosen(one),
        "common": ", ".join(like.words) if like else "",
    }


def _chosen(one: Row) -> dict[str, Any]:
    """What was chosen and typed in a row, with the mark of what stands; and that itself, where it is news."""
    return {
        "chosen": one.chosen,
        "note": one.note,
        "source": one.source,
        "was": one.mark,
        "news": one.source if one.clashes else None,
    }


def _words(version: TextVersion, there: Known, block: str) -> dict[str, Any]:
    """The words of a block in the reader's language, or the original's."""
    for code in there.languages:
        if words := there.draft.words.get(code, {}).get(block):
            return {"text": reading.plain(words), "lang": LANGUAGES[code].html_lang, "dir": LANGUAGES[code].direction}
    return {}


def _form(version: TextVersion, refused: str) -> dict[str, Any]:
    return {
        "refused": refused,
        "released": version.is_frozen,
        "choices_of_linked": CHOICES_OF_LINKED,
        "choices_of_others": CHOICES_OF_OTHERS,
        "longest_note": LONGEST_NOTE,
    }


def _made(request: HttpRequest, version: TextVersion, rows: list[Row]) -> str:
    """Make what was sent; returns why it was refused, "" where it was made."""
    user: Any = request.user
    try:
        count = linking.make(version, rows, by=user)
    except ValidationError as error:
        return " ".join(error.messages)
    says = ngettext("%(count)s change saved.", "%(count)s changes saved.", count)
    messages.success(request, says % {"count": count} if count else _("Nothing has changed."))
    return ""


@gives_back()
@require_http_methods(["GET", "HEAD", "POST"])
@limited(ACTS)
def statement_page(request: HttpRequest, process: str, key: str, number: int, pk: int) -> HttpResponse:
    """One statement with the paragraphs that reflect it, those that are likely to, and the reason if none does."""
    version = _linked_or_refused(request, process, key, number)
    statements = Statement.objects.filter(version__filed_at__isnull=False).select_related(*reading.NAMED_WITH)
    statement = get_object_or_404(statements, pk=pk, version__submission__call__process=version.process)
    statement.version.submission.call.process = version.process
    there = reading.paragraphs(version, statement.version.language)
    rows, likes = _rows_of_statement(request, version, statement, there)
    refused = ""
    if request.method == "POST":
        refused = _made(request, version, rows)
        if not refused:
            return HttpResponseRedirect(addresses.of(version, "statement", pk))
    listed = [_shown_block(version, there, one, likes.get(one.key)) for one in rows if one.key]
    taken = {one["name"] for one in listed}
    context = {
        **head(version, request.user, "statement"),
        "shown": reading.statement_row(statement, Pointing([statement])),
        "linked": [one for one in listed if one["source"]],
        "others": [one for one in listed if not one["source"]],
        "places": [(key, there.whole(key)) for key in reading.in_order(there) if key not in taken],
        "not_reflected": _chosen(next(one for one in rows if not one.key)),
        "sent": request.POST,
        **_form(version, refused),
    }
    status = 400 if refused else 200
    return not_for_crawlers(render(request, "submissions/sources/statement.html", context, status=status))


def _rows_of_statement(
    request: HttpRequest, version: TextVersion, statement: Statement, there: Known
) -> tuple[list[Row], dict[str, Like[str]]]:
    """What is linked, what is likely, and one more that may be chosen; last, whether it is not reflected and why."""
    sources = version.sources.standing().of(statement)
    linked: dict[str, Source] = {row.key: row for row in sources.select_related(*_named("statement"))}
    likes = {like.key: like for like in likely.for_statement(version, statement, there)}
    sent = request.POST
    keys = dict.fromkeys([*filter(None, linked), *likes])
    named = [name.removeprefix("as-") for name in sent if name.startswith("as-")]
    keys |= dict.fromkeys(key for key in named if key not in ("", "it"))
    known = [key for key in keys if there.has(key) or key in linked]
    rows = [linking.row(sent, key, statement, key, linked.get(key)) for key in known]
    if there.has(more := sent.get("more", "")):
        typed = {"as-more": sent.get("as-it", ""), "note-more": sent.get("note-it", ""), "was-more": UNSAID}
        rows = [one for one in rows if one.key != more]
        rows.append(linking.row(typed, "more", statement, more, linked.get(more)))
    return [*rows, _row_of_reason(request, statement, linked.get(""))], likes


def _row_of_reason(request: HttpRequest, statement: Statement, source: Source | None) -> Row:
    """That the statement is not reflected: chosen by giving the reason, taken back by emptying it."""
    standing = source.note if source else ""
    typed = request.POST.get("reason", standing).strip() if request.method == "POST" else standing
    chosen = Disposition.NOT_REFLECTED.value if typed else (linking.REMOVE if source else "")
    was = request.POST.get("was-reason")
    if not typed and was == UNSAID:  # none was shown, and none was given
        chosen = ""
    return linking.merged(Row(statement, "", source, chosen, linking.cleaned_line(typed)), was)


def _shown_block(version: TextVersion, there: Known, one: Row, like: Like[str] | None) -> dict[str, Any]:
    return {
        "name": one.key,
        "label": there.whole(one.key) if there.has(one.key) else _("This paragraph is no longer there."),
        "url": reading.paragraph_url(version, one.key),
        **_chosen(one),
        "common": ", ".join(like.words) if like else "",
        **_words(version, there, one.key),
    }


@require_safe
def unanswered_page(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """The statements that stand and of which nothing is said in a version, narrowed by call, component and kind."""
    version = _linked_or_refused(request, process, key, number)
    asked = {name: request.GET.get(name, "") for name in ("call", "component", "language")}
    rows = reading.unanswered(version)
    if asked["call"]:
        rows = rows.filter(version__submission__call__key=asked["call"])
    if asked["component"]:
        decision, _slash, component = asked["component"].partition("/")
        rows = rows.filter(component__decision__key=decision, component__key=component)
    if asked["language"]:
        rows = rows.filter(version__language=asked["language"])
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    for statement in page.object_list:
        statement.version.submission.call.process = version.process
    pointing = Pointing(page.object_list)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **head(version, request.user, "unanswered"),
        "page": page,
        "query": query.urlencode(),
        "statements": [
            {**reading.statement_row(one, pointing), "link_url": addresses.of(version, "statement", one.pk)}
            for one in page.object_list
        ],
        "choices": [
            ("call", _("Call"), [(call.key, str(call)) for call in version.process.calls.all()], asked["call"]),
            ("component", _("Component of the mandate"), _components(version), asked["component"]),
            ("language", _("Language"), [(code, LANGUAGES[code].own_name) for code in CODES], asked["language"]),
        ],
    }
    return not_for_crawlers(render(request, "submissions/sources/unanswered.html", context))


def _components(version: TextVersion) -> list[tuple[str, str]]:
    decisions = dict(version.process.decisions.order_by().values_list("pk", "key"))
    mandate = Component.objects.of_mandate(version.process)
    return [(f"{decisions[one.decision_id]}/{one.key}", str(one)) for one in mandate]
