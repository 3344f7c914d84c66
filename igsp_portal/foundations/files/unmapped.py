"""Glyphs of which a PDF does not say what they stand for, as typesetters leave letters that bear a vowel mark.

The font that is in the file may say it. It knows neither Django nor the portal's data.
"""

from __future__ import annotations

import ctypes
import io
from typing import Any

LARGEST_FONT = 8 * 1024 * 1024  # bytes
SIMPLE = 255  # up to this a code may be one of a font of few letters, and no glyph's number


class Fonts:
    """The fonts of a page, each looked into once."""

    def __init__(self) -> None:
        self._seen: dict[int, dict[int, str]] = {}

    def letter(self, pdfium: Any, text: Any, index: int, code: int) -> str:
        """What the font says that a glyph stands for, of which PDFium tells its number; nothing where it does not."""
        drawn = pdfium.FPDFText_GetTextObject(text, index) if code > SIMPLE else None
        font = pdfium.FPDFTextObj_GetFont(drawn) if drawn else None
        if not font:
            return ""
        place = ctypes.addressof(font.contents)
        if place not in self._seen:
            self._seen[place] = _said(_data(pdfium, font))
        return self._seen[place].get(code, "")


def _data(pdfium: Any, font: Any) -> bytes:
    if pdfium.FPDFFont_GetIsEmbedded(font) != 1:  # numbers in a font of this machine are others
        return b""
    size = ctypes.c_size_t()
    if not pdfium.FPDFFont_GetFontData(font, None, 0, size) or size.value > LARGEST_FONT:
        return b""
    data = (ctypes.c_ubyte * size.value)()
    pdfium.FPDFFont_GetFontData(font, data, size.value, size)
    return bytes(data)


def _said(data: bytes) -> dict[int, str]:
    """Letters by the numbers of their glyphs."""
    try:
        from fontTools.ttLib import TTFont

        font = TTFont(io.BytesIO(data), lazy=True)
        return {font.getGlyphID(name): chr(code) for code, name in font.getBestCmap().items()}
    except Exception:  # of a font of somebody else's anything may be wrong
        return {}
