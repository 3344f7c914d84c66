"""How the words that were looked for are marked."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def with_marks(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Pieces of a text, each with whether it is marked, as the text with its marks."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", words) if marked else words,) for words, marked in pieces)
    )
