"""Texts are like each other by the words they have in common, of which rare ones weigh more."""

from __future__ import annotations

import pytest

from submissions.sources.likeness import likest

PARAGRAPHS = {
    "posts": "Ministries should have permanent posts for the monitoring of the environment.",
    "training": "Training should be given in the region, by institutions of the environment.",
    "reports": "Reports on the environment should be given once a year.",
}


def test_the_paragraph_with_the_rare_words_is_the_likest() -> None:
    found = likest("Permanent posts for monitoring the environment are needed.", PARAGRAPHS, most=3, language="en")
    assert [(one.key, set(one.words)) for one in found] == [("posts", {"permanent", "posts", "monitoring"})]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Every country that asks for it", "Training that is paid for every year"),
        ("fr", "Chaque pays qui le demande pour soi", "Chaque ministre qui le paie pour cela"),
        ("es", "Cada país que lo pide para sí", "Una formación que se paga para cada región"),
        ("ru", "Для каждой страны, которая этого просит", "Обучение, которая оплачена для каждой группы"),
        ("ar", "كل بلد من التي تطلب ذلك", "تدريب في كل منطقة من التي تدفع"),
        ("zh-hans", "其他国家以及有关各方", "其他培训以及有关费用"),
    ],
)
def test_words_that_say_nothing_of_what_a_text_is_about_make_nothing_likely(
    language: str, one: str, other: str
) -> None:
    assert [like.key for like in likest(one, {"other": other}, most=1)] == ["other"]
    assert likest(one, {"other": other}, most=1, language=language) == []


def test_words_that_every_text_has_make_nothing_likely() -> None:
    alike = {"a": "The environment of the region", "b": "The environment of the seas", "c": "The environment of air"}
    assert likest("The environment of the", alike, most=3) == []


def test_one_word_in_common_is_not_enough() -> None:
    assert likest("Posts.", PARAGRAPHS, most=3) == []


def test_no_more_than_asked_for_the_likest_first() -> None:
    asked = "Training in the region, and reports given once a year"
    assert [like.key for like in likest(asked, PARAGRAPHS, most=9)] == ["reports", "training"]
    assert [like.key for like in likest(asked, PARAGRAPHS, most=1)] == ["reports"]


def test_the_same_words_are_likest_of_all() -> None:
    (first, *_others) = likest(PARAGRAPHS["training"], PARAGRAPHS, most=3)
    assert (first.key, round(first.likeness, 6)) == ("training", 1.0)


def test_it_is_so_in_chinese_and_in_arabic_too() -> None:
    chinese = {"money": "应为发展中国家提供资金支持。", "data": "各国应共享监测数据。"}
    assert likest("缺少资金支持", chinese, most=1)[0].key == "money"
    arabic = {"money": "ينبغي توفير الدعم المالي للبلدان النامية", "data": "ينبغي تبادل بيانات الرصد"}
    assert likest("نحتاج إلى الدعم المالي", arabic, most=1)[0].key == "money"


def test_further_texts_tell_how_rare_a_word_is() -> None:
    among = {"weirs": "Weirs hold water", "dams": "Dams hold fish"}
    asked = "Dams, weirs, water and fish"
    assert [one.key for one in likest(asked, among, most=2)] == ["weirs", "dams"]
    beside = ["Weirs are built", "Weirs are seen", "Weirs are left"]
    assert [one.key for one in likest(asked, among, most=2, beside=beside)] == ["dams"]


def test_nothing_is_like_nothing() -> None:
    assert likest("", PARAGRAPHS, most=3) == []
    assert likest("Posts and monitoring", {}, most=3) == []
