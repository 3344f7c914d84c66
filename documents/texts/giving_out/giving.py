"""Files given out to whoever may see what they are made of, and the word that one is still being made."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import LANGUAGES

from ..asked import not_for_crawlers

PDF = "application/pdf"


def given(
    request: HttpRequest, data: bytes, media_type: str, name: str, language: str = "", *, inline: bool = False
) -> HttpResponse:
    """A file, or the word that the reader has it already; `inline` where browsers show it themselves."""
    etag = f'"{hashlib.sha256(data).hexdigest()}"'
    answer = get_conditional_response(request, etag=etag) or HttpResponse(data, content_type=media_type)
    answer["ETag"] = etag
    answer["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    if language:
        answer["Content-Language"] = LANGUAGES[language].html_lang
    patch_cache_control(answer, private=True, no_cache=True)
    return not_for_crawlers(answer)


def not_made_yet(request: HttpRequest, title: str, problem: str, *, home: str, home_label: str) -> HttpResponse:
    """The page that says so, or what hindered it, with the way back."""
    context = {
        "problem": title,
        "text": problem or _("The PDF is being typeset. Look again in a minute."),
        "again": request.get_full_path(),
        "home_url": home,
        "home_label": home_label,
    }
    return not_for_crawlers(render(request, "documents/not_made_yet.html", context, status=503 if problem else 202))
