"""What a folder says of the negotiation of a text: loaded, frozen with its version, and wrong with file and line."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from documents.models import Agreement, Attribution, Proposal, Reservation, Support, TextVersion
from documents.texts import actions
from igsp_portal.foundations.access import Role
from igsp_portal.models import Event
from meetings.models import Process
from tests.cast import with_role
from tests.meetings.folders import minimal, refused, six, told, write

pytestmark = pytest.mark.slow


STRUCTURE = {
    "key": "paper",
    "title": six("Paper"),
    "original_language": "en",
    "version": {"number": 1},
    "blocks": [
        {"key": "opening", "kind": "heading"},
        {"key": "first", "kind": "paragraph"},
        {"key": "second", "kind": "paragraph"},
        {"key": "third", "kind": "paragraph"},
    ],
}
ENGLISH = "opening: Opening\nfirst: Springs are [to be] [{is:often}often [soon]] measured.\nsecond: See {para:first}.\n"
ENGLISH += "third: Lakes are clean.\n"
FRENCH = "opening: Début\nfirst: Les sources [doivent être] [{is:often}souvent [bientôt]] mesurées.\n"
FRENCH += "second: Voir {para:first}.\nthird: Les lacs sont propres.\n"
SAID = """\
attributions:
  - {key: first, bracket: 1, participant: upper, note: Since Monday.}
  - {key: first, bracket: 2, participant: lower}
  - {key: first, bracket: 2, said: Several delegations}
reservations:
  - {key: second, participant: lower, note: Awaits instructions.}
agreed:
  - {key: third, standing: referendum}
proposals:
  - participant: upper
    kind: wording
    key: third
    words: Lakes and ponds are clean.
    reason: Ponds matter.
    made_on: 2025-03-11
    supported_by: [lower, dams]
  - {participant: lower, kind: new, key: second, block_kind: paragraph, words: "Wells, too.", made_on: 2025-03-11,
     state: in_brackets, decided_on: 2025-03-12, label: lower}
  - {participant: lower, kind: new, block_kind: heading, level: 1, words: Before all, made_on: 2025-03-11,
     state: accepted, decided_on: 2025-03-12}
  - {participant: dams, kind: deletion, key: second, made_on: 2025-03-12, state: declined, decided_on: 2025-03-13,
     decision: It is needed.}
  - {participant: dams, kind: move, key: third, after: first, made_on: 2025-03-12, state: withdrawn,
     decided_on: 2025-03-12}
  - {participant: upper, kind: wording, key: third, language: fr, words: Les lacs sont purs., made_on: 2025-03-12,
     state: kept, decided_on: 2025-03-13}
"""
ISSUED = [{"symbol": "CR/1", "kind": "working", "title": six("Paper"), "text": "paper", "state": "issued",
           "issued_on": "2025-03-10"}]  # fmt: skip
FILE = "rivers/texts/paper/negotiation.yaml"
Row = tuple[Any, ...]


@pytest.fixture
def folder(igsp: Process, tmp_path: Path) -> Path:
    """A process with a draft in two languages, and what was said of it."""
    files = minimal()
    groups = [
        {"key": key, "kind": "group_of_states", "name": six(f"{key.title()} States")} for key in ("upper", "lower")
    ]
    files["participants.yaml"]["participants"] += groups
    path = write(tmp_path / "rivers", files)
    (path / "texts").mkdir()
    write(path / "texts" / "paper", {"text.yaml": STRUCTURE, "en.yaml": ENGLISH, "fr.yaml": FRENCH})
    return say(path, SAID)


def say(folder: Path, said: str) -> Path:
    (folder / "texts" / "paper" / "negotiation.yaml").write_text(said, "utf-8")
    return folder


def instead(old: str, new: str, said: str = SAID) -> str:
    assert old in said
    return said.replace(old, new, 1)


def issue(folder: Path) -> Path:
    return write(folder, {"documents.yaml": {"documents": ISSUED}})


def version() -> TextVersion:
    return TextVersion.objects.select_related("text__process").get(text__process__slug="rivers")


def of(rows: Any, *names: str) -> list[Row]:
    return list(rows.filter(version=version()).order_by("pk").values_list(*names))


def proposals(*names: str) -> list[Row]:
    return of(Proposal.objects.all(), *names)


def test_by_whom_brackets_are_reservations_and_what_is_agreed_are_loaded(folder: Path) -> None:
    told(folder)
    assert of(Attribution.objects, "key", "order", "label", "quoted", "participant__key", "said", "note") == [
        ("first", 1, "", "to be", "upper", "", "Since Monday."),
        ("first", 2, "often", "often [soon]", "lower", "", ""),
        ("first", 2, "often", "often [soon]", None, "Several delegations", ""),
    ]
    assert of(Reservation.objects, "key", "participant__key", "note") == [("second", "lower", "Awaits instructions.")]
    assert Agreement.objects.in_force(version()) == {"third": "referendum"}


def test_proposals_are_loaded_with_their_days_and_what_became_of_them(folder: Path) -> None:
    told(folder)
    made, decided = dt.date(2025, 3, 11), dt.date(2025, 3, 12)
    later = made + dt.timedelta(1), decided + dt.timedelta(1)
    names = ("participant__key", "kind", "key", "language", "made_at__date", "state", "decided_on", "decision", "label")
    assert proposals(*names) == [
        ("upper", "wording", "third", "en", made, "open", None, "", ""),
        ("lower", "new", "second", "en", made, "in_brackets", decided, "", "lower"),
        ("lower", "new", "", "en", made, "accepted", decided, "", ""),
        ("dams", "deletion", "second", "en", later[0], "declined", later[1], "It is needed.", ""),
        ("dams", "move", "third", "en", later[0], "withdrawn", decided, "", ""),
        ("upper", "wording", "third", "fr", later[0], "kept", later[1], "", ""),
    ]
    assert proposals("quoted", "words", "block_kind", "after", "reason") == [
        ("Lakes are clean.", "Lakes and ponds are clean.", "", "", "Ponds matter."),
        ("See {para:first}.", "Wells, too.", "paragraph", "", ""),
        ("", "Before all", "heading", "", ""),
        ("See {para:first}.", "", "", "", ""),
        ("Lakes are clean.", "", "", "first", ""),
        ("Les lacs sont propres.", "Les lacs sont purs.", "", "", ""),
    ]
    supports = Support.objects.filter(proposal__version=version()).order_by("pk")
    found = supports.values_list("participant__key", "joined_at__date", "left_at")
    assert list(found) == [("lower", made, None), ("dams", made, None)]


@pytest.mark.parametrize("issued", [False, True])
def test_loading_again_changes_nothing_and_writes_no_event(folder: Path, issued: bool) -> None:
    told(issue(folder) if issued else folder)
    events = Event.objects.count()
    assert told(folder) == ["Rivers strategy: 0 changes made"]
    assert (version().is_frozen, Event.objects.count()) == (issued, events)


def test_a_dry_run_tells_the_changes_and_makes_none(folder: Path) -> None:
    (folder / "texts" / "paper" / "negotiation.yaml").unlink()
    told(folder)
    say(folder, SAID)
    events = Event.objects.count()
    *lines, closing = told(folder, "--dry-run")
    assert closing == "Rivers strategy: 18 changes to make"  # 3 + 1 + 1, 6 + 2 supporters, 5 decisions
    where = "a bracket in “Springs are [to be] [often [soon]] measured.”"
    assert lines[0] == f"An operator (load_process) noted in “Paper (1)” that {where} is by Upper States"
    assert (len(lines), Event.objects.count(), proposals("pk")) == (18, events, [])
    assert told(folder)[-1] == "Rivers strategy: 18 changes made"


def test_marks_are_frozen_with_the_version_and_proposals_are_not(folder: Path) -> None:
    told(issue(folder))
    other = instead("note: Since Monday.", "note: Since Tuesday.")
    other = instead("participant: lower, note: Awaits", "participant: upper, note: Awaits", other)
    other = instead("standing: referendum", "standing: agreed", other)
    says = "Version 1 has been released and is frozen, but “{}” is different here. Give the changed text a new number."
    assert refused(say(folder, other)) == [
        f"{FILE}:2: {says.format('first')}",
        f"{FILE}:6: {says.format('second')}",
        f"{FILE}:8: {says.format('third')}",
        "Nothing was loaded: 3 mistakes.",
    ]
    further = "  - {participant: dams, kind: deletion, key: first, made_on: 2025-03-14}\n"
    assert told(say(folder, SAID + further))[-1] == "Rivers strategy: 1 change made"
    assert proposals("participant__key", "kind", "key")[-1] == ("dams", "deletion", "first")


def test_marks_of_a_draft_follow_the_file(folder: Path) -> None:
    told(folder)
    other = instead("note: Since Monday.", "note: Since Tuesday.")
    told(say(folder, instead("standing: referendum", "standing: agreed", other)))
    assert sorted(of(Attribution.objects, "order", "note")) == [(1, "Since Tuesday."), (2, ""), (2, "")]
    assert Agreement.objects.in_force(version()) == {"third": "agreed"}


def test_what_is_noted_in_a_draft_stays_with_its_bracket_when_another_opens_before_it(folder: Path) -> None:
    told(folder)
    path = folder / "texts" / "paper"
    for name, old, new in (("en.yaml", "Springs", "Springs [here]"), ("fr.yaml", "sources", "sources [ici]")):
        (path / name).write_text((path / name).read_text("utf-8").replace(old, new), "utf-8")
    lines = told(say(folder, re.sub("bracket: (.)", lambda found: f"bracket: {int(found[1]) + 1}", SAID)))
    assert [line for line in lines if "bracket" in line] == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("key: first, bracket: 1", "key: frist, bracket: 1", 2, "“frist” is not a block of this version."),
        ("bracket: 1", "bracket: 4", 2, "“first” has no bracket 4; it has: 3."),
        ("bracket: 1,", "bracket: 0,", 2, "“first” has no bracket 0; it has: 3."),
        ("bracket: 1, ", "", 2, "“bracket” is missing."),
        (
            "participant: upper, note: S", "participant: uper, note: S", 2,
            "“participant” refers to “uper”, which does not exist; there are: lower, upper, dams.",
        ),
        (
            "participant: upper, note: Since Monday.", "note: Since Monday.", 2,
            "Choose a participant, or say in other words whose bracket it is.",
        ),
        ("participant: lower}\n  - {key: first, bracket: 2, said: Several delegations", "said: A}\n"
         "  - {key: first, bracket: 2, said: A", 4, "This bracket is theirs already."),
        (
            "agreed:\n", "  - {key: second, participant: lower}\nagreed:\n", 7,
            "This participant has a reservation on the paragraph already.",
        ),
        ("key: third, standing", "key: first, standing", 8, "Brackets stand in this paragraph: it is not agreed."),
        ("standing: referendum", "standing: nearly", 8, "“nearly” is not one of: referendum, agreed."),
        ("key: third\n", "key: fourth\n", 12, "“fourth” is not a block of this version."),
        ("kind: wording", "kind: words", 11, "“words” is not one of: wording, new, deletion, move."),
        ("    words: Lakes and ponds are clean.\n", "", 10, "“words” is missing."),
        ("Lakes and ponds are", "Lakes [and ponds are", 13, "“words”: This bracket is opened but never closed."),
        (
            "Lakes and ponds are", "Lakes are", 13,
            "“words”: These are the words of the text as it stands. Change what is to be changed.",
        ),
        ("    made_on: 2025-03-11\n", "", 10, "“made_on” is missing."),
        ("[lower, dams]", "[lower, upper]", 16, "It is the participant’s own proposal."),
        ("[lower, dams]", "[dams, dams]", 16, "This participant supports the proposal already."),
        (
            "[lower, dams]", "[lower, dams]\n    decided_on: 2025-03-12", 17,
            "A proposal has a day of decision only once it has been decided.",
        ),
        ("block_kind: paragraph", "block_kind: footnote", 17,
         "“block_kind”: Choose which kind of paragraph is proposed."),
        (", label: lower", "", 17, "“label” is missing."),
        ("label: lower", "label: Lower States", 18, "“label”: Enter a valid “slug” consisting of letters, numbers, "
         "underscores or hyphens."),
        (" decided_on: 2025-03-12, label", " label", 17, "“decided_on” is missing."),
        (
            "decided_on: 2025-03-12, label", "decided_on: 2025-03-10, label", 18,
            "A proposal cannot be decided on before it is made.",
        ),
        (",\n     decision: It is needed.", "", 21, "“decision” is missing."),
        ("after: first", "after: second", 23, "“after”: The paragraph stands there already."),
        ("participant: dams, kind: deletion,", "participant: dams, kind: deletion, words: None,", 21, None),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line(folder: Path, old: str, new: str, line: int, says: str | None) -> None:
    first, *_others, closing = refused(say(folder, instead(old, new)))
    says = says or "“words” is not known here; the known keys are:"
    assert (first[: len(f"{FILE}:{line}: {says}")], closing) == (
        f"{FILE}:{line}: {says}",
        "Nothing was loaded: 1 mistake.",
    )


def test_all_mistakes_are_told_at_once_with_those_of_the_words(folder: Path) -> None:
    wrong = instead("bracket: 1", "bracket: 9")
    wrong = instead("participant: lower, note: Awaits", "participant: nobody, note: Awaits", wrong)
    wrong = instead("Lakes and ponds are", "Lakes ]and ponds are", wrong)
    english = folder / "texts" / "paper" / "en.yaml"
    english.write_text(ENGLISH.replace("Opening", "Opening]"), "utf-8")
    lines = refused(say(folder, wrong))
    assert [line.split(": ")[0].removeprefix("rivers/texts/paper/") for line in lines[:-1]] == [
        "en.yaml:1",
        "negotiation.yaml:2",
        "negotiation.yaml:6",
        "negotiation.yaml:13",
    ]


def test_a_language_that_was_not_released_takes_no_proposals(folder: Path) -> None:
    spanish = instead("language: fr, words: Les lacs sont purs.", "language: es, words: Lagos.")
    assert refused(say(issue(folder), spanish)) == [
        f"{FILE}:25: “language”: This version has not been released in this language.",
        "Nothing was loaded: 1 mistake.",
    ]


def test_what_the_file_corrects_is_corrected_and_what_it_decides_is_decided(folder: Path) -> None:
    told(folder)
    before = proposals("pk")
    corrected = instead("Lakes and ponds are clean.", "Lakes, ponds and pools are clean.")
    corrected = instead(
        "    supported_by:", "    state: accepted\n    decided_on: 2025-03-13\n    supported_by:", corrected
    )
    assert told(say(folder, corrected))[-1] == "Rivers strategy: 2 changes made"
    assert proposals("pk") == before
    assert proposals("words", "state", "decided_on")[0] == (
        "Lakes, ponds and pools are clean.", "accepted", dt.date(2025, 3, 13),
    )  # fmt: skip


def test_two_proposals_of_one_party_for_one_place_are_told_apart(folder: Path) -> None:
    two = "  - {participant: dams, kind: new, key: third, block_kind: text, words: %s, made_on: 2025-03-12}\n"
    told(say(folder, SAID + two % "One." + two % "Two."))
    assert [words for (words,) in proposals("words")][-2:] == ["One.", "Two."]
    assert told(say(folder, SAID + two % "Two." + two % "Three."))[-1] == "Rivers strategy: 1 change made"
    assert [words for (words,) in proposals("words")][-2:] == ["Three.", "Two."]


def test_what_was_decided_in_the_portal_stands(folder: Path) -> None:
    told(folder)
    desk = with_role("Desk", Role.ADMINISTRATOR, Process.objects.get(slug="rivers"))
    first = version().proposals.order_by("pk")[0]
    actions.leave(first, version().process.participants.get(key="dams"), by=desk)
    actions.decline(first, by=desk, reason="No.")
    assert told(folder) == [
        f"Hint: {FILE}:10: In the portal this proposal is declined, and a file does not change that.",
        "Rivers strategy: 0 changes made",
    ]
    assert (proposals("state")[0], first.supports.filter(left_at=None).count()) == (("declined",), 1)


def test_what_the_file_no_longer_names_is_told(folder: Path) -> None:
    told(issue(folder))
    fewer = instead("  - {key: first, bracket: 2, participant: lower}\n", "")
    fewer = instead("[lower, dams]", "[lower]", fewer)
    fewer = re.sub(r"  - \{participant: upper, kind: wording, key: third, language: fr.*", "", fewer, flags=re.DOTALL)
    assert told(say(folder, fewer)) == [
        "3 entries are in the portal but not in the files: attribution of a bracket “Lower States – Paper (1), "
        "first”, support “Dams Union (Upper States – Paper (1), third)”, proposal “Upper States – Paper (1), third”",
        "Rivers strategy: 0 changes made",
    ]


def test_an_earlier_version_has_a_file_of_its_own(folder: Path) -> None:
    paper = folder / "texts" / "paper"
    write(paper, {"text.yaml": {**STRUCTURE, "version": {"number": 2}}})
    structure = {"number": 1, "blocks": STRUCTURE["blocks"]}
    write(paper / "1", {"version.yaml": structure, "en.yaml": ENGLISH, "negotiation.yaml": SAID})
    said = SAID.replace("fr, words: Les lacs sont purs.", "en, words: Lakes are pure.")
    write(paper / "1", {"negotiation.yaml": said})
    (paper / "negotiation.yaml").unlink()
    told(folder)
    every = TextVersion.objects.filter(text__process__slug="rivers")
    found = [(one.number, one.attributions.count(), one.proposals.count()) for one in every.order_by("number")]
    assert found == [(1, 3, 6), (2, 0, 0)]


def test_what_was_taken_in_is_known_by_the_block_of_the_next_version(folder: Path) -> None:
    paper = folder / "texts" / "paper"
    write(paper, {"text.yaml": {**STRUCTURE, "version": {"number": 2}}})
    write(paper / "1", {"version.yaml": {"number": 1, "blocks": STRUCTURE["blocks"]}, "en.yaml": ENGLISH})
    said = "proposals:\n  - {participant: upper, kind: wording, key: third, words: Wells., made_on: 2025-03-11,\n"
    said += "     state: in_brackets, decided_on: 2025-03-12, label: often, taken_key: first}\n"
    write(paper / "1", {"negotiation.yaml": said})
    told(folder)
    taken = Proposal.objects.filter(version__text__process__slug="rivers", version__number=1)
    assert list(taken.values_list("taken_in__number", "taken_key")) == [(2, "first")]
    assert told(folder) == ["Rivers strategy: 0 changes made"]
    for number, place in (("1", paper / "1"), ("2", paper)):
        key = "fifth" if number == "1" else "first"
        write(place, {"negotiation.yaml": said.replace("taken_key: first", f"taken_key: {key}")})
    assert refused(folder) == [
        "rivers/texts/paper/1/negotiation.yaml:3: “fifth” is not a block of the next version.",
        f"{FILE}:3: “first” is not a block of the next version.",
        "Nothing was loaded: 2 mistakes.",
    ]


def test_the_story_of_a_proposal_gives_the_days_of_the_file(folder: Path) -> None:
    told(issue(folder))
    html = Client().get("/en/rivers/texts/paper/1/proposals/").content.decode()
    stories = re.findall(r'<ol class="history">(.*?)</ol>', html, re.DOTALL)
    days = [re.findall(r'<time datetime="([^"]*)">([^<]*)</time>', story) for story in stories]
    read = [[unescape(words) for words in re.findall(r"</time><p>(.*?)</p>", story)] for story in stories]
    declined = next(place for place, story in enumerate(read) if any("Declined" in said for said in story))
    assert (read[declined], days[declined]) == (
        ["Proposed by Dams Union", "Declined <small>It is needed.</small>"],
        [("2025-03-12", "12 March 2025"), ("2025-03-13", "13 March 2025")],
    )
