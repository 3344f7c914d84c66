"""The README's pictures are made here, and are small enough to be looked at over a poor line."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL import ImageOps
from playwright.sync_api import Page

from igsp_portal.bootstrap.ground import ROOT

from . import pictures

PAGES = [
    ("session", "/en/igsp/meetings/wg-3/", 1045),
    ("inputs", "/en/igsp/inputs/", 1352),
    ("plan-ar", "/ar/igsp/texts/draft-plan/", 1352),
]


@pytest.mark.parametrize(("name", "address", "height"), PAGES)
def test_a_page_is_pictured(page: Page, name: str, address: str, height: int) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    pictures.take(page, name, height)


def test_the_plan_is_pictured_on_paper(page: Page) -> None:
    answer = page.request.get("/symbol/UNEP/IEG/IGSP/3/4?lang=en")
    first = pypdfium2.PdfDocument(answer.body())[0]
    drawn = first.render(scale=(pictures.WIDTH - 2) / first.get_width()).to_pil()
    assert drawn.height > drawn.width
    if pictures.wanted():
        pictures.keep("paper", ImageOps.expand(drawn.convert("RGB"), border=1, fill="#9aa5a3"))


@pytest.mark.parametrize("name", pictures.NAMES)
def test_a_picture_of_the_readme_is_there_and_small(name: str) -> None:
    assert f"docs/pictures/{name}.png" in (ROOT / "README.md").read_text()
    width, weight = pictures.size(pictures.FOLDER / f"{name}.png")
    assert width <= pictures.WIDTH
    assert weight < pictures.MOST_BYTES
