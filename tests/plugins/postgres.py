"""A private PostgreSQL for one run of the tests: `pytest -p tests.plugins.postgres`.

It never syncs to disk. Under xdist the controller starts it and the workers inherit its address.
"""

from __future__ import annotations

import os

import pytest

from igsp_portal.bootstrap.postgres import Server

QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the server before pytest-django reads the settings, and with them DATABASE_URL."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    server = Server(QUICK)
    early_config.add_cleanup(server.stop)
    try:
        server.start()
    except RuntimeError as error:
        raise pytest.UsageError(str(error)) from error
    os.environ["DATABASE_URL"] = server.url
