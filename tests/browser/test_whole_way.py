"""The whole way of a submission, as all who have a part in it go it: from the invitation to the answer in the plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from . import filing
from .conftest import Demonstration, new_context, watched
from .people import letter, sign_in, sign_in_by_code, words

PLAN = "igsp/texts/draft-plan/3/sources/"
LINK = re.compile(r"https?://[^/\s]+(/\S+/invitations/\S+)")


@dataclass(frozen=True)
class Story:
    """A State that has not been invited yet, and what is written for it and of it."""

    language: str
    scripts: bool
    party: str
    statements: tuple[tuple[str, str], tuple[str, str]]  # the label of a component, the words
    introduction: str
    theirs: str  # what a colleague makes of the first statement at the same time
    title: str
    note: str
    reason: str

    def email(self, who: str) -> str:
        return f"{who}-{self.party}@example.org"

    def at(self, path: str) -> str:
        return f"/{self.language}/{path}"


def english(party: str, *, scripts: bool) -> Story:
    return Story(
        "en",
        scripts,
        party,
        (
            ("(a)(i)", f"Inspectors of {party} who know how to take a sample of a river."),
            ("(b)", f"One office of {party} that answers for every offer of support."),
        ),
        "Illustrative text. It expresses the position of no Government.",
        f"Inspectors of {party} who know how to take a sample of a lake.",
        f"Inspectors and offices of {party}",
        "Inspectors are named; rivers are not.",
        "Offices are left to each Government.",
    )


def arabic(party: str, *, scripts: bool) -> Story:
    return Story(
        "ar",
        scripts,
        party,
        (("(أ) '2'", f"تدريب مفتشي المياه على أخذ العينات {party}."), ("(ب)", f"مكتب واحد يتلقى عروض الدعم {party}.")),
        "نص توضيحي لا يعبر عن موقف أي حكومة.",
        f"تدريب مفتشي البحيرات على أخذ العينات {party}.",
        f"المفتشون والمكاتب {party}",
        "ذُكر المفتشون ولم تُذكر الأنهار.",
        "تُترك المكاتب لكل حكومة.",
    )


STORIES = [
    english("fji", scripts=True),
    english("lka", scripts=False),
    arabic("tun", scripts=True),
    arabic("jor", scripts=False),
]


@pytest.mark.parametrize(
    "story", STORIES, ids=lambda story: f"{story.language}-{'with' if story.scripts else 'without'}"
)
def test_who_is_invited_files_and_reads_what_became_of_it(browser: Browser, demo: Demonstration, story: Story) -> None:
    with ExitStack() as people:

        def somebody(watch: Callable[..., Iterator[Page]] = watched) -> Page:
            return people.enter_context(a_browser(browser, demo, watch, scripts=story.scripts))

        secretary, invited, colleague, officer, stranger = (somebody() for _ in range(5))
        focal = somebody(unwatched)  # who is answered that another wrote first, of which a browser complains
        sign_in(secretary, "secretariat", story.language)
        invite(secretary, story)
        name_people(invited, demo, story)
        name_a_clearing_officer(secretary, story)
        for page, who in ((focal, "focal"), (colleague, "drafter"), (officer, "officer")):
            sign_in_by_code(page, demo.folder, story.email(who), story.language)
        draft_together(focal, colleague, story)
        have_it_cleared(focal, officer, story)
        number, sha256 = file(focal)
        verify(stranger, story, number, sha256)
        publish(secretary, story, number)
        answer_in_the_plan(secretary, story)
        read_what_became_of_it(focal, stranger, story, number)


@contextmanager
def a_browser(
    browser: Browser, demo: Demonstration, watch: Callable[..., Iterator[Page]], *, scripts: bool
) -> Iterator[Page]:
    """The browser of one more person."""
    context = new_context(browser, demo, java_script_enabled=scripts)
    yield from watch(context, demo)
    context.close()


def unwatched(context: BrowserContext, _demo: Demonstration) -> Iterator[Page]:
    """A page that may complain."""
    yield context.new_page()


def invite(secretary: Page, story: Story) -> None:
    """By the list of a call, looked through before anybody is written to."""
    secretary.goto(story.at("admin/submissions/call/?q=regional-needs"))
    secretary.locator("#result_list tbody th a").click()
    secretary.locator('.portal-moves a[href$="/invite/"]').click()
    secretary.fill(
        "[name=content]", f"participant,emails,language\n{story.party},{story.email('ministry')},{story.language}"
    )
    secretary.locator("form [type=submit].default").click()
    assert story.email("ministry") in secretary.locator("tbody").inner_text()
    secretary.locator("[name=invite]").click()
    secretary.locator(".messagelist .success").wait_for()


def name_people(invited: Page, demo: Demonstration, story: Story) -> None:
    """By the link of the invitation, which a visit alone does not spend."""
    sent = letter(demo.folder, story.email("ministry"), lambda each: bool(LINK.search(words(each))))
    found = LINK.search(words(sent))
    assert found is not None
    for _visit in range(2):
        invited.goto(found[1])
        assert invited.locator("[name=people-0-email]").count() == 0
    invited.locator("[name=begin]").click()
    for place, who in enumerate(("focal", "drafter")):
        invited.fill(f"[name=people-{place}-name]", f"{who} {story.party}")
        invited.fill(f"[name=people-{place}-email]", story.email(who))
    invited.locator("form:has([name=people-0-email]) button").click()
    invited.locator(".messages", has_text=story.email("focal")).wait_for()


def name_a_clearing_officer(secretary: Page, story: Story) -> None:
    """In the admin site: a party cannot give itself the second person."""
    secretary.goto(story.at("admin/igsp_portal/user/add/"))
    secretary.fill("[name=email]", story.email("officer"))
    secretary.fill("[name=name]", f"officer {story.party}")
    secretary.select_option("[name=language]", story.language)
    secretary.locator("[name=_save]").click()
    secretary.goto(story.at(f"admin/igsp_portal/user/?q={story.email('officer')}"))
    user = row_of(secretary)
    secretary.goto(story.at(f"admin/meetings/participant/?q={story.party}"))
    participant = row_of(secretary)
    secretary.goto(story.at(f"admin/meetings/membership/add/?user={user}&participant={participant}"))
    secretary.select_option("[name=role]", "clearing_officer")
    secretary.locator("[name=_save]").click()
    secretary.locator(".messagelist .success").wait_for()


def row_of(secretary: Page) -> str:
    """The number of the one row that a list of the admin site holds."""
    address = secretary.locator("#result_list tbody th a").get_attribute("href") or ""
    return address.split("/change/")[0].rsplit("/", 1)[1]


def draft_together(focal: Page, colleague: Page, story: Story) -> None:
    """Two who change different answers lose nothing; of two who change the same one, the second is shown both."""
    focal.goto(story.at("my/"))
    focal.locator('form[action*="/calls/regional-needs/begin/"] button').click()
    focal.select_option("[name=language]", story.language)
    focal.fill("[name=title]", story.title)
    filing.write_statement(focal, 0, *story.statements[0])
    filing.press(focal, "save")
    colleague.goto(story.at("my/"))
    colleague.locator('main a[href$="/write/"]').click()

    focal.fill("[name=introduction]", story.introduction)
    filing.press(focal, "save")
    filing.write_statement(colleague, 1, *story.statements[1])
    filing.press(colleague, "save")
    assert colleague.locator(".theirs").count() == 0
    assert colleague.locator("[name=introduction]").input_value() == story.introduction
    focal.reload()
    assert filing.statements(focal) == [said for _label, said in story.statements]

    colleague.fill("[name=statements-0-words]", story.theirs)
    filing.press(colleague, "save")
    focal.fill("[name=statements-0-words]", f"{story.statements[0][1]} ")
    focal.fill("[name=statements-0-words]", f"{story.statements[0][1]}!")
    if not story.scripts:  # with them it saves itself
        focal.locator("button[name=do][value=save]").click()
    warning = focal.locator(".theirs")
    warning.wait_for()
    assert story.theirs in warning.inner_text()
    assert filing.statements(focal)[0] == f"{story.statements[0][1]}!"
    focal.fill("[name=statements-0-words]", story.statements[0][1])
    filing.press(focal, "save")
    assert focal.locator(".theirs").count() == 0
    colleague.reload()
    assert filing.statements(colleague) == [said for _label, said in story.statements]


def have_it_cleared(focal: Page, officer: Page, story: Story) -> None:
    focal.check("[name=consent]")
    filing.press(focal, "review")
    focal.locator("form:has([name=act][value=require]) button").click()
    focal.locator(".messages").wait_for()
    assert focal.locator('main form[action$="/file/"]').count() == 0
    officer.goto(story.at("my/"))
    officer.locator('main a[href$="/write/"]').click()
    filing.press(officer, "review")
    assert [said for _label, said in story.statements if said not in officer.locator("main").inner_text()] == []
    officer.locator("form:has([name=act][value=clear]) button").click()
    officer.locator(".with-aside .notice-ok").wait_for()
    focal.reload()
    assert f"officer {story.party}" in focal.locator(".with-aside .notice-ok").inner_text()


def file(focal: Page) -> tuple[str, str]:
    """The number and the SHA-256 of the receipt."""
    focal.locator('main form[action$="/file/"] button').click()
    focal.wait_for_url("**/receipt/**")
    return filing.filing_number(focal), "".join(focal.locator(".receipt .checksum").inner_text().split())


def verify(stranger: Page, story: Story, number: str, sha256: str) -> None:
    """Who has number and sum learns that they are genuine, and nothing of what was filed."""

    def asked(digits: str) -> str:
        stranger.goto(story.at(f"verify/{number}/"))
        stranger.fill("[name=sha256]", digits)
        stranger.locator("form:has([name=sha256]) button").click()
        return stranger.locator("main").inner_text()

    said = asked(sha256)
    assert stranger.locator(".notice-ok").count() == 1
    assert [each for each in (story.title, *(s[1] for s in story.statements)) if each in said] == []
    asked(sha256[::-1])
    assert (stranger.locator(".notice-ok").count(), stranger.locator(".notice-late").count()) == (0, 1)


def publish(secretary: Page, story: Story, number: str) -> None:
    secretary.goto(story.at(f"admin/submissions/submission/?q={number}"))
    secretary.locator("#result_list tbody tr", has_text=number).locator("th a").click()
    for move in ("acknowledge", "publish"):
        secretary.locator(f'.portal-moves form[action$="/do/{move}/"] button').click()
        secretary.locator(".messagelist .success").wait_for()
        secretary.locator(f'.portal-moves form[action$="/do/{move}/"]').wait_for(state="detached")


def answer_in_the_plan(secretary: Page, story: Story) -> None:
    """One statement is linked to a paragraph, in part; the other is not reflected, and why."""

    def say(said: str, fill_in: Callable[[], None]) -> None:
        secretary.goto(story.at(f"{PLAN}unanswered/?call=regional-needs&language={story.language}"))
        secretary.locator(f'blockquote:has-text("{said}") + p a').click()
        fill_in()
        secretary.locator("form:has(#reason) button.btn-primary").click()
        secretary.locator(".messages").wait_for()

    def in_part() -> None:
        secretary.select_option("#more", "assessment")
        secretary.select_option("#as-it", "in_part")
        secretary.fill("#note-it", story.note)

    say(story.statements[0][1], in_part)
    say(story.statements[1][1], lambda: secretary.fill("#reason", story.reason))


def read_what_became_of_it(focal: Page, stranger: Page, story: Story, number: str) -> None:
    """The party statement by statement; anybody in the plan, paragraph by paragraph."""
    focal.goto(story.at("my/"))
    focal.locator("main article", has_text=number).locator("h3 a").click()
    became = focal.locator("section:has(#became)")
    assert [became.locator("li", has_text=said).count() for said in (story.note, story.reason)] == [1, 1]
    stranger.goto(story.at("igsp/submissions/"))
    stranger.locator("main a", has_text=story.title).click()
    stranger.locator("section:has(#became) li", has_text=story.note).locator("a").first.click()
    assert "/texts/draft-plan/" in stranger.url
    stranger.goto(story.at(f"{PLAN}"))
    at = stranger.locator("#at-assessment")
    at.locator("summary").click()
    assert story.note in at.inner_text()
    assert number in at.inner_text()
