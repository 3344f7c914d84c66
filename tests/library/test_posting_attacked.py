"""What is sent to be posted leads nowhere out of its place, fills no disk, and is its owner's alone."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import Rendition
from igsp_portal.foundations.access import Role
from tests.cast import with_role

from . import many
from .files import pdf
from .many import zipped


@pytest.fixture(autouse=True)
def waits(settings, tmp_path):
    settings.POSTING_WAITS = tmp_path / "waiting"
    return settings.POSTING_WAITS


@pytest.fixture
def clerk(browser_of, diego, make_document):
    make_document("UNEP/TEST/1/1")
    return browser_of(diego)


def refused(browser, files) -> list[tuple[str, str]]:
    return [(name, why) for name, _label, why in many.rows(many.preview(browser, many.send(browser, files)))]


def test_the_files_of_a_zip_are_told_by_its_folders(clerk):
    made = zipped({"docs/fr/UNEP_TEST_1_1.pdf": pdf("fr"), "docs/Русский/UNEP_TEST_1_1.pdf": pdf("ru")})
    shown = many.preview(clerk, many.send(clerk, {"all.zip": made}))
    assert [
        (row["path"], [one["code"] for one in row["languages"] if one["chosen"]]) for row in shown.context_data["rows"]
    ] == [("docs/fr/UNEP_TEST_1_1.pdf", ["fr"]), ("docs/Русский/UNEP_TEST_1_1.pdf", ["ru"])]


def test_what_a_computer_packs_for_itself_is_passed_over(clerk):
    names = ["__MACOSX/._UNEP_TEST_1_1-FR.pdf", ".DS_Store", "fr/.DS_Store", "Thumbs.db", "~$UNEP_TEST_1_1-FR.docx"]
    made = zipped({**dict.fromkeys(names, b"x"), "UNEP_TEST_1_1-FR.pdf": pdf("1")})
    assert refused(clerk, {"all.zip": made}) == [("UNEP_TEST_1_1-FR.pdf", "")]


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/UNEP_TEST_1_1-FR.pdf",
        "/etc/UNEP_TEST_1_1-FR.pdf",
        "..\\..\\UNEP_TEST_1_1-FR.pdf",
        "C:\\UNEP_TEST_1_1-FR.pdf",
    ],
)
def test_a_path_leads_nowhere(clerk, waits, tmp_path, name):
    address = many.send(clerk, {"all.zip": zipped({name: pdf("1")})})
    assert many.post(clerk, address).status_code == 302
    assert Rendition.objects.get(document__symbol="UNEP/TEST/1/1").language == "fr"
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert not any("UNEP" in name or name == "passwd" for name in names)
    assert {path.name for path in waits.rglob("*") if path.is_file()} == {"about.json"}


def test_a_zip_that_expands_without_end_is_cut_off(clerk, settings, waits):
    settings.POSTING_LIMIT_BYTES = 1024 * 1024
    bomb = zipped({"UNEP_TEST_1_1-FR.pdf": b"%PDF-" + b"\0" * 50 * 1024 * 1024})
    assert len(bomb) < 100_000
    [(name, why)] = refused(clerk, {"bomb.zip": bomb})
    assert (name, "the limit is 1.0" in why) == ("UNEP_TEST_1_1-FR.pdf", True)
    assert sum(path.stat().st_size for path in waits.rglob("*") if path.is_file()) < 10_000


def test_a_member_that_announces_less_than_it_is_is_refused(clerk, waits):
    made = bytearray(zipped({"UNEP_TEST_1_1-FR.pdf": b"%PDF-" + b"\0" * 100_000}))
    for start in (made.find(b"PK\x03\x04") + 22, made.find(b"PK\x01\x02") + 24):
        made[start : start + 4] = (10).to_bytes(4, "little")
    [(_name, why)] = refused(clerk, {"lies.zip": bytes(made)})
    assert why
    assert sum(path.stat().st_size for path in waits.rglob("*") if path.is_file()) < 10_000


def test_many_files_are_not_more_than_there_may_be_together(clerk, settings, waits):
    settings.POSTING_TOGETHER_BYTES = 3_000
    made = zipped({f"{number}.pdf": pdf(str(number)) + b" " * 1_000 for number in range(6)})
    found = refused(clerk, {"all.zip": made})
    assert [bool(why) for _name, why in found].count(True) >= 4
    assert sum(path.stat().st_size for path in waits.rglob("[0-9]*") if path.is_file()) < 3_000


def test_a_zip_with_more_files_than_there_may_be_is_refused_as_a_whole(clerk, settings):
    settings.POSTING_FILES = 5
    made = zipped({f"{number}.pdf": b"x" for number in range(6)})
    assert refused(clerk, {"all.zip": made}) == [
        ("all.zip", "The ZIP has 6 files; a posting has at most 5. Send it in parts.")
    ]


def test_files_beyond_the_most_are_named_and_not_kept(clerk, settings):
    settings.POSTING_FILES = 2
    found = refused(clerk, {f"UNEP_TEST_1_1-{code}.pdf": pdf(code) for code in ("FR", "EN", "ES")})
    assert [bool(why) for _name, why in found] == [False, False, True]


def test_the_list_of_a_zip_is_not_read_without_end(clerk):
    from documents.library.posting import arriving

    made = zipped({f"{number:06}" + "x" * 6_000: b"" for number in range(arriving.LARGEST_LIST // 6_000 + 1)})
    [(name, why)] = refused(clerk, {"all.zip": made})
    assert (name, why.startswith("The ZIP is damaged")) == ("all.zip", True)


@pytest.mark.parametrize("files", [{}, {"fr/": b"", "__MACOSX/._x.pdf": b"x"}])
def test_a_zip_without_files_is_named(clerk, files):
    assert refused(clerk, {"all.zip": zipped(files)}) == [("all.zip", "There is no file in the ZIP.")]


def test_a_zip_in_a_zip_is_not_opened(clerk):
    made = zipped({"inner.zip": zipped({"UNEP_TEST_1_1-FR.pdf": pdf("1")})})
    assert refused(clerk, {"all.zip": made}) == [("inner.zip", "A ZIP within a ZIP is not opened. Send it by itself.")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all", zipped({"a.pdf": pdf()})[:-10]])
def test_a_zip_that_is_damaged_is_refused(clerk, data):
    assert refused(clerk, {"all.zip": data}) == [
        ("all.zip", "The ZIP is damaged or incomplete. Pack it again, or send its files.")
    ]


def test_a_member_that_is_damaged_is_refused_alone(clerk):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("UNEP_TEST_1_1-FR.pdf", pdf("one"))
        archive.writestr("UNEP_TEST_1_1-ES.pdf", pdf("two"))
    broken = bytearray(made.getvalue())
    broken[100:110] = b"\xff" * 10
    found = refused(clerk, {"all.zip": bytes(broken)})
    assert found == [
        ("UNEP_TEST_1_1-FR.pdf", "This file is damaged within the ZIP. Pack it again, or send it alone."),
        ("UNEP_TEST_1_1-ES.pdf", ""),
    ]


@pytest.mark.parametrize("packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("at", [60, 100, 130])
def test_a_member_is_damaged_however_it_is_packed(clerk, packed, at):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as archive:
        archive.writestr("UNEP_TEST_1_1-FR.pdf", pdf("one"))
        archive.writestr("UNEP_TEST_1_1-ES.pdf", pdf("two"))
    broken = bytearray(made.getvalue())
    broken[at : at + 20] = b"\xff" * 20
    (first, why), second = refused(clerk, {"all.zip": bytes(broken)})
    assert (first, "damaged" in why, second) == ("UNEP_TEST_1_1-FR.pdf", True, ("UNEP_TEST_1_1-ES.pdf", ""))


def test_a_member_that_lies_before_the_beginning_is_damaged(clerk):
    made = bytearray(zipped({"UNEP_TEST_1_1-FR.pdf": pdf("1")}))
    end = made.find(b"PK\x05\x06") + 16
    made[end : end + 4] = (int.from_bytes(made[end : end + 4], "little") + 50).to_bytes(4, "little")
    [(_name, why)] = refused(clerk, {"all.zip": bytes(made)})
    assert "damaged" in why


def test_a_member_under_a_password_is_refused(clerk):
    made = bytearray(zipped({"UNEP_TEST_1_1-FR.pdf": pdf("1")}))
    for start in (made.find(b"PK\x03\x04") + 6, made.find(b"PK\x01\x02") + 8):
        made[start] |= 1
    assert refused(clerk, {"all.zip": bytes(made)}) == [
        ("UNEP_TEST_1_1-FR.pdf", "The ZIP is protected by a password. Send it without one.")
    ]


def test_the_names_of_a_zip_from_a_mac_are_read(clerk):
    name = "UNEP_TEST_1_1 (العربية).pdf"
    made = bytearray(zipped({name: pdf("1")}))
    for start in (made.find(b"PK\x03\x04") + 6, made.find(b"PK\x01\x02") + 8):
        made[start + 1] &= ~0x08
    assert refused(clerk, {"all.zip": bytes(made)}) == [(name, "")]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp866", "Документы/UNEP_TEST_1_1 (русский).pdf"),
        ("gbk", "文件/UNEP_TEST_1_1（中文）.pdf"),
        ("cp437", "déjà lu/UNEP_TEST_1_1 (français).pdf"),
    ],
)
def test_the_names_of_a_zip_from_windows_are_read(clerk, encoding, name):
    given = name.encode(encoding)
    made = zipped({"x" * len(given): pdf("1")}).replace(b"x" * len(given), given)
    assert refused(clerk, {"all.zip": made}) == [(name, "")]


@pytest.mark.parametrize("token", ["0" * 32, "..", "a", "0" * 31 + "/", "%2e%2e%2f" * 3])
def test_a_made_up_name_of_a_posting_leads_to_the_beginning(clerk, token):
    answer = clerk.get(f"{many.BEGIN}{token}/")
    assert answer.status_code in (302, 404)
    assert answer.status_code == 404 or answer.headers["Location"].startswith("/en/igsp/admin/")


def test_a_posting_of_another_person_is_not_found_by_its_name(clerk, browser_of, farah, client):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    sent = many.form(many.preview(clerk, address), do="post")
    assert browser_of(farah).post(address, sent).headers["Location"] == many.BEGIN
    assert client.post(address, sent).status_code in (302, 403, 404)
    assert Rendition.objects.filter(document__symbol="UNEP/TEST/1/1").count() == 0


def test_whoever_loses_the_role_posts_no_more(clerk, diego, igsp):
    from igsp_portal.foundations import time
    from tests.cast import given

    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    sent = many.form(many.preview(clerk, address), do="post")
    with given():
        diego.memberships.update(ended_at=time.now())
    assert clerk.post(address, sent).status_code in (302, 403, 404)
    assert Rendition.objects.filter(document__symbol="UNEP/TEST/1/1").count() == 0


def test_a_posting_of_one_process_is_none_of_another(clerk, diego, igsp):
    from meetings.models import Membership
    from tests.access.conftest import another_process
    from tests.cast import given

    other = another_process()
    with given():
        Membership.objects.create(process=other, user=diego, role=Role.CLERK)
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    there = address.replace("/igsp/", "/other/")
    assert clerk.get(there).headers["Location"] == many.BEGIN.replace("/igsp/", "/other/")


def test_nothing_is_sent_without_a_file(clerk):
    answer = clerk.post(many.BEGIN, {})
    assert (answer.status_code, "Choose at least one file." in answer.content.decode()) == (400, True)


def test_a_form_whose_fields_are_made_up_changes_nothing(clerk):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    made_up = {
        "row-1": "1",
        "document-1": "9" * 30,
        "language-1": "xx",
        "also-1": ["yy", "fr"],
        "take-1": "on",
        "row-77": "1",
        "issue": ["x", "-1", "9" * 40],
        "fingerprint": "'",
        "do": "post",
    }
    assert clerk.post(address, made_up).status_code == 302
    assert [why for *_, why in many.rows(many.preview(clerk, address))] == ["Choose the language of the file."]
    assert Rendition.objects.filter(document__symbol="UNEP/TEST/1/1").count() == 0


def test_an_auditor_sends_nothing(browser_of, igsp, waits):
    answer = browser_of(with_role("Ada", Role.AUDITOR, igsp)).post(
        many.BEGIN, {"files": [SimpleUploadedFile("x.pdf", pdf())]}
    )
    assert (answer.status_code, list(waits.glob("*"))) == (403, [])


def test_a_full_disk_is_said_and_nothing_is_kept(clerk, monkeypatch, waits):
    import errno

    from igsp_portal.foundations.files import whole

    def full(*given, **named):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole, "write", full)
    answer = clerk.post(many.BEGIN, {"files": [SimpleUploadedFile("UNEP_TEST_1_1-FR.pdf", pdf())]})
    assert (answer.status_code, "disk is full" in answer.content.decode()) == (400, True)
    assert [path for path in waits.rglob("*") if path.is_file()] == []
