"""What the admin site says where there is nothing yet, and at the way to one more row."""

from __future__ import annotations

import json
from typing import Any

from django.utils.functional import Promise


class Prompts:
    """For a ModelAdmin: `none_yet` says, in place of a list's first rows, where they will come from.

    An inline whose rows can be added names in `one_more` what adding one is: Django would put the model's name,
    whatever it is, behind “Add another”.
    """

    none_yet: str | Promise = ""
    change_list_template: Any = "admin/portal_change_list.html"

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[Any]:
        found = super().get_inline_formsets(*args, **kwargs)  # type: ignore[misc]
        for rows in found:
            if words := getattr(rows.opts, "one_more", ""):
                data = json.loads(rows.inline_formset_data())
                data["options"]["addText"] = str(words)
                rows.inline_formset_data = json.dumps(data)  # the template takes a value as well as a method
        return found
