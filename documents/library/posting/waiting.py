"""The place on disk where the files of one person wait until they are posted; the library knows nothing of them.

Each posting has a folder of its own below that of the person, under a name that nobody guesses, and is gone after a
day. Where the portal runs on several hosts they share the folder.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any

from django.conf import settings

from igsp_portal.foundations.files import filetypes, whole
from igsp_portal.foundations.files.filetypes import FileRefused
from igsp_portal.models import User

from .plans import Choice, Incoming

AGE = timedelta(days=1)
ABOUT = "about.json"
_TOKEN = re.compile("[0-9a-f]{32}")


class NotThere(LookupError):
    """There is no such posting of this person's in this process: it was never, was posted, or is older than a day."""


class TooMuch(FileRefused):
    """More than one file, or all that wait, may have."""


@dataclass
class Waiting:
    """One posting that waits: its files, and what a person has said of them so far."""

    folder: Path
    process: str
    meeting: str = ""
    files: list[Incoming] = field(default_factory=list)
    choices: dict[int, Choice] = field(default_factory=dict)
    typed: dict[int, str] = field(default_factory=dict)  # symbols that were typed and that no document bears
    issued: list[int] = field(default_factory=list)
    done: str = ""  # what was posted, once it was

    @property
    def token(self) -> str:
        return self.folder.name

    def path(self, file: Incoming) -> Path:
        return self.folder / f"{file.place:04}"

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    def add(self, path: str, chunks: Iterable[bytes], *, refused: str = "") -> Incoming:
        """Keep a file that came under this name. One that is refused is noted with the reason, without its bytes."""
        file = Incoming(len(self.files) + 1, path, refused=refused, looked=bool(refused))
        if not refused:
            file = self._kept(file, chunks)
        self.files.append(file)
        return file

    def _kept(self, file: Incoming, chunks: Iterable[bytes]) -> Incoming:
        digest, size = hashlib.sha256(), 0

        def measured() -> Iterator[bytes]:
            nonlocal size
            for chunk in chunks:
                size += len(chunk)
                check_room(size, self.size + size)
                digest.update(chunk)
                yield chunk

        whole.write(self.path(file), measured(), mode=0o640)
        return replace(file, size=size, sha256=digest.hexdigest())

    def put(self, file: Incoming) -> None:
        """Note what was found in a file."""
        self.files[file.place - 1] = file

    def keep(self) -> None:
        about = {
            "process": self.process,
            "meeting": self.meeting,
            "files": [asdict(file) for file in self.files],
            "choices": {place: asdict(choice) for place, choice in self.choices.items()},
            "typed": self.typed,
            "issued": self.issued,
            "done": self.done,
        }
        whole.write(self.folder / ABOUT, [json.dumps(about).encode()], mode=0o640, replace=True)

    def finish(self, said: str) -> None:
        """Note what was posted, for whoever presses twice; first the files go, for a full disk needs the room."""
        self.done = said
        for file in self.files:
            self.path(file).unlink(missing_ok=True)
        self.keep()

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def check_room(size: int, together: int) -> None:
    """Raise TooMuch for a file that is larger than one may be, or for more than all that wait may have."""
    with_reason = (settings.POSTING_LIMIT_BYTES, size), (settings.POSTING_TOGETHER_BYTES, together)
    for limit, has in with_reason:
        if has > limit:
            try:
                filetypes.check_size(has, limit)
            except FileRefused as refusal:
                raise TooMuch(refusal.reason) from refusal


def begin(user: User, process: str, meeting: str = "") -> Waiting:
    """A place for the files of a new posting; what is older than a day is swept away meanwhile. Raises OSError."""
    for _gone in sweep():
        pass
    folder = _home(user) / secrets.token_hex(16)
    whole.make_folder(folder, whole.PRIVATE)
    return Waiting(folder, process, meeting)


def find(user: User, process: str, token: str) -> Waiting:
    """The posting of this person's in this process that has this name. Raises NotThere."""
    folder = _home(user) / token
    if not _TOKEN.fullmatch(token):
        raise NotThere(token)
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_bytes())
    except (OSError, ValueError) as error:
        raise NotThere(token) from error
    if about["process"] != process:
        raise NotThere(token)
    return Waiting(
        folder,
        about["process"],
        about["meeting"],
        [_incoming(file) for file in about["files"]],
        {int(place): _choice(choice) for place, choice in about["choices"].items()},
        {int(place): typed for place, typed in about["typed"].items()},
        about["issued"],
        about["done"],
    )


def of(user: User, process: str) -> list[Waiting]:
    """The postings of a person in a process that are not done yet."""
    found = []
    for folder in sorted(_home(user).glob("*")):
        with suppress(NotThere):
            found.append(find(user, process, folder.name))
    return [one for one in found if one.files and not one.done]


def sweep(now: float | None = None) -> Iterator[str]:
    """Remove what has waited longer than a day, by the real clock; yields the name of each posting."""
    before = (time() if now is None else now) - AGE.total_seconds()
    for folder in Path(settings.POSTING_WAITS).glob("*/*"):
        with suppress(OSError):
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
                yield f"{folder.parent.name}/{folder.name}"


def _home(user: User) -> Path:
    return Path(settings.POSTING_WAITS) / str(user.pk)


def _incoming(about: dict[str, Any]) -> Incoming:
    return Incoming(**{**about, "printed": tuple(about["printed"])})


def _choice(about: dict[str, Any]) -> Choice:
    return Choice(**{**about, "also": tuple(about["also"])})
