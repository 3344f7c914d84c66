"""What is wrong in something a person typed: a reason in words, and the place where it shows."""

from collections.abc import Callable


def gettext_noop(message: str) -> str:
    """Mark `message` for the translators without translating it; pure modules cannot know the language."""
    return message


class Fault(ValueError):
    """Something that cannot be used as it is.

    `reason` is an English sentence known to the translators, with `{name}` places filled from `values`.
    """

    def __init__(self, reason: str, **values: object) -> None:
        self.reason = reason
        self.values = values
        super().__init__(self.sentence())

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The reason in the language of `translate`, which takes an English sentence (gettext, for one)."""
        return translate(self.reason).format(**self.values)


class TextFault(Fault):
    """A fault at a place: `position` counts characters from 0 and is at most the length of what was typed."""

    def __init__(self, reason: str, position: int, **values: object) -> None:
        self.position = position
        super().__init__(reason, **values)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The reason and the place; characters are counted from 1, as people count."""
        place = translate(gettext_noop("(at character {position})")).format(position=self.position + 1)
        return f"{super().sentence(translate)} {place}"
