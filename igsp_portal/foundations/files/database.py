"""The file of an embedded database is for its owner and group alone: SQLite makes it readable by whoever may look."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

MODE = 0o640
BESIDE = ("", "-wal", "-shm")  # the file, and what SQLite keeps beside it with the same rights


def close_to_others(connection: Any, **kwargs: Any) -> None:
    """Take from a database's file, as soon as it is opened, what others may do with it; for `connection_created`."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return
    for path in (Path(name + ending) for ending in BESIDE):
        with suppress(FileNotFoundError):
            _close(path)


def _close(path: Path) -> None:
    mode = path.stat().st_mode & 0o777
    if mode & ~MODE:
        try:
            path.chmod(mode & MODE)
        except OSError as error:  # another's file: that is the operator's to mend, and no reason not to serve
            logger.warning("%s can be read by others, and that could not be changed: %s", path.name, error)
