"""Sessions whose rows are worth nothing to whoever reads them.

Django keeps a session under the very key that the browser sends, and its data signed but readable: codes to sign in
among them. Here the row is named by a hash of the key, and its data is sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.sessions.backends import db
from django.db import transaction
from django.utils import timezone

from .sealed import CannotBeOpened, opened, seal

PURPOSE = "session"
NAME_LENGTH = 40  # of the column; 160 bits


def row_of(key: str) -> str:
    """The name of the row that holds the session of this key. Keys are drawn at random: no salt is wanted."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:NAME_LENGTH]


class SessionStore(db.SessionStore):
    """Django's sessions in the database, by hash and sealed. Its `session_key` is what the browser sends."""

    def exists(self, session_key: str) -> bool:
        return super().exists(row_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = row_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(row_of(key))

    @contextmanager
    def held(self) -> Iterator[None]:
        """The session as it stands now, kept from other requests; what is changed in it is stored before they go on.

        Django reads a session when it is first asked for and stores it after the view: of requests that come
        together, each would else begin with what the others have not counted yet.
        """
        with transaction.atomic():
            self._read_held()
            key = self.session_key
            yield
            if self.modified:
                self.save()
                self.modified = self.session_key != key  # a new key has still to be told to the browser

    def _read_held(self) -> None:
        rows = self.model.objects.select_for_update().filter(session_key=row_of(self.session_key or ""))
        rows.first()
        vars(self).pop("_session_cache", None)

    def _get_session_from_db(self) -> Any:
        found = self.model.objects.filter(session_key=row_of(self.session_key or ""), expire_date__gt=timezone.now())
        row = found.first()
        if row is None:
            self._session_key = None
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal(json.dumps(session_dict, separators=(",", ":")), PURPOSE)

    def decode(self, session_data: Any) -> dict[str, Any]:
        try:
            return json.loads(opened(session_data, PURPOSE))
        except CannotBeOpened:  # of before the portal's key was changed: the person signs in again
            return {}
