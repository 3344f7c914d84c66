"""Every address of the portal is in a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from igsp_portal.foundations.pages import closed as pages

from .desk import MORE_AT_THE_DESK, NOTHING, OLD_FORM, STANDARD, TABLES
from .pages import PAGES
from .people import EVERYBODY, Scene

pytestmark = pytest.mark.slow


def patterns(found: Any, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the portal, with its full name."""
    for pattern in found:
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from patterns(pattern.url_patterns, inside)
        else:
            yield ":".join([*namespaces, str(pattern.name or pattern.pattern)]), pattern


def names() -> set[str]:
    return {name for name, _ in patterns(get_resolver().url_patterns)}


def classified() -> set[str]:
    tables = {f"admin:{label.replace('.', '_')}_{page}" for label in TABLES for page in STANDARD}
    return {page.name for page in PAGES} | tables | set(MORE_AT_THE_DESK) | {OLD_FORM, NOTHING}


def test_every_address_is_in_the_table() -> None:
    assert sorted(names() - classified()) == []


def test_the_table_names_no_address_that_is_not_there() -> None:
    assert sorted(classified() - names() - set(MORE_AT_THE_DESK)) == []


def test_every_table_of_the_desk_is_in_the_table() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == set(TABLES)


def test_the_cast_is_complete(scene: Scene) -> None:
    assert set(scene.people) == EVERYBODY


def test_pages_of_other_packages_are_opened_by_name_alone() -> None:
    known = names() | {"openid_connect_login", "openid_connect_callback", "socialaccount_signup"}
    known |= {"socialaccount_login_cancelled", "socialaccount_login_error"}
    assert sorted(pages.OPEN_ELSEWHERE - known) == []
