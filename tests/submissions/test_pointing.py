"""What a statement is on, and that it proposes wording, is said wherever others read it, not in the form alone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Process
from submissions.compiling import actions, content, printing, word
from submissions.models import Compilation, Statement

from ..cast import given, with_role

Browser = Callable[[User], Client]
PLACE = "Draft convention on lost fishing gear: The objective of this Convention"
PROPOSED = "Wording proposed: The objective is seas without lost gear."


@pytest.fixture
def stated(inc: Process) -> Statement:
    """A proposal of wording on an article, beside its reason, which anyone may read."""
    return Statement.objects.get(version__submission__call__process=inc, key="aim")


@pytest.fixture
def ines(inc: Process) -> User:
    return with_role("Ines", Role.ADMINISTRATOR, inc)


@pytest.fixture
def compilation(stated: Statement, ines: User) -> Compilation:
    """All of its call, by components of the mandate, of which it is on none."""
    compilation = actions.begin(stated.version.submission.call, by=ines)
    with given():
        Compilation.objects.filter(pk=compilation.pk).update(grouped_by="component")
    compilation.refresh_from_db()
    actions.group_anew(compilation, by=ines)
    return compilation


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(html.replace("<", " <"))).replace("&amp;", "&")


def test_a_compilation_says_on_which_paragraph_a_statement_is_under_any_head(
    compilation: Compilation, ines: User, browser_of: Browser
) -> None:
    page = words_of(browser_of(ines).get(compilation.get_absolute_url(), headers={"accept-language": "en"}).text)
    with override("en"):
        said = content.of(compilation)
    printed, written = words_of(printing.page(said)["html"]), docx.Document(io.BytesIO(word.docx("c", said)))
    paragraphs = " ".join(paragraph.text for paragraph in written.paragraphs)
    assert compilation.grouped_by == "component"
    for read in (page, printed, paragraphs):
        assert (f"Amendment · {PLACE}" in read, PROPOSED in read) == (True, True)


def test_a_head_that_is_the_component_is_not_repeated(igsp: Process) -> None:
    compilation = Compilation.objects.filter(call__process=igsp, grouped_by="component").earliest("pk")
    with override("en"):
        said = content.content(content.Manuscript(compilation), "en")
    heads = [group for group in said["groups"] if group["key"].startswith("component-")]
    assert {one["on"] for group in heads for party in group["parties"] for one in party["statements"]} == {""}


def test_whoever_receives_arranges_or_answers_it_reads_it_too(
    stated: Statement, compilation: Compilation, ines: User, browser_of: Browser
) -> None:
    version = stated.text_version
    assert version
    text = {"process": version.process.slug, "key": version.text.key, "number": version.number}
    pages = [
        reverse("admin:submissions_submission_change", args=[stated.version.submission_id]),
        reverse("admin:submissions_compilation_change", args=[compilation.pk]).replace("change/", "arrange/"),
        reverse("submissions:sources_statement", kwargs={**text, "pk": stated.pk}),
        reverse("submissions:sources_paragraph", kwargs={**text, "block": "objective"}) + "?find=plainer",
    ]
    browser = browser_of(ines)
    read = [words_of(browser.get(page, headers={"accept-language": "en"}).text) for page in pages]
    assert [(PLACE in page, PROPOSED in page) for page in read] == [(True, True)] * len(pages)
