"""What a released text says of itself on its papers stays: its title, its numbers, its document, its stage.

The text itself may take another title: what was released keeps the one it was released with.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from documents.models import Text, TextVersion
from documents.texts import actions
from documents.texts.loading import load_texts
from documents.texts.models import FrozenText
from igsp_portal.foundations.datafiles import DataError
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User
from meetings.models import Process
from tests.cast import given

from .test_loading import ENGLISH, STRUCTURE

pytestmark = pytest.mark.slow

CHANGES: dict[str, Callable[[TextVersion], Any]] = {
    "its stage": lambda version: setattr(version, "label_fr", "Autre"),
    "its standing": lambda version: setattr(version, "status_en", "Other"),
    "its number": lambda version: setattr(version, "number", 9),
    "its release": lambda version: version.__dict__.update(state="draft", released_at=None),
}


@pytest.fixture
def released(tmp_path: Path, igsp: Process, farah: User) -> Text:
    """A small text of the folder that the test may rewrite, loaded and released."""
    folder = tmp_path / "texts" / "paper"
    folder.mkdir(parents=True)
    (folder / "text.yaml").write_text(STRUCTURE)
    (folder / "en.yaml").write_text(ENGLISH)
    load_texts(tmp_path, igsp, by="load_process")
    text = Text.objects.get(process=igsp, key="paper")
    actions.release(text.versions.get(), by=farah, typeset=False)
    return text


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        (
            "illustrative: true",
            "illustrative: true\nnumbering: letter",
            "“numbering”: A version of this",
        ),
    ],
)
def test_a_folder_does_not_rewrite_what_released_papers_say(
    tmp_path: Path, igsp: Process, released: Text, old: str, new: str, refused: str
) -> None:
    structure = tmp_path / "texts" / "paper" / "text.yaml"
    structure.write_text(structure.read_text().replace(old, new))
    with pytest.raises(DataError) as error:
        load_texts(tmp_path, igsp, by="load_process")
    assert refused in str(error.value)
    released.refresh_from_db()
    assert released.title == "c"


def test_a_released_text_loaded_again_as_it_was_writes_nothing(tmp_path: Path, igsp: Process, released: Text) -> None:
    before = audit.stamp()
    load_texts(tmp_path, igsp, by="load_process")
    assert audit.stamp() == before


def test_the_language_of_a_released_text_is_not_changed(released: Text) -> None:
    with pytest.raises(ValidationError, match="A version of this text has been released"):
        records.change(released, by="test", values={"original_language": "fr"})


def test_a_text_renamed_since_keeps_the_title_it_was_released_with(client: Any, released: Text) -> None:
    records.change(released, by="test", values={"title_en": "Bali Strategic Plan"})
    page = client.get(released.get_absolute_url()).content.decode()
    assert ("<h1>c</h1>" in page, "<h1>Bali Strategic Plan</h1>" in page) == (True, False)


@pytest.mark.parametrize("change", CHANGES)
def test_a_released_version_is_not_saved_with_another(change: str, plan: TextVersion) -> None:
    CHANGES[change](plan)
    with pytest.raises(FrozenText), given(), transaction.atomic():
        plan.save()


def test_released_versions_are_not_updated_beside_saving(plan: TextVersion) -> None:
    with pytest.raises(FrozenText), given(), transaction.atomic():
        TextVersion.objects.filter(pk=plan.pk).update(label="Other")


def test_how_typesetting_went_is_noted_on_a_released_version(plan: TextVersion) -> None:
    plan.typesetting_error = "disk_full"
    with given():
        plan.save()
    assert TextVersion.objects.get(pk=plan.pk).typesetting_error == "disk_full"
