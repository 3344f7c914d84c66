"""The key that signs the heads of logs, made once and kept in the data folder; and the names of logs."""

from __future__ import annotations

import base64
import secrets

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from igsp_portal import secret_key
from meetings.models import Process

from . import notes


def name_of(process: Process) -> str:
    """The name of the log of a process: the address at which it is read, without its scheme."""
    return f"{settings.SITE_ADDRESS.partition('://')[2]}/log/{process.slug}"


def signed(process: Process, size: int, root: bytes) -> str:
    """The signed checkpoint of the log of a process. Raises ImproperlyConfigured for a key that is none."""
    return notes.checkpoint(name_of(process), size, root, _seed())


def verifier_key(process: Process) -> str:
    """The public key of the log of a process. Raises ImproperlyConfigured for a key that is none."""
    return notes.verifier_key(name_of(process), _seed())


def _seed() -> bytes:
    text = settings.LOG_KEY or secret_key.kept(settings.VAR, "log_key", _new, "PORTAL_LOG_KEY")
    try:
        seed = base64.b64decode(text, validate=True)
    except ValueError:
        seed = b""
    if len(seed) != notes.SEED:
        raise ImproperlyConfigured("The key of the log of filings is not 32 bytes in base64. See docs/operating.md.")
    return seed


def _new() -> str:
    return base64.b64encode(secrets.token_bytes(notes.SEED)).decode()
