"""What a call asks: a form in versions, each with its questions, which freeze with the first filing."""

from __future__ import annotations

from copy import copy
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import TextVersion
from igsp_portal.foundations.record.remembered import Remembered, new_stamp
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Component, Process

from ..answers import Asked, Column
from ..states import OptionRole, PointsAt, QuestionKind, StatementKind
from .calls import Call

STATEMENTS = "statements"  # the key of the question of a form that asks nothing else


class FormFrozen(ValidationError):
    """A form under which something was filed is never changed: a new version of it is begun."""

    def __init__(self) -> None:
        super().__init__(
            _("Submissions have been filed on this form, so it can no longer be changed. Begin a new version of it.")
        )


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    def in_use(self) -> FormVersionQuerySet:
        """Those that were opened: the last of them is the one on which new submissions are written."""
        return self.filter(opened_at__isnull=False)

    def with_frozen(self) -> FormVersionQuerySet:
        """The same with whether something was filed on each at hand."""
        filed = self.model.objects.filter(pk=models.OuterRef("pk"), versions__filed_at__isnull=False)
        return self.annotate(frozen=models.Exists(filed))

    def with_questions(self) -> FormVersionQuerySet:
        """The same with all that they ask at hand, in two queries more."""
        return self.prefetch_related("questions__options", "questions__components")


class FormVersion(models.Model):
    """One version of a call's form. It is being prepared until it is opened."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="forms", verbose_name=_("call"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    opened_at = models.DateTimeField(_("in use since"), null=True, blank=True)
    introduction = models.BooleanField(_("asks for an introduction"), default=True)
    stamp = models.CharField(max_length=16, default=new_stamp, editable=False)  # another with each change of it

    objects = FormVersionQuerySet.as_manager()
    named_with: ClassVar = ("call",)

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "number"],
                name="form_version_once",
                violation_error_message=_("The call already has a version of its form with this number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises FormFrozen where something was filed on it and it would ask otherwise."""
        self.stamp = new_stamp()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "stamp"}
        with transaction.atomic():
            if not self._state.adding and _hold(self.pk).introduction != self.introduction:
                refuse_frozen(self.pk)
            super().save(*args, **kwargs)

    @property
    def process(self) -> Process:
        return self.call.process

    @property
    def is_frozen(self) -> bool:
        """Whether something was filed on it."""
        return self.frozen if hasattr(self, "frozen") else is_frozen(self.pk)

    @property
    def is_written_on(self) -> bool:
        """Whether drafts or filings are written on it."""
        return self.versions.exists()

    def asked(self) -> list[Question]:
        """Its questions in their order."""
        return list(self.questions.all())

    def question(self, key: str) -> Question | None:
        """Its question of that key; None where there is none."""
        return next((question for question in self.questions.all() if question.key == key), None)

    def kind_of(self, statement: Any) -> str:
        """What it calls the kind of a statement."""
        question = self.question(statement.question)
        kinds = dict(question.kinds() if question else StatementKind.choices)
        return str(kinds.get(statement.kind, statement.kind))


def is_frozen(form: int | None) -> bool:
    """Whether something was filed on the stored form version of that id."""
    return form is not None and FormVersion.objects.filter(pk=form, versions__filed_at__isnull=False).exists()


def refuse_frozen(form: int | None) -> None:
    """Raise FormFrozen where something was filed on the stored form version of that id."""
    if is_frozen(form):
        raise FormFrozen


def _hold(form: Any) -> FormVersion:
    """The stored form version of that id, whose row is held to the end of the transaction.

    A filing holds it too, for as long as it is written: either it is filed on what was asked, or refused.
    """
    return FormVersion.objects.select_for_update().order_by().get(pk=form)


def change(form: int | None) -> None:
    """Hold a form version of which a row is changed, and give it another stamp. Raises FormFrozen."""
    if form is not None and FormVersion.objects.select_for_update().filter(pk=form).order_by().first():
        refuse_frozen(form)
        FormVersion.objects.filter(pk=form).update(stamp=new_stamp())


_asked: Remembered[list[Question]] = Remembered()


def with_questions_at_hand(form: FormVersion) -> FormVersion:
    """The form, which was just read, with all that it asks: from memory unless it was changed.

    Its questions are this reader's own; what they offer is shared, and nobody may change it.
    """
    questions = _asked.of((form.pk, form.stamp), lambda: FormVersion.objects.with_questions().get(pk=form.pk).asked())
    own: Any = form.questions.all()
    held: Any = form
    own._result_cache, own._prefetch_done = [copy(question) for question in questions], True
    for question in own._result_cache:
        question.form = form
    held._prefetched_objects_cache = {"questions": own}
    return form


class OfFormQuerySet(models.QuerySet[Any]):
    """Rows of forms: whatever changes them holds their forms, and is refused once these are frozen."""

    FORM: ClassVar = "form"

    def update(self, **values: Any) -> int:
        with transaction.atomic():
            self._change(self)
            return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            self._change(self)
            return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        with transaction.atomic():
            for form in {row.form_id_now() for row in rows}:
                change(form)
            return super().bulk_create(rows, *args, **kwargs)

    def _change(self, rows: models.QuerySet[Any]) -> None:
        for form in rows.order_by().values_list(self.FORM, flat=True).distinct():
            change(form)


class OfForm(WithinProcess):
    """A row of a form version, which freezes with it."""

    class Meta:
        abstract = True

    def form_id_now(self) -> int | None:
        """The id of the form version to which it belongs."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            change(self.form_id_now())
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            change(self.form_id_now())
            return super().delete(*args, **kwargs)


class Question(OfForm):
    """One thing a form asks. What it is called is in six languages; a question of statements may go without a name."""

    form = models.ForeignKey(FormVersion, models.CASCADE, related_name="questions", verbose_name=_("form"))
    key = models.SlugField(_("key"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind, default=QuestionKind.STATEMENTS)
    label = models.CharField(_("question"), max_length=500, blank=True)
    help = models.TextField(_("explanation"), blank=True)
    required = models.BooleanField(_("required for filing"), default=False)
    most_words = models.PositiveIntegerField(_("at most this many words"), null=True, blank=True)
    several = models.BooleanField(_("several options may be chosen"), default=False)
    personal = models.BooleanField(
        _("personal data"), default=False, help_text=_("The answer is not published, whatever the participant allows.")
    )
    shown_if = models.SlugField(
        _("only if the question"), max_length=60, blank=True, help_text=_("The key of an earlier choice.")
    )
    shown_if_option = models.SlugField(_("has the answer"), max_length=60, blank=True)
    points_at = models.CharField(_("statements point at"), max_length=10, choices=PointsAt, default=PointsAt.NOTHING)
    components = models.ManyToManyField(
        Component, blank=True, related_name="+", verbose_name=_("components"), help_text=_("All, if none is chosen.")
    )
    text_version = models.ForeignKey(
        TextVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("text")
    )
    blocks = models.JSONField(
        _("paragraphs"), default=list, blank=True, help_text=_("All numbered ones, if none is chosen.")
    )
    proposes = models.BooleanField(_("wording may be proposed"), default=False)

    objects = OfFormQuerySet.as_manager()
    within = ("text_version",)
    named_with: ClassVar = ("form",)
    SHAPE: ClassVar = ("key", "kind", "points_at", "text_version_id", "proposes")  # by which an answer fits

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["form", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "key"],
                name="question_key_once",
                violation_error_message=_("This key is taken; choose another."),
            ),
            models.CheckConstraint(
                name="question_shown_if_both",
                condition=models.Q(shown_if="", shown_if_option="")
                | (~models.Q(shown_if="") & ~models.Q(shown_if_option="")),
                violation_error_message=_("Name both the earlier question and the answer that opens this one."),
            ),
            models.CheckConstraint(
                name="question_points_at_its_text",
                condition=models.Q(points_at=PointsAt.TEXT, text_version__isnull=False)
                | ~models.Q(points_at=PointsAt.TEXT) & models.Q(text_version__isnull=True),
                violation_error_message=_("Statements that point at a text need the text, and others have none."),
            ),
            models.CheckConstraint(
                name="question_points_with_statements",
                condition=models.Q(kind=QuestionKind.STATEMENTS) | models.Q(points_at=PointsAt.NOTHING, proposes=False),
                violation_error_message=_("Only statements point at something."),
            ),
        ]

    def __str__(self) -> str:
        return self.called

    def clean(self) -> None:
        super().clean()
        if not (self.label or self.takes_statements):
            raise ValidationError({"label": _("Only a list of statements can go without a name.")})
        stored = Question.objects.filter(pk=self.pk).values(*self.SHAPE, "personal").first()
        was_personal = bool(stored and stored.pop("personal"))
        if stored and any(stored[name] != getattr(self, name) for name in self.SHAPE):
            self._refuse_written_on()
        if was_personal and not self.personal:
            self._refuse_written_on()  # what they answer was promised not to be published

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_written_on()
        return super().delete(*args, **kwargs)

    def _refuse_written_on(self) -> None:
        """What drafts already answer stays what it is: they are carried to another version of the form."""
        if self.form.is_written_on and not self.form.is_frozen:
            raise ValidationError(_("Begin a new version of the form"))

    def form_id_now(self) -> int | None:
        return self.form_id

    @property
    def process(self) -> Process:
        return self.form.process

    @property
    def called(self) -> str:
        """What it is called; by its kind where it has no name."""
        return self.label or str(pgettext_lazy("question", "Statements") if self.takes_statements else self.key)

    @property
    def takes_statements(self) -> bool:
        return self.kind == QuestionKind.STATEMENTS

    def offered(self, role: OptionRole) -> list[Option]:
        """Its options of one role, in their order."""
        return [option for option in self.options.all() if option.role == role]

    def asks(self) -> Asked:
        """What it asks for, as far as an answer to it is judged (submissions/answers.py)."""
        return Asked(
            kind=self.kind,
            most_words=self.most_words,
            several=self.several,
            options=tuple(option.key for option in self.offered(OptionRole.OPTION)),
            columns=tuple(Column(column.called, column.number) for column in self.offered(OptionRole.COLUMN)),
            rows=len(self.offered(OptionRole.ROW)),
        )

    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of statements it takes, by key and name; the usual ones where it names none."""
        return [(kind.key, kind.called) for kind in self.offered(OptionRole.KIND)] or [
            (kind.value, str(kind.label)) for kind in StatementKind
        ]


@receiver(m2m_changed, sender=Question.components.through)
def change_components(instance: Question, action: str, **kwargs: Any) -> None:
    """The components on which a question asks belong to its form."""
    if action.startswith("pre_"):
        change(instance.form_id)


class OfOptionQuerySet(OfFormQuerySet):
    FORM: ClassVar = "question__form"


class Option(OfForm):
    """One of the things a question offers: an answer to choose, a kind of statements, a column or a row of a table."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options", verbose_name=_("question"))
    role = models.CharField(_("what it is"), max_length=10, choices=OptionRole, default=OptionRole.OPTION)
    key = models.SlugField(_("key"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("name"), max_length=300, blank=True)
    number = models.BooleanField(_("holds numbers"), default=False)  # of a column

    objects = OfOptionQuerySet.as_manager()
    within = ()
    named_with: ClassVar = ("question",)

    class Meta:
        verbose_name = _("option of a question")
        verbose_name_plural = _("options of questions")
        ordering = ["question", "role", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "role", "key"],
                name="option_key_once",
                violation_error_message=_("This key is taken; choose another."),
            ),
        ]

    def __str__(self) -> str:
        return self.called

    def form_id_now(self) -> int | None:
        return self.question.form_id

    @property
    def process(self) -> Process:
        return self.question.process

    @property
    def called(self) -> str:
        """Its name; for a kind of statements that the field knows, the usual one."""
        if not self.label and self.role == OptionRole.KIND and self.key in StatementKind.values:
            return str(StatementKind(self.key).label)
        return self.label or self.key
