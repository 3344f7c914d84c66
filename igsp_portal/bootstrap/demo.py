"""The environment of a demonstration: set before the settings are read, and owing nothing to the operator's.

A shell may hold the variables of a real portal. A demonstration signs anybody in at one click, so it must not
touch that database, send that mail or answer to those hosts: it keeps PORTAL_VAR, PORTAL_TODAY, PORT and the
level of the log, and drops the rest.
"""

from __future__ import annotations

import datetime
import errno
import os
import re
from collections.abc import MutableMapping
from pathlib import Path

from igsp_portal.bootstrap.ground import ROOT, Refusal

PROCESS = ROOT / "igsp_portal" / "processes" / "igsp" / "process.yaml"
KEPT = {"PORTAL_VAR", "PORTAL_TODAY", "PORTAL_LOG_LEVEL", "PORTAL_VENV"}
FOREIGN = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "GUNICORN_CMD_ARGS", "WEB_CONCURRENCY"}


def set_environment(environment: MutableMapping[str, str]) -> None:
    """Turn the environment into a demonstration's; raises Refusal for an unusable port or folder."""
    if os.name == "nt":
        raise Refusal("The demonstration runs on Linux and macOS; on Windows, run it in WSL.")
    for name in [name for name in environment if name.startswith("PORTAL_") and name not in KEPT]:
        del environment[name]
    for name in FOREIGN & set(environment):
        del environment[name]
    environment["PORT"] = str(port(environment.get("PORT", "")))
    environment["PORTAL_DEMO"] = "1"
    environment["PORTAL_VAR"] = str(data_folder(environment.get("PORTAL_VAR", "")))
    environment["PORTAL_ADDRESS"] = f"http://127.0.0.1:{environment['PORT']}"
    environment["PORTAL_TODAY"] = today(environment.get("PORTAL_TODAY"))


def know_address(environment: MutableMapping[str, str]) -> None:
    """Let a command in a second terminal, beside a demonstration, name the address at which that is found."""
    if environment.get("PORTAL_DEMO") == "1":
        environment.setdefault("PORTAL_ADDRESS", f"http://127.0.0.1:{port(environment.get('PORT', ''))}")


def port(value: str) -> int:
    """The TCP port: 8000 unless PORT says otherwise; raises Refusal when that is not a port."""
    if not value:
        return 8000
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise Refusal(f"PORT is {value!r}; write a number from 1 to 65535, for example PORT=8001.")
    return int(value)


def today(value: str | None) -> str:
    """The day on which the demonstration stands; empty for the real clock; raises Refusal for no date."""
    if value is None:
        return demonstration_day()
    if value.strip():
        try:
            datetime.date.fromisoformat(value.strip())
        except ValueError:
            raise Refusal(f"PORTAL_TODAY is {value!r}; write a day as 2004-10-15, or nothing for today.") from None
    return value.strip()


def data_folder(value: str) -> Path:
    """Make the data folder and try to write in it; raises Refusal with what to do when that fails."""
    folder = Path(value).expanduser().absolute() if value else ROOT / "var"
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(0o750, parents=True, exist_ok=True)
        with probe.open("wb") as file:
            file.write(bytes(1_000_000))
    except OSError as error:
        advice = "Free some 200 MB, or name another folder" if error.errno == errno.ENOSPC else "Name another folder"
        raise Refusal(
            f"The data folder {folder} cannot be used: {error.strerror}.\n"
            f"{advice}: PORTAL_VAR=/another/folder python3 manage.py demo"
        ) from None
    finally:
        probe.unlink(missing_ok=True) if os.access(folder, os.W_OK) else None
    return folder


def demonstration_day() -> str:
    """The day on which the shipped process is shown, from its file; nothing when it names none."""
    try:
        text = PROCESS.read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(r"^demonstration_day:\s*[\"']?(\d{4}-\d{2}-\d{2})", text, re.MULTILINE)
    return found[1] if found else ""
