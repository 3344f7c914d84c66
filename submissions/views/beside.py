"""A released text with the remarks of a draft beside its paragraphs, each in fields of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from documents.models import TextVersion
from documents.texts import in_parts, papers, rendering
from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import LANGUAGES

from .. import pages
from .. import papers as own_papers
from ..actions import FormChanged
from ..models import Question, SubmissionVersion
from ..remarking import Beside, on_text
from ..sizes import MOST_STATEMENTS
from ..written import Written, beside_text

TO_TEXT, REMARK, PART = "beside-", "remark-", "part-"  # begin what buttons are called that lead to and in the text


class Text:
    """The text on which a question asks, as this reader has it, and the part of it that is asked for."""

    def __init__(self, request: HttpRequest, draft: SubmissionVersion, question: Question) -> None:
        self.question, self.draft = question, draft
        visible = TextVersion.objects.visible_to(request.user).select_related("text", "document__meeting")
        version = visible.filter(pk=question.text_version_id or 0).first()
        if version is None or not version.is_frozen:
            raise Http404
        version.text.process = draft.process
        self.version: TextVersion = version
        self._part, self._at = request.GET.get("part", ""), request.GET.get("at", "")

    @property
    def at(self) -> str:
        """The block on which a remark is begun; "" for none."""
        return self._at if self._at in self.offered else ""

    @cached_property
    def offered(self) -> set[str]:
        """The keys of the blocks on which the question asks."""
        blocks = Beside(self.draft, self.question).blocks
        return {key for key, _label in blocks.choices if key} if blocks else set()

    @cached_property
    def language(self) -> str:
        """The reader's language, else that in which the draft is written, else the first that is released."""
        there = list(self.version.languages.released().values_list("language", flat=True))
        wanted = [get_language() or "en", self.draft.language, self.version.text.original_language]
        return next((code for code in [*wanted, *there] if code in there), "")

    @cached_property
    def part(self) -> in_parts.Part:
        if not self.language:
            raise Http404
        source = papers.manuscript(self.version, [self.language], marked=False)
        body = rendering.text(papers.paper(source, self.language))
        first = in_parts.part(body, self.version.number, self._part)
        if self.at in first.places:
            return in_parts.part(body, self.version.number, str(first.places[self.at]))
        return first

    @cached_property
    def blocks(self) -> list[dict[str, Any]]:
        return list(rendering.every(self.part.body["blocks"]))


def opened(request: HttpRequest, draft: SubmissionVersion, key: str) -> HttpResponse:
    """The text with the remarks as they are saved, and fields for one on the paragraph that ?at= names."""
    text = _text(request, draft, key)
    keys = {block["anchor"] for block in text.blocks}
    return _page(request, text, beside_text(draft, text.question, keys, at=text.at))


def page(request: HttpRequest, written: Written, *, status: int, **shown: Any) -> HttpResponse:
    """The same with what was sent."""
    return _page(request, _text(request, written.draft, written.beside), written, status=status, **shown)


def _text(request: HttpRequest, draft: SubmissionVersion, key: str) -> Text:
    try:
        return Text(request, draft, on_text(draft, key))
    except FormChanged as none:
        raise Http404 from none


def _page(request: HttpRequest, text: Text, written: Written, *, status: int = 200, **shown: Any) -> HttpResponse:
    draft, part = written.draft, text.part
    has_room = max(len(draft.statements.all()), len(written.rows())) < MOST_STATEMENTS
    for block in text.blocks:
        rows = [row for row in written.rows() if getattr(row, "at", "") == block["anchor"]]
        offered = block["anchor"] in text.offered and has_room and not any(getattr(row, "is_new", 0) for row in rows)
        if rows or offered:
            beside = {
                "rows": rows,
                "key": block["anchor"],
                "offered": offered,
                "reader": LANGUAGES[get_language() or "en"],
            }
            block["beside"] = mark_safe(render_to_string("submissions/beside_block.html", beside))
    language = LANGUAGES[text.language]
    body = (
        part.body
        if text.language == get_language()
        else {**part.body, "lang": language.html_lang, "dir": language.direction}
    )
    numbers = range(1, part.count + 1) if part.count > 1 else ()
    context = {
        "submission": draft.submission,
        "draft": draft,
        "form": written.form,
        "formset": written.formset,
        "words_in": written.formset.asked[text.question.key].language,
        "question": text.question,
        "version": text.version,
        "body": body,
        "part": part.number,
        "parts": [{"url": f"?part={n}", "label": n, "current": n == part.number} for n in numbers],
        "next_part": part.number + 1 if part.number < part.count else 0,
        "action": address(draft, written.beside, part=str(part.number)),
        "is_whole": not written.form.is_bound or written.is_whole,
        "most_statements": MOST_STATEMENTS,
        "deadline": own_papers.deadline(draft.submission.call, time.now()),
        "saved_words": pages.saved_words(draft),
        **shown,
    }
    return render(request, "submissions/beside.html", context, status=status)


# The ways there and within


def address(draft: SubmissionVersion, key: str, **query: str) -> str:
    """Where the remarks of a draft on the text of a question are written."""
    found = reverse("submissions:remarks", args=[draft.process.slug, draft.submission.pk, key])
    asked = {name: value for name, value in query.items() if value}
    return f"{found}?{urlencode(asked)}" if asked else found


def way(draft: SubmissionVersion, do: str, *, of: str) -> str:
    """Where a button leads: to the text, to fields beside a paragraph of it, or to another part; "" for any other.

    `of` is the key of the question beside whose text it was pressed.
    """
    if do.startswith(TO_TEXT):
        question = draft.form.question(do.removeprefix(TO_TEXT))
        return address(draft, question.key) if question and question.text_version_id else ""
    if of and do.startswith(REMARK):
        key = do.removeprefix(REMARK)
        return f"{address(draft, of, at=key)}#{key}"
    return address(draft, of, part=do.removeprefix(PART)) if of and do.startswith(PART) else ""


def marked(user: Any, parts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The parts of the form, each that asks on a text which its writer may read with the button that leads to it."""
    every = list(parts)
    versions = {part["question"].text_version_id for part in every} - {None}
    seen = (
        set(TextVersion.objects.visible_to(user).released().filter(pk__in=versions).values_list("pk", flat=True))
        if versions
        else set()
    )
    for part in every:
        question = part["question"]
        yield part | {"beside": f"{TO_TEXT}{question.key}" if question.text_version_id in seen else ""}
