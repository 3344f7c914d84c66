"""What this app keeps of a process, from its data folder: the library first, then the texts that refer to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from meetings.models import Process

from .library.loading import load_library
from .texts.loading import load_texts


def load(folder: Path, process: Process, *, by: Any) -> None:
    """Load inputs, documents and texts of the process in `folder`. Raises DataError, naming file and line."""
    load_library(folder, process, by=by)
    load_texts(folder, process, by=by)
