"""The data folder, and what the portal keeps in it, is for its owner and group alone, under the usual umask too."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from igsp_portal.bootstrap.demo import data_folder

KEEPING = """
import os, sys
os.umask(0o022)
import django
django.setup()
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.db import connection
from igsp_portal.foundations.paper import scratch
default_storage.save("filed/needs.pdf", ContentFile(b"%PDF-"))
send_mail("Your code", "12345678", None, ["amina@example.org"])
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE t (x int)")
scratch.folder()
"""


def open_to_others(folder: Path) -> list[str]:
    """What in a folder others may look into or read without passing a folder that is closed to them."""
    found = [folder, *folder.iterdir()]
    return sorted(path.name for path in found if stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO)


@pytest.mark.slow
@pytest.mark.parametrize("secret_key", ["", "a key of the operator's own"])
def test_a_new_data_folder_and_what_comes_into_it_is_closed_to_others(tmp_path: Path, secret_key: str) -> None:
    folder = tmp_path / "var"
    own = {"PORTAL_VAR": str(folder), "PORTAL_SECRET_KEY": secret_key, "PORTAL_MAIL_URL": "filemail://"}
    shell = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DATABASE_"))}
    told = {**shell, **own, "DJANGO_SETTINGS_MODULE": "igsp_portal.settings"}
    subprocess.run([sys.executable, "-c", KEEPING], check=True, cwd=settings.BASE_DIR, env=told, timeout=60)
    kept = {"files", "mail", "portal.sqlite3", "typesetting"} | (set() if secret_key else {"secret_key"})
    assert kept <= {path.name for path in folder.iterdir()}
    assert (oct(stat.S_IMODE(folder.stat().st_mode)), open_to_others(folder)) == ("0o750", [])
    assert open_to_others(folder / "files") == []


def test_the_data_folder_of_a_demonstration_is_closed_to_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        folder = data_folder(str(tmp_path / "var"))
    finally:
        os.umask(before)
    assert oct(stat.S_IMODE(folder.stat().st_mode)) == "0o750"
