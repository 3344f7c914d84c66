"""A process from its data folder: mandate, participants, meetings, letters. Loading again changes what differs.

What people have done since stands where it goes further: a meeting is never taken back to an earlier state, and
dates that were given stay on record.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from igsp_portal.foundations.datafiles import read

from ..models import Process
from .calendar import load_letters, load_meetings
from .mandate import load_process
from .people import load_participants

FILES = ("process.yaml", "meetings.yaml", "participants.yaml", "states.csv", "letters.yaml")


def load(folder: Path, *, by: Any) -> Process:
    """Load what this app keeps of the process in `folder`. Raises DataError, naming file and line."""
    process = load_process(folder / "process.yaml", by=by)
    load_participants(folder, process, by=by)
    load_meetings(read(folder / "meetings.yaml"), process, by=by)
    load_letters(read(folder / "letters.yaml", optional=True), process, by=by)
    return process
