"""The portal of test_killed, made in a process of its own, which prints as JSON who writes there and where."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

import django

PARTIES = 10  # each files five times, which the rate limits let it


def begin() -> dict[str, Any]:
    """A portal with a call of one week; for each of its parties the session of its focal point and where it writes.

    For others the secretariat enters letters: its session, where it enters them, for whom, and when they came.
    """
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from igsp_portal.foundations import time
    from igsp_portal.foundations.access import Role
    from igsp_portal.management.commands.demo import UNMINIFIED
    from igsp_portal.models import User
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
        keys = [f"{kind}-{number}" for kind in ("basin", "delta") for number in range(PARTIES)]
        made = [Participant.objects.create(process=process, key=key, kind="forum", name=key) for key in keys]

    def session(person: User) -> str:
        browser = Client()
        browser.force_login(person)
        return browser.cookies["sessionid"].value

    writers = []
    for basin in made[:PARTIES]:
        person = with_role(basin.key, Role.FOCAL_POINT, process, basin)
        submission = actions.begin(call, basin, by=person)
        writers.append({"session": session(person), "address": submission.get_absolute_url()})
    secretary = {
        "session": session(with_role("secretary", Role.ADMINISTRATOR, process)),
        "address": f"{reverse('admin:submissions_submission_enter')}?call={call.key}",
        "participants": [delta.pk for delta in made[PARTIES:]],
        "received": (now - dt.timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S").split(),
    }
    return {"writers": writers, "secretary": secretary}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(begin()))
