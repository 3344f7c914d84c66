"""The cells of a table of Akoma Ntoso in their columns, where some take the place of several."""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

MOST = 100  # rows or columns that a cell takes at most

Row = list[etree._Element | None]  # None where a cell from before or above stands


def grid(table: etree._Element) -> tuple[list[Row], bool]:
    """The rows of a table, and whether cells of it are joined."""
    taken: defaultdict[int, set[int]] = defaultdict(set)
    found: list[Row] = []
    is_joined = False
    for number, row in enumerate(one for one in table.iter("{*}tr") if next(one.iterancestors("{*}table")) is table):
        there = taken[number]
        cells: dict[int, etree._Element] = {}
        at = 0
        for cell in row.iterchildren("{*}td", "{*}th"):
            while at in there:
                at += 1
            cells[at] = cell
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            is_joined |= (wide, high) != (1, 1)
            for below in range(high):
                taken[number + below] |= set(range(at, at + wide))
        found.append([cells.get(column) for column in range(max(there, default=-1) + 1)])
    return found, is_joined


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "").strip()
    return min(max(int(value), 1), MOST) if value.isascii() and value.isdecimal() else 1
