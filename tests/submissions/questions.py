"""Forms of the tests' own, with questions of every kind."""

from __future__ import annotations

from typing import Any

from documents.models import TextVersion
from submissions.models import Call, FormVersion, Option, Question
from submissions.states import OptionRole, PointsAt, QuestionKind

from ..cast import given


def ask(form: FormVersion, key: str, kind: QuestionKind, *, label: str = "", **more: Any) -> Question:
    """Add a question at the end of a form; `options`, `kinds`, `columns` and `rows` are keys of what it offers."""
    roles = {"options": OptionRole.OPTION, "kinds": OptionRole.KIND, "columns": OptionRole.COLUMN}
    roles["rows"] = OptionRole.ROW
    offered = {role: more.pop(name, ()) for name, role in roles.items()}
    with given():
        question = form.questions.create(
            key=key, kind=kind, label=label or key.title(), order=form.questions.count() + 1, **more
        )
        for role, keys in offered.items():
            for place, each in enumerate(keys):
                Option.objects.create(question=question, role=role, key=each, label=each.title(), order=place)
    return question


def form_of_every_kind(call: Call, text: TextVersion) -> FormVersion:
    """A form in two sections that asks for one thing of every kind, and for no statement on the mandate."""
    form: FormVersion = call.form
    with given():
        form.questions.all().delete()
        FormVersion.objects.filter(pk=form.pk).update(introduction=False)
    ask(form, "situation", QuestionKind.SECTION, label="The situation", help="In your country or region.")
    ask(form, "context", QuestionKind.TEXT, label="What is the context?", required=True, most_words=5)
    ask(form, "funds", QuestionKind.CHOICE, label="Are there funds?", options=["yes", "no"])
    ask(form, "whose", QuestionKind.TEXT, label="Whose?", shown_if="funds", shown_if_option="yes", personal=True)
    ask(form, "means", QuestionKind.CHOICE, label="By what means?", several=True, options=["grants", "loans", "other"])
    ask(form, "posts", QuestionKind.NUMBER, label="How many posts?")
    ask(form, "years", QuestionKind.TABLE, label="By year", columns=["needed", "there"], rows=["2005", "2006"])
    ask(form, "text", QuestionKind.SECTION, label="The text")
    ask(
        form,
        "remarks",
        QuestionKind.STATEMENTS,
        label="Remarks on the text",
        kinds=["remark", "wording"],
        points_at=PointsAt.TEXT,
        text_version=text,
        proposes=True,
    )
    ask(form, "letter", QuestionKind.FILE, label="A signed letter")
    return FormVersion.objects.with_questions().get(pk=form.pk)
