"""The parts of a process folder: what has any other name would be passed over in silence, and is refused."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import DataError, note
from igsp_portal.foundations.language.languages import CODES
from meetings import loading as meetings

FILES = {
    *meetings.FILES,
    *("inputs.yaml", "documents.yaml", "glossary.csv"),
    *("calls.yaml", "invitations.yaml", "submissions.yaml", "compilations.yaml"),
    "sources.yaml",
}
TEXTS = "texts"
OWN_NAMES = ("calls", "files", "submissions")  # what is in them is named elsewhere; their loaders find what is not
LANGUAGE_FILES = [f"{code}.yaml" for code in CODES]
FILES_OF_TEXT = ["text.yaml", *LANGUAGE_FILES, "negotiation.yaml"]
FILES_OF_VERSION = ["version.yaml", *LANGUAGE_FILES, "negotiation.yaml"]
ALIKE = 0.88  # one letter of some six


def refuse_strangers(folder: Path) -> None:
    """Note what lies in the folder and is none of its parts, and the links that lead nowhere."""
    for path in _visible(folder):
        if path.name == TEXTS:
            _refuse_strangers_of_texts(path)
        elif path.name not in OWN_NAMES:
            _refuse_stranger(path, sorted([*FILES, TEXTS, *OWN_NAMES]))


def _refuse_strangers_of_texts(texts: Path) -> None:
    for text in _visible(texts):
        for path in _visible(text):
            if path.is_dir() and path.name.isdigit():
                _refuse_strangers_of_version(path)
            else:
                _refuse_stranger(path, FILES_OF_TEXT)


def _refuse_strangers_of_version(version: Path) -> None:
    """An earlier version lies in a folder that its number names."""
    for path in _visible(version):
        _refuse_stranger(path, FILES_OF_VERSION)
    if not (version / "version.yaml").exists():
        note(DataError(version / "version.yaml", 0, _("The file is missing.")))


def _visible(folder: Path) -> list[Path]:
    """What lies in the folder, without hidden files, the copies that editors keep, and what is there for people."""
    if not folder.is_dir():
        says = _("This link leads nowhere.") if folder.is_symlink() else _("A folder is expected here.")
        note(DataError(folder, 0, says), damaged=folder)
        return []
    passed_over = (".", "readme")
    try:
        there = sorted(folder.iterdir())
    except PermissionError as error:
        note(DataError(folder, 0, _("The file cannot be read: %(why)s") % {"why": error.strerror}), damaged=folder)
        return []
    return [p for p in there if not p.name.lower().startswith(passed_over) and p.name[-1] != "~"]


def _refuse_stranger(path: Path, known: list[str]) -> None:
    if path.name in known:
        if path.is_symlink() and not path.exists():
            note(DataError(path, 0, _("This link leads nowhere.")), damaged=path)
        return
    says = _("No file or folder of this name is expected here; the known names are: %(known)s.") % {
        "known": ", ".join(known)
    }
    if meant := get_close_matches(path.name.lower(), known, 1, ALIKE):
        says = _("No file or folder of this name is expected here; did you mean %(name)s?") % {"name": meant[0]}
    note(DataError(path, 0, says))
