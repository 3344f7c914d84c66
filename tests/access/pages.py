"""The table of pages: who reaches each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from documents.models import Document
from submissions import actions
from submissions.models import CallFile, Compilation

from ..submissions.test_filing import picture
from .people import DESK, EVERYBODY, NOBODY, PARTY, RECEIVERS, SECRETARIAT, SIGNED_IN, SOME, Scene, refused

PROPOSERS = {"focal point", "another party", "administrator", "editor", "translator"}
Arguments = Callable[["Scene"], list[Any]]


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


def number_of(scene: Scene) -> str:
    """The number under which the scene's submission was filed."""
    return str(scene.filed.versions.filed().get().filing_number)


def first(model: Any) -> Arguments:
    return lambda scene: [model.objects.order_by("pk").first().pk]


def drafted(scene: Scene) -> str:
    """The key of a compilation that has not been issued."""
    return Compilation.objects.filter(call__process=scene.process, issued_at=None).values_list("key", flat=True)[0]


def given_out(scene: Scene) -> int:
    """A file that the call gives out."""
    call = scene.process.calls.get(key="regional-needs")
    there = call.files.first()
    return (there or actions.give_out(CallFile(call=call, label="Map"), name="Map.png", data=picture(), by="test")).pk


def key_of(role: str) -> Arguments:
    """A passkey of the person in that role."""
    return lambda scene: [Authenticator.objects.get(user=scene.people[role], type="webauthn").pk]


def igsp_1_3() -> Document:
    return Document.objects.by_symbol("UNEP/IEG/IGSP/1/3").get()


PAGES = [
    # The same in every language
    Page("symbol", EVERYBODY, lambda scene: ["UNEP/IEG/IGSP/1/3"]),
    Page("symbol", RECEIVERS | {"translator"}, lambda scene: [scene.hidden.symbol], "of a paper in preparation"),
    Page("cited", EVERYBODY, in_process("agenda-1")),
    Page("cited", RECEIVERS | {"translator"}, lambda scene: [scene.process.slug, scene.hidden.key], "in preparation"),
    Page("rendition", NOBODY, lambda scene: ["0" * 64], "that is not there"),
    Page("health", EVERYBODY),
    Page("robots", EVERYBODY),
    Page("favicon", EVERYBODY),
    Page("service_worker", EVERYBODY),
    Page("verify", EVERYBODY, lambda scene: [number_of(scene)]),
    Page("log:script", EVERYBODY),
    Page("log:checkpoint", EVERYBODY, in_process()),
    Page("log:published_checkpoint", NOBODY, in_process(9), "that was not published"),
    Page("log:key", EVERYBODY, in_process()),
    Page("log:proof", NOBODY, lambda scene: [scene.process.slug, number_of(scene)], "by the number"),
    Page("log:consistency", EVERYBODY, in_process(1, 2)),
    # The read API
    Page("api:start", EVERYBODY),
    Page("api:openapi", EVERYBODY),
    Page("api:processes", EVERYBODY),
    Page("api:process", EVERYBODY, in_process()),
    Page("api:meetings", EVERYBODY, in_process()),
    Page("api:meeting", EVERYBODY, in_process("wg-1")),
    Page("api:agenda", EVERYBODY, in_process("wg-1")),
    Page("api:documents", EVERYBODY, in_process()),
    Page(
        "api:document",
        RECEIVERS | {"translator"},
        lambda scene: [scene.process.slug, scene.hidden.key],
        "in preparation",
    ),
    Page(
        "api:renditions",
        RECEIVERS | {"translator"},
        lambda scene: [scene.process.slug, scene.hidden.key],
        "of a document in preparation",
    ),
    Page("api:rendition", NOBODY, lambda scene: ["0" * 64], "that is not there"),
    Page("api:inputs", EVERYBODY, in_process()),
    Page("api:input", EVERYBODY, in_process("a")),
    Page("api:texts", EVERYBODY, in_process()),
    Page("api:text", EVERYBODY, in_process("draft-plan")),
    Page("api:version", EVERYBODY, in_process("draft-plan", 2)),
    Page("api:blocks", EVERYBODY, in_process("draft-plan", 2)),
    Page("api:calls", EVERYBODY, in_process()),
    Page("api:call", EVERYBODY, in_process("regional-needs")),
    Page("api:submissions", EVERYBODY, in_process()),
    Page("api:submission", EVERYBODY, lambda scene: [scene.process.slug, scene.published.pk], "that is published"),
    Page("api:submission", NOBODY, filed, "that was filed and is not published"),
    # Front
    Page("front:home", EVERYBODY),
    Page("front:about", EVERYBODY),
    Page("front:components", EVERYBODY),
    Page("front:offline", EVERYBODY),
    Page("front:files", EVERYBODY),
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
    # Telling people
    Page("feed", EVERYBODY),
    Page("documents:process_feed", EVERYBODY, in_process()),
    Page("documents:meeting_feed", EVERYBODY, in_process("wg-1")),
    Page("documents:document_feed", EVERYBODY, lambda scene: [scene.process.slug, igsp_1_3().key]),
    Page("documents:document_feed", NOBODY, lambda scene: [scene.process.slug, scene.hidden.key], "in preparation"),
    Page("documents:alerts", EVERYBODY, in_process()),
    Page("alerts:mine", SIGNED_IN),
    Page("alerts:confirm", NOBODY, lambda scene: ["made-up"], "with a made-up token"),
    Page("alerts:manage", NOBODY, lambda scene: ["made-up"], "with a made-up token"),
    Page("alerts:confirm_page", NOBODY, lambda scene: ["made-up"], "without its message"),
    Page("alerts:manage_page", NOBODY, lambda scene: ["made-up"], "without its message"),
    Page("alerts:leave", NOBODY, lambda scene: ["made-up"], "with a made-up token"),
    # Meetings
    Page("meetings:process", EVERYBODY, in_process()),
    Page("meetings:meetings", EVERYBODY, in_process()),
    Page("meetings:calendar", EVERYBODY, in_process()),
    Page("meetings:meeting", EVERYBODY, in_process("wg-1")),
    Page("meetings:meeting_calendar", EVERYBODY, in_process("wg-1")),
    Page("meetings:participants", EVERYBODY, in_process()),
    # Documents
    Page("documents:library", EVERYBODY, in_process()),
    Page("documents:together", EVERYBODY, in_process("wg-1"), query="lang=en&lang=ar&format=pdf&format=docx"),
    Page("documents:together_zip", EVERYBODY, in_process("wg-1"), query="lang=en&lang=ar&since=2004-01-01T00:00:00Z"),
    Page("documents:search", EVERYBODY, in_process()),
    Page("search", EVERYBODY),
    Page("documents:inputs", EVERYBODY, in_process()),
    Page("documents:texts", EVERYBODY, in_process()),
    Page("documents:text", EVERYBODY, in_process("draft-plan")),
    Page("documents:brackets", EVERYBODY, in_process("draft-plan")),
    Page("documents:as_proposed", NOBODY, in_process("draft-plan", "ken"), "who has proposed nothing"),
    Page("documents:clean", EVERYBODY, in_process("draft-plan")),
    Page("documents:with_proposals", EVERYBODY, in_process("draft-plan")),
    Page("documents:room", EVERYBODY, in_process("draft-plan")),
    Page("documents:room_now", EVERYBODY, in_process("draft-plan")),
    Page("documents:moments", SECRETARIAT, in_process("draft-plan")),
    Page("documents:comparison", EVERYBODY, in_process("draft-plan")),
    Page("documents:comparison_docx", EVERYBODY, in_process("draft-plan"), query="from=2&to=4"),
    Page("documents:package", NOBODY, in_process("draft-plan", 4), "that was not made"),
    Page("documents:record_pdf", EVERYBODY, in_process("draft-plan", 4)),
    Page("documents:text_file", EVERYBODY, in_process("draft-plan", 4, "docx")),
    Page("documents:edit", {"administrator", "editor", "translator"}, in_process("draft-plan", 4)),
    Page("documents:import", {"administrator", "editor", "translator"}, in_process("draft-plan", 4)),
    Page("documents:languages", {"administrator", "editor", "translator"}, in_process("draft-plan", 4)),
    Page("documents:comparison_pdf", EVERYBODY, in_process("draft-plan")),
    Page("documents:proposals", EVERYBODY, in_process("draft-plan", 4)),
    Page("documents:proposals_pdf", EVERYBODY, in_process("draft-plan", 4)),
    Page("documents:propose", PROPOSERS, in_process("draft-plan", 4)),
    Page("documents:proposals_act", NOBODY, in_process("draft-plan", 4), "without saying what", takes_forms_alone=True),
    Page(
        "documents:document",
        RECEIVERS | {"translator"},
        lambda scene: [scene.process.slug, scene.hidden.key],
        "in preparation",
    ),
    Page(
        "documents:as_text",
        NOBODY,
        lambda scene: [scene.process.slug, scene.hidden.key, "en"],
        "of a document in preparation without a file",
    ),
    # Submissions
    Page("own:home", SIGNED_IN),
    Page("own:people", {"focal point"}, lambda scene: [scene.filed.participant.pk]),
    Page("own:end_role", NOBODY, lambda scene: [scene.filed.participant.pk, 0], "of nobody", takes_forms_alone=True),
    Page("submissions:calls", EVERYBODY, in_process()),
    Page("submissions:invitation", NOBODY, in_process("made-up"), "with a made-up token"),
    Page("submissions:invitation_page", NOBODY, in_process("made-up"), "without its message"),
    Page("submissions:call", EVERYBODY, in_process("regional-needs")),
    Page("submissions:asked", EVERYBODY, in_process("regional-needs")),
    Page("submissions:coverage", EVERYBODY, in_process("regional-needs")),
    Page(
        "submissions:compilation",
        RECEIVERS,
        lambda scene: [scene.process.slug, "regional-needs", drafted(scene)],
        "that is a draft",
    ),
    Page("submissions:published", EVERYBODY, in_process()),
    Page("submissions:log", EVERYBODY, in_process()),
    Page("submissions:published_xlsx", EVERYBODY, in_process()),
    Page("submissions:published_json", EVERYBODY, in_process()),
    Page(
        "submissions:submission",
        EVERYBODY,
        lambda scene: [scene.process.slug, scene.published.pk],
        "that is published",
    ),
    Page("submissions:submission", PARTY | RECEIVERS, filed, "that was filed"),
    Page("submissions:clarification", PARTY | RECEIVERS, filed),
    Page("submissions:receipt", PARTY | RECEIVERS, filed),
    Page("submissions:receipt_pdf", PARTY | RECEIVERS, filed),
    Page("submissions:filed_json", PARTY | RECEIVERS, filed),
    Page("submissions:write", {"focal point", "drafter"}, filed),
    Page(
        "submissions:remarks",
        {"focal point", "drafter"},
        lambda scene: [scene.process.slug, scene.filed.pk, "statements"],
        "that asks on no text",
    ),
    Page("submissions:word_form", {"focal point", "drafter"}, filed),
    Page("submissions:word_report", {"focal point", "drafter"}, filed),
    Page("submissions:file", {"focal point", "drafter"}, filed),
    Page("submissions:discard", {"focal point", "drafter"}, filed),
    Page("submissions:clear", {"focal point", "drafter"}, filed, takes_forms_alone=True),
    Page("submissions:revise", {"focal point"}, filed, takes_forms_alone=True),
    Page("submissions:withdraw", {"focal point", "administrator", "editor"}, filed, takes_forms_alone=True),
    Page("submissions:begin", {"focal point", "drafter"}, in_process("regional-needs", "ken"), takes_forms_alone=True),
    Page(
        "submissions:call_file",
        EVERYBODY,
        lambda scene: [
            scene.process.slug,
            "regional-needs",
            given_out(scene),
        ],
    ),
    Page(
        "submissions:attachment",
        PARTY | RECEIVERS,
        lambda scene: [scene.process.slug, scene.filed.versions.filed().get().attachments.get().pk],
    ),
    Page("submissions:sources", EVERYBODY, in_process("draft-plan", 4)),
    Page("submissions:sources_concordance", EVERYBODY, in_process("draft-plan", 4)),
    Page("submissions:sources_sheet", EVERYBODY, in_process("draft-plan", 4)),
    Page("submissions:sources_unanswered", {"administrator", "editor"}, in_process("draft-plan", 4)),
    Page("submissions:sources_paragraph", {"administrator", "editor"}, in_process("draft-plan", 4, "need")),
    Page(
        "submissions:sources_statement",
        {"administrator", "editor"},
        lambda scene: [scene.process.slug, "draft-plan", 4, scene.filed.versions.filed().get().statements.all()[0].pk],
    ),
    # The desk
    Page("admin:index", DESK),
    Page("admin_of_process", SECRETARIAT, in_process()),
    Page("admin:login", NOBODY, about="that the portal does not use"),
    Page("admin:logout", SIGNED_IN - DESK, about="by a link, which leads back"),
    Page("admin:password_change", NOBODY),
    Page("admin:password_change_done", NOBODY),
    Page("admin:autocomplete", DESK, query="app_label=meetings&model_name=participant&field_name=region"),
    Page("admin:jsi18n", DESK),
    Page("admin:app_list", DESK, lambda scene: ["meetings"]),
]


def reached(page: Page, scene: Scene, browsers: dict[str, Client]) -> set[str]:
    """Who reaches a page, asking for it or, where it takes forms alone, sending an empty one."""
    address = reverse(page.name, args=page.args(scene)) + ("?" + page.query if page.query else "")
    ask = "post" if page.takes_forms_alone else "get"
    asked = SOME if page.who == EVERYBODY else browsers
    return {who for who in asked if who in browsers and not refused(getattr(browsers[who], ask)(address))}
