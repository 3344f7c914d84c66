"""Parties with a person each who writes for it: those who file on the night of a deadline."""

from __future__ import annotations

from typing import Any

STATEMENTS = 3  # that a submission of the crowd has


def parties(count: int) -> list[tuple[Any, Any]]:
    """So many States of the shipped process, each with its focal point; their languages are the six in turn."""
    from igsp_portal.foundations.language.languages import CODES
    from igsp_portal.foundations.record import audit
    from igsp_portal.models import User
    from meetings.models import Membership, Participant, Process

    igsp = Process.objects.get(slug="igsp")
    made = []
    with audit.recorded("benchmark.filled", igsp, by="benchmark"):
        for number in range(count):
            name, language = f"Party {number}", CODES[number % len(CODES)]
            party = Participant.objects.create(process=igsp, key=f"party-{number}", kind="state", name=name)
            person = User.objects.create(email=f"party-{number}@example.org", name=name, language=language)
            Membership.objects.create(process=igsp, user=person, role="focal_point", participant=party)
            made.append((party, person))
    return made


def drafter(party: Any, number: int) -> Any:
    """A person more who drafts for the party."""
    from igsp_portal.foundations.record import audit
    from igsp_portal.models import User
    from meetings.models import Membership

    with audit.recorded("benchmark.filled", party, by="benchmark"):
        name = f"{party.key}-drafter-{number}"
        person = User.objects.create(email=f"{name}@example.org", name=name)
        Membership.objects.create(process=party.process, user=person, role="drafter", participant=party)
    return person


def draft(party: Any, person: Any) -> Any:
    """What the person has written for the party, and not yet filed."""
    from meetings.models import Component
    from submissions import actions
    from submissions.actions import Said
    from submissions.models import Call, SubmissionVersion

    call = Call.objects.get(process=party.process, key="regional-needs")
    component = Component.objects.filter(decision__process=party.process).first()
    said = [
        Said(f"What {party.name} needs, in some words of its own, {place}.", component, "need", place)
        for place in range(1, STATEMENTS + 1)
    ]
    begun = actions.begin(call, party, by=person)
    version = SubmissionVersion.objects.get(submission=begun)
    return actions.save_draft(version, by=person, title=f"Needs of {party.name}", consent=True, statements=said)
