"""Requests that nobody sends who means well, made up by chance from the portal's own addresses.

Each is one of the addresses with its places filled in, right or wrong, and with whatever else a request may bring:
parameters, cookies, headers, a body. The same seed makes up the same requests. None may be answered by a fault of the
portal. `strange_requests` sends many of them; the suite sends some hundreds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

LANGUAGES = ["en", "en", "fr", "ar", "zh-hans", "zh", "xx"]
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
BIGINT = 2**63
LONG = 3_000
# Texts, as they stand in an address; the last four are no text in UTF-8, or none that a column takes.
NASTY = [
    *("", "0", "-1", "1", str(BIGINT), "9" * 30, "9" * LONG, "1e999", "NaN", "Infinity", "0x10", "1_0", "_5F", "1.5"),
    *(
        "0001-01-01",
        "9999-12-31",
        "2004-02-30",
        "9999-12-31,9999-12-31",
        "2004-11-01T25:00",
        "1,2",
        ",",
        "null",
        "true",
    ),
    *map(
        quote, ("'", '"', "\\", "[", "[[]]", "{}", "%", "{{ 7 }}", "<script>", "../../etc/passwd", "a b", "x\r\ny: z")
    ),
    *map(quote, ("٣", "الخطة", "计划", "\u202e", "\u200b", "\ufeff", "\U0001f9da", "ſ", "a" * LONG, "\ufdfa" * 300)),
    *("%00", "a%00b", "%ff", "%ed%a0%80"),
]
LOOKUPS = [
    "",
    "exact",
    "in",
    "range",
    "isnull",
    "isempty",
    "gt",
    "regex",
    "contains",
    "year",
    "month",
    "date",
    "id__exact",
]
PARAMETERS = [
    "q",
    "o",
    "p",
    "all",
    "e",
    "page",
    "lang",
    "format",
    "version",
    "rows",
    "next",
    "region",
    "kind",
    "meeting",
]
PARAMETERS += ["cited", "session", "state", "term", "app_label", "model_name", "field_name", "_to_field", "_popup"]
PARAMETERS += ["_changelist_filters", "_facets", "process", "key", "code", "error"]
FIELDS = [
    "email",
    "code",
    "language",
    "title",
    "words",
    "revision",
    "version",
    "do",
    "detach",
    "next",
    "reason",
    "file",
]
FIELDS += [
    "statements-TOTAL_FORMS",
    "statements-0-words",
    "statements-0-rank",
    "statements-0-component",
    "post",
    "_save",
]
FIELDS += ["action", "_selected_action", "_to_field", "_popup", "credential", "name", "key", "process", "user", "login"]
COOKIES = ["sessionid", "csrftoken", "django_language", "messages"]
# As they stand in a header: in a value between quotation marks, \000 is a null character.
CRUMBS = [
    '"\\000abc"',
    '"\\377"',
    "",
    "x",
    "é",
    "x" * LONG,
    "[[]]",
    "a:b:c",
    "W10:1:2",
    '"',
    "=",
    "\x7f",
    "zz-ZZ",
    "../ar",
]
# A length that is no number is refused by the server before the portal sees it.
HEADERS: dict[str, list[str]] = {
    "Accept-Language": [
        "",
        "*",
        "xx",
        "ar;q=x",
        "zh-" + "a-" * 300,
        "en;q=1e999",
        ",,;;==",
        "zh-Hant,fr;q=0.1",
        "\xff",
    ],
    "If-None-Match": ["*", '"', 'W/"x"', "x" * LONG, '"a", W/"b"', "\xff", ""],
    "If-Modified-Since": [
        "x",
        "Sat, 01 Jan 0000 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 99 Foo 1 1:1:1 X",
    ],
    "If-Range": ['"x"', "x", "Fri, 31 Dec 9999 23:59:59 GMT"],
    "Range": [
        "bytes=",
        "bytes=-",
        "bytes=-0",
        "bytes=5-1",
        "bytes=0-" + "9" * 40,
        "bytes=٣-",
        "x=1-2",
        "bytes=0-1,2-3",
    ],
    "Accept-Encoding": ["", "*;q=0", "br;q=x", "gzip;q=1e999", "identity;q=0", ",;="],
    "Accept": ["", "*/*;q=x", "application/json", "x" * LONG],
    "Origin": ["null", "http://[", "x", "http://127.0.0.1"],
    "Referer": ["http://[", "x", "\xff"],
    "User-Agent": ["", "x" * LONG, "\xff\xfe"],
    "X-Forwarded-For": ["x", "1.2.3.4, y", "::1", "9" * 50],
    "X-Requested-With": ["XMLHttpRequest"],
}
BODIES = [
    ("application/x-www-form-urlencoded", b"\xff=%ff&%00=%00&=&&a=%zz"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"a=b"),
    ("application/x-www-form-urlencoded; charset=nothing", b"a=b"),
    ("application/json", b"{"),
    ("text/plain", b"\x00"),
    ("", b"a=b"),
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nb\r\n--x--\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="\x00../a.pdf"\r\n'
        b"Content-Type: \xff\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
    ),
]


@dataclass(frozen=True)
class MadeUp:
    """One request; its address and headers are as they stand on the line."""

    method: str
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    crumb: str = ""  # a cookie beside those of the browser, or in the place of one
    body: bytes = b""
    content_type: str = ""

    def __str__(self) -> str:
        parts = [
            self.method,
            f"{self.address:.200}",
            self.headers or "",
            self.crumb,
            self.content_type,
            self.body or "",
        ]
        return " ".join(str(part) for part in parts if part)


def routes(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    """Every address of a URLconf, with a name in each of its places; the admin's are of one process, too."""
    for pattern in patterns:
        own = before + _route(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, own)
            continue
        yield own
        if own.startswith("<language>/admin/"):
            yield own.replace("/admin/", "/<slug:process>/admin/", 1)


def _route(pattern: Any) -> str:
    if hasattr(pattern, "language_prefix"):
        return "<language>/"
    return str(pattern).replace("(?P<url>.*)$", "<path:url>").removeprefix("^")


def made_up(
    seed: int, *, routes: Iterable[str], known: Mapping[str, list[str]], columns: Mapping[str, list[str]]
) -> Iterator[MadeUp]:
    """Requests without end. `known` are right values of places by name; `columns` those of a model by its address."""
    chance, addresses = Random(seed), sorted(set(routes))
    at_desk = [address for address in addresses if "/admin/" in address]
    others = [address for address in addresses if "/admin/" not in address]
    while True:
        route = chance.choice(at_desk if chance.random() < 0.5 else others)
        found = [names for part, names in columns.items() if f"/admin/{part}/" in route]
        yield _request(chance, route, known, found[0] if found else [])


def _request(chance: Random, route: str, known: Mapping[str, list[str]], columns: list[str]) -> MadeUp:
    address = "/" + PLACE.sub(lambda place: _filled(chance, place, known), route)
    if chance.random() < 0.6:
        address += "?" + "&".join(_pairs(chance, [*PARAMETERS, *_lookups(chance, columns)]))
    method, body, kind = "GET", b"", ""
    if chance.random() < 0.25:
        method = "POST"
        kind, body = _body(chance, [*FIELDS, *columns])
    elif chance.random() < 0.1:
        method = chance.choice(["HEAD", "OPTIONS", "PUT", "DELETE", "NONSENSE"])
    names = chance.sample(sorted(HEADERS), chance.choice([0, 0, 1, 2]))
    headers = {name: chance.choice(HEADERS[name]) for name in names}
    crumb = f"{chance.choice(COOKIES)}={chance.choice(CRUMBS)}" if chance.random() < 0.2 else ""
    return MadeUp(method, address, headers, crumb, body, kind)


def _filled(chance: Random, place: re.Match[str], known: Mapping[str, list[str]]) -> str:
    kind, name = place[1], place[2]
    if name == "language":
        return chance.choice(LANGUAGES)
    right = known.get(name, [])
    if right and chance.random() < (0.9 if name == "process" else 0.6):
        return quote(chance.choice(right))
    return chance.choice(["0", str(BIGINT), "9" * 30, "9" * LONG] if kind == "int" else NASTY)


def _lookups(chance: Random, columns: list[str]) -> list[str]:
    """Some columns of the list that is asked for, so often that half of all parameters name one."""
    drawn = [chance.choice(columns) for _ in PARAMETERS] if columns else []
    return [f"{column}__{lookup}".removesuffix("__") for column in drawn for lookup in [chance.choice(LOOKUPS)]]


def _pairs(chance: Random, names: list[str]) -> list[str]:
    return [f"{chance.choice(names)}={chance.choice(NASTY)}" for _ in range(chance.choice([1, 1, 2, 3]))]


def _body(chance: Random, names: list[str]) -> tuple[str, bytes]:
    if chance.random() < 0.4:
        return chance.choice(BODIES)
    pairs = [pair for _ in range(4) for pair in _pairs(chance, names)]
    return "application/x-www-form-urlencoded", "&".join(pairs).encode()
