"""A person before the page by which a text comes in, and the texts and files that come."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents import numbering
from documents.exchange.facts import Facts
from documents.models import Text, TextVersion
from documents.texts import actions
from meetings.models import Process
from tests.attack.forms import form_of
from tests.cast import given

NOTE = """工作组
第一届会议
临时议程*项目3

秘书处的说明
A.

导言

1． 理事会着重强调下列各点；

(a)
能力建设：

（i）
   增强机构；

(ii) 实施协定；

2.
 理事会通过了决定。
B．
活动

1．
常驻代表委员会
3.
 商谈已经启动。

2．
区域投入
4.  已邀请各论坛提交意见。
"""


def text_of(process: Process, key: str = "note", original: str = "en", numbering: Any = "letter") -> TextVersion:
    """The first version of a new text, without a word in it."""
    with given():
        facts = {"title": "A note", "original_language": original, "numbering": numbering}
        text = Text.objects.create(process=process, key=key, **facts)
        return TextVersion.objects.create(text=text, number=1)


def address(version: TextVersion) -> str:
    return reverse("documents:import", args=[version.process.slug, version.text.key, version.number])


class Importer:
    """Sends a file or pastes a text, corrects lines and presses buttons; `page` is the last answer."""

    def __init__(self, browser: Client, version: TextVersion) -> None:
        self.browser, self.version = browser, version
        self.page: Any = None

    def send(self, data: bytes | None = None, name: str = "draft.docx", language: str = "en", **typed: Any) -> Any:
        sent = {"do": "read", "language": language, "pasted": "", **typed}
        if data is not None:
            sent["file"] = SimpleUploadedFile(name, data)
        self.page = self.browser.post(address(self.version), sent)
        return self.page

    def paste(self, words: str, language: str = "en") -> Any:
        return self.send(language=language, pasted=words)

    def press(self, do: str, without: str = "", **corrected: str) -> Any:
        """A press with all that stands in the form, but for what is corrected (take_3="paragraph") or not ticked."""
        sent = form_of(self.page.text)
        sent.pop(without, None)
        sent |= {"-".join(reversed(name.split("_"))): [value] for name, value in corrected.items()}
        here = {"origin": "http://testserver"}
        self.page = self.browser.post(address(self.version), sent | {"do": [do]}, headers=here)
        return self.page

    def lines(self) -> list[tuple[str, str, str]]:
        """What the page says of each line: its number there, what it was taken for, its words."""
        form = form_of(self.page.text)
        places = [name.removesuffix("-take") for name in form if name.endswith("-take")]
        return [(place, form[f"{place}-take"][0], form[f"{place}-words"][0]) for place in places]

    def says(self) -> str:
        return self.page.context["refusal"]

    def told(self) -> list[tuple[int, str]]:
        """What is to be settled, with its lines."""
        return [(one["place"], one["says"]) for one in self.page.context["settle"]["told"]]


def blocks(version: TextVersion) -> list[tuple[Any, ...]]:
    """Kind, level and words of each block."""
    draft = actions.read_draft(version)
    words = draft.words.get(version.text.original_language, {})
    return [(block.kind, block.level, words.get(block.key, "")) for block in draft.blocks]


def facts(version: TextVersion, language: str) -> Facts:
    draft = actions.read_draft(version)
    words = draft.words[language]
    labels = numbering.labels(draft.blocks, version.text.numbering, language, words)
    return Facts("A text", version.text.key, version.number, version.text.original_language, labels=labels)
