"""A compilation as DOCX, in the house's styles; each statement in its own language, and running as that does."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.exchange.docx_out import Writer
from documents.exchange.facts import Facts
from documents.exchange.word import add
from documents.exchange.word_runs import Runs, in_language
from igsp_portal.foundations.language.languages import resolve

from .content import Content


def docx(key: str, content: Content) -> bytes:
    """The DOCX of the content of a compilation with that key; the same content gives the same bytes."""
    with override(content["language"]):
        return _Compilation([], content["language"], _facts(key, content)).written(content)


def _facts(key: str, content: Content) -> Facts:
    distribution, original = content["distribution"], content["original_language"]
    lines = (
        _("Distr.: %(distribution)s") % {"distribution": distribution} if distribution else "",
        content["date"],
        _("Original: %(language)s") % {"language": original} if original else "",
        *(content[name] for name in ("session_line", "place_dates", "agenda_line", "author")),
    )
    return Facts(
        title=content["title"],
        text=key,
        symbol=content["symbol"],
        subtitle=content["subtitle"],
        body=content["body"] or content["organization"],
        masthead=tuple(line for line in lines if line),
    )


class _Compilation(Writer):
    """A file without blocks of a text: nothing of it is edited here."""

    def written(self, content: Content) -> bytes:
        """The whole file."""
        self.masthead()
        if content["illustrative_notice"]:
            self._said("SecretariatNote", content["illustrative_notice"])
        for line in (*content["introduction"], content["note"]):
            self._said("Text", line)
        self._synthesis(content["sentences"])
        for group in content["groups"]:
            if group["key"] or len(content["groups"]) > 1:
                self._said("Heading1", f"{group['label']} {group['title']}".strip())
            self._synthesis(group["sentences"])
            for party in group["parties"]:
                self._party(party)
        return self.finished()

    def _synthesis(self, sentences: list[Content]) -> None:
        if sentences:
            self._said("Heading3", _("Synthesis by the secretariat"))
        for sentence in sentences:
            stands_on = " · ".join(f"{one['party']} {one['cited']}" for one in sentence["statements"])
            self._said("Text", sentence["words"], resolve(sentence["lang"]))
            self._said("SecretariatNote", stands_on)

    def _party(self, party: Content) -> None:
        self._said("Heading2", f"{party['name']} ({party['number']})")
        for statement in party["statements"]:
            # What was issued before has not "on".
            kind = " · ".join(filter(None, (statement["kind"], statement.get("on"))))
            self._said("Label", kind, character=True)
            if statement["words"]:
                self._said("Text", statement["words"], resolve(statement["lang"]))
            if statement["proposed"]:
                self._said("Label", _("Wording proposed:"), character=True)
                self._said("Text", statement["proposed"], resolve(statement["lang"]))

    def _said(self, style: str, words: str, language: str = "", *, character: bool = False) -> None:
        """A paragraph of words, in another language than the file's where that is given."""
        paragraph = self.paragraph(self.body, "Text" if character else style)
        language = language or self.language
        if (language == "ar") != (self.language == "ar"):
            add(paragraph[0], "bidi", val=int(language == "ar"))
        Runs(language).run(paragraph, words, "Emphasis" if character else "")
        if language != self.language:
            in_language(paragraph, language)
