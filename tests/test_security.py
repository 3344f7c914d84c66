"""Security from the first day: headers, cookies, and not a line of code or style inside a page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from igsp_portal import secret_key
from igsp_portal.foundations.files import whole
from igsp_portal.models import User
from meetings.models import Process
from submissions.models import Submission

pytestmark = pytest.mark.slow

# Pages a stranger reaches; the admin site's and the account's are walked below.
PUBLIC = [
    "/en/igsp/",
    "/en/igsp/meetings/wg-1/",
    "/en/igsp/participants/",
    "/en/igsp/documents/",
    "/en/igsp/documents/?q=IGSP",
    "/en/igsp/documents/nothing/",
    "/en/igsp/inputs/",
    "/en/igsp/texts/draft-plan/",
    "/en/igsp/texts/tentative-organization/",
    "/en/igsp/calls/regional-needs/",
    "/en/igsp/calls/regional-needs/coverage/",
    "/en/igsp/submissions/",
    "/en/about/",
    "/en/components/",
    "/en/accounts/login/",
    "/en/accounts/signup/",
    "/en/accounts/inactive/",
    "/en/accounts/logout/",
    "/en/nothing/",
    "/ar/igsp/",
    "/zh-hans/igsp/texts/draft-plan/",
    "/symbol/UNEP/IEG/IGSP/1/3",
    "/symbol/not-a-symbol",
    "/robots.txt",
    "/healthz",
]
ACCOUNT = [
    "front:account",
    "own:home",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_generate_recovery_codes",
    "usersessions_list",
    "account_logout",
]


class InlineCode(HTMLParser):
    """Collects what a strict content security policy would refuse: a page has none of it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # Data for a script is not run; it has a type of its own.
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}={value!r}" for name, value in attrs if name == "style" or name.startswith("on")]
        self.found += [f"{tag} {value!r}" for _, value in attrs if str(value).lower().startswith("javascript:")]


def inline_code(html: str) -> list[str]:
    parser = InlineCode()
    parser.feed(html)
    return parser.found


def looked_over(browser: Client, address: str) -> list[str]:
    """What is wrong with one answer: inline code, or a policy that is missing or lax."""
    answer = browser.get(address, follow=True)
    policy = answer.headers.get("Content-Security-Policy", "")
    wrong = [] if "default-src 'none'" in policy and "unsafe" not in policy else [f"policy {policy!r}"]
    if answer.status_code >= 500:
        wrong.append(f"status {answer.status_code}")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        wrong += inline_code(answer.content.decode())
    return wrong


def walked(browser: Client, addresses: list[str]) -> dict[str, list[str]]:
    found = {address: looked_over(browser, address) for address in addresses}
    return {address: wrong for address, wrong in found.items() if wrong}


def test_inline_code_would_be_found() -> None:
    html = '<p style="a:b" onclick="x()"><script>x()</script><style></style><a href="javascript:x()">x</a>'
    assert len(inline_code(html)) == 5


def test_data_for_a_script_is_not_taken_for_a_script() -> None:
    assert inline_code('<script type="application/json">{}</script><script src="/x.js"></script>') == []


def test_no_public_page_holds_code(client: Client, igsp: Process) -> None:
    published = Submission.objects.published().first()
    addresses = [*PUBLIC, published.get_absolute_url()] if published else PUBLIC
    assert walked(client, addresses) == {}


def test_no_page_of_the_account_holds_code(browser_of: Callable[[User], Client], amina: User) -> None:
    assert walked(browser_of(amina), [reverse(name) for name in ACCOUNT]) == {}


def test_the_pages_of_a_second_factor_hold_no_code(browser_of: Callable[[User], Client], amina: User) -> None:
    Authenticator.objects.create(user=amina, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    names = ["mfa_index", "mfa_reauthenticate", "account_reauthenticate"]
    assert walked(browser_of(amina), [reverse(name) for name in names]) == {}


def test_no_page_of_the_desk_holds_code(browser_of: Callable[[User], Client], farah: User, igsp: Process) -> None:
    desk = ["/en/admin/", "/ar/admin/", "/en/admin/meetings/"]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        desk.append(reverse(f"{name}_changelist"))
        desk.append(reverse(f"{name}_add"))
        if row := model._default_manager.order_by("pk").first():
            desk += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history")]
    assert walked(browser_of(farah), desk) == {}


def test_the_policy_lets_nothing_in_from_elsewhere(client: Client, db: None) -> None:
    policy = client.get("/en/about/").headers["Content-Security-Policy"]
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert allowed["default-src"] == "'none'"
    assert {source for sources in allowed.values() for source in sources.split()} == {"'none'", "'self'"}


def test_only_the_page_that_draws_a_secret_may_hold_a_picture(browser_of: Callable[[User], Client], eve: User) -> None:
    browser = browser_of(eve)
    assert "data:" in browser.get(reverse("mfa_activate_totp")).headers["Content-Security-Policy"]
    assert "data:" not in browser.get(reverse("mfa_index")).headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/en/about/", "/en/nothing/", "/robots.txt"])
def test_every_answer_carries_the_headers_that_protect_a_reader(client: Client, db: None, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_no_page_of_the_account_is_kept_by_a_cache(browser_of: Callable[[User], Client], amina: User) -> None:
    browser = browser_of(amina)
    assert "no-store" in browser.get(reverse("front:account")).headers["Cache-Control"]
    assert "no-store" in browser.get(reverse("account_logout")).headers.get("Cache-Control", "no-store")


def test_a_readers_cookies_are_out_of_reach_of_scripts(browser_of: Callable[[User], Client], eve: User) -> None:
    browser = browser_of(eve)
    browser.get(reverse("front:account"))
    cookies = {name: (bool(morsel["httponly"]), morsel["samesite"]) for name, morsel in browser.cookies.items()}
    assert cookies["csrftoken"] == (True, "Lax")
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE) == (True, "Lax")


def test_a_stranger_is_given_no_session_by_reading(client: Client, igsp: Process) -> None:
    client.get("/en/igsp/")
    assert dict(client.cookies) == {}


def test_an_upload_of_a_stranger_is_not_read(igsp: Process) -> None:
    """The page is closed to strangers: they are sent to sign in before anything looks for a token in what they sent."""
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies["csrftoken"] = "x" * 32
    answer = stranger.post("/en/igsp/submissions/1/write/", {"attach": SimpleUploadedFile("large.pdf", b"%PDF")})
    assert answer["Location"].startswith("/en/accounts/login/")
    assert not hasattr(answer.wsgi_request, "_files")


def in_production(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command of the portal as an operator would run it, in an environment with nothing of a test's."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PORTAL_VAR", "VIRTUAL_ENV") if name in os.environ
    }
    kept |= {"PORTAL_SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz", "PORTAL_HOSTS": "portal.example"}
    kept |= {"DJANGO_SETTINGS_MODULE": "igsp_portal.settings", "DATABASE_URL": "sqlite://:memory:"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=kept | variables,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_checks_for_production_find_nothing() -> None:
    done = in_production("-m", "django", "check", "--deploy", "--fail-level", "INFO")
    assert (done.returncode, done.stderr) == (0, "")


HEADERS_IN_PRODUCTION = """
import django; django.setup()
from django.test import Client
plain = Client().get("/robots.txt", headers={"host": "portal.example"})
print(plain.status_code, plain.headers["Location"])
from django.conf import settings
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.DEBUG, settings.DEMO)
safe = Client().get("/robots.txt", secure=True, headers={"host": "portal.example"})
print(safe.headers["Strict-Transport-Security"])
"""


def test_in_production_everything_goes_over_tls() -> None:
    done = in_production("-c", HEADERS_IN_PRODUCTION)
    assert done.stdout.splitlines() == [
        "301 https://portal.example/robots.txt",
        "True True False False",
        "max-age=31536000; includeSubDomains; preload",
    ]


def test_how_long_browsers_keep_to_tls_is_the_operators_choice() -> None:
    careful = {"PORTAL_HSTS_SECONDS": "3600", "PORTAL_HSTS_SUBDOMAINS": "0"}
    checked = in_production("-m", "django", "check", "--deploy", "--fail-level", "INFO", **careful)
    assert (checked.returncode, checked.stderr) == (0, "")
    said = in_production("-c", HEADERS_IN_PRODUCTION, **careful).stdout.splitlines()[-1]
    assert said == "max-age=3600"


ORGANIZATION = """
import django; django.setup()
from django.conf import settings
from django.urls import reverse
print(reverse("openid_connect_login", args=["un"]))
print(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"])
"""


def test_the_organizations_own_sign_in_is_opened_by_one_variable() -> None:
    door = '{"provider_id": "un", "name": "UN", "client_id": "x", "settings": {"server_url": "https://id.example/a"}}'
    done = in_production("-c", ORGANIZATION, PORTAL_OIDC=door)
    assert done.stdout.splitlines() == [
        "/en/accounts/oidc/un/login/",
        """["'self'", 'https://id.example']""",
    ]


def test_a_demonstration_answers_to_no_host_of_the_operators() -> None:
    done = in_production("-m", "django", "check", PORTAL_DEMO="1")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("it does not go with PORTAL_HOSTS.")


def test_a_key_is_made_once_and_kept_from_others(tmp_path: Any) -> None:
    say = "from django.conf import settings; print(settings.SECRET_KEY)"
    keys = {in_production("-c", say, PORTAL_SECRET_KEY="", PORTAL_VAR=str(tmp_path)).stdout.strip() for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_of_two_that_make_a_key_at_once_both_take_the_first(tmp_path: Any, monkeypatch: Any) -> None:
    """The second finds no file while the first writes it, and none that is half written."""
    monkeypatch.setattr(secret_key, "get_random_secret_key", lambda: written_meanwhile(tmp_path))
    assert secret_key.kept(tmp_path) == "the first"
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("secret_key", "the first")]


def test_a_key_is_kept_on_a_disk_without_hard_links(tmp_path: Any, monkeypatch: Any) -> None:
    def refused(*_: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(whole.os, "link", refused)
    made = secret_key.kept(tmp_path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("secret_key", made)]


def written_meanwhile(folder: Any) -> str:
    assert not (folder / "secret_key").exists()
    (folder / "secret_key").write_text("the first")
    return "the second"


def test_no_uploaded_file_lies_where_static_files_are_served_from() -> None:
    store: Any = settings.STORAGES["default"]
    assert store["OPTIONS"]["base_url"] is None
    assert not str(settings.VAR / "files").startswith(str(settings.STATIC_ROOT))


def test_no_secret_stands_in_the_settings() -> None:
    source = (settings.BASE_DIR / "igsp_portal" / "settings.py").read_text()
    assert re.findall(r"""(?:KEY|PASSWORD|TOKEN)\w*\s*=\s*["']\w+""", source) == []


IN_PATHS = ["/symbol/a%00b", "/symbol/UNEP/IEG/IGSP/1/3%00", "/documents/igsp/a%00b", "/files/a%00b", "/en/a%00b/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", IN_PATHS)
def test_a_nul_in_a_path_is_refused(igsp: Process, address: str) -> None:
    assert Client(raise_request_exception=False).get(address).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["documents/?q=%00", "documents/?meeting=a%00", "submissions/?region=%00"])
def test_a_nul_in_a_query_is_refused_not_carried_to_the_database(igsp: Process, client: Client, page: str) -> None:
    assert client.get(f"/en/igsp/{page}").status_code == 400
