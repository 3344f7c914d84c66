"""What a table of rows in the admin says to those who listen."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def with_heads(table: str, name: object) -> SafeString:
    """Django's table of rows, with a word in the head over what each row is, and no head over nothing."""
    head = format_html('<th class="original"><span class="visually-hidden">{}</span></th>', capfirst(str(name)))
    return mark_safe(table.replace('<th class="original"></th>', head).replace("<th></th>", "<td></td>"))
