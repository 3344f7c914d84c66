"""What is not released leaves no trace: no page differs, in one sign, for those who may not know of it.

Every address of the portal is asked for by several kinds of person, before and after a document is put in preparation
with its files, the files of an announced one are posted that waits for its release, and one of an issued document that
is held back. A page that is added later is asked for as well, or this test says that it is not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client, override_settings
from django.urls import NoReverseMatch, get_resolver, reverse
from django_tasks_db.models import DBTaskResult

from documents.library import actions
from documents.library.states import DocumentKind, DocumentState, RelationKind
from documents.models import Document, FormerKey, PageText, Relation, SymbolAlias
from documents.search import indexing
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User
from meetings.models import Process

from ..access.conftest import scene  # noqa: F401 - the cast, as the tables of pages know it
from ..access.pages import PAGES
from ..access.people import Scene
from ..access.test_tables import patterns
from ..cast import given, with_role
from ..library.conftest import store  # noqa: F401 - files of this test alone
from ..library.files import docx, pdf

pytestmark = pytest.mark.slow

NO_FILE = "0" * 64  # as the table of pages asks for a file that is not there
WORD = "quetzalwords"  # in the files, and nowhere else
HIDDEN = {"symbol": "UNEP/IEG/IGSP/1/77", "key": "zibeline", "title_en": "Zibeline moraines", "author_en": "Xanthippe"}
HIDDEN |= {"job_number": "K0477777", "designation_fr": "Papier zibeline"}
AWAITED = {"symbol": "UNEP/IEG/IGSP/1/78", "key": "awaited-78", "title_en": "Awaited moraines"}
SOUGHT = [HIDDEN["symbol"], "zibeline", "K0477777", WORD, "Xanthippe"]
TRACES = re.compile(rf"UNEP[/_]IEG[/_]IGSP[/_]1[/_]77|zibeline|K0477777|Xanthippe|{WORD}", re.IGNORECASE)
# Pages of one's own account and browser, which show nothing of a process; and addresses that are under no page.
LEFT_OUT = re.compile(r"account_|mfa_|usersessions_|admin:(login|logout|password|jsi18n)|admin:[<(]|health$|favicon$")
OF_ONE_DOCUMENT = ("symbol", "cited")  # where a language may be asked for
LISTS = re.compile("library|search|changelist|api:documents|published")  # which take words to look for
# What the walk itself changes: the tag counts what happened to a text, and papers of it are set when asked for; the
# page remembers the reader's last ZIP, and that of the meeting their last visit.
CHANGED_BY_ASKING = ("documents:room_now", "documents:together", "meetings:meeting")
QUEUED = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
AT_LAST = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
# What differs from one request to the next, whatever is there.
EACH_TIME = re.compile(
    rb'(csrfmiddlewaretoken" value=|csrf-token" content=|form_of" value=|nonce=)"[^"]+"'
    rb"|since=[\w-]+|last (?:download|visit) \([^)]+\)"
)
OF_EACH_ANSWER = {"Content-Security-Policy", "Expires"}
# The same of a ZIP; a stamp is never twice alike.
OF_THE_MOMENT = re.compile(rb'since=[\w-]+|"(made_at|stamp)": "[^"]+"|as of [^<]+')


@dataclass(frozen=True)
class Address:
    name: str
    address: str


def made(scene: Scene, **values: Any) -> Document:  # noqa: F811
    """A document that is not there yet."""
    given_to: dict[str, Any] = {"process": scene.process, "kind": DocumentKind.WORKING, **values}
    return Document(meeting=scene.process.meetings.get(key="wg-1"), **given_to)


class Embargoed:
    """A document in preparation, and one that is announced and waits for its release; each with its files."""

    def __init__(self, scene: Scene) -> None:  # noqa: F811
        self.scene = scene
        self.hidden = scene.hidden = made(scene, pk=987001, **HIDDEN)
        self.awaited = made(scene, state=DocumentState.PLANNED, release_at=AT_LAST, **AWAITED)
        records.create(self.awaited, by="test")
        self.files = {
            ("hidden", "en"): ("x.pdf", pdf(f"{WORD} en")),
            ("hidden", "ar"): ("x.docx", docx(f"{WORD} ar")),
            ("awaited", "en"): ("x.pdf", pdf(f"{WORD} of the awaited")),
            ("issued", "es"): ("x.docx", docx(f"{WORD} held")),
        }

    @property
    def checksums(self) -> list[str]:
        return [hashlib.sha256(data).hexdigest() for _name, data in self.files.values()]

    def put_in(self) -> None:
        """Make all of it known to the secretariat, tied to whatever is public."""
        process, hidden = self.scene.process, self.hidden
        records.create(hidden, by="test")
        public = process.documents.get(symbol="UNEP/IEG/IGSP/1/3")
        for kind in RelationKind.values:
            records.create(Relation(document=hidden, kind=kind, to=public), by="test")
        records.create(SymbolAlias(document=hidden, symbol="UNEP/IEG/IGSP/1/79"), by="test")
        records.create(FormerKey(document=hidden, key="zibeline-before"), by="test")
        actions.answer(process.inputs.get(key="c").due.all()[0], hidden, by="test")
        with audit.recorded("changed", hidden, by="test"):
            hidden.agenda_items.set(hidden.meeting.agenda.all()[:1])  # type: ignore[union-attr]
        tasks = list(DBTaskResult.objects.values_list("pk", flat=True))
        for (which, language), (name, data) in self.files.items():
            document = {"hidden": hidden, "awaited": self.awaited, "issued": public}[which]
            how: dict[str, Any] = {"release_at": AT_LAST} if which == "issued" else {}
            with override_settings(TASKS=QUEUED) if how else nullcontext():
                actions.post_rendition(document, language=language, name=name, file=io.BytesIO(data), by="test", **how)
            DBTaskResult.objects.exclude(pk__in=tasks).delete()  # all staff see that there are tasks, and of which kind
        with given():
            for sha256 in self.checksums:
                PageText.objects.get_or_create(sha256=sha256, number=1, defaults={"words": f"All about {WORD}."})
        indexing.put_all()


@pytest.fixture
def embargoed(scene: Scene) -> Embargoed:  # noqa: F811
    return Embargoed(scene)


@pytest.fixture
def people(scene: Scene) -> dict[str, User | None]:  # noqa: F811
    """Eight kinds of person; the last two may read what is in preparation."""
    other = Process.objects.get(slug="other")
    with given():
        party = other.participants.create(key="party", kind="organization", name="Party")
    known = scene.people
    return {
        "stranger": None,
        "focal point": known["focal point"],
        "delegate of another party": known["another party"],
        "observer": known["reader"],
        "delegate of another process": with_role("Dee", Role.FOCAL_POINT, other, party),
        "secretariat of another process": known["elsewhere"],
        "translator": known["translator"],
        "clerk": known["clerk"],
    }


WHO_KNOW = ("translator", "clerk")


def addresses(embargoed: Embargoed) -> list[Address]:
    """Every page of the portal, as the table of pages asks for it, and wherever the two documents may be guessed."""
    found = []
    for name, pattern in patterns(get_resolver().url_patterns):
        if not LEFT_OUT.match(name):
            of_name = [page for page in PAGES if page.name == name]
            for arguments in [page.args(embargoed.scene) for page in of_name] or _of_the_desk(name, pattern, embargoed):
                found += [Address(name, address) for address in _asked(name, arguments, embargoed)]
            found += [
                Address(name, f"{reverse(name, args=p.args(embargoed.scene))}?{p.query}") for p in of_name if p.query
            ]
    return list(dict.fromkeys(found))


def _of_the_desk(name: str, pattern: Any, embargoed: Embargoed) -> list[list[Any]]:
    """The arguments of a page of the admin site: the row of the hidden document where it is of a document."""
    count = len(pattern.pattern.converters)
    if not name.startswith("admin:") or not count:
        return [[]] if name.startswith("admin:") else []
    of_documents = name.startswith("admin:documents_document_")
    firsts = [embargoed.hidden.pk] if of_documents else [1, "00000000-0000-4000-8000-000000000001"]
    return [[first, *["nothing"] * (count - 1)] for first in firsts]


def _asked(name: str, arguments: list[Any], embargoed: Embargoed) -> Iterator[str]:
    hidden, awaited = embargoed.hidden, embargoed.awaited
    stand_ins = {NO_FILE: embargoed.checksums, hidden.key: [awaited.key], hidden.symbol: [awaited.symbol]}
    ways = [arguments]
    for place, given_one in enumerate(arguments):
        ways += [[*arguments[:place], other, *arguments[place + 1 :]] for other in stand_ins.get(given_one, ())]
    for way in ways:
        try:
            address = reverse(name, args=way)
        except NoReverseMatch:
            continue
        yield address
        if name in OF_ONE_DOCUMENT:
            yield from (f"{address}?lang={language}" for language in ("en", "ar", "ru"))
        if LISTS.search(name):
            yield from (f"{address}?q={words}" for words in SOUGHT)
    if name == "symbol":
        yield from (f"/symbol/{form}" for form in ("UNEP/IEG/IGSP/1/79", "unep-ieg-igsp-1-77", "zibeline-before"))
        yield "/symbol/Papier zibeline"
    if name == "admin:autocomplete":
        asks = "app_label=documents&model_name=relation&field_name=to&term="
        yield from (f"{reverse(name)}?{asks}{words}" for words in SOUGHT)


def answered(browser: Client, address: str) -> tuple[Any, ...]:
    """All that an answer says, but for what is made anew for each request."""
    for cache in caches.all():
        cache.clear()
    response: Any = browser.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers["Content-Type"] == "application/zip":
        body = unpacked(body)
    said, made_anew = EACH_TIME.subn(b"", body)
    anew = OF_EACH_ANSWER | ({"ETag", "Content-Length"} if made_anew else set())
    headers = [": ".join(item) for item in sorted(response.headers.items()) if item[0] not in anew]
    return response.status_code, *headers, said


def unpacked(archive: bytes) -> bytes:
    """The files of a ZIP one after the other, and how long it is, but for what is said of the moment it was made."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        files = {one.filename: opened.read(one) for one in opened.infolist()}
    files["SHA256SUMS"] = re.sub(rb"[0-9a-f]{64}(?=  (index.html|manifest.json))", b"", files["SHA256SUMS"])
    said = b"".join(name.encode() + b"\n" + data for name, data in files.items())
    return OF_THE_MOMENT.sub(b"", said) + str(len(archive)).encode()


def test_no_page_is_left_out(embargoed: Embargoed) -> None:
    every = {name for name, _pattern in patterns(get_resolver().url_patterns) if not LEFT_OUT.match(name)}
    assert every - {asked.name for asked in addresses(embargoed)} == set()


def test_what_is_not_released_leaves_no_trace(embargoed: Embargoed, people: dict[str, User | None]) -> None:
    browsers = {who: Client(raise_request_exception=True) for who in people}
    for who, user in people.items():
        if user:
            browsers[who].force_login(user)
    asked = addresses(embargoed)
    outside = {who: browser for who, browser in browsers.items() if who not in WHO_KNOW}
    before = {(who, one): answered(browser, one.address) for who, browser in outside.items() for one in asked}
    for who, one in before:
        if one.name in CHANGED_BY_ASKING:
            before[who, one] = answered(outside[who], one.address)
    embargoed.put_in()
    differ = [
        f"{who}: {one.address} {differences(said, answered(outside[who], one.address))}"
        for (who, one), said in before.items()
        if answered(outside[who], one.address) != said
    ]
    assert differ == []
    for who in WHO_KNOW:
        seen = {one.name for one in asked if found(answered(browsers[who], one.address))}
        assert seen >= {"symbol", "cited", "documents:document", "documents:library", "meetings:meeting", "rendition"}


def differences(before: tuple[Any, ...], after: tuple[Any, ...]) -> str:
    """Where two answers differ, to be read in a failure."""
    *heads, body = before
    *later, there = after
    place = next((n for n, pair in enumerate(zip(body, there, strict=False)) if pair[0] != pair[1]), -1)
    told = "" if body == there else f"{body[place - 60 : place + 60]!r} -> {there[place - 60 : place + 60]!r}"
    return f"{heads} -> {later} {told}"


def found(answer: tuple[Any, ...]) -> bool:
    """Whether an answer tells of the hidden document, or gives out a file of it."""
    status, *headers, body = answer
    return status == 200 and bool(TRACES.search(" ".join(headers)) or TRACES.search(body.decode(errors="ignore")))
