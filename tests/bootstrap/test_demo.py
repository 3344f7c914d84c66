"""The variables of a demonstration: they owe nothing to a real portal's."""

import os

import pytest

from igsp_portal.bootstrap import demo
from igsp_portal.bootstrap.ground import ROOT, Refusal


def test_a_demonstration_takes_nothing_of_a_real_portal():
    environment = {
        "DATABASE_URL": "postgres://portal@db/portal",
        "PORTAL_MAIL_URL": "smtp://mail",
        "PORTAL_HOSTS": "portal.example.org",
        "GUNICORN_CMD_ARGS": "--bind 0.0.0.0:80",
        "PORTAL_TODAY": "",
        "PATH": "/usr/bin",
    }
    demo.set_environment(environment)
    assert environment == {
        "PATH": "/usr/bin",
        "PORT": "8000",
        "PORTAL_ADDRESS": "http://127.0.0.1:8000",
        "PORTAL_DEMO": "1",
        "PORTAL_TODAY": "",
        "PORTAL_VAR": str(ROOT / "var"),
    }


def test_a_demonstration_stands_on_the_day_of_its_process(tmp_path):
    environment = {"PORTAL_VAR": str(tmp_path)}
    demo.set_environment(environment)
    assert environment["PORTAL_TODAY"] == "2004-10-15"


@pytest.mark.parametrize("value", ["0", "65536", "eighty", "-1", "８０００", "80.5"])
def test_what_is_no_port_is_refused(value):
    with pytest.raises(Refusal, match="write a number from 1 to 65535"):
        demo.port(value)


def test_the_real_clock_is_asked_for_with_an_empty_day():
    assert [demo.today(value) for value in ("", "2004-12-01", None)] == ["", "2004-12-01", "2004-10-15"]


def test_what_is_no_day_is_refused():
    with pytest.raises(Refusal, match="write a day as 2004-10-15"):
        demo.today("tomorrow")


def test_a_data_folder_that_cannot_be_made_is_refused_with_advice(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="PORTAL_VAR=/another/folder"):
        demo.data_folder(str(tmp_path / "file" / "var"))


def test_a_full_disk_is_noticed_before_any_work():
    if not os.path.exists("/dev/full"):
        pytest.skip("only where there is a device that is always full")
    with pytest.raises(Refusal, match="cannot be used"):
        demo.data_folder("/dev/full/var")


def test_trying_a_data_folder_leaves_nothing_in_it(tmp_path):
    assert demo.data_folder(str(tmp_path / "var")) == tmp_path / "var"
    assert list((tmp_path / "var").iterdir()) == []


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"PORTAL_DEMO": "1", "PORT": "8123"}, "http://127.0.0.1:8123"),
        ({"PORTAL_DEMO": "1"}, "http://127.0.0.1:8000"),
        ({"PORTAL_DEMO": "1", "PORT": "8123", "PORTAL_ADDRESS": "http://localhost:9"}, "http://localhost:9"),
        ({"PORT": "8123"}, None),
    ],
)
def test_a_command_beside_a_demonstration_knows_its_address_by_its_port(given, address):
    demo.know_address(given)
    assert given.get("PORTAL_ADDRESS") == address
