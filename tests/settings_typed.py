"""The settings the type checker reads: modeltranslation makes managers while Django starts that it cannot follow."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as _INSTALLED

_INSTEAD = {"igsp_portal.apps.PortalAdminConfig": "django.contrib.admin.apps.SimpleAdminConfig"}
INSTALLED_APPS = [_INSTEAD.get(app, app) for app in _INSTALLED if app != "modeltranslation"]
