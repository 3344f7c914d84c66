"""The words of pages in paragraphs, without what runs on from page to page, and some pages at once."""

import pytest

from documents.reflowing import MOST_BYTES, MOST_PAGES, Edges, Running, Screen, paragraphs, piece, screens

LINE = "The Working Group considered the needs of the countries of the region in the"


def edges(pages: dict[int, str], most: int = 400) -> list[Edges]:
    return [
        Edges(number, words[:most], words[-most:], len(words), len(words.encode())) for number, words in pages.items()
    ]


def read(pages: dict[int, str]) -> dict[int, str]:
    running = Running.of(edges(pages))
    return {number: running.without(number, words) for number, words in pages.items()}


# Running heads


def test_what_counts_the_pages_is_left_out_and_what_is_the_same_is_read_once() -> None:
    pages = {n: f"UNEP/IEG/IGSP/1/3\nWords of page {'abc'[n - 1]}\nPage {n} of 3" for n in (1, 2, 3)}
    assert read(pages) == {1: "UNEP/IEG/IGSP/1/3\nWords of page a", 2: "Words of page b", 3: "Words of page c"}


def test_what_begins_many_pages_below_another_line_is_no_running_head() -> None:
    head, begins = "UNEP/IEG/IGSP/1/3", "The Governing Council,"
    pages = {n: f"{head}\nDecision {w}\n{begins}\nWords {w}" for n, w in enumerate("abc", start=1)}
    assert read(pages) == {n: pages[n][18 * (n > 1) :] for n in pages}


def test_pages_may_be_counted_from_another_number_and_in_other_figures() -> None:
    figures = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    pages = {n: f"كلمات {'ابج'[n - 1]}\n{str(n + 9).translate(figures)}" for n in (1, 2, 3)}
    assert read(pages) == {1: "كلمات ا", 2: "كلمات ب", 3: "كلمات ج"}


def test_heads_of_left_and_of_right_pages_are_both_left_out() -> None:
    pages = {n: f"{'Left' if n % 2 else 'Right'} head\nWords {'abcdef'[n - 1]}" for n in range(1, 7)}
    kept = {1: "Left head\nWords a", 2: "Right head\nWords b"}
    assert read(pages) == kept | {n: f"Words {'abcdef'[n - 1]}" for n in (3, 4, 5, 6)}


def test_numbered_paragraphs_and_words_in_the_middle_are_no_running_heads() -> None:
    body = "\n".join(["a", "b", "c", "the same words", "d", "e", "f"])
    pages = {n: f"{number}. Needs\n{body}{n * 'x'}" for n, number in ((1, 1), (2, 5), (3, 6), (4, 12))}
    shown = read(pages)
    assert all(shown[n].startswith(f"{number}. Needs") for n, number in ((1, 1), (2, 5), (3, 6), (4, 12)))
    assert all("the same words" in words for words in shown.values())


@pytest.mark.parametrize("words", ["Page 1 of 1", "", "Words\n\nPage 1 of 1"])
def test_a_single_page_is_read_whole(words: str) -> None:
    assert read({1: words}) == {1: words}


# Paragraphs


def test_full_lines_go_on_and_a_short_one_ends_its_paragraph() -> None:
    assert paragraphs(f"Needs of the region\n{LINE}\n{LINE}\nlight of its mandate.\n{LINE}") == [
        "Needs of the region",
        f"{LINE} {LINE} light of its mandate.",
        LINE,
    ]


@pytest.mark.parametrize("mark", ["12. ", "(a) ", "(iv) ", "• ", "– ", "a) ", "IV. "])
def test_what_is_numbered_or_marked_begins_a_paragraph(mark: str) -> None:
    assert paragraphs(f"{LINE}\n{mark}{LINE}") == [LINE, mark + LINE]


def test_an_empty_line_parts_paragraphs() -> None:
    assert paragraphs(f"{LINE}\n\n{LINE}") == [LINE, LINE]


def test_a_hyphen_that_was_left_at_the_end_of_a_line_stays_and_joins() -> None:
    assert paragraphs(f"{LINE} Sub-\nSaharan region {LINE}") == [f"{LINE} Sub-Saharan region {LINE}"]


def test_lines_of_chinese_are_joined_without_room() -> None:
    line = "工作组审议了该区域各国的需要以及技术支助和能力建设战略计划的内容和"
    assert paragraphs(f"{line}\n{line}") == [line + line]


def test_where_every_line_is_short_each_stands_by_itself() -> None:
    assert paragraphs("Amina Odhiambo, Kenya\nBoris Petrov, Russia\nCarla Ruiz, Chile") == [
        "Amina Odhiambo, Kenya",
        "Boris Petrov, Russia",
        "Carla Ruiz, Chile",
    ]


# Screens


def test_short_pages_share_a_screen_up_to_the_most() -> None:
    pages = edges(dict.fromkeys(range(1, 46), "Few words"))
    assert screens(pages, 45) == [Screen(1, 20), Screen(21, 40), Screen(41, 45)]
    assert MOST_PAGES == 20


@pytest.mark.parametrize(("letter", "bytes_each"), [("a", 1), ("я", 2), ("需", 3)])
def test_no_screen_holds_more_than_its_bytes_in_any_script(letter: str, bytes_each: int) -> None:
    words = letter * 3000
    for screen in screens(edges(dict.fromkeys(range(1, 31), words)), 30):
        assert (screen.last - screen.first + 1) * 3000 * bytes_each <= MOST_BYTES


def test_a_page_in_two_scripts_weighs_what_it_is_whatever_stands_at_its_edges() -> None:
    words = "a" * 400 + "需" * 3000 + "a" * 400
    for screen in screens(edges(dict.fromkeys(range(1, 31), words)), 30):
        assert (screen.last - screen.first + 1) * 9800 <= MOST_BYTES


def test_pages_without_words_are_there_too() -> None:
    assert screens(edges({2: "Words"}), 5) == [Screen(1, 5)]


def test_every_page_is_on_one_screen_and_a_long_one_on_several() -> None:
    long = "\n".join([LINE] * 900)
    pages = {1: "Before", 2: long, 3: "After"}
    found = screens(edges(pages), 3)
    pieces = -(-len(long) // MOST_BYTES)
    assert found == [Screen(1, 1), *(Screen(2, 2, n, pieces) for n in range(1, pieces + 1)), Screen(3, 3)]
    shown = [piece(long, n, pieces) for n in range(1, pieces + 1)]
    assert "".join(shown) == long
    assert [one.startswith("The Working") for one in shown] == [True] * pieces


@pytest.mark.parametrize("words", ["a" * 90_000, "word " * 18_000, "", "one\n" + "b" * 90_000 + "\ntwo words"])
def test_pieces_lose_nothing_wherever_there_is_room(words: str) -> None:
    assert "".join(piece(words, n, 4) for n in (1, 2, 3, 4)) == words
