"""The admin site's page on which a document is withdrawn: it asks for the reason, which readers are told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.forms.given_back import gives_back

from . import moves
from .forms import WithdrawForm
from .models import Document


class WithdrawingPage:
    """For the admin of documents."""

    admin_site: Any
    opts: Any
    get_queryset: Any

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.withdraw)
        own = path("<row:pk>/withdraw/", view, name="documents_document_withdraw")
        return [own, *super().get_urls()]  # type: ignore[misc]

    @gives_back(reason=gettext_lazy("Reason"))
    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that asks why a document is withdrawn."""
        document = get_object_or_404(self.get_queryset(request), pk=pk)
        if not access.may(request.user, Permission.DOCUMENT_ISSUE, process=document.process):
            raise PermissionDenied
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and (said := _withdrawn(form, document, request.user)):
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:documents_document_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw"),
            "subtitle": str(document),
            "version": document,
            "opts": self.opts,
            "form": form,
            "says": _(
                "The document stays listed, marked as withdrawn. Nobody is given its files any more: their addresses "
                "say that it was withdrawn, when and why. “Reissue” makes them available again."
            ),
            "press": _("Withdraw"),
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "documents/admin/releasing.html", context, status=status)


def _withdrawn(form: WithdrawForm, document: Document, by: Any) -> str:
    """Withdraw the document and say so; nothing where that was refused (the form then says why)."""
    try:
        return moves.withdraw(document, by=by, because=form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error)
        return ""
