"""How it is said that a folder would change what was released."""

from __future__ import annotations

from django.utils.translation import gettext as _


def differs(number: int, what: object) -> str:
    """The sentence for what is different in a version that is frozen."""
    says = _(
        "Version %(number)s has been released and is frozen, but %(what)s is different here. Give the "
        "changed text a new number."
    )
    return says % {"number": number, "what": what}
