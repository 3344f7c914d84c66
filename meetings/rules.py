"""Who may, in this process: foundations.access asks here for a person's roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from igsp_portal.foundations.access import Grant, Role

from .models import Membership


def grants_of(user: Any) -> Iterable[Grant]:
    """The roles in force of `user`, in one query."""
    rows = Membership.objects.of(user).in_force().order_by("pk")
    found = rows.values_list("role", "process_id", "participant_id", "process__slug")
    return [Grant(Role(role), process, participant, slug) for role, process, participant, slug in found]


def people_of(processes: set[int]) -> Q:
    """Accounts with a role in these processes, ended ones too, and accounts that never had one anywhere."""
    of_these = Membership.objects.filter(process__in=processes)
    return Q(pk__in=of_these.values("user")) | ~Q(pk__in=Membership.objects.values("user"))
