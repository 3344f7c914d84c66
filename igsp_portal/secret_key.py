"""The portal's own secret key, made once and kept in the data folder, readable by its owner alone."""

from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from .foundations.files import whole


def kept(folder: Path) -> str:
    """The key in `folder`, made if there is none. It appears there whole: of two that make one, the first stands."""
    file = folder / "secret_key"
    if not file.exists():
        try:
            whole.make_folder(folder)
            with suppress(FileExistsError):  # another process was first
                whole.write(file, [get_random_secret_key().encode()], mode=0o600)
        except OSError as error:
            raise ImproperlyConfigured(
                f"The data folder {folder} cannot be written ({error.strerror}). "
                "Set PORTAL_VAR to a folder that can, or set PORTAL_SECRET_KEY."
            ) from error
    return file.read_text().strip()
