"""Where the engine keeps its files while it sets: a folder of this process alone, below PORTAL_VAR.

The engine removes them itself, unless the process is killed; then whoever sets next does.
"""

from __future__ import annotations

import threading
import uuid
from pathlib import Path

from django.conf import settings

from igsp_portal.foundations import held

_making = threading.Lock()
_given: Path | None = None
_ours: held.Held | None = None


def home() -> Path:
    """The folder of the folders of all processes."""
    return _given or Path(settings.VAR) / "typesetting"


def use(place: Path) -> None:
    """Take this for the home: for a process that has no settings."""
    global _given
    _given = place


def folder() -> Path:
    """The folder of this process; whoever asks first makes it, and removes what killed processes have left."""
    global _ours
    with _making:
        if _ours is None or not _ours.folder.is_dir():
            clear()
            _ours = held.hold(home() / uuid.uuid4().hex)  # nobody else has this name
        return _ours.folder  # type: ignore[union-attr]


def clear() -> None:
    """Remove what killed processes have left."""
    with held.left_in(home()):
        pass
