"""Who reaches which address. The table says it of every one; an address that is not in it fails the walk.

Pages are asked for as a stranger, as somebody signed in without a role, as another party, as each person of the
party concerned, as each role of the secretariat, and as the administrator of another process. "Reached" is any
answer but a refusal: the way to the sign-in page, 403 or 404.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as keys
from django.contrib import admin
from django.db.models import QuerySet
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from documents.models import Document, Rendition, TextVersion
from igsp_portal.foundations import mail, pages, records
from igsp_portal.foundations.access import Role
from igsp_portal.models import Event, OutgoingMail, User, WorkerTask
from meetings.models import Component, Membership, Process
from submissions import actions
from submissions.actions import Said
from submissions.models import Submission

from .cast import given, person, with_role
from .documents.files import pdf

pytestmark = pytest.mark.slow

STAFF = {
    "administrator": Role.ADMINISTRATOR,
    "editor": Role.EDITOR,
    "clerk": Role.CLERK,
    "translator": Role.TRANSLATOR,
    "chair": Role.CHAIR,
    "auditor": Role.AUDITOR,
}
SECRETARIAT = set(STAFF)
PARTY = {"focal point", "drafter", "reader"}
SIGNED_IN = {*SECRETARIAT, *PARTY, "another party", "nobody", "elsewhere"}
EVERYBODY = {"stranger", *SIGNED_IN}
NOBODY: set[str] = set()
SOME = {"stranger", "nobody", "another party", "administrator"}  # enough to ask for what is open to everybody
DESK = {*SECRETARIAT, "elsewhere"}
RECEIVERS = {"administrator", "editor", "clerk", "chair", "auditor"}  # may read what was filed

Arguments = Callable[["Scene"], list[Any]]


@dataclass
class Scene:
    """A process with something to hide: a filed submission, a draft, a paper in preparation."""

    process: Process
    filed: Submission
    published: Submission
    hidden: Document
    people: dict[str, User | None]


@dataclass(frozen=True)
class Page:
    """One address with its arguments, and who reaches it."""

    name: str
    who: set[str]
    args: Arguments = lambda scene: []
    about: str = ""
    query: str = ""
    takes_forms_alone: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.about}".strip()


def in_process(*more: Any) -> Arguments:
    return lambda scene: [scene.process.slug, *more]


def filed(scene: Scene) -> list[Any]:
    return [scene.process.slug, scene.filed.pk]


def first(model: Any) -> Arguments:
    return lambda scene: [model.objects.order_by("pk").first().pk]


def key_of(role: str) -> Arguments:
    """A passkey of the person in that role."""
    return lambda scene: [Authenticator.objects.get(user=scene.people[role], type="webauthn").pk]


PAGES = [
    # The same in every language
    Page("symbol", EVERYBODY, lambda scene: ["UNEP/IEG/IGSP/1/3"]),
    Page("symbol", RECEIVERS | {"translator"}, lambda scene: [scene.hidden.symbol], "of a paper in preparation"),
    Page("rendition", NOBODY, lambda scene: ["0" * 64], "that is not there"),
    Page("health", EVERYBODY),
    Page("robots", EVERYBODY),
    # Front
    Page("front:home", EVERYBODY),
    Page("front:about", EVERYBODY),
    Page("front:components", EVERYBODY),
    Page("front:account", SIGNED_IN),
    # Signing in
    Page("account_login", EVERYBODY),
    Page("account_request_login_code", NOBODY, about="that leads to the sign-in page"),
    Page("account_confirm_login_code", EVERYBODY - {"stranger"}, about="without having asked for a code"),
    Page("account_signup", EVERYBODY),
    Page("account_logout", EVERYBODY),
    Page("account_inactive", EVERYBODY),
    Page("mfa_login_webauthn", EVERYBODY - {"stranger"}, about="without a key"),
    Page("mfa_authenticate", EVERYBODY - {"stranger"}, about="without a first factor"),
    Page("account_reauthenticate", {"focal point"}, about="which has another way to confirm"),
    Page("mfa_reauthenticate", {"focal point"}),
    Page("mfa_reauthenticate_webauthn", {"focal point"}),
    Page("usersessions_list", SIGNED_IN),
    Page("mfa_index", SIGNED_IN),
    Page("mfa_activate_totp", SIGNED_IN),
    Page("mfa_deactivate_totp", {"focal point"}, about="who alone has an app"),
    Page("mfa_list_webauthn", SIGNED_IN),
    Page("mfa_add_webauthn", SIGNED_IN),
    Page("mfa_remove_webauthn", {"focal point"}, key_of("focal point")),
    Page("mfa_edit_webauthn", {"focal point"}, key_of("focal point")),
    Page("mfa_view_recovery_codes", NOBODY, about="without any"),
    Page("mfa_generate_recovery_codes", SIGNED_IN),
    Page("mfa_download_recovery_codes", NOBODY, about="without any"),
    # Meetings
    Page("meetings:process", EVERYBODY, in_process()),
    Page("meetings:calendar", EVERYBODY, in_process()),
    Page("meetings:meeting", EVERYBODY, in_process("wg-1")),
    Page("meetings:meeting_calendar", EVERYBODY, in_process("wg-1")),
    Page("meetings:participants", EVERYBODY, in_process()),
    # Documents
    Page("documents:library", EVERYBODY, in_process()),
    Page("documents:inputs", EVERYBODY, in_process()),
    Page("documents:text", EVERYBODY, in_process("draft-plan")),
    Page(
        "documents:document",
        RECEIVERS | {"translator"},
        lambda scene: [scene.process.slug, scene.hidden.key],
        "in preparation",
    ),
    # Submissions
    Page("own:home", SIGNED_IN),
    Page("submissions:call", EVERYBODY, in_process("regional-needs")),
    Page("submissions:coverage", EVERYBODY, in_process("regional-needs")),
    Page("submissions:published", EVERYBODY, in_process()),
    Page(
        "submissions:submission",
        EVERYBODY,
        lambda scene: [scene.process.slug, scene.published.pk],
        "that is published",
    ),
    Page("submissions:submission", PARTY | RECEIVERS, filed, "that was filed"),
    Page("submissions:receipt", PARTY | RECEIVERS, filed),
    Page("submissions:receipt_pdf", PARTY | RECEIVERS, filed),
    Page("submissions:write", {"focal point", "drafter"}, filed),
    Page("submissions:file", {"focal point", "drafter"}, filed),
    Page("submissions:discard", {"focal point", "drafter"}, filed),
    Page("submissions:revise", {"focal point"}, filed, takes_forms_alone=True),
    Page("submissions:withdraw", {"focal point", "administrator", "editor"}, filed, takes_forms_alone=True),
    Page("submissions:begin", {"focal point", "drafter"}, in_process("regional-needs", "ken"), takes_forms_alone=True),
    Page(
        "submissions:attachment",
        PARTY | RECEIVERS,
        lambda scene: [scene.process.slug, scene.filed.versions.filed().get().attachments.get().pk],
    ),
    # The desk
    Page("admin:index", DESK),
    Page("admin:login", NOBODY, about="that the portal does not use"),
    Page("admin:logout", SIGNED_IN - DESK, about="by a link, which leads back"),
    Page("admin:password_change", NOBODY),
    Page("admin:password_change_done", NOBODY),
    Page("admin:view_on_site", NOBODY, lambda scene: [0, 0], "of nothing"),
    Page("admin:autocomplete", DESK, query="app_label=meetings&model_name=participant&field_name=region"),
    Page("admin:jsi18n", DESK),
    Page("admin:app_list", DESK, lambda scene: ["meetings"]),
]

PEOPLE_EDITORS = {"administrator", "elsewhere"}
RECORD_READERS = {"administrator", "auditor", "elsewhere"}
PROCESS_EDITORS = {"administrator", "editor", "elsewhere"}
READERS = {*SECRETARIAT, "elsewhere"}
SUBMISSION_READERS = {*RECEIVERS, "elsewhere"}
DOCUMENT_EDITORS = {"administrator", "editor", "clerk", "elsewhere"}
TEXT_EDITORS = {"administrator", "editor", "translator", "elsewhere"}

# Of each table at the desk: who opens its list, and who adds rows and changes them. "elsewhere" is at a desk too,
# but sees there nothing of this process (test_the_desk_of_one_process_is_closed_to_the_desk_of_another).
TABLES: dict[str, tuple[set[str], set[str]]] = {
    "igsp_portal.user": (PEOPLE_EDITORS, PEOPLE_EDITORS),
    "igsp_portal.event": (RECORD_READERS, NOBODY),
    "igsp_portal.outgoingmail": (RECORD_READERS, NOBODY),
    "igsp_portal.workertask": (PEOPLE_EDITORS, NOBODY),
    "meetings.process": (READERS, PROCESS_EDITORS),
    "meetings.decision": (READERS, PROCESS_EDITORS),
    "meetings.component": (READERS, PROCESS_EDITORS),
    "meetings.meeting": (READERS, PROCESS_EDITORS),
    "meetings.letter": (READERS, PROCESS_EDITORS),
    "meetings.region": (READERS, PEOPLE_EDITORS),
    "meetings.participant": (READERS, PEOPLE_EDITORS),
    "meetings.membership": (PEOPLE_EDITORS, PEOPLE_EDITORS),
    "documents.document": (READERS, DOCUMENT_EDITORS),
    "documents.rendition": (READERS, NOBODY),
    "documents.requiredinput": (READERS, DOCUMENT_EDITORS),
    "documents.text": (READERS, TEXT_EDITORS),
    "documents.textversion": (READERS, TEXT_EDITORS),
    "documents.block": (READERS, NOBODY),
    "documents.wording": (READERS, TEXT_EDITORS),
    "submissions.call": (READERS, PROCESS_EDITORS),
    "submissions.submission": (SUBMISSION_READERS, NOBODY),
}
# Tables whose rows come from elsewhere: nobody adds one at the desk by hand.
NEVER_ADDED_BY_HAND = {"meetings.process"}
# Addresses of one table beyond those that every table has.
MORE_AT_THE_DESK = {
    "admin:documents_document_post": {"administrator", "editor", "clerk"},
    "admin:submissions_submission_withdraw": {"administrator", "editor"},
}
# Accounts, events, letters and tasks of no process are seen by each who may see such at all.
OF_NO_PROCESS = {"igsp_portal.user", "igsp_portal.event", "igsp_portal.outgoingmail", "igsp_portal.workertask"}
STANDARD = ("changelist", "add", "history", "delete", "change", "do")
# The address of an object in Django's old form, which only leads to the present one; what is under no address.
OLD_FORM, NOTHING = "admin:<path:object_id>/", "admin:(?P<url>.*)$"


def patterns(found: Any, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the portal, with its full name."""
    for pattern in found:
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from patterns(pattern.url_patterns, inside)
        else:
            yield ":".join([*namespaces, str(pattern.name or pattern.pattern)]), pattern


def names() -> set[str]:
    return {name for name, _ in patterns(get_resolver().url_patterns)}


def classified() -> set[str]:
    tables = {f"admin:{label.replace('.', '_')}_{page}" for label in TABLES for page in STANDARD}
    return {page.name for page in PAGES} | tables | set(MORE_AT_THE_DESK) | {OLD_FORM, NOTHING}


def refused(answer: Any) -> bool:
    """Whether an answer is no, or the way to the sign-in; a form sent to a page that takes none (405) is a no."""
    to_sign_in = answer.status_code == 302 and re.search(r"/(accounts|admin)/login/", answer.url)
    return bool(to_sign_in) or answer.status_code in (403, 404, 405)


def reached(page: Page, scene: Scene, browsers: dict[str, Client]) -> set[str]:
    """Who reaches a page, asking for it or, where it takes forms alone, sending an empty one."""
    address = reverse(page.name, args=page.args(scene)) + ("?" + page.query if page.query else "")
    ask = "post" if page.takes_forms_alone else "get"
    asked = SOME if page.who == EVERYBODY else browsers
    return {who for who in asked if who in browsers and not refused(getattr(browsers[who], ask)(address))}


@pytest.fixture(autouse=True)
def _nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may see a page is decided before it is drawn; drawing a thousand of them is left out. No key is at hand."""
    monkeypatch.setattr(keys, "begin_authentication", lambda user=None: {})
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")


@pytest.fixture
def scene(igsp: Process, amina: User, boris: User, goran: User, clock: Callable[[str], None]) -> Scene:
    clock("2004-10-15T12:00")
    kenya = igsp.participants.get(key="ken")
    call = igsp.calls.get(key="regional-needs")
    draft = actions.begin(call, kenya, by=amina).draft
    assert draft
    component = Component.objects.get(decision__process=igsp, key="institutions")
    said = [Said("Posts for monitoring.", component)]
    actions.save_draft(draft, by=amina, title="Needs", consent=True, statements=said)
    actions.attach(draft, name="needs.pdf", data=pdf(), by=amina)
    filed = actions.file(draft, by=amina).submission
    with given():
        Document.objects.create(process=igsp, key="secret", symbol="UNEP/IEG/IGSP/9/9", kind="working", title="Secret")
        OutgoingMail.objects.create(
            letter="x", to="x@example.org", language="en", subject="x", created_at="2004-10-01T00:00Z"
        )
    WorkerTask.objects.create(
        args_kwargs={"args": [0], "kwargs": {}}, task_path="a.b", status="FAILED", run_after="2004-10-15T12:00Z"
    )
    people: dict[str, User | None] = {who: with_role(role.value, role, igsp) for who, role in STAFF.items()}
    people |= {"stranger": None, "nobody": person("Eve"), "another party": goran}
    people |= {"focal point": amina, "drafter": boris, "reader": with_role("Rosa", Role.READER, igsp, kenya)}
    people["elsewhere"] = with_role("Else", Role.ADMINISTRATOR, another_process())
    Authenticator.objects.create(user=amina, type="webauthn", data={"name": "Key", "credential": {}})
    Authenticator.objects.create(user=amina, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    published = Submission.objects.published().first()
    assert published
    return Scene(igsp, filed, published, Document.objects.get(key="secret"), people)


def another_process() -> Process:
    process = Process(slug="other", series="UNEP/X", zone="UTC", name="Other", short_name="Other", is_public=False)
    with given():
        process.save()
    return process


@pytest.fixture
def browsers(scene: Scene) -> dict[str, Client]:
    """Everybody's browser."""
    clients = {}
    for who, user in scene.people.items():
        clients[who] = Client(raise_request_exception=True)
        if user:
            clients[who].force_login(user)
    return clients


def test_every_address_is_in_the_table() -> None:
    assert sorted(names() - classified()) == []


def test_the_table_names_no_address_that_is_not_there() -> None:
    assert sorted(classified() - names() - set(MORE_AT_THE_DESK)) == []


def test_every_table_of_the_desk_is_in_the_table() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == set(TABLES)


def test_the_cast_is_complete(scene: Scene) -> None:
    assert set(scene.people) == EVERYBODY


def test_each_page_is_reached_by_those_in_the_table(scene: Scene, browsers: dict[str, Client]) -> None:
    found = {str(page): reached(page, scene, browsers) for page in PAGES}
    assert found == {str(page): SOME if page.who == EVERYBODY else page.who for page in PAGES}


def test_sending_a_form_changes_nothing_where_one_is_refused(scene: Scene, browsers: dict[str, Client]) -> None:
    before, passed = Event.objects.count(), []
    for page in PAGES:
        if page.name.startswith(("account_", "mfa_", "admin:logout")):
            continue  # forms for strangers, and the way out: tests/front says what they do
        address = reverse(page.name, args=page.args(scene))
        passed += [(str(page), who) for who in EVERYBODY - page.who if not refused(browsers[who].post(address))]
    assert (passed, Event.objects.count()) == ([], before)


def at_desk(label: str, page: str, scene: Scene) -> str:
    name = f"admin:{label.replace('.', '_')}_{page}"
    if page in ("changelist", "add"):
        return reverse(name)
    row = row_of(label, scene)
    return reverse(name, args=[row.pk, "nothing"] if page == "do" else [row.pk])


def row_of(label: str, scene: Scene) -> Any:
    """A row of this process, or for people and letters any."""
    model = next(m for m in admin.site._registry if m._meta.label_lower == label)
    if label == "igsp_portal.user":
        return scene.people["another party"]
    if label == "submissions.submission":
        return scene.filed
    if label == "documents.rendition":
        return Rendition.objects.first() or pytest.skip("no file has been typeset in the tests' process")
    row = model.objects.order_by("pk").first()  # type: ignore[attr-defined]
    assert row, label
    return row


def test_each_table_of_the_desk_is_opened_by_those_in_the_table(scene: Scene, browsers: dict[str, Client]) -> None:
    opened = {
        label: tuple(
            {who for who, browser in browsers.items() if not refused(browser.get(at_desk(label, page, scene)))}
            for page in ("changelist", "add")
        )
        for label in TABLES
    }
    assert opened == {
        label: (reads, NOBODY if label in NEVER_ADDED_BY_HAND else edits) for label, (reads, edits) in TABLES.items()
    }


def test_an_object_is_changed_by_those_in_the_table(scene: Scene, browsers: dict[str, Client]) -> None:
    """A form with nothing in it is answered with its faults by whoever may send it."""
    sent = {
        label: {who for who, browser in browsers.items() if _sends(browser, at_desk(label, "change", scene))}
        for label in TABLES
        if label != "documents.rendition"
    }
    assert {label: who - TABLES[label][1] for label, who in sent.items()} == dict.fromkeys(sent, set())
    assert {label for label, who in sent.items() if "elsewhere" in who} == set()


def _sends(browser: Client, address: str) -> bool:
    answer = browser.post(address)
    if answer.status_code == 302:  # Django's way to say that there is no such object
        return not refused(answer) and not answer["Location"].endswith("/admin/")
    return not refused(answer)


def test_the_desk_of_one_process_is_closed_to_the_desk_of_another(scene: Scene, browsers: dict[str, Client]) -> None:
    request = browsers["elsewhere"].get("/en/about/").wsgi_request
    seen = []
    for model, model_admin in admin.site._registry.items():
        label = model._meta.label_lower
        if label in OF_NO_PROCESS or label == "documents.rendition":
            continue
        if model_admin.get_queryset(request).filter(pk=row_of(label, scene).pk).exists():
            seen.append(label)
        for page in ("change", "history", "delete", "do"):
            answer = browsers["elsewhere"].get(at_desk(label, page, scene))
            if not refused(answer) and answer.status_code != 302:
                seen.append(f"{label} {page}")
    assert seen == []


def test_nothing_is_deleted_at_the_desk(scene: Scene, browsers: dict[str, Client]) -> None:
    removable = {
        label
        for label in TABLES
        if label != "documents.rendition"
        and not refused(browsers["administrator"].get(at_desk(label, "delete", scene)))
    }
    assert removable == set()


def test_a_move_is_never_made_by_a_link(scene: Scene, browsers: dict[str, Client]) -> None:
    address = reverse("admin:submissions_submission_do", args=[scene.filed.pk, "acknowledge"])
    assert browsers["administrator"].get(address).status_code == 403


def test_a_move_is_made_by_those_alone_who_may(scene: Scene, browsers: dict[str, Client]) -> None:
    address = reverse("admin:submissions_submission_do", args=[scene.filed.pk, "acknowledge"])
    others = EVERYBODY - {"administrator", "editor"}
    assert [who for who in others if not refused(browsers[who].post(address))] == []
    scene.filed.refresh_from_db()
    assert scene.filed.state == "filed"


def test_an_administrator_cannot_become_a_technical_one(scene: Scene, browsers: dict[str, Client]) -> None:
    root = person("Root", is_superuser=True)
    address = reverse("admin:igsp_portal_user_change", args=[root.pk])
    answer = browsers["administrator"].post(
        address, {"email": "taken@example.org", "language": "en", "is_active": "on"}
    )
    root.refresh_from_db()
    assert (answer.status_code, root.email) == (403, "root@example.org")


def test_an_administrator_cannot_take_an_account_of_another_process(scene: Scene, browsers: dict[str, Client]) -> None:
    address = reverse("admin:igsp_portal_user_change", args=[scene.people["focal point"].pk])  # type: ignore[union-attr]
    answer = browsers["elsewhere"].post(address, {"email": "taken@example.org", "language": "en", "is_active": "on"})
    assert answer["Location"].endswith("/admin/")  # Django's way to say that there is no such object
    assert not User.objects.filter(email="taken@example.org").exists()


def test_the_record_of_another_process_is_not_read(scene: Scene, browsers: dict[str, Client]) -> None:
    request = browsers["elsewhere"].get("/en/about/").wsgi_request
    rows = admin.site._registry[Event].get_queryset(request)
    assert Event.objects.filter(process="igsp").exists()
    assert not rows.filter(process="igsp").exists()


def test_what_happens_to_accounts_is_read_by_those_who_manage_them(scene: Scene, browsers: dict[str, Client]) -> None:
    """Neither the change of an account nor a letter with its code belongs to a process."""
    goran, eve = scene.people["another party"], scene.people["nobody"]
    for account in (goran, eve):
        assert account
        records.change(account, by="test", values={"language": "fr"})
        mail.queue(letter="login_code", to=account.email.upper(), language="en", subject="Your code", body="1")
    seen = {}
    for who in ("administrator", "auditor", "elsewhere"):
        request = browsers[who].get("/en/about/").wsgi_request
        events = admin.site._registry[Event].get_queryset(request).filter(process="")
        letters = admin.site._registry[OutgoingMail].get_queryset(request).filter(process="")
        seen[who] = ({event.about_label for event in events}, {letter.to for letter in letters})
    assert seen == {
        "administrator": ({"Goran", "Eve"}, {"GORAN@EXAMPLE.ORG", "EVE@EXAMPLE.ORG"}),
        "auditor": (set(), set()),
        "elsewhere": ({"Eve"}, {"EVE@EXAMPLE.ORG"}),  # who may yet be given a role there
    }


def test_a_role_that_has_ended_opens_nothing(scene: Scene, browsers: dict[str, Client]) -> None:
    with given():
        Membership.objects.filter(user=scene.people["administrator"]).update(ended_at="2004-10-01T00:00Z")
    assert browsers["administrator"].get("/en/admin/").status_code in (302, 403)
    assert refused(browsers["administrator"].get(reverse("submissions:receipt", args=filed(scene))))


def test_a_closed_account_is_signed_out(scene: Scene, browsers: dict[str, Client]) -> None:
    with given():
        User.objects.filter(pk=scene.people["administrator"].pk).update(is_active=False)  # type: ignore[union-attr]
    assert refused(browsers["administrator"].get("/en/admin/"))


def test_a_process_that_is_not_public_is_closed_to_strangers(scene: Scene, browsers: dict[str, Client]) -> None:
    with given():
        Process.objects.filter(slug="igsp").update(is_public=False)
    of_process = [page for page in PAGES if page.name.startswith(("meetings:", "documents:", "submissions:", "symbol"))]
    outside = {who: browsers[who] for who in ("stranger", "nobody", "elsewhere")}
    assert [str(page) for page in of_process if reached(page, scene, outside)] == []


def test_a_text_that_is_being_drafted_is_for_the_desk(scene: Scene, browsers: dict[str, Client]) -> None:
    with given():
        version = TextVersion.objects.filter(text__key="draft-plan")
        QuerySet.update(version, state="draft", released_at=None)  # past the model, which takes no release back
    address = reverse("documents:text", args=["igsp", "draft-plan"])
    readers = {who for who, browser in browsers.items() if not refused(browser.get(address))}
    assert readers == RECEIVERS | {"translator"}


def test_pages_of_other_packages_are_opened_by_name_alone() -> None:
    known = names() | {"openid_connect_login", "openid_connect_callback", "socialaccount_signup"}
    known |= {"socialaccount_login_cancelled", "socialaccount_login_error"}
    assert sorted(pages.OPEN_ELSEWHERE - known) == []
