"""What leads to a document: the symbol it bears, the forms in which it is cited, and either half of each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.turns import Turn, wait_for

from ... import symbols

BORNE = _("Another document bears this symbol.")
CITED = _("Another document is cited under this symbol.")
ALREADY = _("A document is already cited under this symbol.")


def validate_symbol(text: str) -> None:
    """Refuse what is not a document symbol, saying where it stops being one."""
    try:
        symbols.parse(text)
    except symbols.SymbolError as error:
        raise ValidationError(error.sentence(gettext)) from error


def keys_of(symbol: str) -> tuple[str, ...]:
    """The comparison keys of a symbol, one for each of its halves; none of what is no symbol."""
    try:
        return symbols.parse(symbol).keys
    except symbols.SymbolError:
        return ()


def hold_symbols() -> None:
    """Let nobody else give out a symbol before this change is done, so that the second is refused in words."""
    wait_for(Turn.SYMBOLS)


def refuse_taken(keys: Collection[str], document: int | None) -> None:
    """Refuse a symbol whose keys, or one of them, lead to another document than the one with this id."""
    others = SymbolKey.objects.filter(key__in=keys).exclude(document=document).select_related("document")
    if other := others.first():
        raise ValidationError({"symbol": other.why_taken()})


class SymbolKey(models.Model):
    """One form under which a document is found. In the whole portal it leads to one document.

    Made from symbols and from forms as cited whenever one of these changes; it says nothing of its own.
    """

    document = models.ForeignKey("Document", models.CASCADE, related_name="symbol_keys", verbose_name=_("document"))
    key = models.CharField(_("key"), max_length=symbols.LONGEST_SYMBOL, unique=True)
    joined = models.CharField(max_length=symbols.LONGEST_SYMBOL, db_index=True)

    class Meta:
        verbose_name = _("form as compared")
        verbose_name_plural = _("forms as compared")

    def __str__(self) -> str:
        return self.key

    @property
    def process(self) -> Any:
        return self.document.process

    @staticmethod
    def index(document: Any) -> None:
        """Keep for `document` the keys of its symbol and of its forms as cited, and no others."""
        symbols_known = [document.symbol, *document.aliases.values_list("symbol", flat=True)]
        wanted = {key for symbol in symbols_known for key in (symbols.key(symbol), *keys_of(symbol)) if key}
        rows = SymbolKey.objects.filter(document=document)
        there = set(rows.values_list("key", flat=True))
        if there - wanted:
            rows.exclude(key__in=wanted).delete()
        SymbolKey.objects.bulk_create(SymbolKey.of(document, key) for key in sorted(wanted - there))

    @staticmethod
    def of(document: Any, key: str) -> SymbolKey:
        """A key of `document`, not yet saved."""
        return SymbolKey(document=document, key=key, joined=symbols.joined(key))

    def why_taken(self) -> Any:
        """Whether its document bears the symbol or is cited by it, in words."""
        return BORNE if self.key in self.document.own_keys else CITED


class SymbolAlias(models.Model):
    """Another form in which a document is cited, such as a misprint: it resolves, never silently corrected."""

    document = models.ForeignKey("Document", models.CASCADE, related_name="aliases", verbose_name=_("document"))
    symbol = models.CharField(_("form cited"), max_length=symbols.LONGEST_SYMBOL, validators=[validate_symbol])
    symbol_key = models.CharField(max_length=symbols.LONGEST_SYMBOL, editable=False)

    class Meta:
        verbose_name = _("form cited")
        verbose_name_plural = _("forms cited")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "symbol_key"], name="symbol_alias_once", violation_error_message=ALREADY
            )
        ]

    def __str__(self) -> str:
        return self.symbol

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.symbol_key = symbols.parse(self.symbol).key
        if "symbol" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "symbol_key"}
        hold_symbols()
        self._refuse_taken()
        super().save(*args, **kwargs)
        SymbolKey.index(self.document)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        deleted = super().delete(*args, **kwargs)
        SymbolKey.index(self.document)
        return deleted

    def clean(self) -> None:
        self.symbol_key = symbols.key(self.symbol)  # also of what is no symbol, which its validator refuses
        self._refuse_taken()

    def _refuse_taken(self) -> None:
        refuse_taken(keys_of(self.symbol), self.document_id)

    @property
    def process(self) -> Any:
        return self.document.process
