"""What a table of rows in the admin says to those who listen."""

import re
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()

HELP = re.compile(r'(<th class="column-(\w+)[^>]*>[^<]*<img)')


@register.filter
def with_heads(table: str, rows: Any) -> SafeString:
    """Django's table of rows, with a word in the head over what each row is, and no head over nothing.

    The help in a head has an id, by which the fields below it are told (admin/inlines.py).
    """
    name = capfirst(str(rows.opts.verbose_name))
    head = format_html('<th class="original"><span class="visually-hidden">{}</span></th>', name)
    told = HELP.sub(rf'\1 id="{rows.formset.prefix}-\2-help"', table)
    return mark_safe(told.replace('<th class="original"></th>', head).replace("<th></th>", "<td></td>"))
