"""Caution with the names of files received."""

import re
import unicodedata

from ..language.cleaning import JOINERS, cleaned

LONGEST_NAME = 150  # characters; leaves room for a folder in the 255 bytes that file systems grant a name
# Refused by one common file system or another. Of a quotation mark browsers take care when they keep the file.
_FORBIDDEN = re.compile(r"[<>:|?*\\/]")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


def clean_upload_name(name: str, limit: int = LONGEST_NAME) -> str:
    """The name of a received file, safe to store, to show and to offer again.

    Folders, control and direction-turning characters go; letters of every script stay, with the joiners they need.
    Never empty, never hidden, at most `limit` characters with its ending kept.
    """
    last = re.split(r"[/\\]", cleaned(name).rstrip("/\\"))[-1]
    shown = "".join(
        character for character in last if character in JOINERS or unicodedata.category(character)[0] != "C"
    )
    tidy = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", shown)).strip(" .")
    if not tidy:
        return "file"
    return _shorten(f"_{tidy}" if _RESERVED.match(tidy) else tidy, limit)


def _shorten(name: str, limit: int) -> str:
    if len(name) <= limit:
        return name
    base, dot, ending = name.rpartition(".")
    if not dot or not base or len(ending) > 8:
        return name[:limit].rstrip(" .")
    return f"{base[: limit - len(ending) - 1].rstrip(' .')}.{ending}"
