"""A version as one page that needs no server, and as JSON that says all of it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import numbering
from documents.drafts import DEEPEST, KINDS, Draft, PlannedBlock
from documents.exchange import as_json, html_out
from documents.exchange.facts import Facts
from documents.exchange.reading import Unreadable
from documents.texts.states import LEVELLED, BlockKind
from igsp_portal.foundations.language.languages import CODES

from .made import drafts

SCHEMA = json.loads(Path("static/schemas/text.schema.json").read_text())


@settings(max_examples=10)
@given(st.data())
def test_json_says_all_of_a_version_in_all_its_languages(data):
    version = data.draw(drafts("en"))
    version = Draft(version.blocks, dict.fromkeys(CODES, version.words["en"]))
    made = as_json.write(version, text="plan", version=3, original="en")
    assert as_json.read(made) == version
    assert made == as_json.write(as_json.read(made), text="plan", version=3, original="en")


def test_the_published_schema_has_the_names_that_are_written():
    blocks = [PlannedBlock("a", "option"), PlannedBlock("b", "subparagraph", 2, 1, "a")]
    found = json.loads(as_json.write(Draft(blocks, {"fr": {"b": "Mots."}}), text="plan", version=1, original="fr"))
    assert (list(found), SCHEMA["required"]) == (list(SCHEMA["properties"]), list(found))
    assert list(found["blocks"][1]) == list(SCHEMA["properties"]["blocks"]["items"]["properties"])
    assert (found["format"], SCHEMA["$defs"]["language"]["enum"]) == (SCHEMA["$id"], list(CODES))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda found: found.update(format="x"), "“format”"),
        (lambda found: found["blocks"].append(found["blocks"][0]), "“blocks\\[1\\].key”"),
        (lambda found: found["blocks"][0].update(level="1"), "“blocks\\[0\\].level”"),
        (lambda found: found["blocks"][0].update(colour="red"), "“blocks\\[0\\].colour”"),
        (lambda found: found["words"].update(de={}), "“words.de”"),
        (lambda found: found["words"]["en"].update(z="Z"), "“words.en.z”"),
    ],
)
def test_json_that_is_no_text_is_refused_with_what_is_wrong(change, reason):
    found = json.loads(
        as_json.write(Draft([PlannedBlock("a", "text")], {"en": {"a": "A."}}), text="p", version=1, original="en")
    )
    change(found)
    with pytest.raises(Unreadable, match=reason):
        as_json.read(json.dumps(found).encode())


def test_the_kinds_of_planned_blocks_are_those_of_rows():
    assert sorted(KINDS) == sorted(BlockKind.values)
    assert set(LEVELLED) <= set(DEEPEST) <= set(KINDS)


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.links, self.fetched = [], [], []

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        self.ids += [about["id"]] if "id" in about else []
        self.links += [about["href"]] if "href" in about else []
        self.fetched += [name for name in ("src", "srcset", "action") if name in about] + [tag] * (
            tag in ("link", "script")
        )


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("zh-hans", "ltr"), ("en", "ltr")])
def test_a_page_opens_without_a_server_and_its_links_lead_within_it(language, direction):
    blocks = [
        PlannedBlock("aims", "heading"),
        PlannedBlock("one", "paragraph"),
        PlannedBlock("costs", "table"),
        PlannedBlock("source", "footnote"),
        PlannedBlock("two", "paragraph"),
    ]
    words = {
        "aims": "Aims & means",
        "one": "Each *Party* [shall]{note:source} act <now>.",
        "costs": "Item | Cost\nNets | 5",
        "source": "Where from.",
        "two": "See {para:one}.",
    }
    labels = numbering.labels(blocks, "roman", language, words)
    made = html_out.write(Draft(blocks, {language: words}), language, Facts("A plan", "plan", labels=labels)).decode()
    page = _Links()
    page.feed(made)
    assert (page.links, page.fetched) == (["#source", "#one", "#call-source"], [])
    assert sorted(page.ids) == ["aims", "call-source", "costs", "one", "source", "two"]
    assert re.findall('<html [^>]*dir="([a-z]*)">', made) == [direction]
    assert "Each <em>Party</em> <b>[</b>shall<b>]</b>" in made
    assert "act &lt;now&gt;." in made
    assert '<tr><th scope="col">Item</th><th scope="col">Cost</th></tr>' in made
