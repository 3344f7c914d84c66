"""How a symbol is shown."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def parted(symbol: object) -> SafeString:
    """A symbol that a narrow line may break after a slash, and rather there than inside a part."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in str(symbol).split("/")))
