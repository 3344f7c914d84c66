"""The admin site's pages for processes, meetings, participants and those who act for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import (
    Button,
    RecordedAdmin,
    RecordedInline,
    RecordedTranslationAdmin,
    RecordedTranslationInline,
    one_process,
)
from igsp_portal.foundations.language.characters import joined

from . import actions
from .kinds import MeetingKind, ParticipantKind
from .models import (
    AgendaItem,
    Component,
    Decision,
    DecisionAlias,
    GroupMember,
    Letter,
    Meeting,
    MeetingDates,
    MeetingPart,
    Membership,
    OwnName,
    Participant,
    Process,
    Region,
)
from .rendering import when
from .states import MEETING_MOVES, MeetingState

NOT_YET_HELD = frozenset(MeetingState) - {MeetingState.HELD}
KINDS_OF: dict[Any, Any] = {Meeting: MeetingKind, Participant: ParticipantKind}


class KindFilter(admin.AllValuesFieldListFilter):
    """The kinds that the list holds, as the process calls them."""

    def __init__(self, field: Any, request: Any, params: Any, model: Any, model_admin: Any, field_path: str) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        rows = model_admin.get_queryset(request).order_by(field_path)
        self.lookup_choices = rows.values_list(field_path, flat=True).distinct()
        self.words = _kinds(field, request)

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            word = str(choice["display"])
            yield {**choice, "display": self.words.get(word, word)}


def _kinds(field: Any, request: Any) -> dict[str, str]:
    """The kinds that `field` takes, in words: those of the process, where one is chosen."""
    process = one_process.chosen(request)
    kinds = KINDS_OF[field.model]
    return dict(process.names.choices(kinds) if process else kinds.choices)


class OfKinds(RecordedTranslationAdmin):
    """Rows of kinds to which a process may give names of its own."""

    list_select_related = ["process"]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("process__own_names")

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [("", "---------"), *_kinds(db_field, request).items()]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.display(description=_("kind"), ordering="kind")
    def called(self, thing: Any) -> str:
        return thing.called


class OwnNameInline(RecordedTranslationInline):
    model = OwnName
    one_more = _("Add a name for a kind")
    edits = Permission.PROCESS_EDIT


@admin.register(Process)
class ProcessAdmin(RecordedTranslationAdmin):
    edits = Permission.PROCESS_EDIT
    list_display = ["short_name", "slug", "is_public"]
    search_fields = ["slug", "name", "short_name"]
    inlines = [OwnNameInline]

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """A new process is nobody's yet; it comes from a data folder, or from a technical administrator."""
        return request.user.is_superuser


class DecisionAliasInline(RecordedInline):
    one_more = _("Add a form under which it is cited")
    model = DecisionAlias
    edits = Permission.PROCESS_EDIT


@admin.register(Decision)
class DecisionAdmin(RecordedTranslationAdmin):
    edits = Permission.PROCESS_EDIT
    list_display = ["symbol", "kind", "title", "adopted_on", "process"]
    list_filter = ["process"]
    search_fields = ["symbol", "title", "aliases__form"]
    inlines = [DecisionAliasInline]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Also by the symbol as librarians write it."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        typed = joined(search_term)
        symbols = queryset.order_by().values_list("pk", "symbol") if typed else []
        return found | queryset.filter(pk__in=[pk for pk, symbol in symbols if joined(symbol) == typed]), distinct


@admin.register(Component)
class ComponentAdmin(RecordedTranslationAdmin):
    edits = Permission.PROCESS_EDIT
    list_display = ["full_label", "text", "decision"]
    list_select_related = ["decision", *Component.named_with]
    search_fields = ["text"]


class PartInline(RecordedTranslationInline):
    model = MeetingPart
    one_more = _("Add a part, where the meeting was adjourned")
    edits = Permission.PROCESS_EDIT


class DatesInline(RecordedTranslationInline):
    """Dates are added, never changed: what a meeting was given stays on record, from the next day on for good."""

    model = MeetingDates
    verbose_name = verbose_name_plural = _("dates")
    one_more = _("Add new dates; the earlier ones remain on record")
    edits = Permission.PROCESS_EDIT

    def get_exclude(self, request: Any, obj: Any = None) -> Any:
        """A part is asked for where the meeting has some."""
        return () if obj is not None and obj.parts.exists() else ("part",)

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        if part := formset.form.base_fields.get("part"):
            part.queryset = obj.parts.select_related("meeting")
        return formset

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class AgendaInline(RecordedTranslationInline):
    model = AgendaItem
    one_more = _("Add an agenda item")
    edits = Permission.PROCESS_EDIT


CONFIRM, NOT_HELD = _("Confirm"), _("Take back “held”")
UNDONE_BY = {MeetingState.HELD: NOT_HELD, MeetingState.CANCELLED: CONFIRM}


def _move(state: MeetingState, label: Any, *, name: str = "", of: frozenset[MeetingState] = NOT_YET_HELD) -> Button:
    def act(meeting: Meeting, *, by: Any) -> str:
        actions.move_meeting(meeting, to=state, by=by)
        said = _("The meeting is now shown as %(state)s on its page and in the calendars.") % {"state": state.label}
        if undo := UNDONE_BY.get(state):
            said += " " + _("“%(button)s” undoes this.") % {"button": undo}
        return said

    def possible(meeting: Meeting) -> bool:
        return meeting.state in of and state in MEETING_MOVES[MeetingState(meeting.state)]

    return Button(name or str(state), label, Permission.PROCESS_EDIT, act, possible)


def _remove_dates(meeting: Meeting, *, by: Any) -> None:
    actions.remove_dates(meeting, by=by)


@admin.register(Meeting)
class MeetingAdmin(OfKinds):
    edits = Permission.PROCESS_EDIT
    list_display = ["name", "called", "dates_in_force", "state", "process"]
    list_filter = ["process", ("kind", KindFilter), "state"]
    search_fields = ["name", "key", "dates__place"]
    readonly_fields = ["state"]
    inlines = [PartInline, DatesInline, AgendaInline]
    buttons = (
        _move(MeetingState.SCHEDULED, CONFIRM),
        _move(MeetingState.HELD, _("Record as held")),
        _move(MeetingState.TENTATIVE, _("Mark as tentative")),
        _move(MeetingState.CANCELLED, _("Cancel the meeting")),
        _move(MeetingState.SCHEDULED, NOT_HELD, name="not-held", of=frozenset({MeetingState.HELD})),
        Button(
            "remove-dates",
            _("Remove the dates added today"),
            Permission.PROCESS_EDIT,
            _remove_dates,
            lambda meeting: actions.given_today(meeting) is not None,
        ),
    )

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).with_dates()

    @admin.display(description=_("dates"))
    def dates_in_force(self, meeting: Meeting) -> str:
        return when(meeting.in_force)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not MeetingDates:
            super().save_formset(request, form, formset, change)
            return
        for dates in formset.save(commit=False):
            actions.give_dates(dates, by=request.user)
            if fault := (dates.part or Meeting.objects.get(pk=dates.meeting_id)).zone_elsewhere:
                messages.warning(request, fault)


@admin.register(Letter)
class LetterAdmin(RecordedTranslationAdmin):
    edits = Permission.PROCESS_EDIT
    list_display = ["about", "to", "purpose", "sent_on", "process"]
    list_filter = ["process", "purpose"]
    search_fields = ["about", "to"]


@admin.register(Region)
class RegionAdmin(RecordedTranslationAdmin):
    edits = Permission.PEOPLE_EDIT
    list_display = ["name", "scheme", "process"]
    list_filter = ["process", "scheme"]
    search_fields = ["name"]


def _end_role(membership: Membership, *, by: Any) -> Any:
    actions.end_role(membership, by=by)
    return _("The role has ended; that it was held remains on record. To give it again, add a membership.")


class MembershipInline(RecordedInline):
    """Who acts for a participant; roles are given and ended on their own page."""

    model = Membership
    reads = Permission.PEOPLE_EDIT
    fields = ["user", "role", "ended_at"]
    readonly_fields = ["user", "role", "ended_at"]

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class GroupMemberInline(RecordedInline):
    model = GroupMember
    fk_name = "group"
    one_more = _("Add a member, where this is a group")
    edits = Permission.PEOPLE_EDIT
    autocomplete_fields = ("member",)


@admin.register(Participant)
class ParticipantAdmin(OfKinds):
    edits = Permission.PEOPLE_EDIT
    list_display = ["name", "called", "region", "regional_group", "process"]
    list_filter = ["process", ("kind", KindFilter), "region", "regional_group"]
    list_select_related = ["region", "regional_group", "process"]
    search_fields = ["name", "key", "short_name"]
    autocomplete_fields = ["region", "regional_group"]
    inlines = [GroupMemberInline, MembershipInline]


@admin.register(Membership)
class MembershipAdmin(RecordedAdmin):
    """Roles are given by saving a new one and ended by a button; neither is rewritten."""

    reads = Permission.PEOPLE_EDIT
    edits = Permission.PEOPLE_EDIT
    list_display = ["person", "role", "participant", "process", "ended_at"]
    list_filter = ["process", "role"]
    list_select_related = ["user", "participant", "process"]
    search_fields = ["user__email", "user__name", "participant__name"]
    autocomplete_fields = ["user", "participant"]
    buttons = (
        Button(
            "end",
            _("End this role"),
            Permission.PEOPLE_EDIT,
            _end_role,
            lambda membership: membership.ended_at is None,
        ),
    )

    @admin.display(description=_("user"), ordering=Lower(Coalesce(NullIf("user__name", Value("")), "user__email")))
    def person(self, membership: Membership) -> str:
        """Sorted by the name that is shown: accounts themselves stand in the order of their addresses."""
        return str(membership.user)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: Any, obj: Membership, form: Any, change: bool) -> None:
        actions.give(obj, by=request.user)
