"""The portal's own secret keys, made once and kept in the data folder, readable by their owner alone."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from .foundations.files import whole


def kept(
    folder: Path,
    name: str = "secret_key",
    make: Callable[[], str] = lambda: get_random_secret_key(),
    variable: str = "PORTAL_SECRET_KEY",
) -> str:
    """The key of that name in `folder`, made if there is none. It appears there whole: of two that make one, the first
    stands. Raises ImproperlyConfigured, with the variable to set, where it cannot be written."""
    file = folder / name
    if not file.exists():
        try:
            whole.make_folder(folder)
            with suppress(FileExistsError):  # another process was first
                whole.write(file, [make().encode()], mode=0o600)
        except OSError as error:
            raise ImproperlyConfigured(
                f"The data folder {folder} cannot be written ({error.strerror}). "
                f"Set PORTAL_VAR to a folder that can, or set {variable}."
            ) from error
    return file.read_text().strip()
