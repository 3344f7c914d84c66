"""What files have and a text has not: what becomes of it, and what is said of it."""

from documents.faults import gettext_noop

RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
EXCERPT = 80  # characters of words that are named

CONTENTS = gettext_noop("A table of contents was left out.")
IMAGE = gettext_noop("A picture or drawing was left out.")
FORMULA = gettext_noop("A formula was taken over as plain words; check it.")
RAISED_WORDS = gettext_noop("Raised or lowered words were taken over on the line: “{words}”")
MERGED = gettext_noop("Cells of this table are joined; their words are in the first of them.")


def shifted(text: str, *, raised: bool) -> str:
    """Raised or lowered words by signs that are so themselves; as they are where a letter or figure has none."""
    made = text.translate(RAISED if raised else LOWERED)
    stay = any(one == other and one.isalnum() for one, other in zip(text, made, strict=True))
    return text if stay else made
