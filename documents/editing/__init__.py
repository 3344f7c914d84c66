"""How a text is edited. Each function takes a draft and gives another.

A block is edited with what stands under it: a paragraph with its subparagraphs, an option with its blocks, a heading
with all up to the next heading of its level.

    standing  what stands under what, and where something goes that is put behind another block
    blocks    blocks come and go, and are moved to other levels
    moving    blocks are moved: behind any other, or by one step
    words     words are split and merged, found and replaced
"""

from .blocks import free_key, going, indented, inserted, put_in, removed
from .moving import moved, moved_down, moved_up
from .standing import HEADINGS, EditingFault, Spot, above, place, spot, unit
from .words import emptied, found, merged, replaced, split

__all__ = [
    "HEADINGS",
    "EditingFault",
    "Spot",
    "above",
    "emptied",
    "found",
    "free_key",
    "going",
    "indented",
    "inserted",
    "merged",
    "moved",
    "moved_down",
    "moved_up",
    "place",
    "put_in",
    "removed",
    "replaced",
    "split",
    "spot",
    "unit",
]
