"""Glossaries as TermBase eXchange, from other hands and from the portal's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.exchange import tbx
from documents.exchange.tbx import Entry
from documents.faults import Fault
from igsp_portal.foundations.language.languages import CODES

SECOND_EDITION = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en">
<martifHeader><fileDesc><sourceDesc><p>UNTERM</p></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="IATE-756">
  <descripGrp><descrip type="definition">What builds <hi>capacity</hi></descrip></descripGrp>
  <note>Not this</note>
  <langSet xml:lang="EN"><tig><term>capacity-building</term></tig>
  <tig><term>building of  capacity</term></tig></langSet>
  <langSet xml:lang="zh-CN"><ntig><termGrp><term>能力建设</term></termGrp></ntig></langSet>
  <langSet xml:lang="de"><tig><term>Kapazitätsaufbau</term></tig></langSet>
</termEntry>
<termEntry><langSet xml:lang="fr-CA"><tig><term>Société civile</term></tig></langSet></termEntry>
</body></text></martif>"""
ENTITY = """<!DOCTYPE tbx [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<tbx><text><body><conceptEntry id="a"><langSec xml:lang="en"><termSec><term>&secret;</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""
terms = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=9)
keys = st.from_regex(r"\A[a-z0-9]{1,9}(-[a-z0-9]{1,9})?\Z")
forms = st.dictionaries(st.sampled_from(CODES), st.lists(terms, min_size=1, max_size=3, unique=True), min_size=1)


def test_the_second_edition_is_read() -> None:
    assert tbx.read(SECOND_EDITION.encode(), "a.tbx") == [
        Entry(
            "iate-756",
            {"en": ["capacity-building", "building of capacity"], "zh-hans": ["能力建设"]},
            "What builds capacity",
            6,
        ),
        Entry("soci-t-civile", {"fr": ["Société civile"]}, "", 14),
    ]


def test_every_entry_with_a_term_has_a_key_of_its_own() -> None:
    terms = [("ru", "сеть"), ("ru", "ловушка"), ("en", "net"), ("fr", "net"), ("de", "Netz")]
    entries = "".join(
        f'<termEntry><langSet xml:lang="{code}"><tig><term>{term}</term></tig></langSet></termEntry>'
        for code, term in terms
    )
    found = tbx.read(f"<martif><text><body>{entries}</body></text></martif>".encode(), "a.tbx")
    assert [(entry.key, entry.forms) for entry in found] == [
        ("term-cf299fff", {"ru": ["сеть"]}),
        ("term-f03f8cfd", {"ru": ["ловушка"]}),
        ("net", {"en": ["net"]}),
        ("net-2", {"fr": ["net"]}),
    ]


def test_tbx_min_is_read() -> None:
    groups = "".join(
        f'<langGroup xml:lang="{code}"><termGroup><term>{term}</term><note>Not this</note></termGroup></langGroup>'
        for code, term in (("en", "dam"), ("fr", "barrage"))
    )
    entry = f'<entry id="C1"><note>Of rivers</note>{groups}</entry>'
    found = tbx.read(f'<TBX dialect="TBX-Min"><header><id>x</id></header><body>{entry}</body></TBX>'.encode(), "a.tbx")
    assert found == [Entry("c1", {"en": ["dam"], "fr": ["barrage"]}, "Of rivers", 1)]


def test_identifiers_that_make_the_same_key_are_told_apart_by_numbers() -> None:
    term = '<langSec xml:lang="en"><termSec><term>net</term></termSec></langSec>'
    entries = "".join(
        f'<conceptEntry id="{given}">{term}</conceptEntry>' for given in ("c1.2", "c1-2", "c1-2-2", "C1_2", "c1.2")
    )
    found = tbx.read(f"<tbx><text><body>{entries}</body></text></tbx>".encode(), "a.tbx")
    assert [entry.key for entry in found] == ["c1-2", "c1-2-3", "c1-2-2", "c1-2-4", "c1-2"]


@given(st.lists(st.builds(Entry, keys, forms, st.just("") | terms), max_size=4))
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    made = tbx.write(entries, "Rivers", "en")
    again = [(entry.key, entry.forms, entry.remark) for entry in tbx.read(made, "a.tbx")]
    assert again == [(entry.key, entry.forms, entry.remark) for entry in entries]


def test_the_same_terms_make_the_same_file() -> None:
    entries = [Entry("a", {"en": ["dam"]})]
    assert tbx.write(entries, "Rivers", "en") == tbx.write(entries, "Rivers", "en")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (ENTITY, "entit"),
        ("<p>", "p"),
        ("", ""),
        ("<html/>", "This is not a glossary in TBX: it begins with “html”."),
        ("<!DOCTYPE tbx [<!ELEMENT tbx ANY>]><tbx/>", ""),
    ],
)
def test_what_is_no_glossary_or_declares_anything_is_refused(content: str, says: str) -> None:
    with pytest.raises(Fault, match=f"(?i){says}"):
        tbx.read(content.encode(), "a.tbx")
