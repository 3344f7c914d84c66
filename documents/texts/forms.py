"""Fields of the admin site's forms for texts."""

from __future__ import annotations

from typing import Any

from igsp_portal.foundations.forms.fields import PlainJSON


class NumberingInput(PlainJSON):
    """The numbering of a text: a usual one by its bare name, any other as JSON."""

    def to_python(self, value: Any) -> Any:
        bare = isinstance(value, str) and value.strip().isalpha()
        return value.strip() if bare else super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        bare = isinstance(value, str) and value.isalpha()
        return value if bare else super().prepare_value(value)
