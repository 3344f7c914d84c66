"""What a person typed in the editor and has not saved: kept in their session, paragraph by paragraph, for them alone.

Every press keeps what was typed when it was made and forgets what it has made use of: so nothing is lost by pressing,
by leaving, or by a refusal.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .. import actions
from ..models import TextVersion

MOST_KEPT = 40  # paragraphs of a version and language with words that a person has not saved
KEPT = "unsaved_words"
TYPED = ("words", "new_words")  # those of the paragraph, and those of one to be put after it


def keep(session: Any, version: TextVersion, key: str, language: str, sent: Mapping[str, Any]) -> bool:
    """Keep what was typed, over words of the fingerprint `opened_with`; False where nothing was that is to be saved."""
    typed = {name: lines(sent[name]) for name in TYPED if name in sent}
    if not typed:
        return False
    kept = of(session, version, key, language) | typed
    if "words" in typed:
        kept["opened_with"] = sent.get("opened_with", "")
    if "words" in kept and actions.fingerprint(kept["words"]) == kept["opened_with"]:
        del kept["words"]
    _put(session, version, key, language, kept)
    return "words" in kept or bool(kept.get("new_words", "").strip())


def forget(session: Any, version: TextVersion, key: str, language: str, *names: str) -> None:
    """Forget what has been made use of, or is not wanted: of `names`, or all of it."""
    kept = of(session, version, key, language)
    if kept:
        _put(session, version, key, language, {name: kept[name] for name in kept if names and name not in names})


def of(session: Any, version: TextVersion, key: str, language: str) -> dict[str, str]:
    """What is kept: `words`, with the fingerprint of those they were typed over, and `new_words`; each where it is."""
    return dict(session.get(KEPT, {}).get(_place(version, key, language), {}))


def of_others(session: Any, version: TextVersion, language: str, keys: Collection[str]) -> dict[str, str]:
    """What is kept for paragraphs that are not among `keys`: they were deleted while this person wrote in them."""
    found = waiting(session, version, language, {})
    return {key: "\n\n".join(typed) for key, typed in found.items() if key not in keys}


def waiting(session: Any, version: TextVersion, language: str, words: Mapping[str, str]) -> dict[str, list[str]]:
    """What is kept and differs from the words that stand there, by paragraph: its own words, those of a new one."""
    found = {}
    for key, one in _all(session, version, language).items():
        typed = [one[name] for name in TYPED if one.get(name, "").strip() and one[name] != words.get(key, "")]
        if typed:
            found[key] = typed
    return found


def differing(session: Any, version: TextVersion, language: str, words: Mapping[str, str]) -> set[str]:
    """The paragraphs for which other words are kept than those that stand there, by block in `words`."""
    kept = _all(session, version, language)
    return {key for key, one in kept.items() if "words" in one and one["words"] != words.get(key, "")}


def refuse_too_many(session: Any, version: TextVersion, language: str) -> None:
    """Refuse to go on where words wait in too many paragraphs; none of them is dropped. Raises ValidationError."""
    if len(_all(session, version, language)) > MOST_KEPT:
        says = _("Words in more than %(most)s paragraphs have not been saved. Save or discard some of them first.")
        raise ValidationError(says, params={"most": MOST_KEPT})


def lines(words: str) -> str:
    """Words as a form sends them, with the ends of lines that they are kept with."""
    return words.replace("\r\n", "\n")


def _put(session: Any, version: TextVersion, key: str, language: str, kept: dict[str, str]) -> None:
    place, every = _place(version, key, language), session.get(KEPT, {})
    others = {one: there for one, there in every.items() if one != place}
    if "words" in kept or kept.get("new_words", "").strip():
        others[place] = kept
    if others != every:
        session[KEPT] = others


def _all(session: Any, version: TextVersion, language: str) -> dict[str, dict[str, str]]:
    """What is kept of a version in one language, by paragraph."""
    found = {}
    for place, kept in session.get(KEPT, {}).items():
        number, _colon, rest = place.partition(":")
        key, _colon, code = rest.rpartition(":")
        if (number, code) == (str(version.pk), language):
            found[key] = kept
    return found


def _place(version: TextVersion, key: str, language: str) -> str:
    return f"{version.pk}:{key}:{language}"
