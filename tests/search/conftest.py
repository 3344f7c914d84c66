"""The library of `corpus`, indexed."""

from __future__ import annotations

import pytest

from meetings.models import Process

from .corpus import make_corpus


@pytest.fixture
def lakes(db: None) -> Process:
    """A process whose library is small enough to tell what is found in it."""
    return make_corpus()
