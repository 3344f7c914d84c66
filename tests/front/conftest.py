from collections.abc import Callable

import pytest


@pytest.fixture(autouse=True)
def _letters_go_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's transaction never commits; what waits for that is done when it is handed over."""

    def now(do: Callable[[], object], *args: object, **kwargs: object) -> None:
        do()

    monkeypatch.setattr("django.db.transaction.on_commit", now)
