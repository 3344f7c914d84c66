"""The introduction as it was written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from igsp_portal.models import User
from submissions.models import SubmissionVersion

from .addresses import at

pytestmark = pytest.mark.slow


def test_empty_lines_of_the_introduction_are_kept_on_review(
    draft: SubmissionVersion,
    write: Callable[..., SubmissionVersion],
    amina: User,
    browser_of: Callable[[User], Client],
) -> None:
    write(draft, introduction="One\n\n\nTwo")
    page = browser_of(amina).get(at("file", draft.submission.pk)).content.decode()
    assert "<p>One<br><br><br>Two</p>" in page
