"""Designations: the names by which documents without a symbol are cited, such as Non-paper 3."""

import re

from igsp_portal.foundations.language.characters import folded

LONGEST_DESIGNATION = 200  # characters


def key(designation: str) -> str:
    """What is compared: the same whatever the case, the width, accents, spaces and stops; empty without a letter."""
    return re.sub(r"[\W_]+", " ", folded(designation)).strip()
