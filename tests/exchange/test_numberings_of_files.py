"""Which numbering a file that comes in is found to follow, in its text and in its annexes."""

import pytest

from documents import numbering
from documents.exchange import plain_in
from documents.exchange.reading import as_numbered, draft

PART = {"sign": "roman", "label": "part"}
ARTICLE = {"sign": "arabic", "label": "article", "runs": True}


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        (
            "Article 1/Aim/1. Aim./Annex A/Products/1. Bags./Annex B/Wastes/A. Plastic/1. Films./B. Other/2. Straws.",
            {
                "headings": [ARTICLE],
                "paragraphs": {"restart": 1},
                "annexes": {"sign": "upper", "headings": "letter"},
            },
        ),
        (
            "A. Aims/1. One./2. Two./B. Means/3. Three./Annex I/Nets/I. Sizes/1. Small./II. Marks/2. Red.",
            {"headings": "letter"},
        ),
        ("A. Aims/1. One./B. Means/2. Two./Annex I/Nets/A. Sizes/1. Small./B. Marks/2. Red.", "letter"),
        ("I. Aims/1. One./II. Means/2. Two./Annex I/Nets/1. Small.", "roman"),
        (
            "Part I/Aims/Article 1/Aim/1. One./Article 2/Means/1. Two./Annex/Nets/1. Small.",
            {
                "headings": [PART, ARTICLE],
                "paragraphs": {"restart": 2},
                "annexes": {"sign": "none"},
            },
        ),
        (
            "1. One./Annex 1/Nets/I. Sizes/1. Small./II. Marks/1. Red./Appendix A/Fees/1. So./Appendix B/Costs/1. So.",
            {
                "headings": "roman",
                "annexes": {"sign": "arabic", "paragraphs": {"restart": 1}},
                "appendices": {"sign": "upper"},
            },
        ),
        ("1. One./Annex I/Nets/I. Sizes/1. Small.", "roman"),
        ("1. One./Annex I/Nets/1. Small.", ""),
    ],
)
def test_annexes_are_numbered_apart_from_the_text(text, scheme):
    reading = plain_in.read(text.replace("/", "\n\n"), "en")
    counted = numbering.labels(draft(reading).blocks, reading.numbering or "roman", "en").printed
    assert (reading.numbering, as_numbered(reading, counted).remarked()) == (scheme, [])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("المادة 1/الهدف/1 - هدف./المرفق ألف/المنتجات/1 - الأكياس./المرفق باء/النفايات/1 - نفايات.", "ar"),
        ("第一条/目标/1. 目标。/附件A/产品/1. 袋。/附件B/废物/1. 废物。", "zh-hans"),
        ("Part I/Aims/Section A. Nets/Article 1/Aim/1. One./Section B. Traps/Article 2/Means/1. Two.", "en"),
    ],
)
def test_letters_of_annexes_and_sections_stay_letters(text, language):
    reading = plain_in.read(text.replace("/", "\n\n"), language)
    counted = numbering.labels(draft(reading).blocks, reading.numbering, language).printed
    assert as_numbered(reading, counted).remarked() == []
