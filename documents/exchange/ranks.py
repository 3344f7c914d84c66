"""Which headings stand above which by what they are called: usually parts above sections, and these above articles."""

from collections.abc import Sequence
from functools import cmp_to_key

from .numerals import HEADINGS

Called = tuple[str, int]  # what a heading is called, and its number


def ranks(headings: Sequence[Called]) -> list[str]:
    """The words by which these headings are called, from the highest."""
    there = {look for look, _number in headings}
    usual = [look for look in HEADINGS if look in there]

    def compared(one: str, other: str) -> int:
        if one == other:
            return 0
        upper, lower = sorted((one, other), key=HEADINGS.index)
        return (1 if one == upper else -1) * (1 if _is_turned(upper, lower, headings) else -1)

    return sorted(usual, key=cmp_to_key(compared))


def _is_turned(upper: str, lower: str, headings: Sequence[Called]) -> bool:
    """Whether what usually stands above another stands below it.

    So it does if its numbers begin anew under the other. Else if the other came first, and it comes twice under one
    or for the last time: Article I, Section 1, Section 2, Article II. What stands above both parts one from the other.
    """
    above = HEADINGS[: HEADINGS.index(upper)]
    last, behind, leads, repeats, returns = 0, False, False, False, False
    for look, number in headings:
        if look == lower:
            behind, returns = True, returns or bool(last)
        elif look == upper:
            if behind and 0 < number <= last:
                return True
            leads = leads or (behind and not last)
            repeats = repeats or bool(last and not behind)
            last, behind = number or last or 1, False
        elif look in above:
            last, behind = 0, False
    return leads and (repeats or not returns)
