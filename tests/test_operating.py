"""What the operator's page promises: every variable, the checks of their values, the extra packages, the cache."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands, load_command_class
from django.db import connection
from django.urls import reverse
from django.utils.text import capfirst

from igsp_portal import variables
from igsp_portal.apps import make_cache_table
from igsp_portal.bootstrap import venv
from igsp_portal.foundations.worker import work
from igsp_portal.models import OutgoingMail, WorkerTask
from igsp_portal.variables import Variables

PAGE: Path = settings.BASE_DIR / "docs" / "operating.md"
BEFORE_SETTINGS = {"PORTAL_VENV"}  # read by the bootstrap
EXTRAS: Path = settings.BASE_DIR / "requirements-extras.lock"


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> Any:
    """env(WORD="value"): an environment that holds this variable alone."""

    def with_value(**values: str) -> Variables:
        reader = Variables()
        monkeypatch.setattr(reader, "ENVIRON", values)
        return reader

    return with_value


def read_in_settings() -> set[str]:
    source = (settings.BASE_DIR / "igsp_portal" / "settings.py").read_text()
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', source))


# The page


def test_every_variable_stands_in_the_operators_table_and_no_other() -> None:
    table = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.MULTILINE)
    assert sorted(table) == sorted(read_in_settings() | BEFORE_SETTINGS)


def test_the_page_names_no_variable_that_is_not_read() -> None:
    named = set(re.findall(r"\b(?:PORTAL_[A-Z0-9_]+|DATABASE_URL)\b", PAGE.read_text()))
    assert named == read_in_settings() | BEFORE_SETTINGS


def test_every_link_of_the_page_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", PAGE.read_text())
    assert [link for link in links if not (PAGE.parent / link).exists()] == []


def test_every_command_of_the_portal_stands_in_its_documents() -> None:
    pages = [settings.BASE_DIR / "README.md", *PAGE.parent.glob("*.md")]
    words = " ".join(page.read_text() for page in pages)
    ours = [name for name, app in get_commands().items() if app == "igsp_portal"]
    assert [name for name in ours if not re.search(rf"\b{name}\b", words)] == []


def test_lists_of_the_admin_site_are_called_as_it_calls_them() -> None:
    named = re.findall(r"in the admin site,? under “([^”]+)”", PAGE.read_text())
    assert named == [capfirst(model._meta.verbose_name_plural) for model in (WorkerTask, OutgoingMail)]


def test_systemd_starts_the_services_again_without_limit() -> None:
    unit = re.search(r"^```ini\n(\[Unit\].*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert unit is not None
    read = ConfigParser()
    read.read_string(unit[1])
    assert (read["Unit"]["StartLimitIntervalSec"], read["Service"]["Restart"]) == ("0", "always")


def test_the_page_starts_a_worker_for_everything_and_one_for_what_is_awaited(queued: None) -> None:
    command = load_command_class(get_commands()["db_worker"], "db_worker").create_parser("manage.py", "db_worker")
    lines = re.findall(r"^ExecStart=.* manage\.py db_worker (.*)$", PAGE.read_text(), re.MULTILINE)
    asked = [command.parse_args(line.split()).queue_name for line in lines]
    assert (asked, work.AWAITED in settings.TASKS["default"]["QUEUES"]) == (["*", work.AWAITED], True)


def test_the_proxy_lets_large_files_through_to_the_pages_that_take_them() -> None:
    location = re.search(r"location ~ (\S+) \{\n\s+client_max_body_size 210m;", PAGE.read_text())
    assert location is not None
    posting = [reverse("admin:documents_document_post", args=[7]), reverse("admin:documents_document_post_many")]
    of_a_process = [page.replace("/admin/", "/igsp/admin/") for page in posting]
    text = reverse("documents:import", args=["igsp", "draft-plan", 4])
    pages = [reverse("submissions:write", args=["igsp", 7]), text, *posting, *of_a_process]
    assert [page for page in pages if not re.search(location[1], page)] == []
    assert not re.search(location[1], reverse("account_login"))


# Values


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_counts_as_not_set(env: Any, value: str) -> None:
    assert env(WORD=value).str("WORD", default="x") == "x"
    assert env(WORD=value).int("WORD", default=60) == 60
    assert env(WORD=value).bool("WORD", default=True) is True
    assert env(WORD=value).database("WORD") == {}


def test_a_key_may_begin_with_a_dollar_sign(env: Any) -> None:
    assert env(KEY="$a$b", a="other").str("KEY", default="") == "$a$b"


def test_words_between_commas_may_have_spaces_round_them(env: Any) -> None:
    assert env(HOSTS="a.example, b.example,").list("HOSTS", default=["x"]) == ["a.example", "b.example"]


@pytest.mark.parametrize(("word", "meant"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("false", False)])
def test_yes_and_no_are_said_in_several_ways(env: Any, word: str, meant: bool) -> None:
    assert env(WORD=word).bool("WORD", default=not meant) is meant


@pytest.mark.parametrize(
    ("read", "value", "said"),
    [
        (lambda env: env.bool("WORD"), "ture", "WORD is 'ture'; write 1 for yes, 0 for no."),
        (lambda env: env.int("WORD", default=1), "many", "WORD cannot be read: invalid literal for int()"),
        (lambda env: env.json("WORD", default={}), "{x", "WORD cannot be read: Expecting property name"),
        (lambda env: env.choice("WORD", "INFO", variables.LEVELS), "loud", "WORD is 'LOUD'; write one of DEBUG, INFO"),
        (lambda env: env.database("WORD"), "mysql://x", "WORD has to begin with one of postgres://, postgresql://"),
        (lambda env: env.database("WORD"), "postgres://a:b@c:d/e", "WORD cannot be read. In a user name or password"),
        (lambda env: env.mail("WORD", ""), "http://x", "WORD has to begin with one of smtp://"),
        (lambda env: env.address("WORD", variables.CACHES), "memcached", "WORD has to begin with one of redis://"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_by_its_variable(env: Any, read: Any, value: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(env(WORD=value))
    assert str(refused.value).startswith(said)


def test_a_password_is_not_repeated_in_the_complaint_about_it(env: Any) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        env(WORD="postgres://portal:pass/word@host/portal").database("WORD")
    assert "pass" not in str(refused.value).replace("password", "")


def test_a_signs_code_stands_for_it_in_a_password(env: Any) -> None:
    database = env(WORD="postgres://portal:p%40ss%2Fword@db.example/portal").database("WORD")
    assert (database["PASSWORD"], database["HOST"]) == ("p@ss/word", "db.example")


def test_a_variable_that_needs_an_extra_package_says_where_it_is() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"WORD needs the Python package nosuch: install .*extras\.lock"):
        variables.need("nosuch", "WORD")


# The extra packages


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock.read_text(), re.MULTILINE))


def test_the_lock_of_the_extras_is_the_portals_own_and_more() -> None:
    plain, extras = pins(venv.RUN_LOCK), pins(EXTRAS)
    assert plain.items() <= extras.items()
    assert {"django-storages", "boto3", "redis", "django-anymail"} <= extras.keys() - plain.keys()


def test_the_lock_of_the_extras_names_no_index() -> None:
    assert "://" not in EXTRAS.read_text()


# The cache


def test_migrating_makes_the_table_of_the_cache_where_there_is_none(db: None, settings: Any) -> None:
    table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "a_cache_of_this_test"}
    settings.CACHES = {**settings.CACHES, "default": table}
    make_cache_table(using="default")
    make_cache_table(using="default")
    cache.set("a", 1)
    assert cache.get("a") == 1


def test_what_the_embedded_database_has_committed_lasts_through_a_power_cut(db: None) -> None:
    """A receipt promises that; in its other ways of writing SQLite may lose what it committed last."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does so unless it is told otherwise.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)  # FULL
