"""The admin site's pages for texts: versions are released and typeset by buttons, words are written block by block."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import Button, RecordedAdmin, RecordedInline, RecordedTranslationAdmin, one_process
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, isolated, listed
from igsp_portal.models import Event

from ..library.models import Document
from ..library.states import DocumentState
from . import actions, following, history, known, papers, typesetting, waiting
from .forms import NumberingInput, with_title
from .models import Block, Text, TextVersion, Wording
from .releasing_pages import ReleasingPages, awaited_document, released_in_words, seen_once_issued, sentences, ways


def _released(version: TextVersion, *, by: Any, act: Callable[..., None] = actions.release) -> str:
    """Release a version; a refusal for its translations says where they are left to follow."""
    try:
        act(version, by=by)
    except ValidationError as refused:
        if any(one.code != actions.UNFINISHED for one in refused.error_list):
            raise ValidationError(sentences(version, refused)) from refused
        says = _("They can also follow later: see “%(way)s” below.") % {"way": dict(ways(version))["later"]}
        raise ValidationError([*sentences(version, refused), says]) from refused
    return released_in_words(version)


class VersionInline(RecordedInline):
    """The versions, each with a page of its own; a new one is begun from another."""

    model = TextVersion
    verbose_name_plural = gettext_lazy("versions")
    fields = readonly_fields = ("page", "label", "state", "released_at")

    @admin.display(description=gettext_lazy("version"))
    def page(self, version: TextVersion) -> SafeString:
        return _link("documents_textversion_change", version, str(version.number))


@admin.register(Text)
class TextAdmin(RecordedTranslationAdmin):
    reads = Permission.DOCUMENT_READ
    edits = Permission.TEXT_EDIT
    list_display = ["title", "key", "original_language", "process"]
    list_filter = ["process", "illustrative"]
    list_select_related = ["process"]
    search_fields = ["title", "key"]
    inlines = [VersionInline]
    formfield_overrides: ClassVar[Any] = {
        **RecordedTranslationAdmin.formfield_overrides,
        models.JSONField: {
            "form_class": NumberingInput,
            "widget": forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
            "show_hidden_initial": False,
        },
    }


def _not_typeset(versions: Any) -> list[int]:
    """The keys of those versions whose typesetting has failed and is still wanted."""
    return [version.pk for version in versions.exclude(typesetting_error="") if typesetting.wanted(version)]


class NotTypesetFilter(admin.SimpleListFilter):
    """Only the texts that could not be typeset."""

    title = gettext_lazy("typesetting")
    parameter_name = "typesetting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("failed", gettext_lazy("failed"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(pk__in=_not_typeset(queryset)) if self.value() == "failed" else queryset


@admin.register(TextVersion)
class TextVersionAdmin(ReleasingPages, RecordedTranslationAdmin):
    reads = Permission.DOCUMENT_READ
    edits = Permission.TEXT_EDIT
    list_display = ["text", "number", "label", "document", "state", "released_at"]
    list_display_links = ["text", "number"]
    list_filter = ["state", NotTypesetFilter, "text"]
    list_select_related = ["text", "document"]
    search_fields = ["text__title", "text__key", "label"]
    readonly_fields = ["state", "released_at", "ways", "languages", "stale", "lacking", "typesetting"]
    buttons = (
        Button(
            "release",
            gettext_lazy("Release"),
            Permission.TEXT_RELEASE,
            _released,
            lambda version: not version.is_frozen and not actions.lacks_printed(version),
        ),
        Button(
            "release_lacking",
            gettext_lazy("Release as an exception, without the missing details"),
            Permission.TEXT_RELEASE,
            partial(_released, act=actions.release_lacking),
            actions.lacks_printed,
        ),
        Button(
            "typeset",
            gettext_lazy("Typeset again"),
            Permission.TEXT_RELEASE,
            lambda version, *, by: actions.typeset_again(version, by=by),
            typesetting.wanted,
        ),
        Button(
            "document",
            gettext_lazy("Plan a document with the next free symbol"),
            Permission.TEXT_EDIT,
            lambda version, *, by: _planned(actions.plan_document(version, by=by)),
            actions.may_plan_document,
        ),
        Button(
            "continue",
            gettext_lazy("Begin the next version"),
            Permission.TEXT_EDIT,
            lambda version, *, by: _began(actions.continue_from(version, by=by)),
            lambda version: version.is_frozen and actions.is_newest(version),
            lambda version: following.way(version)["url"],
        ),
    )

    def told_of_failures(self, request: HttpRequest) -> tuple[str, str] | None:
        rows = self.get_queryset(request) if self.has_view_permission(request) else TextVersion.objects.none()
        failed = len(_not_typeset(rows))
        said = ngettext("%(count)s text could not be typeset", "%(count)s texts could not be typeset", failed)
        address = reverse("admin:documents_textversion_changelist", query={"typesetting": "failed"})
        return (said % {"count": failed}, address) if failed else None

    def told_of_waiting(self, request: HttpRequest) -> list[tuple[str, str]]:
        processes = one_process.ids(request, Permission.TEXT_EDIT)
        return [] if processes == set() else waiting.told(processes)

    def has_change_permission(self, request: HttpRequest, obj: TextVersion | None = None) -> bool:
        frozen = obj is not None and obj.is_frozen
        return not frozen and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(["text", "number"] if obj else [])]

    @admin.display(description=gettext_lazy("languages"))
    def languages(self, version: TextVersion) -> SafeString:
        """How many blocks are worded in each language, with the way to them."""
        source = papers.manuscript(version, [])
        rows = [
            (LANGUAGES[code].own_name, _words_of(version, code), source.counts.get(code, 0), source.wanted)
            for code in CODES
        ]
        return _list('<a href="{1}"><bdi>{0}</bdi></a>: {2}/{3}', rows)

    @admin.display(description=gettext_lazy("translations older than their original"))
    def stale(self, version: TextVersion) -> SafeString | str:
        old = [wording for wording in actions.translations(version) if wording.is_stale]
        if not old:
            return _("none")
        original = version.text.original_language
        blocks = known.of(actions.read_draft(version), version.text.numbering, [original])
        rows = [
            (_link("documents_wording_change", w, blocks.whole(w.block.key)), LANGUAGES[w.language].own_name)
            for w in old
        ]
        return _list("{} (<bdi>{}</bdi>)", rows)

    @admin.display(description=gettext_lazy("missing on the first page"))
    def lacking(self, version: TextVersion) -> str:
        """What the papers will lack of title, meeting and place, language by language; of a draft alone."""
        return _("none") if version.is_frozen else actions.lacking_in_words(version) or _("none")

    @admin.display(description=gettext_lazy("typesetting"))
    def typesetting(self, version: TextVersion) -> str:
        """Why the last typesetting failed, or in which languages there is a PDF."""
        there = set(version.languages.exclude(typeset_from="").values_list("language", flat=True))
        done = listed(isolated(LANGUAGES[code].own_name) for code in CODES if code in there)
        return typesetting.in_words(version) or (_("PDF in: %(languages)s") % {"languages": done} if done else "–")

    @admin.display(description=gettext_lazy("release and languages"))
    def ways(self, version: TextVersion) -> SafeString | str:
        """The pages on which it is edited, released in part, its languages follow, and it is reissued."""
        if version.pk is None:
            return "–"
        edit = reverse("documents:edit", args=[version.process.slug, version.text.key, version.number])
        languages = reverse("documents:languages", args=[version.process.slug, version.text.key, version.number])
        rows = [(edit, _("Edit the text")), (languages, _("How the translations stand"))]
        rows += [
            (reverse(f"admin:documents_textversion_{name}", args=[version.pk]), said) for name, said in ways(version)
        ]
        if document := awaited_document(version):
            rows.append((reverse("admin:documents_document_change", args=[document.pk]), seen_once_issued(document)))
        return _list('<a href="{}">{}</a>', rows)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Documents that a version can still be issued as: not issued, and no other version's."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "document":
            pk = request.resolver_match.kwargs.get("object_id")  # type: ignore[union-attr]
            own = Q(text_version=pk) if pk else Q()
            free = Q(text_version=None, state__in=[DocumentState.PREPARATION, DocumentState.PLANNED])
            field.queryset = field.queryset.filter(own | free if pk else free)
            field.label_from_instance = with_title
        return field


def _planned(document: Document) -> str:
    return _("The version is to be issued as %(document)s.") % {"document": document}


def _began(version: TextVersion) -> str:
    return _("Version %(number)s has begun and is in the list of versions.") % {"number": version.number}


def _words_of(version: TextVersion, language: str) -> str:
    address = reverse("admin:documents_wording_changelist")
    return f"{address}?block__version__id__exact={version.pk}&language__exact={language}"


def _link(page: str, thing: Any, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(f"admin:{page}", args=[thing.pk]), words)


def _list(pattern: str, rows: list[Any]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", f"<li>{pattern}</li>", rows))


def _in_editor(version: TextVersion, key: str, language: str) -> SafeString | str:
    """The way to a paragraph in the editor, where alone texts are changed."""
    address = reverse("documents:edit", args=[version.process.slug, version.text.key, version.number])
    return format_html('<a href="{}?words={}&amp;open={}#{}">{}</a>', address, language, key, key, _("Edit the text"))


@admin.register(Block)
class BlockAdmin(RecordedAdmin):
    """Blocks, to look up: they are changed in the editor, where others who write there are told."""

    reads = Permission.DOCUMENT_READ
    list_display = ["key", "kind", "level", "alternative", "option", "version"]
    list_filter = ["version", "kind"]
    list_select_related = ["version__text"]
    search_fields = ["key", "wordings__words"]
    fields = readonly_fields = ("version", "key", "kind", "level", "alternative", "option", "editor")
    none_yet = gettext_lazy("There is no block yet. Texts are written in the editor or come with a data folder.")

    @admin.display(description=gettext_lazy("editor"))
    def editor(self, block: Block) -> SafeString | str:
        return _in_editor(block.version, block.key, block.version.text.original_language)


class StaleFilter(admin.SimpleListFilter):
    """Only the translations whose original has changed since."""

    title = gettext_lazy("translations")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("stale", gettext_lazy("older than their original"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "stale":
            return queryset
        rows = queryset.filter(translated_from__isnull=False).select_related("translated_from")
        return queryset.filter(pk__in=[wording.pk for wording in rows if wording.is_stale])


@admin.register(Wording)
class WordingAdmin(RecordedAdmin):
    """Wordings, to look up, with their originals and their history; they are written in the editor as well."""

    reads = Permission.DOCUMENT_READ
    list_display = ["block", "language", "beginning", "up_to_date"]
    list_filter = [StaleFilter, "language", "block__version"]
    list_select_related = ["block__version__text", "translated_from"]
    search_fields = ["block__key", "words"]
    ordering = ["block__version", "block__order", "language"]
    fields = readonly_fields = ("block", "language", "original", "words", "editor")

    def events_of(self, thing: Wording) -> Any:
        """The events of the version that concern this block in this language."""
        found = history.of_block(thing.block.version, thing.block.key, thing.language)
        return Event.objects.filter(pk__in=[event.pk for event in found])

    @admin.display(description=gettext_lazy("editor"))
    def editor(self, wording: Wording) -> SafeString | str:
        return _in_editor(wording.block.version, wording.block.key, wording.language)

    @admin.display(description=gettext_lazy("wording"))
    def beginning(self, wording: Wording) -> SafeString:
        html_lang = LANGUAGES[wording.language].html_lang
        return format_html('<span lang="{}" dir="auto">{}</span>', html_lang, wording.words[:90])

    @admin.display(description=gettext_lazy("up to date"), boolean=True)
    def up_to_date(self, wording: Wording) -> bool:
        return not wording.is_stale

    @admin.display(description=gettext_lazy("original"))
    def original(self, wording: Wording) -> SafeString | str:
        """The words of the original as they stand, beside the translation."""
        language = wording.block.version.text.original_language
        source = Wording.objects.filter(block=wording.block_id, language=language).first()
        if source is None or source.pk == wording.pk:
            return _("This is the original.")
        html_lang = LANGUAGES[language].html_lang
        return format_html('<div class="original" lang="{}" dir="auto">{}</div>', html_lang, source.words)
