"""The admin site's pages for accounts, the record of events, outgoing letters and the tasks of the worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Lower
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus

from .foundations import access
from .foundations.access import Permission
from .foundations.admin import Button, RecordedAdmin, one_process
from .foundations.forms.checked import CheckedForm
from .foundations.language.days import date_format
from .foundations.record import audit
from .foundations.worker import mail, work
from .models import Event, MailState, OutgoingMail, User, WorkerTask


def managed(user: Any, accounts: QuerySet[User]) -> QuerySet[User]:
    """Those of `accounts` that `user` manages: of the own processes, without any role yet, and the own."""
    mine = access.processes_where(user, Permission.PEOPLE_EDIT)
    if mine is None:
        return accounts
    return accounts.filter(access.people_of(mine) | Q(pk=user.pk)) if mine else accounts.none()


class UserForm(CheckedForm):
    """An account is an address and a name; people sign in by a code sent there."""

    class Meta:
        model = User
        fields = ["email", "name", "language", "is_active"]

    def clean(self) -> dict[str, Any]:
        if self.instance._state.adding:
            self.instance.set_unusable_password()
        return super().clean() or {}


@admin.register(User)
class UserAdmin(RecordedAdmin):
    reads = Permission.PEOPLE_EDIT
    edits = Permission.PEOPLE_EDIT
    form = UserForm
    list_display = ["email", "name", "language", "is_active"]
    list_filter = ["is_active", "language"]
    search_fields = ["email", "name"]

    def get_queryset(self, request: Any) -> Any:
        return managed(request.user, super().get_queryset(request))

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Whoever gives a role finds any account by its whole address, which that person has told."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name != "autocomplete" or not search_term:
            return found, distinct
        named = User.objects.filter(Q(pk__in=found.values("pk")) | Q(email__iexact=search_term.strip()))
        return named, False

    def has_change_permission(self, request: Any, obj: User | None = None) -> bool:
        """Whoever could give an account another address could sign in as that person: so nobody may who has
        less to say than the person has, a technical administrator or somebody with a role in another process."""
        if obj is None or request.user.is_superuser:
            return super().has_change_permission(request, obj)
        mine = access.processes_where(request.user, Permission.PEOPLE_EDIT) or set()
        return not obj.is_superuser and {grant.process_id for grant in access.grants_of(obj)} <= mine

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        if change and "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()  # an address given up no longer opens the account
        super().save_model(request, obj, form, change)


class ReadOnlyAdmin(RecordedAdmin):
    """What is written by the portal alone."""

    reads = Permission.RECORD_READ

    def get_queryset(self, request: Any) -> Any:
        """What tells of the reader's processes; of what belongs to none, what concerns accounts the reader manages."""
        rows = super().get_queryset(request)
        slugs = one_process.slugs(request, self.reads)
        if slugs is None:
            return rows
        of_none = Q(process="")
        if access.slugs_where(request.user, self.reads) is not None:
            of_none &= self.concerns(managed(request.user, User.objects.all()))
        return rows.filter(Q(process__in=slugs) | of_none)

    def process_of_row(self, pk: Any) -> Any:
        return self.model._base_manager.filter(pk=pk).values_list("process", flat=True).first()

    def concerns(self, accounts: QuerySet[User]) -> Q:
        """Which rows concern these accounts."""
        raise NotImplementedError

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class ProcessFilter(admin.AllValuesFieldListFilter):
    """The processes by name of address; the entry of what belongs to none has a sign to press."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        return ({**choice, "display": choice["display"] or "–"} for choice in super().choices(changelist))


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "in_words", "process"]
    list_filter = [("process", ProcessFilter), "about_type", "verb"]
    search_fields = ["about_label", "by_label", "verb", "party"]
    folds = False
    date_hierarchy = "at"
    list_select_related = ["by"]

    def get_queryset(self, request: Any) -> Any:
        """Without what is private to a party, which only a technical administrator reads."""
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.exclude(verb__in=audit.PRIVATE)

    def concerns(self, accounts: QuerySet[User]) -> Q:
        keys = accounts.annotate(key=Cast("pk", CharField())).values("key")
        return Q(about_type=User._meta.label_lower, about_key__in=keys)

    def get_changelist_instance(self, request: Any) -> Any:
        page = super().get_changelist_instance(request)
        audit.told(page.result_list)  # gives each its thing, in one query for each kind
        return page

    def get_object(self, *args: Any, **kwargs: Any) -> Event | None:
        event: Event | None = super().get_object(*args, **kwargs)
        audit.told([event] if event else [])
        return event

    @admin.display(description=_("what happened"))
    def in_words(self, event: Event) -> str:
        return audit.in_words(event)


def _kind(letter: str) -> str:
    """What a letter is, in words."""
    return str(mail.KINDS.get(letter, letter))


class LetterFilter(admin.AllValuesFieldListFilter):
    """The letters by what they are."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        return ({**choice, "display": _kind(str(choice["display"]))} for choice in super().choices(changelist))


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    list_display = ["subject", "to", "kind", "language", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", ("letter", LetterFilter), "language"]
    search_fields = ["to", "subject"]
    folds = False
    exclude = ["attachment"]
    buttons = (
        Button(
            "send_again",
            _("Send again"),
            Permission.PEOPLE_EDIT,
            lambda letter, *, by: mail.send_again(letter, by=by),
            lambda letter: letter.state == MailState.FAILED,
        ),
    )

    @admin.display(description=_("message"), ordering="letter")
    def kind(self, letter: OutgoingMail) -> str:
        return _kind(letter.letter)

    def concerns(self, accounts: QuerySet[User]) -> Q:
        addresses = accounts.annotate(address=Lower("email"))  # by which accounts have an index
        return Q(Exists(addresses.filter(address=Lower(OuterRef("to")))))

    def get_exclude(self, request: Any, obj: OutgoingMail | None = None) -> list[str]:
        hidden = ["attachment"]
        return [*hidden, "body"] if obj and obj.secret else hidden

    def told_of_failures(self, request: Any) -> tuple[str, str] | None:
        rows = self.get_queryset(request) if self.has_view_permission(request) else OutgoingMail.objects.none()
        failed = rows.filter(state=MailState.FAILED).count()
        said = ngettext("%(count)s message could not be sent", "%(count)s messages could not be sent", failed)
        return (said % {"count": failed}, _list_of(OutgoingMail, state__exact=MailState.FAILED)) if failed else None


TASK_STATES: dict[str, Promise] = {
    TaskResultStatus.READY: _("waiting"),
    TaskResultStatus.RUNNING: _("in progress"),
    TaskResultStatus.FAILED: _("failed"),
    TaskResultStatus.SUCCESSFUL: _("done"),
}


class TaskStateFilter(admin.SimpleListFilter):
    """The states in the portal's words: the library's are in English alone."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return list(TASK_STATES.items())

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(status=self.value()) if self.value() in TASK_STATES else queryset


@admin.register(WorkerTask)
class WorkerTaskAdmin(ReadOnlyAdmin):
    """Tasks belong to no process; what one is for, and the fault it met, are told to whoever reads its process."""

    reads = Permission.PEOPLE_EDIT
    key = "uuid"
    ordering = ["-enqueued_at"]
    list_display = ["__str__", "state", "at"]
    list_filter = [TaskStateFilter]
    readonly_fields = ("about", "state", "at", "error")
    buttons = (
        Button(
            "again",
            _("Run again"),
            Permission.PEOPLE_EDIT,
            lambda task, *, by: work.run_again(task, by=by),
            lambda task: task.status == TaskResultStatus.FAILED,
        ),
    )

    def get_queryset(self, request: Any) -> Any:
        return super(ReadOnlyAdmin, self).get_queryset(request)

    def process_of_row(self, pk: Any) -> Any:
        return None

    def get_fields(self, request: Any, obj: WorkerTask | None = None) -> Any:
        process = obj.process if obj is not None else None
        slugs = one_process.slugs(request, Permission.RECORD_READ)
        of_all = access.slugs_where(request.user, Permission.RECORD_READ) is None
        told = getattr(process, "slug", process) in (slugs or ()) or (of_all and (process is None or slugs is None))
        known = obj is not None and obj.about is not None
        error = told or (obj is not None and obj.ended_its_worker)  # says nothing of what it is for
        shown = {"state": True, "at": True, "about": told and known, "error": error}
        return [name for name in self.readonly_fields if shown[name]]

    @admin.display(description=_("what it is for"))
    def about(self, task: WorkerTask) -> str:
        return str(getattr(task.about, "called_outside", task.about))

    @admin.display(description=_("state"))
    def state(self, task: WorkerTask) -> str:
        return str(TASK_STATES.get(task.status, task.status))

    @admin.display(description=_("time"))
    def at(self, task: WorkerTask) -> str:
        return date_format(task.finished_at or task.started_at or task.enqueued_at, "DATETIME_FORMAT")

    @admin.display(description=_("last error"))
    def error(self, task: WorkerTask) -> str:
        return task.error

    def told_of_failures(self, request: Any) -> tuple[str, str] | None:
        rows = WorkerTask.objects.failed() if self.has_view_permission(request) else WorkerTask.objects.none()
        failed = rows.count()
        said = ngettext("%(count)s task failed", "%(count)s tasks failed", failed)
        return (said % {"count": failed}, _list_of(WorkerTask, state=TaskResultStatus.FAILED)) if failed else None


def _list_of(model: type[Model], **only: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=only)
