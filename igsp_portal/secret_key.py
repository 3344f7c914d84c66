"""The portal's own secret key, made once and kept in the data folder, readable by its owner alone."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def kept(folder: Path) -> str:
    """The key in `folder`, made if there is none. It appears there whole: of two that make one, the first stands."""
    file = folder / "secret_key"
    if not file.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=folder) as made:
                made.write(get_random_secret_key())
                made.flush()
                with suppress(FileExistsError):
                    os.link(made.name, file)
        except OSError as error:
            raise ImproperlyConfigured(
                f"The data folder {folder} cannot be written ({error.strerror}). "
                "Set PORTAL_VAR to a folder that can, or set PORTAL_SECRET_KEY."
            ) from error
    return file.read_text().strip()
