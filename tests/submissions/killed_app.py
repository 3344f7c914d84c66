"""The portal of test_killed as its server begins it: with what the first answers load, before it parts into processes.

One that is begun in place of a killed one then answers at once, two hundred times.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.db import connections
from django.test import Client

from igsp_portal.wsgi import application

__all__ = ["application"]

browser = Client(headers={"host": "127.0.0.1"})
browser.cookies[settings.SESSION_COOKIE_NAME] = os.environ["KILLED_SESSION"]
for way in ("write", "file"):
    assert browser.get(f"{os.environ['KILLED_ADDRESS']}{way}/").status_code == 200
connections.close_all()
