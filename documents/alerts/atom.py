"""A feed as Atom (RFC 4287): the same bytes for the same entries. Knows nothing of Django."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One entry: `name` is what it is known by for ever, from which its id follows."""

    name: str
    title: str
    summary: str
    url: str
    published: dt.datetime
    updated: dt.datetime


@dataclass(frozen=True)
class Feed:
    """A page of a feed in one language; `author` is whoever publishes all that is in it.

    `itself` is the address of this page, and `following` that of the next, with older entries (RFC 5005).
    """

    url: str
    page: str
    title: str
    subtitle: str
    author: str
    language: str
    updated: dt.datetime
    itself: str
    following: str = ""
    entries: Iterable[Entry] = field(default_factory=list)


def identity(name: str) -> str:
    """A URI that is the same whenever it is made of the same name."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def written(feed: Feed) -> bytes:
    """The feed as it is sent."""
    root = etree.Element(f"{{{ATOM}}}feed", {XML_LANG: feed.language}, nsmap={None: ATOM})
    _put(root, "id", identity(feed.url))
    _put(root, "title", feed.title)
    _put(root, "subtitle", feed.subtitle)
    _put(root, "updated", _moment(feed.updated))
    _put(_put(root, "author"), "name", feed.author)
    _link(root, "self", feed.itself, MEDIA_TYPE, feed.language)
    if feed.following:
        _link(root, "next", feed.following, MEDIA_TYPE, feed.language)
    _link(root, "alternate", feed.page, "text/html", feed.language)
    for entry in feed.entries:
        _entry(root, entry, feed.language)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _entry(root: etree._Element, entry: Entry, language: str) -> None:
    element = _put(root, "entry")
    _put(element, "id", identity(entry.name))
    _put(element, "title", entry.title)
    _put(element, "published", _moment(entry.published))
    _put(element, "updated", _moment(entry.updated))
    _link(element, "alternate", entry.url, "text/html", language)
    _put(element, "summary", entry.summary or entry.title)


def _link(parent: etree._Element, rel: str, href: str, media_type: str, language: str) -> None:
    link = _put(parent, "link")
    for name, value in (("rel", rel), ("href", href), ("type", media_type), ("hreflang", language)):
        link.set(name, value)


def _put(parent: etree._Element, name: str, words: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if words:
        element.text = _NO_XML.sub("", words)
    return element


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
