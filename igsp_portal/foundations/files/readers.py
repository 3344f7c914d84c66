"""Many files read one after the other, each in a process of its own that is forked from one which is ready.

A reader that is started anew takes a tenth of a second before it looks at its file; one that is forked takes none.
What a file may take, and what is refused, is what `reader` says; with it come what stands at the head of the file, and
how many words it has.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ..language.characters import count_words
from . import heading, page_words, reader
from .reading import PATIENCE_SECONDS, ROOT, TOLD, TOO_MUCH

LARGEST_COUNTED = 5 * 1024**2  # bytes; the words of a larger file are counted once it has been posted
LARGEST_WITH_HEAD = 50 * 1024**2  # bytes; of a larger file no words are looked at
File = tuple[Path, str]  # where it lies, and its kind: “pdf” or “office”


def read_all(files: Sequence[File], beside: int = 0) -> list[dict[str, Any]]:
    """What its reader says of each file (see `reading.read`), its `head` and its `words`; so many at the same time.

    Words are counted where that takes no longer than the rest: None for a file that is large.
    """
    count = min(beside or os.cpu_count() or 1, len(files)) or 1
    with ThreadPoolExecutor(count) as pool:
        shares = list(pool.map(_read_share, (files[first::count] for first in range(count))))
    return [shares[place % count][place // count] for place in range(len(files))]


def _read_share(files: Sequence[File]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < len(files):
        found += _read_until_it_ends(files[len(found) :]) or [TOO_MUCH]
    return found


def _read_until_it_ends(files: Sequence[File]) -> list[dict[str, Any]]:
    """What one process says of the files, up to the last or until it ends."""
    found: list[dict[str, Any]] = []
    process = subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        env={name: os.environ[name] for name in TOLD if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with process, suppress(OSError, ValueError):
        given: Any = process.stdin
        said: Any = process.stdout
        for path, kind in files:
            given.write(f"{json.dumps([str(path.resolve()), kind])}\n".encode())
            given.flush()
            found.append(dict(json.loads(said.readline())))
    return found


def main() -> None:
    import pypdfium2_raw  # noqa: F401 - ready for those that are forked

    for line in sys.stdin:
        path, kind = json.loads(line)
        print(json.dumps(_forked(Path(path), kind)), flush=True)


def _forked(path: Path, kind: str) -> dict[str, Any]:
    """What a process that is forked for one file says of it."""
    out, into = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(out)
        _read(path, kind, into)
    os.close(into)
    with os.fdopen(out) as said:
        lines = said.read().splitlines()
    os.waitpid(pid, 0)
    try:
        read = json.loads(lines[0])
        beside = {name: said for line in lines[1:] for name, said in json.loads(line).items()}
        return {"head": "", "words": None, **read, **beside}
    except (IndexError, ValueError):  # it ended before it said anything
        return TOO_MUCH


def _read(path: Path, kind: str, into: int) -> None:
    """In the process that is forked: say what is in the file, and end."""
    try:
        signal.alarm(PATIENCE_SECONDS)
        os.dup2(into, 1)
        with path.open("rb") as file:
            os.dup2(file.fileno(), 0)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - without what the one before had read ahead
        reader.main(kind)
        sys.stdout.flush()
        if path.stat().st_size <= LARGEST_WITH_HEAD:
            print(json.dumps({"head": _head(path, kind)}), flush=True)
        if path.stat().st_size <= LARGEST_COUNTED:
            print(json.dumps({"words": _words(path, kind)}), flush=True)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _head(path: Path, kind: str) -> str:
    try:
        data = path.read_bytes()
        return (heading.of_pdf(data) if kind == "pdf" else heading.of_docx(data))[: heading.MOST_SIGNS]
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, NotImplementedError, RuntimeError):
        return ""


def _words(path: Path, kind: str) -> int | None:
    """How many words the file has; 0 where it has no text layer."""
    try:
        with path.open("rb") as file:
            return sum(map(count_words, page_words.of_pdf(file.read()) if kind == "pdf" else page_words.of_docx(file)))
    except (reader.Refused, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, NotImplementedError):
        return None


if __name__ == "__main__":
    main()
