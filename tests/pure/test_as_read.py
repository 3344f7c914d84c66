"""What is drawn on a page, as the words that it stands for."""

import pytest

from igsp_portal.foundations.language.characters import as_read, count_words


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("The inter-\ngovernmental group", "The intergovernmental group"),
        ("The inter\ufffe\ngovernmental group", "The intergovernmental group"),
        ("Addis\ufffe\nAbaba", "Addis-Ababa"),
        ("The inter\xadgovernmental group", "The intergovernmental group"),
        ("Addis-\nAbaba", "Addis-\nAbaba"),
        ("2004-\n2005", "2004-\n2005"),
        ("межправи-\nтельственная", "межправительственная"),
        ("e\ufb03cient \ufb01nance", "efficient finance"),
        ("\ufee3\ufea4\ufee4\ufeaa", "محمد"),
        ("\ufefb", "لا"),
        ("ﺑﹹﻨﹷﺬ", "بُنَذ"),
        ("الـكيميائية والخــبراء", "الكيميائية والخبراء"),
        ("عام 1425 هـ", "عام 1425 هـ"),
        ("two   words \r\n\r\n\r\n\r\nbelow ", "two words\n\nbelow"),
        ("\u202bكلمة\u202c\u200f", "كلمة"),
        ("m² and ½", "m² and ½"),
    ],
)
def test_words_are_read_as_they_were_written(drawn: str, read: str) -> None:
    assert as_read(drawn) == read


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Needs of the region.", 4),
        ("l’efficacité d'un co-financement", 3),
        ("SS.VII/1 – paragraph 3", 3),
        ("加强科学基础", 6),
        ("环境署 UNEP 2004", 5),
        ("تعزيز الأساس العلمي", 3),
        ("_ – •", 0),
    ],
)
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert count_words(text) == count
