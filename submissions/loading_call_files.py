"""The files that calls give out, from the folder `calls` of a process: each is named by its call in calls.yaml."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import DataError, Row, gathering, in_columns, note
from igsp_portal.foundations.files.filenames import clean_upload_name

from . import actions
from .models import Call, CallFile

FOLDER = "calls"


@dataclass(frozen=True)
class Given:
    """One file of a call, as its row in calls.yaml names it."""

    row: Row
    path: Path
    values: dict[str, Any]


def files_of(row: Row, folder: Path) -> list[Given]:
    """The files that the row of a call names; notes those that are not in the folder."""
    return [_given(one, folder / FOLDER) for one in row.rows("files", once="file")]


def path_of(row: Row, there: Path) -> Path:
    """Where the file that a row names lies in the folder `there`; notes one that does not."""
    name = row.text("file")
    path = there / name
    if name and (path.parent != there or not path.is_file()):
        fault = _("“%(file)s” is no file in the folder “%(folder)s”.") % {"file": name, "folder": there.name}
        note(row.fault("file", fault))
    return path


def _given(row: Row, there: Path) -> Given:
    path = path_of(row, there)
    values = in_columns(label=row.translated("label"))
    values["language"] = row.language("language") if row.has("language") else ""
    row.done()
    return Given(row, path, values)


def give_out(call: Call, given: Iterable[Given], *, by: Any) -> None:
    """Have the call give out the files that it does not yet; one of the same name and language gives way to it."""
    there = {(file.name, file.language): file for file in call.files.all()}
    for one in given:
        had = there.get((clean_upload_name(one.path.name), one.values["language"]))
        try:
            data = one.path.read_bytes()
            if had and had.sha256 == hashlib.sha256(data).hexdigest():
                continue
            with transaction.atomic():
                if had:
                    actions.take_away(had, by=by)
                actions.give_out(CallFile(call=call, **one.values), name=one.path.name, data=data, by=by)
        except OSError as error:
            note(one.row.fault("file", _("The file cannot be read: %(why)s") % {"why": error.strerror}))
        except ValidationError as refusal:
            note(one.row.fault("file", " ".join(refusal.messages)))


def refuse_unnamed(folder: Path, named: Iterable[Given]) -> None:
    """Note the files of the folder that no call names; where a row could not be read, nobody knows whose they are."""
    refuse_others(folder, FOLDER, {one.path for one in named}, _("No call of calls.yaml names this file."))


def refuse_others(folder: Path, name: str, known: Collection[Path], says: str) -> None:
    """Note the files in the folder of that name, which stands beside its YAML, that are none of the `known`."""
    mistakes = gathering()
    if not (folder / name).is_dir() or (mistakes and mistakes.is_damaged(folder / f"{name}.yaml")):
        return
    for path in sorted((folder / name).iterdir()):
        if path not in known and not path.name.lower().startswith((".", "readme")):
            note(DataError(path, 0, says))
