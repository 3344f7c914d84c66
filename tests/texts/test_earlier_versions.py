"""A data folder holds all the versions of a text: each is issued as a document of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.library.loading import load_documents
from documents.models import Lineage, TextVersion
from documents.texts.loading import load_texts
from igsp_portal.foundations.datafiles import DataError, gathered
from igsp_portal.foundations.record import audit
from meetings.models import Process

from .test_loading import BY, ENGLISH, SIX, STRUCTURE

pytestmark = pytest.mark.slow
EARLIER = f"""number: 1
label: {SIX}
blocks:
  - {{key: opening, kind: heading, level: 1}}
  - {{key: first, kind: paragraph}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A text whose first version was issued as A/1, and whose second is awaited as A/1/Rev.1."""
    text = tmp_path / "texts" / "paper"
    (text / "1").mkdir(parents=True)
    lineage = "lineage:\n  - {key: point, from: first, how: split}\n"
    (text / "text.yaml").write_text(STRUCTURE.replace("number: 1", "number: 2") + lineage)
    (text / "en.yaml").write_text(ENGLISH)
    (text / "1" / "version.yaml").write_text(EARLIER)
    (text / "1" / "en.yaml").write_text("opening: Opening\nfirst: Some [words].\n")
    rows = (
        f"  - {{symbol: A/1, key: a-1, kind: working, title: {SIX}, state: issued, text: paper, version: 1}}\n"
        f"  - {{symbol: A/1/Rev.1, key: a-2, kind: working, title: {SIX}, text: paper}}\n"
    )
    (tmp_path / "documents.yaml").write_text(f"documents:\n{rows}")
    return tmp_path


def load(folder: Path, process: Process) -> None:
    load_documents(folder, process, by=BY)
    load_texts(folder, process, by=BY)


def test_each_version_is_the_document_that_names_it(folder: Path, igsp: Process) -> None:
    load(folder, igsp)
    versions = TextVersion.objects.filter(text__key="paper").order_by("number")
    assert [(v.number, str(v.document), v.is_frozen) for v in versions] == [(1, "A/1", True), (2, "A/1/Rev.1", False)]
    rows = Lineage.objects.filter(version__text__key="paper")
    found = rows.values_list("version__number", "key", "from_version__number", "from_key", "how")
    assert list(found) == [(2, "point", 1, "first", "split")]


def test_loaded_again_nothing_changes(folder: Path, igsp: Process) -> None:
    load(folder, igsp)
    before = audit.stamp()
    load(folder, igsp)
    assert audit.stamp() == before


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "texts/paper/1/version.yaml",
            "number: 1",
            "number: 3",
            "of a version is the name of its folder, 1",
        ),
        ("texts/paper/text.yaml", "number: 2", "number: 1", "Earlier versions have lower numbers"),
        ("texts/paper/text.yaml", "key: point, from", "key: pond, from", "“pond” is not a block of this version."),
        ("documents.yaml", "version: 1", "version: 7", "The text “paper” has no version 7."),
        ("texts/paper/1/version.yaml", "kind: paragraph", "kind: clause", "“clause” is not one of"),
    ],
)
def test_what_is_wrong_in_a_version_is_said(
    folder: Path, igsp: Process, name: str, old: str, new: str, says: str
) -> None:
    path = folder / name
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(DataError) as error:
        load(folder, igsp)
    assert says in str(error.value)


@pytest.mark.parametrize("there", [False, True])
def test_of_a_mistake_in_an_earlier_version_its_document_is_no_second_one(
    folder: Path, igsp: Process, there: bool
) -> None:
    if there:
        documents = folder / "documents.yaml"
        issued = documents.read_text()
        (folder / "texts" / "paper" / "1").rename(folder / "1")
        documents.write_text("documents: []\n")
        load(folder, igsp)
        documents.write_text(issued)
        (folder / "1").rename(folder / "texts" / "paper" / "1")
    path = folder / "texts" / "paper" / "1" / "version.yaml"
    path.write_text(path.read_text().replace("kind: paragraph", "kind: clause"))
    with gathered(folder) as mistakes:
        load(folder, igsp)
    assert [mistake.path for mistake in mistakes.found] == [path]
