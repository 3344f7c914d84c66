"""A compilation as the page that the PDF engine sets."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper.presses import Page

from .content import Content


def page(content: Content) -> Page:
    """The page to be typeset; the same content gives the same page."""
    with override(content["language"]):
        html = render_to_string("papers/compilation.html", {"paper": content})
    return {
        "html": html,
        "language": LANGUAGES[content["language"]].html_lang,
        "title": " – ".join(filter(None, (content["symbol"], content["title"]))),
        "author": content["author"] or content["organization"],
    }
