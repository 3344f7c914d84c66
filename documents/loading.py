"""What this app keeps of a process, from its data folder: the library first, then the texts that refer to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from meetings.models import Process

from .library.loading import load_library
from .texts.loading import load_glossary, load_texts


def load(folder: Path, process: Process, *, by: Any) -> None:
    """Load the library, the glossary and the texts in `folder`. Raises DataError, naming file and line."""
    load_library(folder, process, by=by)
    load_glossary(folder, process, by=by)
    load_texts(folder, process, by=by)
