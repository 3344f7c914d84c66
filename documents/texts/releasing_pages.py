"""Pages of the admin site on which a version is released in part, its later languages follow, and it is reissued."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, isolated, listed

from ..library.models import Document
from . import actions
from .forms import LanguageForm, LaterForm, ReissueForm, TransmitForm
from .giving_out import transmittals
from .models import TextVersion


def ways(version: TextVersion) -> list[tuple[str, str]]:
    """The pages that a version offers as it stands: name of the address, and what the way is called."""
    if not version.is_frozen:
        return [("later", _("Release, with languages to follow"))] if len(_beside_original(version)) else []
    offered = [("language", _("Languages to follow"))] if _awaited(version) else []
    if version.is_issued and version.document_id:
        offered.append(("reissue", _("Reissue for technical reasons")))
        offered.append(("transmit", _("Transmit to the governing body")))
    return offered


def awaited_document(version: TextVersion) -> Document | None:
    """The document with which a released version reaches its readers, where it is not issued yet."""
    return version.document if version.is_frozen and not version.is_issued else None


def seen_once_issued(document: Document) -> str:
    """Word that readers do not have a released version yet."""
    return _("Readers see it once its document is issued: %(document)s") % {"document": document}


def released_in_words(version: TextVersion) -> str:
    """What a person is told who has released a version."""
    says = _("Released: the text is frozen. To change it, begin the next version.")
    document = awaited_document(version)
    return f"{says} {seen_once_issued(document)}" if document else says


def sentences(version: TextVersion, refused: ValidationError) -> list[str]:
    """What a refusal says; what it says of words leads to them in the editor."""
    address = reverse("documents:edit", args=[version.process.slug, version.text.key, version.number])
    found: list[str] = []
    for one in getattr(refused, "error_list", ()):
        for sentence in one.messages:
            if isinstance(one, actions.WordsRefused):
                url = f"{address}?words={one.language}&open={one.key}#{one.key}"
                found.append(format_html('<a href="{}">{}</a>', url, sentence))
            else:
                found.append(sentence)
    return found or refused.messages


def _beside_original(version: TextVersion) -> list[str]:
    return [code for code in CODES if code != version.text.original_language]


def _awaited(version: TextVersion) -> list[str]:
    """The languages of a released version in which it is not released."""
    there = set(version.languages.released().values_list("language", flat=True))
    return [code for code in CODES if code not in there]


class ReleasingPages:
    """For the admin of versions: a page for each way."""

    admin_site: Any
    opts: Any
    get_queryset: Any

    def get_urls(self) -> list[URLPattern]:
        def page(name: str, view: Callable[..., HttpResponse]) -> URLPattern:
            address = f"documents_textversion_{name}"
            return path(f"<row:pk>/{name}/", self.admin_site.admin_view(view), name=address)

        views = {"later": self.later, "language": self.language, "reissue": self.reissue, "transmit": self.transmit}
        own = [page(name, view) for name, view in views.items()]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def later(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Release a version now, some of its languages later."""
        version = self._version(request, pk, "later")
        lacks = actions.lacks_printed(version)
        form = LaterForm(_beside_original(version), request.POST or None, _expected(version), lacks=lacks)

        def release() -> str:
            exception = form.cleaned_data.get("lacking", False)
            actions.release(version, later=form.later(), by=self._person(request), exception=exception)
            return " ".join(filter(None, (released_in_words(version), _following(form.later()))))

        says = _(
            "The structure and the original are frozen now, with all languages that do not follow later. All languages "
            "are released together unless this is recorded as an exception."
        )
        return self._page(request, version, form, release, _("Release, with languages to follow"), says, _("Release"))

    def language(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Release one more language, or say when it is expected."""
        version = self._version(request, pk, "language")
        form = LanguageForm(_awaited(version), request.POST or None)

        def follow() -> str:
            language, on = form.cleaned_data["language"], form.cleaned_data["expected_on"]
            if "expect" in request.POST:
                actions.expect_language(version, language, on=on, by=self._person(request))
                return _("Saved: the page of the text says when this language is expected.")
            actions.release_language(version, language, by=self._person(request))
            return _("Released: the words in this language are frozen.")

        says = _(
            "A language is released when every paragraph is translated and no translation is older than its original."
        )
        second = ("expect", _("Save the date only"))
        return self._page(
            request, version, form, follow, _("Languages to follow"), says, _("Release the language"), second
        )

    def reissue(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set an issued document again under its own symbol."""
        version = self._version(request, pk, "reissue")
        released = [code for code in CODES if code not in _awaited(version)]
        form = ReissueForm(released, request.POST or None)

        def again() -> str:
            data = form.cleaned_data
            actions.reissue(version, languages=data["languages"], reason=data["reason"], by=self._person(request))
            return _("The documents are being typeset again. The earlier files remain at their addresses.")

        says = _(
            "The words stay as they were released. The details on the first page are taken as they stand now, and an "
            "asterisk behind the symbol says that it was reissued. The earlier files remain at their addresses."
        )
        return self._page(request, version, form, again, _("Reissue for technical reasons"), says, _("Reissue"))

    def transmit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the package made in which an issued version goes to the body that is to consider it."""
        version = self._version(request, pk, "transmit")
        form = TransmitForm(transmittals.notes_for(version), request.POST or None)

        def hand_over() -> str:
            note, exception = form.cleaned_data["note"], "exception" in request.POST
            transmittals.transmit(version, note=note, by=self._person(request), exception=exception)
            return _("The package is being made. Its cover note can be issued when it is there.")

        says = _(
            "The package holds the documents as issued, files for the record and to work on, the brackets of all "
            "versions, a concordance, and a manifest by which all of it can be checked without the portal. "
            "Once made it is not changed. It is open to readers when its cover note is issued."
        )
        missing, second = transmittals.still_to_follow(version), None
        if missing:
            says = f"{says}\n\n{transmittals.lacking_in_words(missing)}"
            second = ("exception", _("Make it as an exception, without these languages"))
        title = _("Transmit to the governing body")
        return self._page(request, version, form, hand_over, title, says, _("Make it"), second)

    def _person(self, request: HttpRequest) -> Any:
        return request.user

    def _version(self, request: HttpRequest, pk: int, way: str) -> TextVersion:
        version = get_object_or_404(self.get_queryset(request).select_related("text__process", "document"), pk=pk)
        if not access.may(request.user, Permission.TEXT_RELEASE, process=version.process):
            raise PermissionDenied
        if way not in dict(ways(version)):
            raise Http404
        return version

    def _page(
        self,
        request: HttpRequest,
        version: TextVersion,
        form: Any,
        act: Callable[[], str],
        title: str,
        says: str,
        press: str,
        second: tuple[str, str] | None = None,
    ) -> HttpResponse:
        """The form; once it is sent and right, what it asks for, and the way back to the version."""
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, act())
                return HttpResponseRedirect(reverse("admin:documents_textversion_change", args=[version.pk]))
            except ValidationError as error:
                for sentence in sentences(version, error):
                    form.add_error(None, sentence)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(version),
            "version": version,
            "opts": self.opts,
            "form": form,
            "says": says,
            "press": press,
            "second": second,
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "documents/admin/releasing.html", context, status=status)


def _expected(version: TextVersion) -> dict[str, Any]:
    """The days entered before; which languages follow is chosen by who releases, and none of them in advance."""
    days = version.languages.exclude(expected_on=None).values_list("language", "expected_on")
    return {f"expected_{code}": day for code, day in days}


def _following(later: Collection[str]) -> str:
    names = listed(isolated(LANGUAGES[code].own_name) for code in later)
    return f"{_('Languages to follow')}: {names}" if later else ""
