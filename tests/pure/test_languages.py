"""The six official languages."""

import random

import pytest
from django.utils.translation import override

from igsp_portal.foundations.language.languages import (
    CODES,
    LANGUAGES,
    UnknownLanguage,
    between_phrases,
    collation_key,
    in_order,
    listed,
    resolve,
)


def test_the_languages_stand_in_their_fixed_order():
    assert CODES == ("ar", "zh-hans", "en", "fr", "ru", "es")
    assert [language.suffix for language in LANGUAGES.values()] == ["AR", "ZH", "EN", "FR", "RU", "ES"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("zh", "zh-hans"),
        ("ZH", "zh-hans"),
        ("zh_Hans", "zh-hans"),
        ("zh-CN", "zh-hans"),
        ("fr-CA", "fr"),
        ("AR", "ar"),
    ],
)
def test_codes_are_resolved_as_they_are_written(written, code):
    assert resolve(written) == code


@pytest.mark.parametrize("written", ["", "de", "zh-hant", "english"])
def test_a_code_of_no_official_language_is_refused(written):
    with pytest.raises(UnknownLanguage):
        resolve(written)


def test_only_arabic_runs_from_right_to_left():
    assert [code for code in CODES if LANGUAGES[code].direction == "rtl"] == ["ar"]


def test_codes_are_put_in_order_and_once():
    assert in_order(["es", "zh", "ar", "zh-hans"]) == ["ar", "zh-hans", "es"]


IN_ORDER = {
    # As co-sponsors stand in Arabic resolutions: articles and hamzas do not count.
    "ar": "إسبانيا ألبانيا ألمانيا أندورا أوكرانيا آيرلندا البرتغال بلجيكا بلغاريا تركيا الجزائر الدانمرك "
    "رومانيا كندا لكسمبرغ ليتوانيا مالطة موناكو النرويج النمسا هنغاريا هولندا اليونان",
    "zh-hans": "阿富汗 巴西 毕利 秘鲁 德国 厄瓜多尔 法国 斐济 加拿大 瑙鲁 尼泊尔 日本 坦桑尼亚 文莱 中国",
    "en": "Côte_d’Ivoire Guinea Guinea-Bissau Guyana Türkiye Turkmenistan",
    "fr": "Égypte El_Salvador Émirats_arabes_unis Équateur Érythrée Espagne États-Unis Éthiopie Fidji",
    "ru": "Австрия Египет Ёлкино Замбия Израиль Индия Йемен Казахстан Япония",
    "es": "Canadá Chad China Nepal Níger Nueva_Zelandia Ñandú Omán Perú",
}


@pytest.mark.parametrize("language", CODES)
def test_names_are_sorted_in_the_alphabetical_order_of_the_language(language):
    names = [name.replace("_", " ") for name in IN_ORDER[language].split()]
    shuffled = random.Random(23).sample(names, len(names))
    assert sorted(shuffled, key=lambda name: collation_key(name, language)) == names


def test_words_of_the_language_stand_before_foreign_ones():
    assert collation_key("联合国", "zh") < collation_key("UNEP", "zh")
    assert collation_key("اليونان", "ar") < collation_key("UNEP", "ar")


def test_accents_decide_only_between_equal_letters():
    assert collation_key("cote", "fr") < collation_key("côte", "fr") < collation_key("coter", "fr")
    assert collation_key("еж", "ru") < collation_key("ёж", "ru") < collation_key("ежа", "ru")


@pytest.mark.parametrize(
    ("language", "words", "phrases"),
    [
        ("ar", "3، 5، 8", "3؛ 5؛ 8"),
        ("zh-hans", "3、5、8", "3；5；8"),
        ("en", "3, 5, 8", "3; 5; 8"),
        ("fr", "3, 5, 8", "3; 5; 8"),
        ("ru", "3, 5, 8", "3; 5; 8"),
        ("es", "3, 5, 8", "3; 5; 8"),
    ],
)
def test_a_list_is_parted_as_the_readers_language_parts_it(language, words, phrases):
    with override(language):
        assert listed(["3", "5", "8"]) == words
        assert between_phrases().join(["3", "5", "8"]) == phrases
