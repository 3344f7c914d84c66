"""The settings under test: the portal's own, but for what makes tests slow or wants a build step first."""

from igsp_portal.settings import *  # noqa: F403
from igsp_portal.settings import CACHES, STATIC_ROOT, STORAGES, TASKS

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STAMP_SECONDS = 0.0
TASKS = {"default": {**TASKS["default"], "BACKEND": "tests.at_once.AtOnce"}}

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when there is none
