"""What answers of the library may hold."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from igsp_portal.foundations.api.shapes import (
    Address,
    ChangingPage,
    Code,
    Day,
    InLang,
    MaybeAddress,
    MomentUTC,
    Page,
    Words,
    Zone,
)

from ..states import Distribution, DocumentKind, DocumentState, FileFormat, InputState


class RenditionShape(Schema):
    """One file of one document. What was issued never changes: a reissue is another file, which supersedes it."""

    address: Address = Field(description="Its permanent address in the API.")
    file: MaybeAddress = Field(description="Where its bytes are given out; null once it is taken back.")
    document: Address
    name: str = Field(description="The name under which it is given out.", examples=["UNEP_IEG_IGSP_1_3-FR.pdf"])
    language: Code
    also_in: list[Code] = Field(description="Further languages that the one file serves.")
    format: FileFormat
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="In bytes.")
    pages: int | None
    words: int | None
    sha256: str
    released_at: MomentUTC | None = Field(description="Since when it is available; null where it still waits.")
    superseded_by: MaybeAddress
    taken_back_at: MomentUTC | None


class Renditions(Page):
    """A page of files."""

    items: list[RenditionShape]


class RelationsShape(Schema):
    """Other documents that it is related to, either way."""

    replaces: list[Address]
    adds_to: list[Address]
    corrects: list[Address]
    replaced_by: list[Address]
    added_to_by: list[Address]
    corrected_by: list[Address]


class DocumentShape(Schema):
    """A document: what its masthead says, its current files, and what it is related to."""

    address: Address
    page: Address
    cite: MaybeAddress = Field(description="The address to cite: by symbol, the same in every language.")
    process: Address
    key: str = Field(examples=["3-4"])
    former_keys: list[str] = Field(description="Keys that it had before.")
    symbol: str | None = Field(examples=["UNEP/IEG/IGSP/1/3"])
    designation: Words = Field(description="How a document without a symbol is cited.")
    designation_lang: InLang = None
    also_cited_as: list[str] = Field(description="Other forms in which it is cited, misprints included.")
    kind: DocumentKind
    state: DocumentState
    title: Words
    title_lang: InLang = None
    subtitle: Words
    subtitle_lang: InLang = None
    author: Words
    author_lang: InLang = None
    remark: Words
    remark_lang: InLang = None
    meeting: MaybeAddress
    part: int | None = Field(description="The number of the part of that meeting that it belongs to.")
    also_before: list[Address] = Field(description="Further meetings that it belongs to.")
    agenda_items: list[str] = Field(description="The numbers of items of the agenda of that meeting.")
    distribution: Distribution
    original_language: Code
    languages: list[Code] = Field(description="The languages in which it is or is to be issued.")
    submitted_on: Day
    planned_on: Day
    issued_on: Day
    zone: Zone
    job_number: str | None
    issued_elsewhere: bool = Field(description="Whether another body issued it.")
    illustrative: bool
    files: list[RenditionShape] = Field(description="Its current files.")
    taken_back: list[RenditionShape] = Field(description="Files that were taken back: drop what you have of them.")
    kept_elsewhere: dict[Code, str] | None = Field(description="Where others keep it, by language.")
    renditions: Address = Field(description="All its files, earlier ones included.")
    superseded_by: MaybeAddress = Field(
        description="The document that stands in its place: its last revision, or what is recorded to replace it."
    )
    relations: RelationsShape


class Documents(ChangingPage):
    """A page of documents."""

    items: list[DocumentShape]


class RequestShape(Schema):
    """A letter that asked for an input."""

    sent_on: Day
    to: Words
    to_lang: InLang = None


class DueShape(Schema):
    """For which session an input is due, and what answers it."""

    meeting: Address
    due_on: Day
    state: InputState = Field(description="Where it stands today.")
    days_late: int
    received_on: Day
    documents: list[Address] = Field(description="Issued documents that answer it, as far as they are open to you.")
    otherwise: list[Address] = Field(description="Pages of what else answers it, such as a call for submissions.")


class InputShape(Schema):
    """An input that the mandate requires."""

    address: Address
    page: Address
    process: Address
    key: str
    letter: str | None = Field(description="Its letter in the list of the mandate.", examples=["c"])
    title: Words
    title_lang: InLang = None
    responsible: Words
    responsible_lang: InLang = None
    as_appropriate: bool
    paragraph: str | None = Field(description="The paragraph that requests it.")
    remark: Words
    remark_lang: InLang = None
    requested_by: list[RequestShape]
    zone: Zone
    due: list[DueShape]


class Inputs(ChangingPage):
    """A page of required inputs."""

    items: list[InputShape]
