"""A folder of data in which each thing that can be left out is left out once, beside what has it.

Of every kind of row (a meeting, the dates of one, a statement …) and each key that some row of the kind has, a copy
is added that lacks this key alone, and one that lacks all of them; their names say what. So one load and one walk
meet every case. Nobody writes down which keys can be left out: the loader says it by refusing the other copies.
"""

from __future__ import annotations

import copy
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from igsp_portal.foundations.language.languages import CODES
from meetings.kinds import ParticipantKind
from meetings.models import Process

from .folder import NEGOTIATION, STATES, TEXTS, VERSIONS, Folder, RowOf, dumped, lines_of, mistakes

Way = tuple[str | int, ...]  # from a row of a list down to one of the rows in it
NEEDED = ("process.yaml", "meetings.yaml", "participants.yaml")
BARE = "bare"  # names the copy without all that can be left out
# In that copy: what gives it a name, rows that are bare themselves, and one of the languages in which a term may stand.
KEPT = ("key", VERSIONS, "en")
FURTHER = 4  # rows of which a copy is tried too, where the loader refuses the first for another reason than the key


@dataclass(frozen=True)
class Copy:
    """A row of a list without one key, or without all these keys of it and of the rows in it."""

    file: str
    list: str
    name: str
    lacks: frozenset[tuple[Way, str]] = field(compare=False)
    row: RowOf = field(compare=False, repr=False)

    @property
    def key(self) -> str:
        """The key that it lacks, if that is one."""
        return next(key for _way, key in self.lacks)

    @property
    def written_in(self) -> str:
        """The name of the file in which it would stand."""
        if self.file != TEXTS:
            return Path(self.file).name
        return "version.yaml" if next(way for way, _key in self.lacks)[:1] == (VERSIONS,) else "text.yaml"


def rows_in(row: RowOf, way: Way = ()) -> Iterator[tuple[Way, RowOf]]:
    """A row, and those that stand in it; a text in six languages is no row."""
    yield way, row
    for key, value in row.items():
        if isinstance(value, dict) and not set(value) & set(CODES):
            yield from rows_in(value, (*way, key))
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                if isinstance(inner, dict):
                    yield from rows_in(inner, (*way, key, place))


def lacks_of(row: RowOf) -> Iterator[tuple[Way, str]]:
    return ((way, key) for way, inner in rows_in(row) for key in inner)


def kind_of(way: Way, key: str) -> tuple[str, ...]:
    """The key with the lists in which its row stands: ("dates", "place")."""
    return (*(step for step in way if isinstance(step, str)), key)


def copies(folder: Folder) -> Iterator[list[Copy]]:
    """Of each key of each kind of row the copies to be tried, that of the row with most keys first.

    Each further one has a name of its own, since all are tried together.
    """
    found: dict[Any, list[Copy]] = defaultdict(list)
    for file, name, rows in folder.lists():
        for row in sorted(rows, key=lambda row: -len(list(lacks_of(row)))):
            for lack in lacks_of(row):
                kind = kind_of(*lack)
                tried = found[file, name, kind]
                further = [str(len(tried) + 1)] if tried else []
                tried.append(Copy(file, name, "-".join(["no", *kind, *further]), frozenset([lack]), row))
    yield from (tried[: 1 + FURTHER] for tried in found.values())


def bare(folder: Folder, optional: list[Copy], needed: dict[Copy, str]) -> list[Copy]:
    """Of each list a copy of its first row without all that can be left out.

    What one row can lack, another may need, as was said of its copy.
    """
    known = {(one.file, one.list, kind_of(*lack)) for one in optional for lack in one.lacks}
    whole = [Copy(file, name, BARE, frozenset(lacks_of(rows[0])), rows[0]) for file, name, rows in folder.lists()]
    return [
        replace(
            one,
            lacks=frozenset(
                lack
                for lack in one.lacks
                if lack[1] not in KEPT
                and (one.file, one.list, kind_of(*lack)) in known
                and _missing(lack[1]) not in needed.get(one, "")
            ),
        )
        for one in whole
    ]


def left_out(source: Path, path: Path) -> list[Copy]:
    """Load the process of the folder `source` with all copies that the loader takes; gives those without one key."""
    folder = Folder.of(source)
    tries = {tried[0]: tried[1:] for tried in copies(folder)}
    refused = _refused(folder, list(tries), path)
    made, needless = list(tries), list(tries)
    all_bare: list[Copy] = []
    needed: dict[Copy, str] = defaultdict(str)  # what was said of the bare ones
    while refused:
        needless = [one for one in needless if one not in refused]
        for one in {*all_bare} & refused.keys():
            needed[one] += refused[one]
        before, all_bare = all_bare, bare(folder, needless, needed)
        lacked = [[one.lacks for one in ones] for ones in (before, all_bare)]
        assert lacked[0] != lacked[1] or not {*all_bare} & refused.keys(), refused
        further = [tries.pop(one, []) for one, why in refused.items() if not _is_needed(one, why)]
        made = [one for one in made if one not in refused] + [one for ones in further for one in ones]
        refused = _refused(folder, [*made, *all_bare], path)
    return made


def _is_needed(one: Copy, why: str) -> bool:
    """Whether the loader says that the key itself is missing."""
    return _missing(one.key) in why


def _missing(key: str) -> str:
    return f"“{key}” is missing."


def _refused(folder: Folder, made: list[Copy], path: Path) -> dict[Copy, str]:
    """Load the folder with the copies; those in which there are mistakes, with what these are.

    If there are none, the process stays loaded. A mistake elsewhere is none of theirs, and raised.
    """
    whole, rows = _with_copies(folder, made)
    found = mistakes(whole.written(path))
    places = dict(_places(rows, whole, path))
    refused: dict[Copy, str] = defaultdict(str)
    for mistake in found:
        file = mistake.path.relative_to(path).as_posix()
        concerned = [one for one, (there, lines) in places.items() if file.startswith(there) and mistake.line in lines]
        assert concerned, mistake
        for one in concerned:
            refused[one] += mistake.message
    return refused


def _places(rows: dict[Copy, RowOf], whole: Folder, path: Path) -> Iterator[tuple[Copy, tuple[str, range]]]:
    """Where the row of each copy stands: the file, and its lines in it. A text has a folder of its own."""
    for file, name, in_list in whole.lists():
        lines = [range(10**6)] * len(in_list) if file == TEXTS else lines_of(path, file, name)
        at = {
            id(row): (f"{TEXTS}/{row.get('key', 'no-key')}/" if file == TEXTS else file, place)
            for row, place in zip(in_list, lines, strict=True)
        }
        yield from ((one, at[id(row)]) for one, row in rows.items() if id(row) in at)


def _with_copies(folder: Folder, made: list[Copy]) -> tuple[Folder, dict[Copy, RowOf]]:
    """The folder with the copies at the ends of their lists, and the row of each."""
    files = copy.deepcopy(folder.files)
    posted = dict(folder.posted)
    rows = {}
    for place, one in enumerate(made):
        row = rows[one] = copy.deepcopy(one.row)
        for way, key in sorted(one.lacks, key=lambda lack: -len(lack[0])):
            inner: Any = row
            for step in way:
                inner = inner[step]
            del inner[key]
        files[one.file][one.list].append(row)
        _give_a_name(one, row, place, files)
        if one.list == "documents":
            posted |= _own_files(row, place, posted)
    return replace(folder, files=files, posted=posted), rows


def _give_a_name(one: Copy, row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    """A name of its own, wherever only one row may have it."""
    if "key" in row and not one.file.endswith(NEGOTIATION):  # where it is that of a block
        row["key"] = one.name.replace("_", "-") if one.file != STATES else _code(place)
    if one.list in NAMED:
        NAMED[one.list](row, place, files)


def _name_kind(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    taken = {other.get("kind") for other in files["process.yaml"]["kinds"]}
    if "kind" in row:
        row["kind"] = next(kind for kind in ParticipantKind.values if kind not in taken)


def _name_group(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    """The members of a group are said once."""
    if "group" in row:
        like = next(one for one in files["participants.yaml"]["participants"] if one["key"] == row["group"])
        row["group"] = f"group-{place}"
        files["participants.yaml"]["participants"].append(like | {"key": row["group"]})


def _name_decision(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    if "symbol" in row:
        row["symbol"] = f"UNOP/OA.5/Res.{place + 100}"


def _name_document(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    for key in ("text", "version"):  # a version is issued as one document
        row.pop(key, None)
    if "symbol" in row:
        row["symbol"] = f"LEFT/OUT/{place + 1}"
    if "aliases" in row:
        row["aliases"] = [f"LEFT/ALIAS/{place + 1}"]
    if "former_keys" in row:
        row["former_keys"] = [f"left-before-{place + 1}"]
    if "designation" in row:
        row["designation"] = f"Left out {place + 1}"


def _own_files(row: RowOf, place: int, posted: dict[str, bytes]) -> dict[str, bytes]:
    """Files of its own, since the same bytes stand under one symbol: at the end of a PDF, readers pass words over."""
    own = {}
    for one in row.get("files", []):
        if "file" in one:
            name = f"{place}-{one['file']}"
            own[name] = posted[one["file"]] + f"%{place}\n".encode()
            one["file"] = name
    return own


def _name_submission(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    """A party has one submission to a call."""
    if "participant" in row:
        _give_a_party(row, place, files)


def _give_a_party(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    row["participant"] = _code(place)
    files[STATES]["states"].append({**files[STATES]["states"][0], "key": _code(place)})


def _name_source(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    """A statement is linked to a paragraph once: its party files the same of its own."""
    filed = files["submissions.yaml"]["submissions"]
    of = [(one.get("call"), one.get("participant")) for one in filed]
    if (said := (row.get("call"), row.get("participant"))) in of:
        _give_a_party(row, place, files)
        filed.append({**filed[of.index(said)], "participant": row["participant"]})


def _name_mark(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    """A bracket is noted as somebody's once, and so is a reservation."""
    if "participant" in row:
        _give_a_party(row, place, files)
    elif "said" in row:
        row["said"] += f" {place}"


def _name_agreed(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    """It is said once of a block; in headings no brackets stand."""
    if "key" in row:
        blocks = next(
            text["blocks"] for text in files[TEXTS][TEXTS] if any(b["key"] == row["key"] for b in text["blocks"])
        )
        headings = [block["key"] for block in blocks if block.get("kind") == "heading"]
        row["key"] = headings[place % len(headings)]


def _name_text(row: RowOf, place: int, files: dict[str, dict[str, Any]]) -> None:
    """A document as which it is issued, and one for each earlier version."""
    if "key" in row:
        documents = files["documents.yaml"]["documents"]
        like = next(other for other in documents if "text" in other and "version" not in other)
        issued = {"key": f"text-{row['key']}", "symbol": f"LEFT/TEXT/{place + 1}", "text": row["key"]}
        documents.append(like | issued)
        for number in [version["number"] for version in row.get(VERSIONS, []) if "number" in version]:
            symbol = f"{issued['symbol']}/Add.{number}"
            documents.append(like | issued | {"key": f"{issued['key']}-{number}", "symbol": symbol, "version": number})


NAMED = {
    "kinds": _name_kind,
    "groups": _name_group,
    "decisions": _name_decision,
    "documents": _name_document,
    "submissions": _name_submission,
    "sources": _name_source,
    "attributions": _name_mark,
    "reservations": _name_mark,
    "agreed": _name_agreed,
    TEXTS: _name_text,
}


def _code(place: int) -> str:
    """A code of three letters that no State has."""
    return "x" + chr(ord("a") + place // 26) + chr(ord("a") + place % 26)


def processes_left_out(source: Path, path: Path) -> Iterator[Process]:
    """For each key at the head of a file that every folder has, a process without it; and one without all of them.

    One party has begun to write in each.
    """
    files = Folder.of(source).files
    party = {"key": "prt", "kind": "state", "name": files["process.yaml"]["name"]}
    group = {"key": "grp", "kind": "group_of_states", "name": party["name"]}
    call = {**next(call for call in files["calls.yaml"]["calls"] if "decision" not in call), "participants": ["prt"]}
    small = {
        "process.yaml": files["process.yaml"],
        "meetings.yaml": {"meetings": files["meetings.yaml"]["meetings"][:2]},
        "participants.yaml": {
            **files["participants.yaml"],
            "participants": [party, group],
            "groups": [{"group": "grp", "members": ["prt"]}],
        },
        "calls.yaml": {"calls": [call]},
        "submissions.yaml": {
            "submissions": [{"call": call["key"], "participant": "prt", "title": "Begun", "state": "draft"}]
        },
    }
    alone = {name: small[name] for name in NEEDED}
    optional = []
    for lack in [(name, key) for name in NEEDED for key in small[name]]:
        slug = f"no-{lack[1].replace('_', '-')}"
        if process := _loaded(small, [lack], slug, path):
            optional.append(lack)
        elif not (process := _loaded(alone, [lack], slug, path)):
            continue
        yield process
    for slug, of_files in ((BARE, small), (f"{BARE}-alone", alone)):
        process = _loaded(of_files, optional, slug, path)
        assert process, slug
        yield process


def _loaded(files: dict[str, Any], lacks: list[tuple[str, str]], slug: str, path: Path) -> Process | None:
    """The process of the files without these keys, under that slug; None where the loader refuses it."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    for name, content in files.items():
        kept = {key: value for key, value in content.items() if (name, key) not in lacks}
        (path / name).write_text(dumped(kept | ({"slug": slug} if "slug" in kept else {})), "utf-8")
    return None if mistakes(path) else Process.objects.get(slug=slug)
