"""Pictures for the README: taken with PORTAL_PICTURES=1, and written only when they have changed."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Page

from igsp_portal.bootstrap.ground import ROOT

FOLDER = ROOT / "docs" / "pictures"
NAMES = ("session", "inputs", "plan-ar", "form", "paper")
WIDTH = 1200
MOST_BYTES = 200_000
COLOURS = 200


def wanted() -> bool:
    return os.environ.get("PORTAL_PICTURES") == "1"


def take(page: Page, name: str, height: int) -> None:
    """Picture the top of the page as it stands, without a scroll bar or a focus ring; the page is left as it was."""
    if not wanted():
        return
    before = page.viewport_size
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    keep(name, Image.open(io.BytesIO(page.screenshot())))
    if before:
        page.set_viewport_size(before)


def keep(name: str, picture: Image.Image) -> None:
    """Write it with few colours, unless the one that is there shows the same."""
    file = FOLDER / f"{name}.png"
    picture = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    if file.exists() and same(Image.open(file), picture):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture.save(file, optimize=True)


def same(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures show the same, to the pixel."""
    if one.size != other.size:
        return False
    return ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None


def size(file: Path) -> tuple[int, int]:
    """Width in pixels and weight in bytes of a picture."""
    return Image.open(file).width, file.stat().st_size
