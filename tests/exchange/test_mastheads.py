"""What stands at the head of a document is none of its text: session, agenda item and title, and the table above."""

from documents.exchange import docx_in

from .foreign import file, p, run


def kinds(body):
    return [(line.kind, line.words) for line in docx_in.read(file(body), "en").lines]


def table(*rows):
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def bold(words):
    return run(words, "<w:b/>")


SYMBOL = table(("United Nations", "A/CONF.999/L.2"), ("General Assembly", "Distr.: Limited 3 May 2004"))
SYMBOL_READ = ("masthead", "United Nations | A/CONF.999/L.2\nGeneral Assembly | Distr.: Limited 3 May 2004")
BEGINS = p("The Conference,") + p("1. Decides to act;")
BEGINS_READ = [("text", "The Conference,"), ("paragraph", "Decides to act;")]


def test_the_table_of_a_masthead_is_left_out_with_all_that_stands_below_it():
    assert kinds(SYMBOL + p("Third session") + p("Agenda item 4") + p("Draft resolution") + BEGINS) == [
        SYMBOL_READ,
        ("masthead", "Third session"),
        ("masthead", "Agenda item 4"),
        ("masthead", "Draft resolution"),
        *BEGINS_READ,
    ]


def test_a_heading_by_its_look_is_of_the_masthead_where_lines_of_it_follow():
    body = SYMBOL + p(bold("Third session")) + p("Agenda item 4") + p(bold("General")) + BEGINS
    reading = docx_in.read(file(body), "en")
    assert [(line.kind, line.words, [str(one) for one in line.remarks]) for line in reading.lines][1:4] == [
        ("masthead", "Third session", []),
        ("masthead", "Agenda item 4", []),
        ("heading", "General", ["This was taken for a heading by its look."]),
    ]


def test_a_table_alone_above_a_title_or_a_heading_is_of_the_masthead():
    for title in (p("Draft resolution"), p("General", style="berschrift1")):
        assert kinds(SYMBOL + title + BEGINS)[0] == SYMBOL_READ
    assert kinds(p("Note") + SYMBOL + p("Draft resolution") + BEGINS)[:3] == [
        ("masthead", "Note"),
        SYMBOL_READ,
        ("masthead", "Draft resolution"),
    ]


def test_a_table_of_the_text_stays_in_it():
    costs = table(("Item", "Cost"), ("Nets", "3"))
    read = ("table", "Item | Cost\nNets | 3")
    assert kinds(p("Draft plan") + costs + BEGINS) == [("masthead", "Draft plan"), read, *BEGINS_READ]
    assert kinds(costs + p("1. Nets are bought.")) == [read, ("paragraph", "Nets are bought.")]
    assert kinds(p("1. As follows:") + costs + p("Note")) == [("paragraph", "As follows:"), read, ("text", "Note")]
    wordy = table(("Item", "Cost"), ("Nets, " * 30, "3"))
    assert kinds(p("Draft plan") + wordy + p("Note") + BEGINS)[1:3] == [
        ("table", f"Item | Cost\n{('Nets, ' * 30).strip()} | 3"),
        ("text", "Note"),
    ]
    assert kinds(costs + p("Nothing else")) == [read, ("text", "Nothing else")]
