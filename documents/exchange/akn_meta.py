"""What an Akoma Ntoso document says of itself: work, expression and manifestation, and the list of its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from documents.drafts import PlannedBlock

from . import listed
from .akn import LANGUAGES, a, add
from .facts import Facts

COUNTRY = "un"
PORTAL = "portal"
BODY = "body"


def meta(blocks: Iterable[PlannedBlock], language: str, facts: Facts) -> etree._Element:
    """The metadata of one language of a version."""
    root = etree.Element(a("meta"))
    identification = add(root, "identification", source=f"#{PORTAL}")
    work = f"/akn/{COUNTRY}/doc/{facts.date[:4]}/{_plain(facts.text)}"
    expression = f"{work}/{LANGUAGES[language]}@{facts.date}/{facts.version}"
    one = _level(identification, "FRBRWork", work, facts)
    add(one, "FRBRcountry", value=COUNTRY)
    if facts.symbol:
        add(one, "FRBRnumber", value=facts.symbol)
    add(one, "FRBRname", value=facts.title)
    one = _level(identification, "FRBRExpression", expression, facts)
    add(one, "FRBRversionNumber", value=facts.version)
    add(one, "FRBRlanguage", language=LANGUAGES[language])
    one = _level(identification, "FRBRManifestation", f"{expression}.xml", facts)
    add(one, "FRBRformat", value="application/akn+xml")
    references = add(root, "references", source=f"#{PORTAL}")
    for e_id, shown in ((PORTAL, "Portal"), (BODY, facts.body or "Secretariat")):
        add(references, "TLCOrganization", eId=e_id, href=f"/akn/ontology/organization/{COUNTRY}/{e_id}", showAs=shown)
    add(root, "proprietary", source=f"#{PORTAL}").append(listed.written(blocks, language, facts))
    return root


def preface(document: etree._Element, facts: Facts) -> None:
    """The lines above the text, where there are any."""
    lines = [line for line in (facts.body, facts.symbol, *facts.masthead) if line]
    if not (lines or facts.title):
        return
    made = add(document, "preface")
    for line in lines:
        add(made, "p", line)
    if facts.title:
        add(add(made, "longTitle"), "p").append(_title(facts.title))
    if facts.subtitle:
        add(made, "p", facts.subtitle)


def _title(words: str) -> etree._Element:
    title = etree.Element(a("docTitle"))
    title.text = words
    return title


def _level(identification: etree._Element, name: str, uri: str, facts: Facts) -> etree._Element:
    level = add(identification, name)
    add(level, "FRBRthis", value=f"{uri}/!main" if name != "FRBRManifestation" else uri.replace(".xml", "/!main.xml"))
    add(level, "FRBRuri", value=uri)
    add(level, "FRBRdate", date=facts.date, name="version")
    add(level, "FRBRauthor", href=f"#{BODY}")
    return level


def _plain(key: str) -> str:
    return re.sub("[^a-z0-9-]+", "-", key.lower()) or "text"
