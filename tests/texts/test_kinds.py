"""A treaty text with every kind of block, on its page and on paper, in three languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from documents.models import TextVersion
from documents.texts import actions, papers, rendering
from documents.texts.states import BlockKind
from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import pdf
from igsp_portal.models import User
from meetings.models import Process
from tests.tagged import Tagged, heard

pytestmark = pytest.mark.slow

LANGUAGES_SHOWN = ("ar", "zh-hans", "en")
HEADINGS = {
    "ar": [
        *("الجزء الأول أحكام عامة", "المادة 1 الهدف", "المادة 2 المصطلحات المستخدمة", "الجزء الثاني واجبات الأطراف"),
        *("المادة 3 الوسم", "المادة 3 مكررا وسائل التنفيذ", "المادة 4 الاستعادة", "المرفق الأول العلامات"),
        *(
            "أولا - شكل العلامة",
            "ثانيا - العلامات الأقدم",
            "التذييل الأول استمارة العلامات الأقدم",
            "المرفق الثاني الأحواض",
        ),
    ],
    "zh-hans": [
        *("第一部分 总则", "第一条 目标", "第二条 用语", "第二部分 缔约方的义务", "第三条 标识", "第三条之二 实施手段"),
        *("第四条 回收", "附件一 标识", "一、 标识的式样", "二、 较早的标识", "附录一 较早标识的表格", "附件二 海盆"),
    ],
    "en": [
        *(
            "Part I General provisions",
            "Article 1 Objective",
            "Article 2 Use of terms",
            "Part II Duties of the Parties",
        ),
        *("Article 3 Marking", "Article 3 bis Means of implementation", "Article 4 Retrieval", "Annex I Marks"),
        *(
            "I. What a mark looks like",
            "II. Marks that are older",
            "Appendix I Form for older marks",
            "Annex II Basins",
        ),
    ],
}
SECTIONS = {"ar": ["أولا -", "ثانيا -"], "zh-hans": ["一、", "二、"], "en": ["I.", "II."]}
RANKS = [2, 3, 3, 2, 3, 3, 3, 2, 3, 3, 3, 2]
REFERENCES = {
    "ar": [
        "بموجب الفقرة 1 من المادة 3 إلى",
        "الفقرة 1، باستثناء",
        "في الفقرة 1 (أ) من المادة 3.",
        "الفقرة 1 من المرفق الأول.",
    ],
    "zh-hans": ["第三条第1款作过标识", "根据第1款采取措施", "第三条第1 (a)款所述", "第1（附件一）段所述"],
    "en": [
        "paragraph 1 of article 3 is",
        "paragraph 1, except",
        "paragraph 1 (a) of article 3.",
        "paragraph 1 of annex I.",
    ],
}
OPTIONS = {
    "ar": ["الخيار 1 التقارير إلزامية", "الخيار 2"],
    "zh-hans": ["备选案文1 强制报告", "备选案文2"],
    "en": ["Option 1 Reports are compulsory", "Option 2"],
}


@pytest.fixture
def treaty(inc: Process) -> TextVersion:
    versions = TextVersion.objects.select_related("text").filter(text__process=inc, text__key="chairs-text")
    return versions.latest("number")


class Heard(HTMLParser):
    """The headings of a page, each with its level, and the words of its elements by class."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.texts: list[str] = []
        self.within = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.within = int(tag[1])
            self.texts = []

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((self.within, plain(" ".join(self.texts))))
            self.within = 0

    def handle_data(self, data: str) -> None:
        if self.within:
            self.texts.append(data)


def plain(words: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", words).split())


def page_of(treaty: TextVersion, language: str) -> str:
    address = treaty.text.get_absolute_url().split("/", 2)[2]
    prefix = LANGUAGES[language].html_lang.split("-")[0]
    answer = Client().get(f"/{prefix}/{address}", follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    return page[page.index('<div class="negotiated"') : page.index("<aside>")]


def test_the_text_has_every_kind_of_block(treaty: TextVersion) -> None:
    assert set(treaty.blocks.values_list("kind", flat=True)) == set(BlockKind.values)


@pytest.mark.parametrize("language", LANGUAGES_SHOWN)
def test_articles_and_annexes_are_called_so_on_the_page(treaty: TextVersion, language: str) -> None:
    page = page_of(treaty, language)
    shown = Heard(page).headings
    before = [whole.removesuffix(words).strip() for (_, words), whole in zip(shown, HEADINGS[language], strict=True)]
    assert [level for level, _words in shown] == RANKS
    assert [label for label in before if label] == SECTIONS[language]  # their numbers hang before them


@pytest.mark.parametrize("language", LANGUAGES_SHOWN)
def test_references_name_the_article_where_they_stand_in_another(treaty: TextVersion, language: str) -> None:
    words = plain(page_of(treaty, language))
    assert [reference for reference in REFERENCES[language] if reference not in words] == []


@pytest.mark.parametrize("language", LANGUAGES_SHOWN)
def test_options_are_groups_that_hold_their_blocks(treaty: TextVersion, language: str) -> None:
    page = page_of(treaty, language)
    names = re.findall(r'<p class="option-name" id="([^"]+)">(.*?)</p>', page)
    groups = re.findall(r'<div class="option" role="group" aria-labelledby="([^"]+)"', page)
    assert [plain(words) for _key, words in names] == OPTIONS[language]
    assert groups == [key for key, _words in names]
    first, second = page.split('<div class="option" role="group"')[1:]
    assert 'id="compulsory-term"' in first
    assert 'id="voluntary-report"' in second


@pytest.mark.parametrize("language", LANGUAGES_SHOWN)
def test_a_table_has_heads_and_can_be_entered_by_keyboard(treaty: TextVersion, language: str) -> None:
    table = page_of(treaty, language).split('id="marks-table"')[1].split("</table>")[0]
    assert ' role="group" tabindex="0"' in table.split(">")[0]
    assert (table.count('<th scope="col">'), table.count("<tr>"), table.count("<td>")) == (3, 4, 9)


def test_a_label_that_pairs_brackets_is_not_read(treaty: TextVersion) -> None:
    assert "in the light of [best available] science" in plain(page_of(treaty, "en"))


def test_brackets_are_counted_by_paragraphs_of_every_kind(treaty: TextVersion) -> None:
    """The third of the preamble, paragraphs 1, 2, 2 bis and 5 of article 3, article 3 bis, and the table."""
    paper = papers.paper(papers.manuscript(treaty), "en")
    assert (paper.brackets, paper.bracketed_paragraphs) == (12, 7)


def test_the_contents_name_articles_and_annexes(treaty: TextVersion) -> None:
    paper = papers.paper(papers.manuscript(treaty), "en")
    entries = [(entry["level"], f"{entry['label']} {entry['text']}") for entry in rendering.contents(paper)]
    assert entries == list(zip([rank - 1 for rank in RANKS], HEADINGS["en"], strict=True))


@pytest.mark.parametrize("language", LANGUAGES_SHOWN)
def test_the_paper_is_heard_with_its_articles_options_and_table(
    treaty: TextVersion, language: str, tmp_path: object
) -> None:
    paper = papers.paper(papers.manuscript(treaty), language)
    data = pdf.typeset(rendering.print_page(paper), language=LANGUAGES[language].html_lang, title=paper.title)
    said = Tagged(data)
    headings = [(str(each.S), said.said(each)) for each in said.of_kind("H2", "H3", "H4")]
    assert (said.faults(), heard(data, tmp_path)) == ([], [])  # type: ignore[arg-type]
    assert [kind for kind, _words in headings] == [f"/H{rank}" for rank in RANKS]
    if language != "ar":  # its letters come in the order in which they are drawn
        assert [words for _kind, words in headings] == HEADINGS[language]
    assert (len(said.of_kind("Table")), len(said.of_kind("TR")), len(said.of_kind("TH"))) == (1, 4, 3)


def test_an_annex_begins_a_page_and_an_appendix_follows(treaty: TextVersion) -> None:
    paper = papers.paper(papers.manuscript(treaty), "en")
    said = Tagged(pdf.typeset(rendering.print_page(paper), language="en", title=paper.title))
    pages = {said.said(each): said.page_of(each) for each in said.of_kind("H2", "H3")}
    last = pages["Article 4 Retrieval"]
    assert pages["Annex I Marks"] == last + 1
    assert pages["Appendix I Form for older marks"] == last + 1
    assert pages["Annex II Basins"] == last + 2


def test_a_moved_article_takes_its_number(treaty: TextVersion, farah: User) -> None:
    following = actions.continue_from(treaty, by=farah)
    draft = actions.read_draft(following)
    objective = [block for block in draft.blocks if block.key in ("article-objective", "objective")]
    others = [block for block in draft.blocks if block not in objective]
    place = next(position for position, block in enumerate(others) if block.key == "part-two")
    moved = type(draft)([*others[:place], *objective, *others[place:]], draft.words)
    actions.write_draft(following, moved, by=farah)
    printed = {block.key: block.label for block in papers.paper(papers.manuscript(following), "fr").blocks}
    assert (printed["article-terms"], printed["article-objective"]) == ("Article premier", "Article 2")
