"""Two versions as one file of Word's with tracked changes: accepted it is the new one, rejected the old one."""

import io
import os
import re
import shutil
import signal
import subprocess
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import numbering
from documents.drafts import Draft, Lineage, PlannedBlock
from documents.exchange import docx_changes_out, docx_in
from documents.exchange.docx_changes_out import Compared
from documents.exchange.facts import Facts
from documents.exchange.reading import draft
from documents.exchange.word_tracked import By
from igsp_portal.bootstrap import system

from .made import drafts, few, labelled

CHAIR = By("The Chair", "2004-10-15T09:30:00Z")


@pytest.fixture
def _read_here(monkeypatch):
    monkeypatch.setattr("igsp_portal.foundations.files.reading.read", lambda data, kind: {"kind": "docx"})


@pytest.mark.usefixtures("_read_here")
@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr"])
@settings(max_examples=8)
@given(st.data())
def test_accepting_gives_the_new_version_and_rejecting_the_old_one(language, data):
    old, new = (data.draw(drafts(language, few)) for _ in range(2))
    facts, before = labelled(new), labelled(old).labels
    made = docx_changes_out.write(Compared(old, new, CHAIR, before), language, facts)
    assert [draft(docx_in.read(made, language, how)) for how in ("reject", "accept")] == [old, new]


OLD = Draft(
    [
        PlannedBlock("aims", "heading"),
        PlannedBlock("first", "paragraph"),
        PlannedBlock("source", "footnote"),
        PlannedBlock("second", "paragraph"),
        PlannedBlock("gone", "paragraph"),
        PlannedBlock("late", "paragraph"),
        PlannedBlock("costs", "table"),
        PlannedBlock("end", "paragraph"),
    ],
    {
        "en": {
            "aims": "Aims",
            "first": "Each Party may act.{note:source}",
            "source": "Where from.",
            "second": "They report every year.",
            "gone": "Nobody pays.",
            "late": "This comes late.",
            "costs": "Item | Cost\nNets | 5\nTraps | 6",
            "end": "The end.",
        }
    },
)
NEW = Draft(
    [
        PlannedBlock("aims", "heading"),
        PlannedBlock("late", "paragraph"),
        PlannedBlock("first", "paragraph"),
        PlannedBlock("source", "footnote"),
        PlannedBlock("second", "paragraph"),
        PlannedBlock("second-a", "subparagraph"),
        PlannedBlock("costs", "table"),
        PlannedBlock("end", "paragraph"),
        PlannedBlock("last", "paragraph"),
    ],
    {
        "en": {
            "aims": "Aims and means",
            "late": "This comes late.",
            "first": "Each Party [shall] act.{note:source}",
            "source": "Where it is from.",
            "second": "They report every two years:",
            "second-a": "in writing.",
            "costs": "Item | Cost\nNets | 7\nLines | 1\nTraps | 6",
            "end": "The end.",
            "last": "This is new.",
        }
    },
)


def compared():
    before, now = (numbering.labels(one.blocks, "letter", "en", one.words["en"]) for one in (OLD, NEW))
    kenya = By("Kenya", "2004-10-14T08:00:00Z")
    return docx_changes_out.write(
        Compared(OLD, NEW, CHAIR, before, {"first": kenya}), "en", Facts("Plan", "plan", labels=now)
    )


def test_changes_bear_the_names_of_those_who_made_them():
    proposals = docx_in.read(compared(), "en", "propose").proposals
    assert [(one.how, one.author, one.date[:10], one.words) for one in proposals if one.author == "Kenya"] == [
        ("reword", "Kenya", "2004-10-14", "Each Party [shall] act.{note:source}")
    ]
    assert {one.author for one in proposals} == {"Kenya", "The Chair"}
    assert {(one.how, one.words) for one in proposals if one.how in ("insert", "delete", "move")} == {
        ("move", "This comes late."),
        ("insert", "in writing."),
        ("delete", ""),
        ("insert", "This is new."),
    }


def test_the_same_versions_give_the_same_bytes():
    assert compared() == compared()


def test_what_was_split_and_merged_comes_out_right_both_ways():
    old = Draft(
        [PlannedBlock(key, "paragraph") for key in "abc"], {"en": {"a": "One. Two.", "b": "Three.", "c": "Four."}}
    )
    new = Draft(
        [PlannedBlock(key, "paragraph") for key in "adb"], {"en": {"a": "One.", "d": "Two.", "b": "Three. Four."}}
    )
    lineage = [Lineage("d", "a", "split"), Lineage("b", "c", "merged")]
    made = docx_changes_out.write(Compared(old, new, CHAIR, lineage=lineage), "en", Facts("Plan", "plan"))
    assert [draft(docx_in.read(made, "en", how)) for how in ("reject", "accept")] == [old, new]


SETTLE = """
import sys, time, uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

def named(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one

pipe, source, *orders = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(600):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except NoConnectException:
        time.sleep(0.1)
services = context.ServiceManager
desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
for order in orders:
    command, target = order.split("=", 1)
    opened = desktop.loadComponentFromURL(source, "_blank", 0, (named("Hidden", True),))
    dispatcher.executeDispatch(opened.CurrentController.Frame, f".uno:{command}", "", 0, ())
    opened.storeToURL(target, (named("FilterName", "MS Word 2007 XML"),))
    opened.close(True)
desktop.terminate()
"""
OFFICE_IS_THERE = shutil.which("soffice") and system.office_speaks_python()


def settled_by_libreoffice(data, folder):
    """What LibreOffice writes once it has rejected, and once it has accepted, all changes of a file."""
    source = folder / "compared.docx"
    source.write_bytes(data)
    targets = {
        command: folder / f"{command}.docx" for command in ("RejectAllTrackedChanges", "AcceptAllTrackedChanges")
    }
    pipe = f"settle-{os.getpid()}"
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", home, f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        orders = [f"{command}={target.as_uri()}" for command, target in targets.items()]
        script = [system.PYTHON_OF_OFFICE, "-c", SETTLE, pipe, source.as_uri(), *orders]
        subprocess.run(script, check=True, capture_output=True, timeout=120)
        office.wait(30)
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)
    return [target.read_bytes() for target in targets.values()]


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE_IS_THERE, reason="LibreOffice is not installed with its Python")
def test_libreoffice_accepts_and_rejects_them_to_the_same(tmp_path):
    """LibreOffice settles the changes by itself: what it then writes has words, order and numbers of either version."""
    call = re.compile(r"\{note:[^}]*\}")
    for data, version in zip(settled_by_libreoffice(compared(), tmp_path), (OLD, NEW), strict=True):
        words = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        assert not re.search("<w:(ins|del|moveFrom|moveTo)[ >]", words)
        lines = [line for line in docx_in.read(data, "en").lines if line.is_taken]
        printed = numbering.labels(version.blocks, "letter", "en").printed
        assert [(line.kind, line.level, line.label, call.sub("{}", line.words)) for line in lines] == [
            (block.kind, block.level, printed.get(block.key, ""), call.sub("{}", version.words["en"][block.key]))
            for block in version.blocks
        ]
