"""The portal's own secret key, made once and kept in the data folder, readable by its owner alone."""

import os
from pathlib import Path
from tempfile import mkstemp

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def kept(folder: Path) -> str:
    """The key in `folder`, made if there is none. It appears there whole: of two that make one, the first stands."""
    file = folder / "secret_key"
    if not file.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _make(file)
        except OSError as error:
            raise ImproperlyConfigured(
                f"The data folder {folder} cannot be written ({error.strerror}). "
                "Set PORTAL_VAR to a folder that can, or set PORTAL_SECRET_KEY."
            ) from error
    return file.read_text().strip()


def _make(file: Path) -> None:
    descriptor, name = mkstemp(dir=file.parent)
    made = Path(name)
    try:
        with os.fdopen(descriptor, "w") as opened:
            opened.write(get_random_secret_key())
        _name(made, file)
    finally:
        made.unlink(missing_ok=True)


def _name(made: Path, file: Path) -> None:
    try:
        os.link(made, file)
    except FileExistsError:
        pass  # another process was first
    except OSError:  # a file system without hard links
        made.replace(file)
