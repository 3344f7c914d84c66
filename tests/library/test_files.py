"""Addresses that give out files: headers, conditions, ranges, and languages that are not there."""

import base64
import hashlib
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.utils.text import capfirst
from django.utils.translation import override

from documents.library import actions
from documents.library.serving import RangeNotSatisfiable, requested_range
from documents.library.states import DocumentState
from documents.models import Document
from tests.cast import given

from .files import docx, pdf

ADDRESS = "/symbol/UNEP/TEST/1/1?lang=fr"


@pytest.fixture
def french(issued):
    return issued.renditions.get(language="fr")


@pytest.fixture
def data(french):
    with french.file.open() as file:
        return file.read()


def body(response):
    return b"".join(response.streaming_content)


def test_a_file_comes_with_all_a_reader_and_a_cache_need(client, issued, french, data):
    response = client.get(ADDRESS)
    assert (response.status_code, body(response)) == (200, data)
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    expected = {
        "Content-Type": "application/pdf",
        "Content-Language": "fr",
        "Content-Length": str(len(data)),
        "Content-Disposition": 'attachment; filename="UNEP_TEST_1_1-FR.pdf"',
        "ETag": f'"{french.sha256}"',
        "Repr-Digest": f"sha-256=:{digest}:",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=0, must-revalidate",
    }
    assert {name: response.headers[name] for name in expected} == expected
    assert response.headers["Last-Modified"].endswith("GMT")


def test_chinese_is_named_as_browsers_know_it(client, issued, post):
    post(issued, "zh-hans")
    response = client.get("/symbol/UNEP/TEST/1/1?lang=zh")
    assert response.headers["Content-Language"] == "zh-Hans"
    assert response.headers["Content-Disposition"] == 'attachment; filename="UNEP_TEST_1_1-ZH.pdf"'


def test_a_document_without_symbol_is_given_out_by_its_key(client, make_document, post):
    document = make_document("", key="chairs-paper", state=DocumentState.ISSUED)
    response = client.get(f"/files/{post(document, 'en').sha256}")
    assert response.headers["Content-Disposition"] == 'attachment; filename="chairs-paper-EN.pdf"'


def test_head_gives_the_same_headers_and_no_bytes(client, issued):
    got, head = client.get(ADDRESS), client.head(ADDRESS)
    names = set(got.headers) - {"Set-Cookie"}
    assert {name: head.headers.get(name) for name in names} == {name: got.headers[name] for name in names}
    assert head.content == b""


def test_a_copy_that_is_still_good_is_not_sent_again(client, french):
    response = client.get(ADDRESS, headers={"If-None-Match": f'"{french.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == f'"{french.sha256}"'
    assert response.headers["Content-Language"] == "fr"


def test_a_copy_of_before_a_reissue_is_sent_anew(client, issued, french, post):
    later = post(issued, "fr", "reissue")
    response = client.get(ADDRESS, headers={"If-None-Match": f'"{french.sha256}"'})
    assert (response.status_code, response.headers["ETag"]) == (200, f'"{later.sha256}"')


def test_if_modified_since_is_honoured(client, issued):
    modified = client.get(ADDRESS).headers["Last-Modified"]
    assert client.get(ADDRESS, headers={"If-Modified-Since": modified}).status_code == 304


def test_a_condition_on_another_file_fails(client, issued):
    assert client.get(ADDRESS, headers={"If-Match": '"another"'}).status_code == 412


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-99", 0, 99), ("bytes=100-", 100, None), ("bytes=-10", -10, None)]
)
def test_a_part_is_sent_when_a_part_is_asked_for(client, data, asked, first, last):
    response = client.get(ADDRESS, headers={"Range": asked})
    wanted = data[first : last + 1 if last is not None else None]
    start = first % len(data)
    assert (response.status_code, body(response)) == (206, wanted)
    assert response.headers["Content-Range"] == f"bytes {start}-{start + len(wanted) - 1}/{len(data)}"
    assert response.headers["Content-Length"] == str(len(wanted))


def test_a_download_broken_off_goes_on_only_if_the_file_is_the_same(client, data, french):
    same = client.get(ADDRESS, headers={"Range": "bytes=5-", "If-Range": f'"{french.sha256}"'})
    other = client.get(ADDRESS, headers={"Range": "bytes=5-", "If-Range": '"of another file"'})
    assert (same.status_code, body(same)) == (206, data[5:])
    assert (other.status_code, body(other)) == (200, data)


def test_a_part_beyond_the_end_cannot_be_had(client, data):
    response = client.get(ADDRESS, headers={"Range": f"bytes={len(data)}-"})
    assert (response.status_code, response.headers["Content-Range"]) == (416, f"bytes */{len(data)}")


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2", "bytes=9-3", "bytes=-", "bytes=a-b", "0-5"])
def test_what_is_not_one_range_of_bytes_is_answered_with_the_whole(client, data, asked):
    response = client.get(ADDRESS, headers={"Range": asked})
    assert (response.status_code, body(response)) == (200, data)


@pytest.mark.parametrize(
    ("asked", "size", "expected"),
    [
        ("bytes=0-0", 1, (0, 0)),
        ("bytes=0-999", 10, (0, 9)),
        ("bytes=-999", 10, (0, 9)),
        ("Bytes= 3-4", 10, (3, 4)),
        ("bytes=" + "9" * 30 + "-", 10, None),
    ],
)
def test_ranges_are_cut_to_the_file(asked, size, expected):
    assert requested_range(asked, size) == expected


@pytest.mark.parametrize(("asked", "size"), [("bytes=-0", 10), ("bytes=10-", 10), ("bytes=0-", 0)])
def test_ranges_outside_the_file_are_told_from_malformed_ones(asked, size):
    with pytest.raises(RangeNotSatisfiable):
        requested_range(asked, size)


def test_the_word_file_is_had_by_its_format(client, issued):
    word = docx("french")
    actions.post_rendition(issued, language="fr", name="x.docx", file=BytesIO(word), by="test")
    response = client.get(f"{ADDRESS}&format=docx")
    assert (body(response), response.headers["Content-Disposition"]) == (
        word,
        'attachment; filename="UNEP_TEST_1_1-FR.docx"',
    )
    assert client.get(ADDRESS).headers["Content-Type"] == "application/pdf"


def test_a_file_not_open_to_all_is_kept_by_no_shared_cache(browser_of, diego, make_document, post):
    file = post(make_document("UNEP/TEST/1/8"), "en")
    response = browser_of(diego).get(f"/files/{file.sha256}")
    assert response.headers["Cache-Control"] == "private, max-age=0, must-revalidate"


def test_a_public_file_is_public_for_those_signed_in_too(browser_of, diego, issued):
    assert browser_of(diego).get(ADDRESS).headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_pdf_is_opened_where_a_page_of_it_is_to_be_shown(client, issued):
    for address in (ADDRESS, issued.renditions.get(language="fr").get_absolute_url()):
        mark = "&" if "?" in address else "?"
        answers = [client.get(f"{address}{mark}open=1") for _twice in range(2)]
        assert {one["Content-Disposition"] for one in answers} == {'inline; filename="UNEP_TEST_1_1-FR.pdf"'}
        assert client.get(address)["Content-Disposition"] == 'attachment; filename="UNEP_TEST_1_1-FR.pdf"'


def test_a_replaced_file_stays_at_its_address_and_names_the_later_one(client, issued, french, data, post):
    later = post(issued, "fr", "reissue")
    response = client.get(f"/files/{french.sha256}")
    assert (response.status_code, body(response)) == (200, data)
    assert response.headers["Link"] == f'</files/{later.sha256}>; rel="latest-version"'


def test_a_current_file_names_no_later_one(client, french):
    assert "Link" not in client.get(f"/files/{french.sha256}").headers


@pytest.mark.parametrize("checksum", ["0" * 64, "x", "../secret_key"])
def test_a_checksum_of_no_file_is_not_found(client, igsp, checksum):
    assert client.get(f"/files/{checksum}").status_code == 404


def test_a_file_missing_from_the_store_is_said(client, french):
    french.file.storage.delete(french.file.name)
    response = client.get(ADDRESS)
    assert response.status_code == 503
    assert "Le fichier ne peut être fourni" in response.content.decode()


def test_half_a_file_is_not_given_out(client, french):
    path = Path(french.file.path)
    path.write_bytes(path.read_bytes()[:100])
    assert client.get(ADDRESS).status_code == 503


def test_nothing_is_posted_to_an_address_of_a_file(client, issued):
    assert client.post(ADDRESS).status_code == 405


# Languages


def test_a_language_not_issued_is_said_with_those_that_are(client, issued):
    response = client.get("/symbol/UNEP/TEST/1/1?lang=ru")
    page = response.content.decode()
    assert response.status_code == 404
    assert "На этом языке не выпущен" in page
    assert [name in page for name in ("Русский", "العربية", "English", "Français")] == [True] * 4
    assert "/symbol/UNEP/TEST/1/1?lang=ar" in page


@pytest.mark.parametrize("language", ["fr", "ru"])
def test_a_file_of_a_withdrawn_document_is_said_to_be_withdrawn(client, issued, language):
    """It was issued in French and never in Russian: of both its files, nothing is given out any more."""
    actions.withdraw(issued, by="test", because="By mistake")
    with override(language):
        expected = capfirst(issued.get_state_display())
    response = client.get(f"/symbol/UNEP/TEST/1/1?lang={language}")
    assert (response.status_code, re.findall("<h1[^>]*>(.*?)</h1>", response.text)) == (410, [expected])


def test_the_address_of_a_withdrawn_file_and_the_page_say_when_and_why(client, clock, issued, post):
    first = issued.renditions.get(language="en")
    post(issued, "en", "second")  # what was superseded was given out as well
    clock("2030-08-02T12:00")
    actions.withdraw(issued, by="test", because="It has another annex")
    page = client.get(issued.get_absolute_url())
    said = "withdrawn on 2 August 2030"
    assert (said in page.text, "It has another annex" in page.text) == (True, True)
    for file in issued.renditions.all():
        response = client.get(f"/files/{file.sha256}")
        assert (response.status_code, said in response.text, "It has another annex" in response.text) == (
            410,
            True,
            True,
        )
    actions.take_back_file(first, by="test", because="Another's")
    assert client.get(f"/files/{first.sha256}").status_code == 410
    actions.issue(issued, by="test")
    current = issued.renditions.current().get(language="en")
    assert client.get(f"/files/{current.sha256}").status_code == 200


def test_of_a_withdrawn_document_nothing_is_told_that_was_never_public(client, issued, post):
    actions.withdraw(issued, by="test", because="It has another annex")
    since = post(issued, "es")
    released = issued.renditions.get(language="en")
    assert client.get(f"/files/{since.sha256}").status_code == 404
    with given():
        Document.objects.filter(pk=issued.pk).update(distribution="restricted")
    assert client.get(f"/files/{released.sha256}").status_code == 404


@pytest.mark.parametrize(("asked", "answered"), [("ru", "ru"), ("zh", "zh-Hans"), ("de", "en")])
def test_a_problem_is_said_in_the_language_asked_for(client, issued, asked, answered):
    response = client.get(f"/symbol/UNEP/TEST/1/9?lang={asked}")
    assert f'<html lang="{answered}"' in response.text
    assert response["Content-Language"] == answered.lower()


def test_an_awaited_document_is_said_with_the_day_it_is_expected(client, make_document):
    make_document("UNEP/TEST/1/7", state=DocumentState.PLANNED)
    response = client.get("/symbol/UNEP/TEST/1/7?lang=en")
    assert response.status_code == 404
    assert "expected by 26 July 2004" in response.content.decode()  # six weeks before 6 September


def test_a_document_kept_in_no_file_is_not_said_to_be_missing_in_a_language(client, make_document):
    make_document("UNEP/TEST/1/INF/4", state=DocumentState.ISSUED, languages=["en"])
    page = client.get("/symbol/UNEP/TEST/1/INF/4?lang=en").content.decode()
    assert "No file is held here" in page
    assert "Not issued in this language" not in page


def test_a_language_in_which_a_document_is_not_issued_is_said_so_though_no_file_is_kept(client, make_document):
    make_document("UNEP/TEST/1/INF/4", state=DocumentState.ISSUED, languages=["fr"])
    page = client.get("/symbol/UNEP/TEST/1/INF/4?lang=es").content.decode()
    assert "No se ha publicado en este idioma" in page


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (["fr", "en"], "The document is forthcoming. It will be issued simultaneously in: English, French."),
        ([], "The document is forthcoming; it will be issued in all languages simultaneously."),
    ],
)
def test_an_awaited_document_is_said_with_the_languages_it_will_be_issued_in(client, make_document, languages, said):
    make_document("UNEP/TEST/1/7", state=DocumentState.PLANNED, languages=languages)
    page = client.get("/symbol/UNEP/TEST/1/7?lang=en").content.decode()
    assert said in page


def test_what_is_no_official_language_is_refused_with_the_six(client, issued):
    response = client.get("/symbol/UNEP/TEST/1/1?lang=de")
    assert response.status_code == 400
    assert "ar, zh, en, fr, ru or es" in response.content.decode()


def test_the_bytes_of_the_store_are_those_posted(client, make_document):
    sent = pdf("exactly these", pages=2)
    document = make_document("UNEP/TEST/1/7", state=DocumentState.ISSUED)
    actions.post_rendition(document, language="en", name="x.pdf", file=BytesIO(sent), by="test")
    assert body(client.get("/symbol/UNEP/TEST/1/7?lang=en")) == sent
