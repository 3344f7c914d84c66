"""What would come of a file, row by row, before anything of it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from igsp_portal.foundations.language.cleaning import cleaned
from igsp_portal.foundations.language.languages import LANGUAGES

from .. import actions, answers
from ..actions import answering
from ..actions.saving import ANSWER, HEAD, SAYS, STATEMENT
from ..asking import text_of
from ..merging import mark
from ..models import Question, SubmissionVersion
from ..states import ANSWERED
from ..stating import ROWS, StatementForm
from ..written import OF_WORDS, Written, as_sent, called
from . import before
from .reading import MOST_TOLD
from .sending import Sending, sending
from .shapes import Filled

SHOWN_HEAD = ("title", "introduction")
TAKEN = ("new", "changed", "emptied", "clash")  # what goes on to the form, which shows both where both have changed


@dataclass
class Line:
    """One place of the form: how it stands, what the file says, and where it matters what the draft says."""

    label: str
    state: str
    words: str = ""
    now: str = ""
    notes: list[str] = field(default_factory=list)
    lang: str = ""
    dir: str = ""

    @property
    def called(self) -> str:
        return str(states()[self.state][0])

    @property
    def tone(self) -> str:
        return states()[self.state][1]


def states() -> dict[str, tuple[str, str]]:
    """What each state is called, and its tone."""
    return {
        "new": (pgettext("Word form", "New"), "ok"),
        "changed": (pgettext("Word form", "Changed"), "ok"),
        "emptied": (pgettext("Word form", "Emptied"), "attention"),
        "clash": (pgettext("Word form", "Changed on the site too"), "late"),
        "theirs": (pgettext("Word form", "Changed on the site alone"), "neutral"),
        "same": (pgettext("Word form", "Unchanged"), "neutral"),
        "empty": (pgettext("Word form", "Left empty"), "neutral"),
        "absent": (pgettext("Word form", "Not in the file"), "neutral"),
        "refused": (pgettext("Word form", "Not understood"), "late"),
    }


@dataclass
class Report:
    """The lines by question, and what the page of the form is to be sent: names of its fields, and values."""

    parts: list[dict[str, Any]]
    fields: list[tuple[str, str]]
    counts: list[dict[str, Any]]
    cleaned: list[str]
    remarks: list[str]
    by: str
    takes: bool
    other_form: bool


def of(draft: SubmissionVersion, filled: Filled, session: MutableMapping[str, Any]) -> Report:
    """The report on a file that was made of the submission of a draft that was read whole.

    The session of the person knows what came of the same file before, and is told what comes of it now.
    """
    made = sending(draft, filled, before.recall(session, filled.identity))
    reporter = _Reporter(draft, filled, made)
    report = reporter.report()
    sent = {name: mark(reporter.sent[name]) for name in reporter.takes}
    before.remember(session, filled.identity, made.named, sent)
    return report


class _Reporter:
    def __init__(self, draft: SubmissionVersion, filled: Filled, made: Sending) -> None:
        self.draft, self.filled, self.made = draft, filled, made
        self.written: Written = as_sent(draft, made.data, to_show=True)
        self.written.is_whole  # noqa: B018 - reads all fields, and finds what is amiss in each
        self.stored = actions.fields_of(draft)
        self.sent = actions.as_stored(draft, self.written.sent(), self.stored)
        self.seen = self.written.seen()
        self.takes: set[str] = set()
        self.stay: set[str] = set()  # of which nothing of the file is sent on

    def report(self) -> Report:
        parts = list(self._parts())
        lines = [line for part in parts for line in part["lines"]]
        counts = [
            {"label": label, "tone": tone, "count": count}
            for state, (label, tone) in states().items()
            if (count := sum(line.state == state for line in lines))
        ]
        remarks = [fault.sentence(_) for fault in self.filled.remarks]
        other_form = self.filled.identity.form != self.draft.form.number
        cleaned_in, by = self.written.cleaned(), self.draft.saved_by_name or _("Somebody")
        return Report(parts, list(self._fields()), counts, cleaned_in, remarks, by, bool(self.takes), other_form)

    def _parts(self) -> Iterator[dict[str, Any]]:
        heads = [name for name in SHOWN_HEAD if name in self.written.form.fields]
        labels = {"title": _("Title"), "introduction": _("Introduction")}
        yield {"label": _("Your submission"), "lines": [self._line(name, labels[name]) for name in heads]}
        for question in self.draft.form.asked():
            if question.kind in ANSWERED:
                yield {"label": question.called, "lines": [self._answer(question)]}
            elif question.takes_statements:
                yield {"label": question.called, "lines": list(self._statements(question))}
        if self.filled.unknown:
            said = _("This is not asked, or no longer asked.")
            lines = [Line(label, "refused", words, notes=[said]) for label, words in self.filled.unknown]
            yield {"label": _("No longer asked"), "lines": lines}

    def _answer(self, question: Question) -> Line:
        name = f"{ANSWER}{question.key}"
        line = self._line(name, "")
        if line.state == "refused":
            line.notes = line.notes or list(self.written.replies[question.key].errors)
        elif line.state in TAKEN and (value := self.sent[name]):
            faults = answering.faults(question, value[0])
            line.notes += [fault.params["fault"] for fault in faults if fault.params]
        return line

    def _statements(self, question: Question) -> Iterator[Line]:
        rows = [row for row in self.written.rows() if row.asked.key == question.key]
        for place, row in enumerate(rows, start=1):
            name = f"{STATEMENT}{row.data.get(row.add_prefix('key'))}"
            line = self._line(name, _("Statement %(number)s") % {"number": place})
            if line.state == "refused":
                line.notes += [str(error) for errors in row.errors.values() for error in errors]
                line.words = "\n\n".join(filter(None, (row.data.get(row.add_prefix(part), "") for part in OF_WORDS)))
            elif line.state in TAKEN and (value := self.sent[name]):
                says = dict(zip(SAYS, value, strict=True))
                faults = answers.too_many_words(says["words"], question.most_words)
                line.notes += [fault.sentence(_) for fault in faults]
            yield line
        said = _("A submission has no room for more statements.")
        for left_out in self.made.left_out[:MOST_TOLD]:
            if left_out.question == question.key:
                yield Line("", "refused", left_out.values.get("words", ""), notes=[said])

    def _line(self, name: str, label: str) -> Line:
        state = self._state(name)
        if state in ("refused", "theirs"):
            self.stay.add(name)
        line = Line(label, state, notes=list(self.made.notes.get(name, [])))
        language = LANGUAGES[self.draft.language]
        line.lang, line.dir = language.html_lang, language.direction
        if state in TAKEN:
            self.takes.add(name)
            line.words = self._in_words(name, self.sent[name])
        if state in ("changed", "emptied", "clash", "theirs", "absent"):
            line.now = self._in_words(name, self.stored.get(name))
        if state == "refused" and name in self.made.data:
            line.words = str(self.made.data[name])
            line.notes += [str(error) for error in self.written.form.errors.get(name, [])]
        elif state == "refused" and name.startswith(ANSWER):
            reply = self.written.replies[name.removeprefix(ANSWER)]
            line.words = text_of(reply.question, reply.value)
        return line

    def _state(self, name: str) -> str:
        """How what the file says stands to what the draft says now: as the form tells it when it is saved."""
        if name in self.made.absent:
            return "absent" if self.stored.get(name) else "empty"
        if name not in self.sent:
            return "refused"
        value, now, seen = self.sent[name], self.stored.get(name), self.seen.get(name)
        if value == now or (not value and not now):
            return "same" if now else "empty"
        if mark(value) == seen:
            return "theirs"
        if mark(now) != seen:
            return "clash"
        return "emptied" if not value else "changed" if now else "new"

    def _in_words(self, name: str, value: Any) -> str:
        if not value:
            return ""
        if name in HEAD:
            return str(value)
        if name.startswith(ANSWER):
            question = self.draft.form.question(name.removeprefix(ANSWER))
            return text_of(question, value[0]) if question else ""
        says = dict(zip(SAYS, value, strict=True))
        head = called(self.written.formset.asked.get(says["question"]), says)
        return "\n".join(filter(None, (head, says["words"], says["proposed"])))

    # What is sent on

    def _fields(self) -> Iterator[tuple[str, str]]:
        """The fields of the form. What was refused, or a colleague alone has changed, is sent as it is stored."""
        data = self._without_those_that_stay()
        for name, values in data.lists():
            if not name.startswith(f"{ROWS}-"):
                yield from ((name, cleaned(value)) for value in values)
        if self.written.formset is None:
            return
        kept = [row for row in self.written.rows() if self._is_kept(row)]
        yield f"{ROWS}-TOTAL_FORMS", str(len(kept))
        yield f"{ROWS}-INITIAL_FORMS", "0"
        for place, row in enumerate(kept):
            yield from self._of_row(row, place)

    def _without_those_that_stay(self) -> QueryDict:
        data = self.made.data.copy()
        for key, reply in self.written.replies.items():
            if f"{ANSWER}{key}" in self.stay:
                for name in (reply.name, f"{reply.prefix}-was", f"{reply.prefix}-withheld"):
                    data.pop(name, None)
        for name in self.stay & {*SHOWN_HEAD}:
            data[name], data[f"{name}-was"] = self.stored[name], mark(self.stored[name])
        return data

    def _is_kept(self, row: StatementForm) -> bool:
        name = self._name_of(row)
        return name in self.stored or name not in self.stay

    def _name_of(self, row: StatementForm) -> str:
        return f"{STATEMENT}{row.data.get(row.add_prefix('key'))}"

    def _of_row(self, row: StatementForm, place: int) -> Iterator[tuple[str, str]]:
        name, prefix = self._name_of(row), f"{ROWS}-{place}"
        values: Mapping[str, str] = {
            part: cleaned(row.data[row.add_prefix(part)])
            for part in (*StatementForm.BODY, "was")
            if row.add_prefix(part) in row.data
        }
        if name in self.stay:
            values = _stored(self.stored[name]) | {"key": values["key"]}
        yield from ((f"{prefix}-{part}", value) for part, value in values.items())


def _stored(value: list[Any]) -> dict[str, str]:
    """A statement as it is stored, in the fields of its row."""
    says = dict(zip(SAYS, value, strict=True))
    found = {name: str(says[name] or "") for name in ("question", "block", "kind", "words", "proposed", "rank")}
    found |= {"withheld": "on"} if says["withheld"] else {}
    return found | {"component": str(says["component_id"] or ""), "was": mark(value)}
