"""A newcomer's first minute: the portal answers in six languages, and nothing on the page complains."""

from urllib.parse import urlsplit

import pytest

DIRECTIONS = {"ar": "rtl", "zh-hans": "ltr", "en": "ltr", "fr": "ltr", "ru": "ltr", "es": "ltr"}


@pytest.mark.parametrize("language", DIRECTIONS)
def test_the_first_page_speaks_each_language(page, language):
    answer = page.goto(f"/{language}/")
    html = page.locator("html")
    spoken, direction = html.get_attribute("lang"), html.get_attribute("dir") or "ltr"
    assert (answer.status, spoken.lower(), direction) == (200, language, DIRECTIONS[language])


def test_a_visitor_without_a_language_is_led_to_one(page):
    page.goto("/")
    assert urlsplit(page.url).path.split("/")[1] in DIRECTIONS


def test_the_demonstration_says_who_may_come_in(demo):
    said = demo.log.read_text()
    assert f"Ready: {demo.address}/" in said
    assert "Missing" not in said
