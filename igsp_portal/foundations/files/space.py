"""Whether there is no space left: said by the system, or by SQLite, which has no number for it."""

from __future__ import annotations

import errno

FULL = (errno.ENOSPC, errno.EDQUOT)


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or one that led to it, says so."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if "database or disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
