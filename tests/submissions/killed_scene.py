"""The portal of test_killed, made in a process of its own, which prints as JSON who writes there and where."""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

PARTIES = 10  # each files ten times, which the rate limits let it


def begin() -> list[dict[str, str]]:
    """A portal with a call of one week; for each of its parties the session of its focal point and where it writes."""
    from django.core.management import call_command
    from django.test import Client

    from igsp_portal.foundations import time
    from igsp_portal.foundations.access import Role
    from igsp_portal.management.commands.demo import UNMINIFIED
    from meetings.models import Participant, Process
    from submissions import actions
    from submissions.models import Call

    from ..cast import given, with_role

    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=[*UNMINIFIED])
    call_command("migrate", verbosity=0, interactive=False)
    now = time.now()
    with given():
        process = Process.objects.create(slug="rivers", name="Rivers", short_name="Rivers", body="The body")
        call = Call.objects.create(
            process=process,
            key="needs",
            title="Needs",
            addressed=["forum"],
            stage="published",
            opens_at=now - dt.timedelta(days=1),
            closes_at=now + dt.timedelta(days=6),
            zone="UTC",
        )
        keys = [f"basin-{number}" for number in range(PARTIES)]
        basins = [Participant.objects.create(process=process, key=key, kind="forum", name=key) for key in keys]
    made = []
    for basin in basins:
        person = with_role(basin.key, Role.FOCAL_POINT, process, basin)
        submission = actions.begin(call, basin, by=person)
        browser = Client()
        browser.force_login(person)
        made.append({"session": browser.cookies["sessionid"].value, "address": submission.get_absolute_url()})
    return made


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(begin()))
