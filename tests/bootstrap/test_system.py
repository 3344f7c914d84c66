"""What the operating system has to have, and what is said when it has it not."""

import pytest

from igsp_portal.bootstrap import system


def test_the_line_to_type_names_every_package(monkeypatch):
    monkeypatch.setattr(system, "has_tool", lambda name: True)
    assert system.exact_line(["postgresql", "chromium"]) == (
        "Type: sudo apt-get install -y --no-install-recommends postgresql chromium"
    )


def test_who_may_not_install_is_told_what_is_missing(monkeypatch, capsys):
    need = system.Need("libpango-1.0-0", "PDF files", lambda: False)
    monkeypatch.setitem(system.NEEDS, "demo", [need])
    monkeypatch.setattr(system, "can_install", lambda: False)
    assert system.start_installing("demo") is None
    assert "Missing: libpango-1.0-0, for PDF files" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["demo", "test"])
def test_nothing_is_missing_where_the_tests_run(command):
    assert system.missing(command) == []


def test_an_unknown_library_is_missing():
    assert not system.has_library("of-nothing")
