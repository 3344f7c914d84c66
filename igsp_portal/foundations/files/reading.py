"""Files of somebody else's are read in a process of their own, with limits of time and memory, and never here.

What makes a reader slow, greedy or ends it, ends that process alone: see `reader`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from . import reader

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 60  # the reader ends itself by the processor's time; this is for one that does nothing at all
# Of what is around us the reader is told where its libraries are, and no secret.
TOLD = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")
TOO_MUCH = {"refused": "too_much"}

# A reader may take half a gigabyte: of those who file at once, with files that are not read yet, some wait.
at_once = threading.BoundedSemaphore(os.cpu_count() or 1)


def read(file: bytes | BinaryIO, kind: str) -> dict[str, Any]:
    """What the reader says of a file of a kind (“pdf” or “office”): its `pages`, its `kind`, or why it is `refused`.

    An open file on a disk is handed over as it is: the reader alone looks into it.
    """
    with at_once:
        return _read(file, kind)


def _read(file: bytes | BinaryIO, kind: str) -> dict[str, Any]:
    given: dict[str, Any] = {"input": file} if isinstance(file, bytes) else {"stdin": file}
    try:
        done = subprocess.run(
            [sys.executable, "-m", reader.__name__, kind],
            cwd=ROOT,
            env={name: os.environ[name] for name in TOLD if name in os.environ},
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            start_new_session=True,
            **given,
        )
        return TOO_MUCH if done.returncode else dict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError):
        return TOO_MUCH
