"""The process of the tests' own loads without a word of complaint or doubt, and loads again without a change."""

from __future__ import annotations

import pytest

from meetings.models import Process

from .conftest import PROCESSES
from .meetings.folders import told

pytestmark = pytest.mark.slow


def test_the_folder_loads_and_loads_again_without_a_change(igsp: Process) -> None:
    told(PROCESSES / "inc", "--no-papers")
    assert told(PROCESSES / "inc", "--no-papers") == ["Fishing gear instrument: 0 changes made"]
