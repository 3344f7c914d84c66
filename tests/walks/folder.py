"""A folder of data as values that can be changed and written anew; and what the loader finds wrong with it."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from django.db import transaction

from documents.library.loading_files import FOLDER
from igsp_portal.foundations.datafiles import DataError, gathered
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.management.commands.load_process import load_folder
from submissions import loading_attachments, loading_call_files

RowOf = dict[str, Any]  # a row of a list; every single value in it is a text
TEXTS, STATES, GLOSSARY = "texts", "states.csv", "glossary.csv"
TABLES = {STATES: ["key", "region", "regional_group", *CODES], GLOSSARY: ["key", *CODES, "remark"]}
LISTED = {STATES: "states", GLOSSARY: "terms"}  # under which key the rows of a table stand here
VERSIONS = "versions"  # the key under which a text holds its earlier versions, each of which is a file of its own
NEGOTIATION = "negotiation.yaml"
NAMELESS = "no-key"
OTHERS = (loading_call_files.FOLDER, loading_attachments.FOLDER)  # which hold files of calls, and of submissions


@dataclass
class Folder:
    """The files of a folder, each a mapping; tables and structured texts are lists of rows like the others."""

    files: dict[str, dict[str, Any]]  # by name; what was said of a text by its place
    words: dict[str, str]  # of texts: by the place of the file, texts/<key>/<language>.yaml or texts/<key>/<number>/…
    posted: dict[str, bytes]  # the files of documents, by their names
    others: dict[str, bytes]  # those of calls and submissions, by their places

    @classmethod
    def of(cls, path: Path) -> Folder:
        files = {file.name: _texts(file) for file in sorted(path.glob("*.yaml"))}
        for name in filter(lambda name: (path / name).exists(), TABLES):
            with (path / name).open(encoding="utf-8", newline="") as table:
                files[name] = {LISTED[name]: list(csv.DictReader(table))}
        files[TEXTS] = {TEXTS: [_with_versions(text) for text in sorted(path.glob("texts/*/text.yaml"))]}
        files |= {str(said.relative_to(path)): _texts(said) for said in sorted(path.glob(f"texts/**/{NEGOTIATION}"))}
        words = {str(file.relative_to(path)): file.read_text("utf-8") for file in path.glob("texts/**/*.yaml")}
        structures = ("text.yaml", "version.yaml", NEGOTIATION)
        posted = {file.name: file.read_bytes() for file in path.glob(f"{FOLDER}/*")}
        others = {f"{part}/{file.name}": file.read_bytes() for part in OTHERS for file in path.glob(f"{part}/*")}
        unstructured = {place: said for place, said in words.items() if not place.endswith(structures)}
        return cls(files, unstructured, posted, others)

    def lists(self) -> Iterator[tuple[str, str, list[RowOf]]]:
        """The lists of rows, each with its file and the key at which it stands."""
        for file, content in self.files.items():
            for key, value in content.items():
                if isinstance(value, list) and value and isinstance(value[0], dict):
                    yield file, key, value

    def written(self, path: Path) -> Path:
        """Write the folder."""
        shutil.rmtree(path, ignore_errors=True)
        for part in (FOLDER, *OTHERS):
            (path / part).mkdir(parents=True)
        for place, data in ({f"{FOLDER}/{name}": data for name, data in self.posted.items()} | self.others).items():
            (path / place).write_bytes(data)
        for text in self.files[TEXTS][TEXTS]:
            self._write_text(path / TEXTS / text.get("key", NAMELESS), text)
        for file, content in self.files.items():
            if file.endswith(".yaml"):
                (path / file).write_text(dumped(content), "utf-8")
            elif file in TABLES:
                (path / file).write_text(_table(file, content[LISTED[file]]), "utf-8")
        return path

    def _write_text(self, path: Path, text: RowOf) -> None:
        path.mkdir(parents=True)
        (path / "text.yaml").write_text(dumped({key: value for key, value in text.items() if key != VERSIONS}), "utf-8")
        for version in text.get(VERSIONS, []):
            folder = path / version.get("number", NAMELESS)
            folder.mkdir()
            (folder / "version.yaml").write_text(dumped(version), "utf-8")
        for place, said in self.words.items():
            _texts_folder, key, *rest = Path(place).parts
            file = path.joinpath(*rest)
            worded = path.name == key or file.name == "en.yaml"  # a text of another name has its original alone
            if worded and file.parent.exists():  # and perhaps not every version
                file.write_text(said, "utf-8")


def _with_versions(path: Path) -> RowOf:
    """A text with its earlier versions."""
    earlier = [_texts(version) for version in sorted(path.parent.glob("*/version.yaml"))]
    return _texts(path) | ({VERSIONS: earlier} if earlier else {})


def _texts(path: Path) -> Any:
    """What a file of YAML holds, every value as it is written."""
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - which makes nothing but texts


def dumped(content: Any) -> str:
    return yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)


def _table(file: str, rows: list[RowOf]) -> str:
    made = io.StringIO(newline="")
    table = csv.DictWriter(made, TABLES[file])
    table.writeheader()
    table.writerows(rows)
    return made.getvalue()


def mistakes(path: Path) -> list[DataError]:
    """What the loader finds wrong with a folder; if that is nothing, the process stays loaded.

    The reader in C reads what `yaml` wrote as the loader's own does, ten times as fast.
    """
    in_c = patch.object(yaml, "SafeLoader", yaml.CSafeLoader)
    with in_c, transaction.atomic(), gathered(path) as found:
        load_folder(path)
        transaction.set_rollback(bool(found.found))
    return found.found


def lines_of(path: Path, file: str, name: str) -> list[range]:
    """On which lines of a file each row of the list `name` stands."""
    if file in TABLES:
        return [range(line, line + 1) for line, _row in enumerate((path / file).read_text("utf-8").splitlines()[1:], 2)]
    head: Any = yaml.compose((path / file).read_text("utf-8"), yaml.CSafeLoader)
    rows = next(value for key, value in head.value if key.value == name).value
    return [range(row.start_mark.line + 1, row.end_mark.line + 1) for row in rows]
