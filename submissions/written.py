"""The whole form of a draft: its head, the questions of the call in their order, and what each field was shown as."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.cleaning import cleaned
from igsp_portal.foundations.language.languages import LANGUAGES

from . import actions
from .actions.saving import ANSWER, HEAD, PARTIES, SAYS, STATEMENT
from .asking import Reply, replies, sent_replies, text_of
from .fields import most_files
from .forms import DraftForm
from .joining import Joint, joint_of, joint_sent
from .merging import mark
from .models import FormVersion, Question, SubmissionVersion, new_key
from .remarking import WORDS_IN, Beside, on_text, remark_forms, sent_remarks
from .sizes import MOST_ATTACHMENTS, MOST_PARTIES, MOST_STATEMENTS
from .states import QuestionKind
from .stating import ROWS, Asked, StatementForm, asked_in, sent_statements, statement_forms

MAY_LACK = frozenset({"component", "block", "rank"})  # what a statement of a draft is saved without
OF_WORDS = ("words", "proposed")  # the fields of a statement that hold words
SEEN = "was"  # ends the names of the fields that say what a field was shown as


class Written:
    """What stands in the form of a draft: as it is saved, or as somebody sent it."""

    def __init__(
        self,
        draft: SubmissionVersion,
        head: DraftForm,
        formset: Any,
        answers: Mapping[str, Reply],
        joint: Joint | None,
    ) -> None:
        self.draft, self.form, self.formset, self.replies, self.joint = draft, head, formset, answers, joint
        self.data: Any = head.data if head.is_bound else {}
        self.beside = ""  # the key of the question alone that is written, beside the text on which it asks

    # What was sent

    @property
    def is_whole(self) -> bool:
        """Whether nothing in it is amiss."""
        rows = self.formset is None or self.formset.is_valid()
        whole = self.form.is_valid() and rows and not (self.joint and self.joint.errors)
        return whole and not any(reply.errors for reply in self.replies.values())

    def sent(self) -> dict[str, Any]:
        """The values that a draft can hold, by the names of its fields (actions.fields_of)."""
        self.form.is_valid()
        found = {name: self.form.cleaned_data[name] for name in HEAD if name in self.form.cleaned_data}
        found |= {f"{ANSWER}{key}": reply.answered for key, reply in self.replies.items() if not reply.errors}
        if self.joint and not self.joint.errors:
            found[PARTIES] = self.joint.named
        place = 0
        for row in self.rows():
            if set(row.errors) <= MAY_LACK:
                place += not row.is_empty()
                found[_field_of(row)] = row.said(place)
        return found

    def seen(self) -> dict[str, str]:
        """The marks of what the fields were shown as, where the form says it."""
        said = {name: self.data.get(f"{prefix}-{SEEN}") for name, prefix in self.prefixes().items()}
        return {name: value for name, value in said.items() if value}

    def prefixes(self) -> dict[str, str]:
        """With what the names of the fields of the page begin, by the names of the fields of the draft."""
        found = {name: name for name in HEAD if name in self.form.fields}
        found |= {PARTIES: PARTIES} if self.joint else {}
        found |= {f"{ANSWER}{key}": reply.prefix for key, reply in self.replies.items()}
        return found | {_field_of(row): str(row.prefix) for row in self.rows()}

    def cleaned(self) -> list[str]:
        """The fields of which the words were cleaned, as the page calls them, each once."""
        labels = {"title": _("Title"), "introduction": _("Introduction")}
        labels |= {reply.name: reply.question.called for reply in self.replies.values()}
        for place, row in enumerate(self.rows(), start=1):
            labels |= {f"{row.prefix}-{name}": _("Statement %(number)s") % {"number": place} for name in OF_WORDS}
        found = [label for name, label in labels.items() if any(map(_is_cleaned, self.data.getlist(name)))]
        return list(dict.fromkeys(found))

    def rows(self) -> list[StatementForm]:
        return list(self.formset.forms) if self.formset is not None else []

    # What is shown

    def say(self, marks: Mapping[str, str], clashes: Mapping[str, str] | None = None) -> None:
        """Say beside each field as what it is shown, and what a colleague has made of it meanwhile (HTML)."""
        beside = {
            name: format_html('<input type="hidden" name="{}-was" value="{}">', prefix, marks.get(name, mark(None)))
            + mark_safe((clashes or {}).get(name, ""))
            for name, prefix in self.prefixes().items()
        }
        self.form.after = {name: beside[name] for name in HEAD if name in beside}
        if self.joint:
            self.joint.after = beside[PARTIES]
        for key, reply in self.replies.items():
            reply.after = beside[f"{ANSWER}{key}"]
        for row in self.rows():
            row.after = beside[_field_of(row)]

    def parts(self) -> Iterator[dict[str, Any]]:
        """The questions in their order, each with what it is answered in."""
        asked = self.draft.form.asked()
        statements = [question for question in asked if question.takes_statements]
        for question in asked:
            part: dict[str, Any] = {"question": question, "only_if": only_if(self.draft.form, question)}
            if question.takes_statements:
                part["rows"] = [row for row in self.rows() if row.asked.key == question.key]
                part["add"] = "add" if question is statements[0] else f"add-{question.key}"
            elif question.kind == QuestionKind.FILE:
                part |= {"attach": f"attach-{question.key}", "most": most_files()}
                part |= {"files": MOST_ATTACHMENTS, "bytes": settings.UPLOAD_LIMIT_BYTES}
            elif question.kind != QuestionKind.SECTION:
                part["reply"] = self.replies.get(question.key)
            yield part

    @property
    def has_room(self) -> bool:
        """Whether another statement can be added."""
        return len(self.rows()) < MOST_STATEMENTS


def as_saved(draft: SubmissionVersion, *, more: Mapping[str, int], parties: int = 0) -> Written:
    """The form as the draft is saved; `more` has the rows of statements to show, by the keys of their questions.

    `parties` is how many rows to show for the further parties of a joint submission.
    """
    asked = asked_in(draft)
    rows = statement_forms(draft, asked, more=more) if asked else None
    initial = {name: getattr(draft, name) for name in DraftForm.SAVED}
    head = DraftForm(initial=initial, asks=draft.form)
    written = Written(draft, head, rows, replies(draft), joint_of(draft, rows=min(parties, MOST_PARTIES)))
    written.say({name: mark(value) for name, value in actions.fields_of(draft).items()})
    return written


def beside_text(draft: SubmissionVersion, question: Question, blocks: Collection[str], *, at: str) -> Written:
    """The remarks of a draft on these blocks of a text as they are saved, and an empty one on the block `at`."""
    rows = remark_forms(draft, Beside(draft, question), blocks, at=at)
    head = DraftForm(initial={"revision": draft.revision}, asks=draft.form, whole=False)
    written = Written(draft, head, rows, {}, None)
    written.beside = question.key
    written.say({name: mark(value) for name, value in actions.fields_of(draft).items()})
    return written


def as_sent(draft: SubmissionVersion, data: Any, *, to_show: bool, beside: str = "") -> Written:
    """The form as it was sent: `to_show` with the names of what can be chosen, else to be read alone.

    `beside` is the key of a question that was written beside its text. Raises FormChanged where it is none.
    """
    data = data.copy()
    for name in [f"{ROWS}-{place}-key" for place in range(MOST_STATEMENTS)]:
        if not data.get(name) and f"{name[:-3]}words" in data:
            data[name] = new_key()
    if beside:
        rows = sent_remarks(data, Beside(draft, on_text(draft, beside), data.get(WORDS_IN, "")))
        written = Written(draft, DraftForm(data, asks=draft.form, whole=False), rows, {}, None)
        written.beside = beside
        return written
    asked = asked_in(draft)
    rows = sent_statements(data, asked) if asked else None
    answers = (replies(draft) if to_show else {}) | sent_replies(draft, data)
    joint = joint_sent(draft, data) or (joint_of(draft) if to_show else None)
    return Written(draft, DraftForm(data, asks=draft.form), rows, answers, joint)


def clash(written: Written, name: str, stored: Any, *, by: str) -> SafeString:
    """What a colleague has made of a field, to be shown beside it."""
    context = {"by": by or _("Somebody"), **_theirs(written, name, stored)}
    return render_to_string("submissions/theirs.html", context)


def _theirs(written: Written, name: str, stored: Any) -> dict[str, Any]:
    if name == "language":
        return {"words": LANGUAGES[stored].name}
    if name == PARTIES and written.joint:
        return {"words": written.joint.words_of(stored)}
    if name == "consent":
        return {"words": _("Yes") if stored else _("No")}
    if name in HEAD or stored is None:
        return {"words": stored or ""}
    if name.startswith(ANSWER):
        question = written.replies[name.removeprefix(ANSWER)].question
        return {"words": text_of(question, stored[0])}
    says = dict(zip(SAYS, stored, strict=True))
    asked = written.formset.asked.get(says["question"])
    words = "\n\n".join(filter(None, (says["words"], says["proposed"])))
    return {"label": called(asked, says), "words": words}


def called(asked: Asked | None, says: Mapping[str, Any]) -> str:
    """The place and the kind of a statement."""
    if asked is None:
        return ""
    place = asked.blocks.called(says["block"]) if asked.blocks and says["block"] else ""
    if asked.components and says["component_id"]:
        place = str(asked.components.by_key(str(says["component_id"])) or "")
    return " · ".join(filter(None, (place, str(dict(asked.kinds).get(says["kind"], "")))))


def only_if(form: FormVersion, question: Question) -> dict[str, str] | None:
    """On which answer a question hangs, in words and for a script; None for one that everybody answers."""
    if not question.shown_if or (earlier := form.question(question.shown_if)) is None:
        return None
    named = {option.key: option.called for option in earlier.options.all()}
    answer = named.get(question.shown_if_option, question.shown_if_option)
    return {
        "words": _("Only if “%(question)s” is answered “%(answer)s”.") % {"question": earlier.called, "answer": answer},
        "field": Reply(earlier).name,
        "option": question.shown_if_option,
    }


def place_of(fault: ValidationError) -> str:
    """The id, on the page of the form, of the field in which actions.lacking misses something."""
    params: Any = fault.params or {}
    if fault.code == "title":
        return "id_title"
    if fault.code == "attachment":
        return f"detach-{params['attachment']}"
    if "question" in params:
        return f"question-{params['question']}"
    return f"id_{ROWS}-{params['place'] - 1}-{fault.code}"


def _field_of(row: StatementForm) -> str:
    key = row.data.get(row.add_prefix("key")) if row.is_bound else row.initial["key"]
    return f"{STATEMENT}{key}"


def _is_cleaned(typed: str) -> bool:
    """Whether words were typed or pasted with marks that are not kept; how lines are broken is none of these."""
    return cleaned(typed) != typed.replace("\r\n", "\n")
