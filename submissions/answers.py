"""What is an answer to a question, how it is kept, and what is wrong with one. Knows nothing of Django.

A text is kept as a text; a choice as the list of the keys chosen, in the order in which they are offered; a number as
its figures ("-1234.5"); a table as the list of its rows, each with a text for every column. Nothing is the empty text.

What a draft holds may be wrong: it is kept as it was typed, and `faults` says what has to be mended before it is
filed. `kept` refuses only what is no answer to such a question at all, which no form sends by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from documents.faults import Fault, gettext_noop
from igsp_portal.foundations.language.characters import count_words, plain

from .sizes import LONGEST_ANSWER, LONGEST_CELL, LONGEST_NUMBER, MOST_ROWS

NO_ANSWER = gettext_noop("This is no answer to this question.")
DECIMAL = {"fr": ",", "ru": ",", "es": ",", "ar": "٫", "en": ".", "zh-hans": "."}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SIGNS = {"٬": "_", "'": "_", "\u2019": "_", "\uff0c": ",", "\uff0e": ".", "،": ","}


@dataclass(frozen=True)
class Column:
    """One column of a table, by its name for the sentences about it."""

    name: str
    number: bool = False


@dataclass(frozen=True)
class Asked:
    """What a question asks for, as far as an answer to it is judged. `kind` is one of QuestionKind that have answers.

    `options` are the keys that may be chosen; `rows` the number of rows of a table, 0 where the writer adds them.
    """

    kind: str
    most_words: int | None = None
    several: bool = False
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: int = 0


class Conditional(Protocol):
    """A question that may hang on an earlier answer."""

    key: str
    kind: str
    shown_if: str
    shown_if_option: str


Q = TypeVar("Q", bound=Conditional)


def opened(questions: Iterable[Q], answers: Mapping[str, Any]) -> list[Q]:
    """Those of the questions that are to be answered, given the answers so far by the keys of their questions.

    A question that hangs on the answer to one that is not open is not open either; a section that is not takes the
    questions under it with it.
    """
    found: list[Q] = []
    keys: set[str] = set()
    in_section = True
    for question in questions:
        met = not question.shown_if or (
            question.shown_if in keys and question.shown_if_option in (answers.get(question.shown_if) or ())
        )
        if question.kind == "section":
            in_section = met
        if met and in_section:
            found.append(question)
            keys.add(question.key)
    return found


def hanging_on(questions: Iterable[Q], keys: set[str]) -> set[str]:
    """The keys of the questions that hang on the answers to those of `keys`, directly or by others or their section."""
    found: set[str] = set()
    in_section = False
    for question in questions:
        hangs = question.shown_if in keys | found
        if question.kind == "section":
            in_section = hangs
        if hangs or in_section:
            found.add(question.key)
    return found


def kept(asked: Asked, value: Any, language: str) -> Any:
    """The answer as it is kept; the empty text where it says nothing. Numbers are read as `language` writes them.

    Raises Fault for what is no answer to such a question at all.
    """
    if value in ("", None, [], ()):
        return ""
    return _KEPT[asked.kind](asked, value, language)


def faults(asked: Asked, value: Any) -> list[Fault]:
    """What is wrong with an answer that is kept and not empty; nothing where it can be filed."""
    if not _is_shaped(asked.kind, value):
        return [Fault(NO_ANSWER)]
    return list(_FAULTS[asked.kind](asked, value))


def _is_shaped(kind: str, value: Any) -> bool:
    """Whether an answer is kept as those to questions of that kind are."""
    if kind not in ("choice", "table"):
        return isinstance(value, str)
    return isinstance(value, list) and all(isinstance(one, list if kind == "table" else str) for one in value)


def number_of(typed: str, language: str) -> str:
    """The figures of a number typed as `language` writes it, in any of the six languages' figures; empty for none.

    Of points and commas, two different ones are told by their order, and one that stands more than once parts
    thousands. One that stands alone is the decimal sign where the language has it so, or where other than three
    figures follow it.
    """
    text = "".join(_SIGNS.get(sign, plain(sign)) for sign in unicodedata.normalize("NFC", typed.strip()))
    decimal = _decimal_sign(text, DECIMAL.get(language, ""))
    whole, sign, part = text.partition(decimal) if decimal else (text, "", "")
    number = f"{_without_groups(whole)}.{part}" if sign else _without_groups(whole)
    if not _NUMBER.fullmatch(number):
        return ""
    return re.sub(r"^(-?)0+(?=\d)", r"\1", number)


def as_typed(number: str, language: str) -> str:
    """A number that is kept as `language` writes it, its thousands together: `number_of` reads the same of it."""
    return number.replace(".", DECIMAL.get(language, "."))


def _decimal_sign(text: str, usual: str) -> str:
    """Which of the signs in a number parts whole from decimals; empty where none does."""
    if text.count("٫") == 1:
        return "٫"
    points, commas = text.count("."), text.count(",")
    if points and commas:
        last = "." if text.rindex(".") > text.rindex(",") else ","
        return last if text.count(last) == 1 else ""
    sign = "." if points else ","
    if points + commas != 1:
        return ""
    return sign if sign == usual or not re.search(rf"\d{re.escape(sign)}\d{{3}}$", text) else ""


def _without_groups(whole: str) -> str:
    """The figures before the decimal sign; as they are where what parts them parts no thousands."""
    return re.sub(r"[ _.,]", "", whole) if re.fullmatch(r"-?\d{1,3}([ _.,])\d{3}(\1\d{3})*", whole) else whole


def _kept_text(asked: Asked, value: Any, language: str) -> str:
    text = _text(value).strip()
    if len(text) > LONGEST_ANSWER:
        raise Fault(gettext_noop("The answer is too long: at most {most} characters."), most=LONGEST_ANSWER)
    return text


def _kept_number(asked: Asked, value: Any, language: str) -> str:
    typed = " ".join(_text(value).split())
    if len(typed) > LONGEST_NUMBER:
        raise Fault(gettext_noop("The answer is too long: at most {most} characters."), most=LONGEST_NUMBER)
    return number_of(typed, language) or typed


def _kept_choice(asked: Asked, value: Any, language: str) -> list[str] | str:
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, list) or not set(map(str, chosen)) <= set(asked.options):
        raise Fault(gettext_noop("One of the answers chosen is not offered."))
    return [key for key in asked.options if key in chosen]


def _kept_table(asked: Asked, value: Any, language: str) -> list[list[str]] | str:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise Fault(gettext_noop("This is no table."))
    rows = [_kept_row(asked, row, language) for row in value]
    if not any(map(any, rows)):
        return ""
    if not asked.rows:
        rows = [row for row in rows if any(row)]
    most = asked.rows or MOST_ROWS
    if len(rows) > most:
        raise Fault(gettext_noop("The table has too many rows: at most {most}."), most=most)
    return rows + [[""] * len(asked.columns) for _row in range(asked.rows - len(rows))]


def _kept_row(asked: Asked, row: list[Any], language: str) -> list[str]:
    cells = [_text(cell).strip() for cell in row]
    if len(cells) > len(asked.columns) and any(cells[len(asked.columns) :]):
        raise Fault(gettext_noop("The table has more columns than are asked for."))
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise Fault(gettext_noop("A cell of the table is too long: at most {most} characters."), most=LONGEST_CELL)
    cells += [""] * (len(asked.columns) - len(cells))
    return [
        number_of(cell, language) or cell if column.number else cell
        for cell, column in zip(cells, asked.columns, strict=False)
    ]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Fault(NO_ANSWER)
    return value


def _wrong_text(asked: Asked, value: str) -> Iterator[Fault]:
    yield from too_many_words(value, asked.most_words)


def _wrong_number(asked: Asked, value: str) -> Iterator[Fault]:
    if not _NUMBER.fullmatch(value):
        yield Fault(gettext_noop("“{value}” is not a number."), value=value)


def _wrong_choice(asked: Asked, value: list[str]) -> Iterator[Fault]:
    if len(value) > 1 and not asked.several:
        yield Fault(gettext_noop("Choose one answer only."))
    if not set(value) <= set(asked.options):
        yield Fault(gettext_noop("One of the answers chosen is not offered."))


def _wrong_table(asked: Asked, value: list[list[str]]) -> Iterator[Fault]:
    if any(len(row) != len(asked.columns) for row in value) or (asked.rows and len(value) != asked.rows):
        yield Fault(gettext_noop("The table does not have the rows and columns that are asked for."))
        return
    for place, row in enumerate(value, start=1):
        for cell, column in zip(row, asked.columns, strict=True):
            if column.number and cell and not _NUMBER.fullmatch(cell):
                said = gettext_noop("Row {row}, {column}: “{value}” is not a number.")
                yield Fault(said, row=place, column=column.name, value=cell)
            yield from too_many_words(cell, asked.most_words)


def too_many_words(text: str, most: int | None) -> Iterator[Fault]:
    """What is wrong with a text of which `most` words at most are asked for; of Chinese, each character is a word."""
    if most is not None and (count := count_words(text)) > most:
        yield Fault(gettext_noop("{count} words are written; at most {most} are asked for."), count=count, most=most)


_KEPT: dict[str, Callable[[Asked, Any, str], Any]] = {
    "text": _kept_text,
    "number": _kept_number,
    "choice": _kept_choice,
    "table": _kept_table,
}
_FAULTS: dict[str, Callable[[Asked, Any], Iterator[Fault]]] = {
    "text": _wrong_text,
    "number": _wrong_number,
    "choice": _wrong_choice,
    "table": _wrong_table,
}
