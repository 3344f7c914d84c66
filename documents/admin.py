"""Where Django looks for this app's pages of the admin site: the library's come first, then those of texts."""

from .library import admin as library_admin  # noqa: F401
from .texts import admin as texts_admin  # noqa: F401
from .texts import glossary_admin  # noqa: F401
