"""The desk's pages for accounts, the record of events and outgoing letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .foundations import access, audit, mail
from .foundations.access import Permission
from .foundations.admin import Button, RecordedAdmin
from .models import Event, MailState, OutgoingMail, User


class UserForm(forms.ModelForm):
    """An account is an address and a name; people sign in by a code sent there."""

    class Meta:
        model = User
        fields = ["email", "name", "language", "is_active"]


@admin.register(User)
class UserAdmin(RecordedAdmin):
    reads = Permission.PEOPLE_EDIT
    edits = Permission.PEOPLE_EDIT
    process_lookup = ""
    form = UserForm
    list_display = ["email", "name", "language", "is_active"]
    list_filter = ["is_active", "language"]
    search_fields = ["email", "name"]

    def get_queryset(self, request: Any) -> Any:
        """The accounts of one's own processes, those that have had no role yet, and one's own."""
        rows = super().get_queryset(request)
        mine = access.processes_where(request.user, self.reads)
        return rows if mine is None else rows.filter(access.people_of(mine) | Q(pk=request.user.pk))

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
        if not change:
            obj.set_unusable_password()
        elif "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()  # an address given up no longer opens the account
        super().save_model(request, obj, form, change)


class ReadOnlyAdmin(RecordedAdmin):
    """What is written by the portal alone."""

    reads = Permission.RECORD_READ
    process_lookup = ""

    def get_queryset(self, request: Any) -> Any:
        """What tells of the reader's processes, and what belongs to none, such as accounts."""
        rows = super().get_queryset(request)
        slugs = access.slugs_where(request.user, self.reads)
        return rows if slugs is None else rows.filter(process__in={*slugs, ""})

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
    date_hierarchy = "at"
    list_select_related = ["by"]

    def get_queryset(self, request: Any) -> Any:
        """Without what is private to a party, which only a technical administrator reads."""
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.exclude(verb__in=audit.PRIVATE)

    @admin.display(description=_("what happened"))
    def in_words(self, event: Event) -> str:
        return audit.in_words(event)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    list_display = ["subject", "to", "letter", "language", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "letter", "language"]
    search_fields = ["to", "subject"]
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

    def get_exclude(self, request: Any, obj: OutgoingMail | None = None) -> list[str]:
        hidden = ["attachment"]
        return [*hidden, "body"] if obj and obj.secret else hidden
