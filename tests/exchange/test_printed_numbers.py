"""Whatever a numbering prints, in each language, is read back out of a file with its number."""

from collections.abc import Iterator

import pytest

from documents import numbering
from documents.drafts import DEEPEST, PlannedBlock
from documents.exchange import typed
from documents.numbering import SIGNS
from igsp_portal.foundations.language.languages import CODES

NUMBERED = [sign for sign in SIGNS if sign != "none"]
# How far numbers are tried: letters said twice, and words and figures where languages change to other ones.
LAST = {"roman": 399, "arabic": 120}
LETTERS = 52
ALTERNATIVES = 5
# Words that a language has for two kinds of heading are read as the first.
READ_AS = {(language, "regulation"): "rule" for language in ("fr", "es", "ru")} | {
    (language, "regulation"): "article" for language in ("ar", "zh-hans")
}


def printed(kind: str, scheme: object, language: str, count: int, level: int = 1) -> list[tuple[str, int, int]]:
    """The labels of so many blocks, and of what is put in after the first and the last, each with its numbers."""
    above = [PlannedBlock(f"above-{one}", kind, one) for one in range(1, level)]
    blocks = list(above)
    for number in range(1, count + 1):
        after = ALTERNATIVES if number in (1, count) else 0
        blocks += (PlannedBlock(f"{number}-{again}", kind, level, again) for again in range(after + 1))
    found = numbering.labels(blocks, scheme, language).printed
    return [(found[one.key], int(one.key.split("-")[0]), one.alternative) for one in blocks[len(above) :]]


def headings(language: str) -> Iterator[tuple[str, str, int, int]]:
    """What is printed before headings: the word that is read, the label and its numbers."""
    for sign in NUMBERED:
        count = LAST.get(sign, LETTERS)
        for name in numbering.NAMES[language]:
            for label in printed("heading", {"headings": [{"label": name, "sign": sign}]}, language, count):
                yield READ_AS.get((language, name), name), *label
        for level, name in enumerate(("annex", "appendix"), 1):
            of = {"headings": "roman", "annexes": {"sign": sign}, "appendices": {"sign": sign}}
            for label in printed("annex", of, language, count, level):
                yield name, *label


def others(language: str) -> Iterator[tuple[str, int, int]]:
    """What is printed before headings that are called nothing, paragraphs, and what hangs on them."""
    for sign in NUMBERED:
        if sign != "words":
            yield from printed("heading", {"headings": [{"sign": sign}]}, language, LAST.get(sign, LETTERS))
    yield from printed("paragraph", "roman", language, 200)
    yield from printed("definition", "roman", language, LETTERS)
    for level in range(1, DEEPEST["subparagraph"] + 1):
        yield from printed("subparagraph", "roman", language, LETTERS, level)


@pytest.mark.parametrize("language", CODES)
def test_what_is_printed_before_a_heading_is_read_again(language: str) -> None:
    for word, label, number, again in headings(language):
        read = [(found.look, found.number, found.alternative, found.length) for found in typed.labels(label + "\t")]
        assert (word, number, again, len(label)) in read, label


@pytest.mark.parametrize("language", CODES)
def test_what_is_printed_before_other_lines_is_read_again(language: str) -> None:
    for label, number, again in others(language):
        read = [(found.number, found.alternative, found.length) for found in typed.labels(label + "\t")]
        assert (number, again, len(label)) in read, label


@pytest.mark.parametrize("language", CODES)
def test_options_are_read_again(language: str) -> None:
    blocks = [PlannedBlock(f"option-{number}", "option") for number in range(1, 30)]
    labels = numbering.labels(blocks, "roman", language).printed.values()
    found = [typed.labels(label + "\t")[0] for label in labels]
    assert [(one.look, one.number) for one in found] == [("option", number) for number in range(1, 30)]


@pytest.mark.parametrize("language", CODES)
def test_figures_behind_words_are_the_likelier_reading(language: str) -> None:
    """Article 1 to 120 and Part I to XXX have but their own numbers first, whatever letters they also are."""
    for sign, last in (("arabic", 120), ("roman", 30)):
        labels = printed("heading", {"headings": [{"label": "part", "sign": sign}]}, language, last)
        first = [(typed.labels(label + "\t")[0].number, again) for label, _number, again in labels]
        assert first == [(number, again) for _label, number, again in labels]
