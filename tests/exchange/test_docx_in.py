"""Files of Word as others write them: what each paragraph is taken for, and what is said of the rest."""

import io
import zipfile

import pytest

from documents.exchange import docx_in
from documents.exchange.reading import Unreadable, draft
from documents.exchange.word_lists import written

from .foreign import W, call, file, note, p, run


def taken(data, **about):
    return [(line.kind, line.level, line.label, line.words) for line in docx_in.read(data, "en", **about).lines]


def said(data):
    return [(place, str(fault)) for place, fault in docx_in.read(data, "en").remarked()]


def test_styles_lists_of_word_and_typed_numbers_are_told():
    body = [
        p("Draft plan", style="Titre"),
        p("Introduction", style="berschrift1", level=0),
        p("The Council decided:", level=1),
        p("to act;", level=2),
        p("at once;", level=3),
        p("3.\tTyped by hand."),
        p("(a)  first;"),
        p("Means", style="berschrift1", level=0),
        p("Numbers run on.", level=1),
    ]
    assert taken(file("".join(body))) == [
        ("masthead", 1, "", "Draft plan"),
        ("heading", 1, "I.", "Introduction"),
        ("paragraph", 1, "1.", "The Council decided:"),
        ("subparagraph", 1, "(a)", "to act;"),
        ("subparagraph", 2, "(i)", "at once;"),
        ("paragraph", 1, "3.", "Typed by hand."),
        ("subparagraph", 1, "(a)", "first;"),
        ("heading", 1, "II.", "Means"),
        ("paragraph", 1, "2.", "Numbers run on."),
    ]


def test_the_numbering_of_a_file_is_that_of_its_headings():
    body = [
        p("Chapter I. General"),
        p("Article 1. Scope"),
        p("1. All nets."),
        p("2. All traps."),
        p("Article 2. Terms"),
        p("1. As follows."),
        p("Terms in use", style="berschrift1"),
    ]
    reading = docx_in.read(file("".join(body)), "en")
    assert reading.numbering == {
        "headings": [{"sign": "roman", "label": "chapter"}, {"sign": "arabic", "label": "article", "runs": True}],
        "paragraphs": {"restart": 2},
    }


def test_words_with_emphasis_footnotes_and_brackets():
    notes = '<w:footnote w:id="4"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> Where from.</w:t></w:r></w:p></w:footnote>'
    call = '<w:r><w:footnoteReference w:id="4"/></w:r>'
    body = p(
        "1. ",
        run("Recalling", "<w:i/>"),
        " the [best",
        run(" available", "<w:b w:val='0'/>"),
        "] text",
        call,
        run("2", '<w:vertAlign w:val="superscript"/>'),
        ".",
    )
    assert draft(docx_in.read(file(body, notes=notes), "en")).words == {
        "en": {
            "recalling-the-best-available": "*Recalling* the [best available] text{note:footnote-1}².",
            "footnote-1": "Where from.",
        }
    }


def test_tables_are_rows_and_cells():
    def cell(*inside, span=1):
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{"".join(inside)}</w:tc>'

    rows = (cell(p("Item")), cell(p("Cost | year"))), (cell(p("Nets"), p("and traps"), span=2),)
    made = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    body = p("1. As follows:") + f"<w:tbl>{made}</w:tbl>" + p("")
    data = file(body)
    assert taken(data)[1:] == [("table", 1, "", "Item | Cost \\| year\nNets and traps | ")]
    assert said(data) == [(2, "Cells of this table are joined; their words are in the first of them.")]


def test_what_cannot_be_taken_over_is_named_with_its_place():
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{inside}'
        for kind, inside in (("begin", run(" DATE ", tag="instrText")), ("separate", run("today")), ("end", ""))
    )
    box = f"<w:r><w:pict><w:txbxContent>{p('Boxed words')}</w:txbxContent></w:pict></w:r>"
    comments = f'<w:comment w:id="3" w:author="Kenya">{p("Why?")}</w:comment>'
    body = (
        p("1. Seen ", field, run("secret", "<w:vanish/>"), box)
        + p("2. A [stray", '<w:r><w:commentReference w:id="3"/></w:r>', "<w:r><w:drawing/></w:r>")
        + p("3. ", run("gone", "<w:strike/>"))
    )
    assert said(file(body, comments=comments)) == [
        (1, "A field (DATE) was taken over as the words that it shows."),
        (1, "Hidden words were left out: “secret”"),
        (1, "A text box was left out. Its words: “Boxed words”"),
        (3, "A comment was left out: Kenya: “Why?”"),
        (3, "A picture or drawing was left out."),
        (3, "This bracket is opened but never closed."),
        (4, "These words are struck out by hand; they were taken over as words: “gone”"),
    ]


def test_a_bracket_across_a_footnote_is_named_on_either_side():
    notes = f'<w:footnote w:id="4">{p("See below].")}</w:footnote>'
    body = p("1. Each [Party", '<w:r><w:footnoteReference w:id="4"/></w:r>', " acts.")
    reading = docx_in.read(file(body, notes=notes), "en")
    assert [line.words for line in reading.lines] == [r"Each \[Party{note:footnote-1} acts.", r"See below\]."]
    assert [str(fault) for _, fault in reading.remarked()] == [
        "This bracket is opened but never closed.",
        "This bracket is closed but was never opened.",
    ]


def test_the_strict_names_of_word_are_read_too():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert taken(file(p("1. One."), namespace=strict)) == taken(file(p("1. One.")))


def test_a_number_beyond_all_reason_is_not_counted_out():
    far = replaced(file(p("Far.", level=0)), '<w:start w:val="1"/>', '<w:start w:val="999999999999"/>')
    assert [label for _, _, label, _ in taken(far)] == ["I."]


def test_an_outline_beyond_all_reason_is_none():
    body = f'<w:p><w:pPr><w:outlineLvl w:val="{"9" * 5000}"/></w:pPr>{run("1. Far.")}</w:p>'
    assert [kind for kind, *_ in taken(file(body))] == ["paragraph"]


def replaced(data, old, new):
    """A file with something else in its parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(made, "w") as after:
        for one in before.namelist():
            after.writestr(one, before.read(one).replace(old.encode(), new.encode()))
    return made.getvalue()


def zipped(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, words in parts.items():
            archive.writestr(name, words)
    return made.getvalue()


ENTITY = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<w:document xmlns:w="{W}"><w:body/></w:document>'


def with_part(name, words):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file(p("1. One.")))) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.namelist():
            new.writestr(one, words if one == name else old.read(one))
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "limit", "reason"),
    [
        (b"", 100, "The file is empty."),
        (b"1. One.", 100, "This is not a DOCX file."),
        (zipped(one="1"), 1000, "This is not a DOCX file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, 1000, "The file is in an old format or has a password."),
        (file(p("1. One.")), 100, "the limit is 100"),
        (file(p("1. One."), content="document.macroEnabled.main"), 10**6, "The file contains macros."),
        (file(p("1. One."), extra=[("word/vbaProject.bin", b"x")]), 10**6, "The file contains macros."),
        (file(p("1. One."))[:-40], 10**6, "The file is damaged or incomplete."),
        (with_part("word/document.xml", ENTITY), 10**6, r"“word/document.xml” declares entities .*\(line 1\)"),
        (with_part("word/document.xml", "<w:document"), 10**6, "“word/document.xml” cannot be read: "),
        (file(p("")), 10**6, "no words"),
    ],
    ids=["empty", "text", "zip", "locked", "limit", "macros", "vba", "damaged", "entity", "broken", "wordless"],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data, limit, reason):
    with pytest.raises(Unreadable, match=reason):
        docx_in.read(data, "en", limit=limit)


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch):
    monkeypatch.setattr("documents.exchange.office.LARGEST_PART", 1000)
    with pytest.raises(Unreadable, match="takes too much"):
        docx_in.read(file(p("1. " + "One. " * 1000)), "en")


def test_a_footnote_of_the_title_is_left_out_with_it():
    notes = note(4, "Of.") + note(5, "On.")
    body = p("Draft plan", call(4), call(5), style="Titre") + p("1. One", call(5), ".")
    data = file(body, notes=notes)
    assert taken(data) == [
        ("masthead", 1, "", "Draft plan{note:footnote-1}{note:footnote-2}"),
        ("", 1, "", "Of."),
        ("paragraph", 1, "1.", "One{note:footnote-2}."),
        ("footnote", 1, "", "On."),
    ]
    assert said(data) == [(3, "This footnote is left out with the line that calls it.")]


# Words that stand in what others put around them


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def control(inside):
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def either(first, *others):
    rest = "".join(f"<mc:{name}>{inside}</mc:{name}>" for name, inside in others)
    return f'<mc:AlternateContent {MC}><mc:Choice Requires="wps">{first}</mc:Choice>{rest}</mc:AlternateContent>'


def row(*cells):
    return f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in cells)}</w:tr>"


def sign(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f"<w:tbl>{row('a')}{control(row('b') + control(row('c')))}</w:tbl>", ["a\nb\nc"]),
        (f"<w:tbl><w:customXml>{row('a', 'b')}</w:customXml></w:tbl>", ["a | b"]),
        (p("1. One ", either(run("kept"), ("Choice", run("other")), ("Fallback", run("old"))), "."), ["One kept."]),
        (p("1. One ", f"<w:r>{either('<w:t>kept</w:t>', ('Fallback', '<w:t>old</w:t>'))}</w:r>", "."), ["One kept."]),
        (either(p("1. One."), ("Fallback", p("1. Old."))), ["One."]),
        (p("1. One ", f"<w:anything>{run('and all')}</w:anything>", "."), ["One and all."]),
        (f"<w:anything>{p('1. One.')}</w:anything>", ["One."]),
        (p("1. One", "<w:r><w:ruby/></w:r>", "<w:r><w:ruby><w:rt/></w:ruby></w:r>", "."), ["One."]),
    ],
    ids=["rows", "custom", "runs", "in a run", "paragraphs", "around runs", "around paragraphs", "ruby"],
)
def test_no_words_are_lost_in_what_stands_around_them(body, words):
    assert [line.words for line in docx_in.read(file(p("Words here.") + body), "en").lines][1:] == words


@pytest.mark.parametrize("code", ["TOC", "DATE", ""])
@pytest.mark.parametrize("separator", [sign("separate"), ""])
def test_a_field_without_an_end_hides_nothing(code, separator):
    data = file(p("1. One ", sign("begin"), run(code, tag="instrText"), separator, "today.") + p("2. Two."))
    assert [words for _, _, _, words in taken(data)] == ["One today.", "Two."]
    assert said(data) == [(1, "A field without an end was taken over as the words that follow it.")]


def test_every_text_box_of_a_drawing_is_told_and_none_is_taken():
    boxes = "".join(f"<w:txbxContent>{p(words)}</w:txbxContent>" for words in ("First box", "Second box"))
    drawing = f"<w:r><w:drawing>{boxes}</w:drawing></w:r>"
    told = [f"A text box was left out. Its words: “{words}”" for words in ("First box", "Second box")]
    assert said(file(p("1. One", drawing))) == [(1, says) for says in told]
    table = file(p("1. One.") + f"<w:tbl><w:tr><w:tc>{p('a', drawing)}</w:tc></w:tr>{row('b')}</w:tbl>")
    assert [words for _, _, _, words in taken(table)] == ["One.", "a\nb"]


def test_parts_that_lie_in_other_files_are_told():
    assert said(file(p("1. One.") + "<w:altChunk/>" + p("2. Two.", "<w:subDoc/>"))) == [
        (0, "Parts of the text that lie in other files were left out: 2.")
    ]


# Signs


def test_signs_of_words_own_fonts_are_signs_that_everybody_has():
    def sym(font, code):
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    set_in = run("\uf0a3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')
    body = p("1. At ", sym("Symbol", "F0B3"), " 3, ", set_in, " 5", sym("Wingdings", "00FC"), sym("Webdings", "F031"))
    assert taken(file(body)) == [("paragraph", 1, "1.", "At ≥ 3, ≤ 5✓")]
    assert said(file(body)) == [(1, "A sign of a special font was left out: Webdings F031")]


def test_the_own_sign_of_a_footnote_is_no_word_of_either():
    custom = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r>'
    notes = note(4, run("*", '<w:vertAlign w:val="superscript"/>'), " Where from.")
    assert [words for _, _, _, words in taken(file(p("1. One", custom, "."), notes=notes))] == [
        "One{note:footnote-1}.",
        "Where from.",
    ]


@pytest.mark.parametrize("counted", ["chineseCounting", "japaneseCounting", "taiwaneseCountingThousand"])
def test_chinese_numbers_that_word_counts_begin_headings(counted):
    def numbered(words):
        return p(words, level=0)

    made = file(numbered("导言") + p("第一段。") + numbered("活动") + p("第二段。"))
    data = replaced(
        made, 'w:val="upperRoman"/><w:lvlText w:val="%1."/>', f'w:val="{counted}"/><w:lvlText w:val="%1、"/>'
    )
    assert taken(data) == [
        ("heading", 1, "一、", "导言"),
        ("text", 1, "", "第一段。"),
        ("heading", 1, "二、", "活动"),
        ("text", 1, "", "第二段。"),
    ]


def test_numbers_past_ninety_nine_are_counted_in_chinese_too():
    assert [written(number, "chineseCountingThousand") for number in (9, 20, 103, 110, 999)] == [
        *("九", "二十", "一百零三", "一百一十", "九百九十九")
    ]


def test_letters_that_are_set_smaller_and_off_the_line_are_raised_or_lowered():
    def off(words, distance, size):
        return run(words, f'<w:position w:val="{distance}"/>{size}')

    small = '<w:sz w:val="19"/>'
    body = p("1. H", off("2", -2, small), "O at 10", off("3", 6, small), " m, and ", off("2", -2, ""), " more.")
    assert [words for _, _, _, words in taken(file(body))] == ["H₂O at 10³ m, and 2 more."]


@pytest.mark.parametrize(
    ("counted", "labels"),
    [
        ("decimalEnclosedCircle", ["(1)", "(2)"]),
        ("decimalEnclosedParen", ["(1)", "(2)"]),
        ("ideographEnclosedCircle", ["(一)", "(二)"]),
    ],
)
def test_figures_that_word_puts_in_circles_number_a_list_and_no_paragraphs(counted, labels):
    made = file("".join([p("各方应：", level=1), p("行动；", level=2), p("报告。", level=2)]))
    data = replaced(
        made, 'w:val="lowerLetter"/><w:lvlText w:val="(%3)"/>', f'w:val="{counted}"/><w:lvlText w:val="%3"/>'
    )
    assert taken(data) == [
        ("paragraph", 1, "1.", "各方应："),
        ("subparagraph", 1, labels[0], "行动；"),
        ("subparagraph", 1, labels[1], "报告。"),
    ]


def test_articles_of_one_style_keep_its_level_in_a_part_that_has_no_sections():
    rows = (("Part I", 0), ("Article 1", 2), ("Part II", 0), ("Section 1", 1), ("Article 2", 2), ("Part III", 0))
    body = "".join(
        f'<w:p><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>{run(words)}</w:p>'
        for words, level in (*rows, ("Section 1", 1), ("Part IV", 0), ("Annex", 0), ("Article 1", 2))
    )
    reading = docx_in.read(file(body), "en")
    assert [line.level for line in reading.lines] == [1, 3, 1, 2, 3, 1, 2, 1, 1, 1]
    assert [str(fault) for _, fault in reading.remarked()] == [
        "Level 3 stands in the file without the level above it; it was raised."
    ]
