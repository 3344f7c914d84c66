"""What the names that people give to files say: symbol, language and format, or that it is not clear."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.filenames import Found, Shelf, Shelved, file_name, find, read
from documents.filenames.reading import compared
from documents.symbols import parse
from igsp_portal.foundations.language.languages import CODES

from .test_symbols import REAL_SYMBOLS

SERIES = "UNEP/IEG/IGSP"
# The name, the symbol (as UNEP/IEG/IGSP takes numbers alone), the languages, the format.
NAMES = [
    # The librarians' rule
    ("UNEP_GC.23_6_Add.1-AR.pdf", "UNEP/GC.23/6/Add.1", "ar", "pdf"),
    ("UNEP_GC.23_6_Add.1-ZH.pdf", "UNEP/GC.23/6/Add.1", "zh-hans", "pdf"),
    ("UNEP_GC.23_6_Add.1-EN.docx", "UNEP/GC.23/6/Add.1", "en", "docx"),
    ("UNEP_IEG_IGSP_1_INF_3-EN-FR.pdf", "UNEP/IEG/IGSP/1/INF/3", "en fr", "pdf"),
    ("A_65_L.78!-ES.pdf", "A/65/L.78*", "es", "pdf"),
    ("A_RES_57_270_B-RU.pdf", "A/RES/57/270 B", "ru", "pdf"),
    ("S_RES_242_(1967)-FR.pdf", "S/RES/242 (1967)", "fr", "pdf"),
    ("A_AC.237_18_(Part_II)_Add.1-EN.pdf", "A/AC.237/18 (Part II)/Add.1", "en", "pdf"),
    ("A_77_277-S_2022_606-ES.pdf", "A/77/277-S/2022/606", "es", "pdf"),
    ("ICCD_COP(6)_11_Add.1-FR.pdf", "ICCD/COP(6)/11/Add.1", "fr", "pdf"),
    ("FCCC_ARR_2012_NZL-EN.pdf", "FCCC/ARR/2012/NZL", "en", "pdf"),
    ("WHA57.17-EN.pdf", "WHA57.17", "en", "pdf"),
    ("E_CN.17_2004_10-AR.pdf", "E/CN.17/2004/10", "ar", "pdf"),
    # Letters of the secretariat, behind a line, a space, a figure, in parentheses
    ("UNEP-IEG-IGSP-1-3 e.pdf", "UNEP/IEG/IGSP/1/3", "en", "pdf"),
    ("UNEP-IEG-IGSP-1-3e.pdf", "UNEP/IEG/IGSP/1/3", "en", "pdf"),
    ("UNEP_IEG_IGSP_1_3_F.pdf", "UNEP/IEG/IGSP/1/3", "fr", "pdf"),
    ("UNEP_IEG_IGSP_1_3 (C).docx", "UNEP/IEG/IGSP/1/3", "zh-hans", "docx"),
    ("UNEP_IEG_IGSP_1_3[R].pdf", "UNEP/IEG/IGSP/1/3", "ru", "pdf"),
    ("UNEP_IEG_IGSP_1_3.S.pdf", "UNEP/IEG/IGSP/1/3", "es", "pdf"),
    ("S_2004_1-E.pdf", "S/2004/1", "en", "pdf"),
    ("E_CN.4_2004_10_F.pdf", "E/CN.4/2004/10", "fr", "pdf"),
    ("A_57_1 (A).pdf", "A/57/1", "ar", "pdf"),
    ("UNEP_IEG_IGSP_1_INF_3 E-F.pdf", "UNEP/IEG/IGSP/1/INF/3", "en fr", "pdf"),
    ("UNEP_IEG_IGSP_1_INF_3 EFS.pdf", "UNEP/IEG/IGSP/1/INF/3", "en fr es", "pdf"),
    ("UNEP_IEG_IGSP_1_INF_3 (ACEFRS).pdf", "UNEP/IEG/IGSP/1/INF/3", "ar zh-hans en fr ru es", "pdf"),
    # Codes of two and three letters
    ("UNEP_IEG_IGSP_1_3_fr.pdf", "UNEP/IEG/IGSP/1/3", "fr", "pdf"),
    ("UNEP_IEG_IGSP_1_3.ru.pdf", "UNEP/IEG/IGSP/1/3", "ru", "pdf"),
    ("UNEP_IEG_IGSP_1_3 [ZH].pdf", "UNEP/IEG/IGSP/1/3", "zh-hans", "pdf"),
    ("UNEP_IEG_IGSP_1_3-zh-hans.pdf", "UNEP/IEG/IGSP/1/3", "zh-hans", "pdf"),
    ("UNEP_IEG_IGSP_1_3_ARA.pdf", "UNEP/IEG/IGSP/1/3", "ar", "pdf"),
    ("UNEP_IEG_IGSP_1_3_CHI.pdf", "UNEP/IEG/IGSP/1/3", "zh-hans", "pdf"),
    ("UNEP_IEG_IGSP_1_3_ENG.pdf", "UNEP/IEG/IGSP/1/3", "en", "pdf"),
    ("UNEP_IEG_IGSP_1_3_FRE.pdf", "UNEP/IEG/IGSP/1/3", "fr", "pdf"),
    ("UNEP_IEG_IGSP_1_3_RUS.pdf", "UNEP/IEG/IGSP/1/3", "ru", "pdf"),
    ("UNEP_IEG_IGSP_1_3_SPA.pdf", "UNEP/IEG/IGSP/1/3", "es", "pdf"),
    ("FR_UNEP_GC.23_6_Add.1.pdf", "UNEP/GC.23/6/Add.1", "fr", "pdf"),
    ("[es] UNEP_GC.23_6.pdf", "UNEP/GC.23/6", "es", "pdf"),
    # Languages in words, in six languages
    ("3_4 Rev1 (عربي).pdf", "UNEP/IEG/IGSP/3/4/Rev.1", "ar", "pdf"),
    ("UNEP_GC.23_6 Arabic.pdf", "UNEP/GC.23/6", "ar", "pdf"),
    ("UNEP_GC.23_6 - العربية.pdf", "UNEP/GC.23/6", "ar", "pdf"),
    ("UNEP_GC.23_6_中文.pdf", "UNEP/GC.23/6", "zh-hans", "pdf"),
    ("UNEP_GC.23_6中文版.docx", "UNEP/GC.23/6", "zh-hans", "docx"),
    ("UNEP_GC.23_6（简体中文）.pdf", "UNEP/GC.23/6", "zh-hans", "pdf"),
    ("UNEP_GC.23_6 en français.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6 (version française).pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6 français final.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6 in English.pdf", "UNEP/GC.23/6", "en", "pdf"),
    ("UNEP_GC.23_6 русский.pdf", "UNEP/GC.23/6", "ru", "pdf"),
    ("UNEP_GC.23_6 (русская версия).pdf", "UNEP/GC.23/6", "ru", "pdf"),
    ("UNEP_GC.23_6 на русском.pdf", "UNEP/GC.23/6", "ru", "pdf"),
    ("UNEP_GC.23_6 versión en español.pdf", "UNEP/GC.23/6", "es", "pdf"),
    ("UNEP_GC.23_6 espagnol.pdf", "UNEP/GC.23/6", "es", "pdf"),
    ("UNEP_GC.23_6 西班牙文.pdf", "UNEP/GC.23/6", "es", "pdf"),
    ("UNEP_GC.23_6 (النسخة الفرنسية).pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6 (French)_Add.1.pdf", "UNEP/GC.23/6/Add.1", "fr", "pdf"),
    ("French - UNEP_GC.23_6.docx", "UNEP/GC.23/6", "fr", "docx"),
    # Copies, versions, dates
    ("UNEP_GC.23_6_Add.1-AR (1).pdf", "UNEP/GC.23/6/Add.1", "ar", "pdf"),
    ("UNEP_GC.23_6_Add.1-AR(2).pdf", "UNEP/GC.23/6/Add.1", "ar", "pdf"),
    ("UNEP_GC.23_6-FR - Copie.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6-RU — копия (2).pdf", "UNEP/GC.23/6", "ru", "pdf"),
    ("UNEP_GC.23_6-ZH - 副本.pdf", "UNEP/GC.23/6", "zh-hans", "pdf"),
    ("Copy of UNEP_GC.23_6-EN.pdf", "UNEP/GC.23/6", "en", "pdf"),
    ("UNEP_GC.23_6_FINAL_fr.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6_fr_final2.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6 v2 fr.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6_v2.1_fr_clean.docx", "UNEP/GC.23/6", "fr", "docx"),
    ("UNEP_GC.23_6_2004-06-24_fr.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6_fr_24.06.2004.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("20040624 UNEP_GC.23_6_fr.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6 fr 24 juin 2004.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("FINAL UNEP_GC.23_6_fr.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6_fr.docx.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    # Other characters, other separators
    ("ＵＮＥＰ＿ＧＣ．２３＿６－ＦＲ．ｐｄｆ", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP／GC.23／6 Add.1 FR.pdf", "UNEP/GC.23/6/Add.1", "fr", "pdf"),
    ("UNEP:GC.23:6-FR.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP%2FGC.23%2F6%20Add.1%20%D8%B9%D8%B1%D8%A8%D9%8A.pdf", "UNEP/GC.23/6/Add.1", "ar", "pdf"),
    ("UNEP%5FGC.23_6-ES.PDF", "UNEP/GC.23/6", "es", "pdf"),
    ("unep–gc.23–6–es.pdf", "unep/gc.23/6", "es", "pdf"),
    ("UNEP GC.23 6 Add 1 FR.pdf", "UNEP/GC.23/6/Add.1", "fr", "pdf"),
    ("UNEP - GC.23 - 6 - FR.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("UNEP_GC.23_6Rev1Add2_FR.pdf", "UNEP/GC.23/6/Rev.1/Add.2", "fr", "pdf"),
    ("UNEP_GC.23_6_Rev_1_FR.pdf", "UNEP/GC.23/6/Rev.1", "fr", "pdf"),
    ("UNEP_GC.23_06_Corr.01_FR.pdf", "UNEP/GC.23/6/Corr.1", "fr", "pdf"),
    ("UNEP_IEG_IGSP_1_INF2_FR.pdf", "UNEP/IEG/IGSP/1/INF.2", "fr", "pdf"),
    ("UNEP_IEG_IGSP_1_L.4_FR.pdf", "UNEP/IEG/IGSP/1/L.4", "fr", "pdf"),
    ("UNEP_IEG_IGSP_1_CRP_7-EN.docx", "UNEP/IEG/IGSP/1/CRP/7", "en", "docx"),
    ("1-INF-2 fr.pdf", "UNEP/IEG/IGSP/1/INF/2", "fr", "pdf"),
    ("3-4.Rev.1_ru.pdf", "UNEP/IEG/IGSP/3/4/Rev.1", "ru", "pdf"),
    # Folders
    ("fr/UNEP_GC.23_6.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("Documents/Français/UNEP_GC.23_6.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("session 1\\F\\UNEP_GC.23_6.docx", "UNEP/GC.23/6", "fr", "docx"),
    ("中文/UNEP_GC.23_6.pdf", "UNEP/GC.23/6", "zh-hans", "pdf"),
    ("UNEP_GC.23_6/FR.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    ("all/UNEP_GC.23_6-FR.pdf", "UNEP/GC.23/6", "fr", "pdf"),
    # What is said of nothing
    ("UNEP_GC.23_6.pdf", "UNEP/GC.23/6", "", "pdf"),
    ("UNEP_GC.23_6-FR.doc", "UNEP/GC.23/6", "fr", ""),
    ("UNEP_GC.23_6-FR", "UNEP/GC.23/6", "fr", ""),
]


@pytest.mark.parametrize(("name", "symbol", "languages", "kind"), NAMES, ids=[name for name, *_ in NAMES])
def test_an_untidy_name_is_read_as_it_was_meant(name, symbol, languages, kind):
    named = read(name)
    found = named.best.symbols(SERIES)
    assert (found[:1], " ".join(named.best.languages), named.format) == ((symbol,), languages, kind)


def test_the_table_of_names_is_long():
    assert len({name for name, *_ in NAMES}) == len(NAMES) > 80


def test_a_name_from_a_mac_is_composed():
    assert read(unicodedata.normalize("NFD", "UNEP_GC.23_6 français.pdf")).best.languages == ("fr",)


@pytest.mark.parametrize(
    ("name", "job", "languages"),
    [
        ("K0471234_F.docx", "K0471234", ("fr",)),
        ("K0471234f.pdf", "K0471234", ("fr",)),
        ("K04-71234 A.pdf", "K0471234", ("ar",)),
        ("N0448235-EN.pdf", "N0448235", ("en",)),
        ("04-71234 (R).pdf", "0471234", ("ru",)),
    ],
)
def test_a_job_number_and_its_letter_are_read(name, job, languages):
    assert (read(name).job, read(name).best.languages) == (job, languages)


@given(st.sampled_from(REAL_SYMBOLS), st.sampled_from(CODES), st.sampled_from(["pdf", "docx"]))
def test_what_the_rule_names_is_read_back(symbol, language, ending):
    named = read(file_name(symbol, language, ending))
    assert (named.best.joined, named.best.languages, named.format) == (compared(symbol), (language,), ending)


def test_nearly_every_real_symbol_is_proposed_as_it_is_printed():
    """Of room and slash, for which a name has one line alone, nobody can tell which it was: MEPC 62/24."""
    wrong = [
        symbol
        for symbol in REAL_SYMBOLS
        if not (found := read(file_name(symbol, "en", "pdf")).best.symbols())
        or parse(found[0]).key != parse(symbol).key
    ]
    assert len(wrong) < len(REAL_SYMBOLS) / 25


@given(st.text())
def test_any_name_is_read(name):
    named = read(name)
    assert named.readings
    assert len(named.readings) <= 120
    assert all(set(reading.languages) <= set(CODES) for reading in named.readings)


@given(st.text(alphabet="aA_- .()1290érFRكу中", max_size=60))
def test_a_name_is_read_in_the_same_way_twice(name):
    assert read(name) == read(name)


LIBRARY = [
    Shelved(1, ("UNEP/IEG/IGSP/1/3", "UNEP/IGE/IGSP/1/3"), "unep-ieg-igsp-1-3", meeting=1),
    Shelved(2, ("UNEP/IEG/IGSP/1/3/Rev.1",), "unep-ieg-igsp-1-3-rev-1", meeting=1),
    Shelved(3, ("UNEP/IEG/IGSP/3/4",), "unep-ieg-igsp-3-4", job="K0471234", titles=("Draft plan", "Projet de plan")),
    Shelved(4, ("A/RES/57/270",), "a-res-57-270"),
    Shelved(5, ("A/RES/57/270 A",), "a-res-57-270-a"),
    Shelved(6, (), "statement-by-kenya", titles=("Statement by Kenya", "Déclaration du Kenya")),
    Shelved(7, ("UNEP/GC.23/6/Add.1",), "unep-gc-23-6-add-1"),
    Shelved(8, ("FCCC/ARR/2012/FRA",), "fccc-arr-2012-fra"),
    Shelved(9, ("UNEP/IEG/IGSP/2/3",), "unep-ieg-igsp-2-3", meeting=2),
    Shelved(10, ("UNEP/IEG/IGSP/1/INF/2",), "unep-ieg-igsp-1-inf-2", meeting=1),
]


@pytest.mark.parametrize(
    ("name", "documents", "languages", "sure"),
    [
        ("UNEP_IEG_IGSP_1_3-FR.pdf", (1,), ("fr",), True),
        ("UNEP_IGE_IGSP_1_3-FR.pdf", (1,), ("fr",), True),
        ("unep-ieg-igsp-1-3-rev-1 e.pdf", (2,), ("en",), True),
        ("1_3 Rev1 (عربي).pdf", (2,), ("ar",), True),
        ("IGSP-3-4_R.docx", (3,), ("ru",), True),
        ("IGSP 03 04 fr.docx", (3,), ("fr",), True),
        ("K0471234_F.docx", (3,), ("fr",), True),
        ("UNEP_GC_23_6_Add_1_ES.pdf", (7,), ("es",), True),
        ("UNEP_IEG_IGSP_1_INF.2-AR.pdf", (10,), ("ar",), True),
        ("Projet de plan français.docx", (3,), ("fr",), True),
        ("statement-by-kenya-en.pdf", (6,), ("en",), True),
        ("Déclaration du Kenya FR.pdf", (6,), ("fr",), True),
        ("UNEP_IEG_IGSP_3_4 Projet de plan FR.pdf", (3,), ("fr",), True),
        # It is said that it is not clear
        ("A_RES_57_270_A.pdf", (4, 5), (), False),
        ("FCCC_ARR_2012_FRA.pdf", (8,), (), True),
        ("UNEP_IEG_IGSP_3_4 comments by Kenya FR.pdf", (3,), ("fr",), False),
        ("UNEP_IEG_IGSP_9_9-FR.pdf", (), (), False),
        ("holiday.pdf", (), (), False),
    ],
)
def test_a_document_is_found_or_it_is_said_that_several_are_meant(name, documents, languages, sure):
    found = find(read(name), Shelf(LIBRARY, (SERIES,)))
    assert (found.documents, found.languages, found.sure) == (documents, languages, sure)


@pytest.mark.parametrize(
    ("meeting", "name", "documents"),
    [(1, "3-FR.pdf", (1,)), (2, "3 f.pdf", (9,)), (1, "INF2_E.pdf", (10,)), (None, "3-FR.pdf", ())],
)
def test_a_number_alone_is_one_of_the_session_whose_files_these_are(meeting, name, documents):
    assert find(read(name), Shelf(LIBRARY, (SERIES,), meeting)).documents == documents


def test_a_folder_that_says_another_language_than_the_name_is_told():
    named = read("fr/UNEP_GC.23_6_Add.1-EN.pdf")
    assert named.contradicted
    assert {reading.languages for reading in named.readings} == {("en",), ("fr",)}
    assert find(named, Shelf(LIBRARY)) == Found(((7, ("en",)), (7, ("fr",))), sure=True)
