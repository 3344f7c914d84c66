"""The glossary of a process: entered, taken from a file after a look at its rows, given out, and loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import GlossaryTerm, TextVersion
from documents.texts import accords
from igsp_portal.foundations.access import Role
from igsp_portal.models import Event
from meetings.models import Process

from ..cast import with_role
from ..meetings.folders import load, minimal, refused, write

HEADER = "key,ar,zh-hans,en,fr,ru,es,remark"
ADMIN = "/en/igsp/admin/documents/glossaryterm/"
DAM = "dam,سد,水坝,dam | dams,barrage,плотина,presa,Of rivers"


@pytest.fixture
def chen(igsp: Process) -> Client:
    """Chen, who translates, in a browser."""
    browser = Client()
    browser.force_login(with_role("Chen", Role.TRANSLATOR, igsp))
    return browser


def sent(browser: Client, *lines: str, name: str = "terms.csv") -> Any:
    data = "\n".join([HEADER, *lines]).encode("utf-8-sig")
    return browser.post(f"{ADMIN}import/", {"file": SimpleUploadedFile(name, data)})


def dams() -> list[tuple[str, str, str, str]]:
    terms = GlossaryTerm.objects.filter(key="dam")
    return [(term.key, term.by_language["en"], term.by_language["ar"], term.remark) for term in terms]


def test_a_file_is_shown_before_it_is_written_and_then_taken(chen: Client) -> None:
    shown = sent(chen, DAM)
    assert (shown.status_code, dams(), shown.context["preview"].changes) == (200, [], 1)
    assert [(row["key"], row["becomes"]) for row in shown.context["preview"].rows] == [("dam", "new")]
    taken = chen.post(f"{ADMIN}import/", {"content": shown.context["preview"].content})
    assert (taken.status_code, dams()) == (302, [("dam", "dam | dams", "سد", "Of rivers")])
    event = Event.objects.latest("pk")
    assert (event.about_label, event.by_label, event.public) == ("dam", "Chen", False)


def test_the_list_leads_to_the_import_for_those_who_may(igsp: Process, chen: Client) -> None:
    clerk = Client()
    clerk.force_login(with_role("Diego", Role.CLERK, igsp))
    led = [f"{ADMIN}import/".encode() in browser.get(ADMIN).content for browser in (chen, clerk)]
    assert led == [True, False]


def test_a_row_that_is_wrong_stops_all(chen: Client) -> None:
    shown = sent(chen, DAM, "Weir!,,,weir,,,,", "empty,,,,,,,", "short,,")
    assert shown.status_code == 400
    assert shown.context["preview"].mistakes == [
        "terms.csv:3: “Weir!” is not a valid key: use small letters a to z, digits, and hyphens between them.",
        "terms.csv:4: Enter the term in at least one language.",
        "terms.csv:5: This line has 3 columns; it must have 8.",
    ]
    refused_again = chen.post(f"{ADMIN}import/", {"content": shown.context["preview"].content})
    assert (refused_again.status_code, dams()) == (400, [])


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_file_of_a_spreadsheet_of_another_language_is_taken(chen: Client, separator: str) -> None:
    lines = (f"{line},".replace(",", separator) for line in (HEADER, DAM, ",,,,,,,"))
    file = SimpleUploadedFile("terms.csv", "\r\n".join(lines).encode("utf-8-sig"))
    preview = chen.post(f"{ADMIN}import/", {"file": file}).context["preview"]
    chen.post(f"{ADMIN}import/", {"content": preview.content})
    assert (preview.mistakes, dams()) == ([], [("dam", "dam | dams", "سد", "Of rivers")])


def test_a_file_of_tbx_min_is_taken_though_two_identifiers_make_one_key(chen: Client) -> None:
    entries = "".join(
        f'<entry id="{given}"><langGroup xml:lang="en"><termGroup><term>{term}</term></termGroup></langGroup></entry>'
        for given, term in (("dam", "dam"), ("Dam.", "dams"))
    )
    data = f'<TBX dialect="TBX-Min"><header/><body>{entries}</body></TBX>'.encode()
    preview = chen.post(f"{ADMIN}import/", {"file": SimpleUploadedFile("terms.tbx", data)}).context["preview"]
    assert (preview.mistakes, [(row["key"], row["becomes"]) for row in preview.rows]) == (
        [],
        [("dam", "new"), ("dam-2", "new")],
    )


def test_what_a_file_changes_is_shown_beside_what_stands(chen: Client) -> None:
    chen.post(f"{ADMIN}import/", {"content": f"{HEADER}\n{DAM}\n"})
    rows = sent(chen, DAM.replace("barrage", "digue")).context["preview"].rows
    french = next(word for word in rows[0]["words"] if word["language"].code == "fr")
    assert (rows[0]["becomes"], french["before"], french["words"]) == ("changed", "barrage", "digue")
    assert sent(chen, DAM).context["preview"].changes == 0


@pytest.mark.parametrize("name", ["csv", "tbx"])
def test_what_is_given_out_is_taken_in_without_a_change(chen: Client, name: str) -> None:
    chen.post(f"{ADMIN}import/", {"content": f"{HEADER}\n{DAM}\n"})
    given = chen.get(f"{ADMIN}{name}/").content
    shown = chen.post(f"{ADMIN}import/", {"file": SimpleUploadedFile(f"terms.{name}", given)})
    preview = shown.context["preview"]
    assert (preview.mistakes, preview.changes, len(preview.rows)) == ([], 0, GlossaryTerm.objects.count())


def test_a_term_that_reads_like_a_formula_goes_out_as_words_and_comes_back_the_same(chen: Client) -> None:
    formula = """dam,سد,-坝,=HYPERLINK("x"),@barrage,+плотина,'-presa,-1"""
    chen.post(f"{ADMIN}import/", {"content": f"{HEADER}\n{formula}\n"})
    before = GlossaryTerm.objects.values().get(key="dam")
    given = chen.get(f"{ADMIN}csv/").content
    line = """dam,سد,'-坝,"'=HYPERLINK(""x"")",'@barrage,'+плотина,'-presa,'-1\n"""
    assert line in given.decode()
    preview = sent(chen, *given.decode("utf-8-sig").splitlines()[1:]).context["preview"]
    assert (preview.mistakes, preview.changes) == ([], 0)
    assert GlossaryTerm.objects.values().get(key="dam") == before


def test_a_file_that_is_none_is_refused_with_its_reason(chen: Client) -> None:
    bomb = b'<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>'
    for name, data in (("a.tbx", bomb), ("a.csv", b"\xff\xfe"), ("a.csv", b"en,fr\n"), ("a.tbx", b"")):
        answer = chen.post(f"{ADMIN}import/", {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 400, name
    large = SimpleUploadedFile("a.csv", b"x" * (1024 * 1024 + 1))
    assert "at most 1 MB" in chen.post(f"{ADMIN}import/", {"file": large}).content.decode()


def test_a_term_is_entered_by_hand_and_no_longer_checked(igsp: Process, chen: Client, draft: TextVersion) -> None:
    before = len(accords.glossary(draft))
    entered = chen.post(
        f"{ADMIN}add/", {"process": igsp.pk, "key": "dam", "words_en": "dam", "words_fr": "barrage", "checked": "on"}
    )
    assert (entered.status_code, [key for key, *_ in dams()], len(accords.glossary(draft))) == (
        302,
        ["dam"],
        before + 1,
    )
    term = GlossaryTerm.objects.get(key="dam")
    changed = chen.post(f"{ADMIN}{term.pk}/change/", {"process": igsp.pk, "key": "dam", "words_en": "dam"})
    assert (changed.status_code, len(accords.glossary(draft))) == (302, before)


def test_a_folder_has_a_glossary(igsp: Process, tmp_path: Path) -> None:
    files = minimal()
    load(write(tmp_path / "rivers", files | {"glossary.csv": f"{HEADER}\n{DAM}\n"}))
    assert [(term.process.slug, term.key) for term in GlossaryTerm.objects.filter(key="dam")] == [("rivers", "dam")]
    again = load(write(tmp_path / "rivers", files | {"glossary.csv": f"{HEADER}\n{DAM}\n"}))
    assert again.endswith(": 0 changes made")
    said = refused(write(tmp_path / "rivers", files | {"glossary.csv": f"{HEADER}\n{DAM}\n{DAM}\n"}))
    twice = "“dam” is already the “key” of another entry, at glossary.csv:2; each must have its own."
    assert said[0] == f"rivers/glossary.csv:3: {twice}"
