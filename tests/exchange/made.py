"""Versions of texts as hypothesis makes them up: all kinds of block, all marks, in the letters of six languages."""

from hypothesis import strategies as st

from documents.drafts import Draft, PlannedBlock
from documents.exchange import inline
from documents.exchange.facts import Facts
from documents.exchange.inline import Bracket, Note, Reference, Words
from documents.numbering import Labels
from documents.numbering.places import Place

LETTERS = {
    "ar": "ابتثجحخ ،؛٣ـ",
    "zh-hans": "政府间计划，。（）",
    "en": "abcxyz ,.;:-",
    "fr": "éàçœ  «»’",
    "ru": "абвгд ёЁ",
    "es": "ñáéí¿? ",
}
AWKWARD = "[]［］{}*\\|<>&\"'\t \u00a0\u200f\u2011\U00020000UNEP/GC.23/6 12"
LEVELLED = {"heading": 5, "subparagraph": 4, "definition": 4, "annex": 2, "text": 5}
KINDS = ("heading", "paragraph", "subparagraph", "text", "preambular", "note", "definition", "annex", "option", "table")

keys = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,30}){0,2}", fullmatch=True)
labels = st.sampled_from(["a", "best-available", "b.2_c"])


def words(language):
    return st.text(st.sampled_from(LETTERS[language] + AWKWARD), min_size=1, max_size=12)


@st.composite
def wordings(draw, language, notes=(), blocks=(), depth=2):
    """A wording with brackets that nest, emphasis, calls and references."""
    plain = words(language).map(lambda text: [Words(text)])
    stressed = words(language).map(lambda text: [Words(text, emphasis=True)])
    choices = [plain, plain, stressed]
    if notes:
        choices.append(st.sampled_from(notes).map(lambda key: [Note(key)]))
    if blocks:
        choices.append(st.sampled_from(blocks).map(lambda key: [Reference(key)]))
    if depth:
        inner = wordings(language, notes, blocks, depth - 1).map(inline.pieces)
        choices.append(inner.map(lambda found: [Bracket("["), *found, Bracket("]")]))
        choices.append(st.tuples(labels, inner).map(lambda one: [Bracket("［", one[0]), *one[1], Bracket("］")]))
    parts = draw(st.lists(st.one_of(choices), min_size=1, max_size=4))
    return inline.wording(piece for part in parts for piece in part)


@st.composite
def tables(draw, language):
    rows = draw(st.lists(st.lists(wordings(language, depth=1), min_size=1, max_size=3), min_size=1, max_size=3))
    made = inline.table([[inline.pieces(cell.strip()) for cell in row] for row in rows])
    return inline.table(inline.cells(made))


@st.composite
def drafts(draw, language, keys=keys):
    """A version in one language."""
    given = draw(st.lists(keys, min_size=1, max_size=9, unique=True))
    blocks, option = [], ""
    for key in given:
        kind = draw(st.sampled_from((*KINDS, "footnote")))
        level = draw(st.integers(1, LEVELLED.get(kind, 1)))
        option = draw(st.sampled_from(("", option))) if kind != "option" else ""
        alternative = draw(st.sampled_from((0, 0, 0, 1, 2))) if kind == "paragraph" else 0
        blocks.append(PlannedBlock(key, kind, level, alternative, option))
        option = key if kind == "option" else option
    notes = [block.key for block in blocks if block.kind == "footnote"]
    others = [block.key for block in blocks if block.kind not in ("footnote", "text", "preambular", "note", "table")]
    worded = {}
    for block in blocks:
        calls = [] if block.kind == "footnote" else notes
        made = tables(language) if block.kind == "table" else wordings(language, tuple(calls), tuple(others))
        if block.kind != "option" or draw(st.booleans()):
            worded[block.key] = draw(made)
    return Draft(blocks, {language: worded})


def labelled(draft):
    """Labels as no scheme would give them, so that every way to print one is tried."""
    printed = {}
    for number, block in enumerate(draft.blocks, 1):
        match block.kind:
            case "paragraph":
                printed[block.key] = f"{number} bis." if block.alternative else f"{number}."
            case "heading":
                printed[block.key] = "IVXLC"[number % 5] + "."
            case "subparagraph" | "definition":
                printed[block.key] = f"({'abcdefghij'[number % 10]})"
            case "annex" | "option":
                printed[block.key] = f"{block.kind.capitalize()} {number}"
            case "footnote":
                printed[block.key] = str(number) if number % 2 else "abcdefghij"[number % 10]
    cited = {key: label.strip(".") for key, label in printed.items()}
    places = {key: Place((), number) for key, number in cited.items()}
    return Facts("A plan", "plan", labels=Labels("en", printed, cited, places=places))


# A few keys, so that two versions share some.
few = st.sampled_from(["aims", "means", "costs", "nets", "traps", "ports", "crews", "fees", "terms", "notes-1"])
