"""Settings of the portal: every choice an operator has is an environment variable (docs/operating.md)."""

import shlex
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from . import secret_key, variables
from .foundations.files import whole
from .sign_in import *  # noqa: F403

env = variables.Variables()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var"))).resolve()
with suppress(OSError):  # whoever has to write in it says so
    whole.make_folder(VAR, whole.PRIVATE)

DEMO = env.bool("PORTAL_DEMO", default=False)
DEBUG = env.bool("PORTAL_DEBUG", default=False)
HTTPS = env.bool("PORTAL_HTTPS", default=not (DEMO or DEBUG))


def _portal_today() -> date | None:
    """The day on which the clock of a demonstration stands; None for the real one."""
    value = env.str("PORTAL_TODAY", default="").strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"PORTAL_TODAY is {value!r}; write it as 2004-10-15.") from error


SECRET_KEY = env.str("PORTAL_SECRET_KEY", default="") or secret_key.kept(VAR)
SECRET_KEY_FALLBACKS = env.list("PORTAL_SECRET_KEY_FALLBACKS", default=[])
LOG_KEY = env.str("PORTAL_LOG_KEY", default="")  # made when it is first needed: submissions/log/signing.py
PORTAL_TODAY = _portal_today()
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=LOOPBACK)
if DEMO and not set(ALLOWED_HOSTS) <= set(LOOPBACK):
    raise ImproperlyConfigured("PORTAL_DEMO opens every account at one click: it does not go with PORTAL_HOSTS.")
CSRF_TRUSTED_ORIGINS = env.list("PORTAL_ORIGINS", default=[])
SITE_ADDRESS = env.str("PORTAL_ADDRESS", default="http://127.0.0.1:8000")

# Applications, from the ground up

INSTALLED_APPS = [
    "modeltranslation",
    "igsp_portal.apps.PortalConfig",
    "igsp_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "igsp_portal.apps.BrowsersConfig",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "meetings",
    "documents",
    "submissions",
]
if OIDC := env.json("PORTAL_OIDC", default={}):
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC]}}
# The button that leads to the organization's own sign-in is a form: browsers ask where it may end.
_provider = urlsplit(OIDC.get("settings", {}).get("server_url", ""))
IDENTITY_PROVIDER = [f"{_provider.scheme}://{_provider.netloc}"] if _provider.netloc else []

MIDDLEWARE = [
    "igsp_portal.foundations.pages.arrival.Arrivals",  # before anything that takes time
    "igsp_portal.foundations.pages.kept_pages.KeptPages",
    "igsp_portal.api.door.ApiDoor",
    "django.middleware.security.SecurityMiddleware",
    "igsp_portal.foundations.pages.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "igsp_portal.foundations.pages.closed.ClosedByDefault",  # before a stranger's upload is read in search of a token
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "igsp_portal.front.one_process.OneProcess",
    "django.contrib.messages.middleware.MessageMiddleware",
    "igsp_portal.foundations.pages.closed.NoNulls",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "igsp_portal.front.headers.NoDeviceFeatures",
]

ROOT_URLCONF = "igsp_portal.urls"
WSGI_APPLICATION = "igsp_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "igsp_portal.front.context.portal",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Data

_embedded: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR / "portal.sqlite3"}
_connection_seconds = env.int("PORTAL_DB_CONNECTION_SECONDS", default=60)
DATABASES = {"default": env.database("DATABASE_URL") or _embedded}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what a receipt was given for lasts through a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A question asked before is planned already, which is half of what it costs; not behind a pooler, which may give
    # the next one another connection.
    _planned = {"server_side_binding": True, "prepare_threshold": 2} if _connection_seconds else {}
    # Compiling a question takes seconds where it looks dear, as a search does; answering it takes some milliseconds.
    _uncompiled = {"options": "-c jit=off"} if _connection_seconds else {}
    DATABASES["default"]["OPTIONS"] = _uncompiled | DATABASES["default"].get("OPTIONS", {}) | _planned
DATABASES["default"]["CONN_MAX_AGE"] = _connection_seconds

# Rate limits count in "default", which every process has to share.
if _shared_cache := env.address("PORTAL_CACHE_URL", variables.CACHES):
    variables.need("redis", "PORTAL_CACHE_URL")
CACHES = {
    "default": (
        {
            "BACKEND": "igsp_portal.foundations.pages.shared_cache.SharedCache",
            "LOCATION": _shared_cache,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
        if _shared_cache
        else {
            "BACKEND": "igsp_portal.foundations.pages.shared_cache.TableCache",
            "LOCATION": "igsp_portal_cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},  # beyond them counts are forgotten
        }
    ),
    # What the screens of a meeting room show, which each process makes for itself.
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
# Public pages are kept by each process; a stranger may be shown one that was true this long ago.
STAMP_SECONDS = 0.01

STORAGES = {
    "default": {
        "BACKEND": "igsp_portal.foundations.files.storage.WholeFiles",
        "OPTIONS": {
            "location": str(VAR / "files"),
            "base_url": None,
            "file_permissions_mode": 0o640,
            "directory_permissions_mode": whole.PRIVATE,
        },
    },
    "staticfiles": {"BACKEND": "igsp_portal.foundations.files.storage.WholeStaticFiles"},
}
if _bucket := env.str("PORTAL_S3_BUCKET", default=""):
    variables.need("storages", "PORTAL_S3_BUCKET")
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _bucket,
            "endpoint_url": env.str("PORTAL_S3_ENDPOINT", default="") or None,
            "file_overwrite": False,
            "signature_version": "s3v4",  # of signed addresses; stores of today take no other
            "max_memory_size": 1024 * 1024,  # bytes of a file that is read; the rest of it waits on the disk
        },
    }
# Whoever else gives out the bytes of public files: nginx, below an address of its own, or S3, by signed addresses.
NGINX_FILES = env.str("PORTAL_NGINX_FILES", default="").strip("/")
S3_SIGNED_SECONDS = env.int("PORTAL_S3_SIGNED_SECONDS", default=0)
if NGINX_FILES and _bucket:
    raise ImproperlyConfigured("PORTAL_NGINX_FILES is for files on a disk: it does not go with PORTAL_S3_BUCKET.")
if S3_SIGNED_SECONDS and not _bucket:
    raise ImproperlyConfigured("PORTAL_S3_SIGNED_SECONDS is for files in S3: it needs PORTAL_S3_BUCKET.")
NGINX_FILES = f"/{NGINX_FILES}/" if NGINX_FILES else ""
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Nginx and the like may serve the public part; what was filed or posted is never below STATIC_ROOT.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "igsp_portal.foundations.files.incoming.SmallUploads",
    "igsp_portal.foundations.files.incoming.NamelessUploads",
]
INCOMING = VAR / "incoming"
# Many files posted in one go wait in a folder of their own, which several hosts share.
POSTING_WAITS = Path(env.str("PORTAL_POSTING_WAITS", default=str(VAR / "waiting")))
POSTING_FILES = env.int("PORTAL_POSTING_FILES", default=500)
POSTING_TOGETHER_BYTES = env.int("PORTAL_POSTING_TOGETHER_MB", default=2000) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = POSTING_FILES + 100  # a few more, so that the page itself can say how many there may be
DATA_UPLOAD_MAX_NUMBER_FIELDS = max(1000, 10 * POSTING_FILES)
UPLOAD_LIMIT_BYTES = env.int("PORTAL_UPLOAD_LIMIT_MB", default=20) * 1024 * 1024
SCAN_COMMAND = shlex.split(env.str("PORTAL_SCAN_COMMAND", default=""))
POSTING_LIMIT_BYTES = env.int("PORTAL_POSTING_LIMIT_MB", default=200) * 1024 * 1024

# Work done beside the request

QUEUES = ["default", "awaited"]  # foundations.worker.work says what is awaited
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}

_mail = env.mail("PORTAL_MAIL_URL", default="consolemail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_TIMEOUT = 20
if _service := env.str("PORTAL_MAIL_SERVICE", default=""):
    variables.need("anymail", "PORTAL_MAIL_SERVICE")
    EMAIL_BACKEND = f"anymail.backends.{_service}.EmailBackend"
    ANYMAIL = env.json("PORTAL_MAIL_SERVICE_OPTIONS", default={})
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if EMAIL_BACKEND.endswith("filebased.EmailBackend"):  # codes to sign in are in them
    with suppress(OSError):
        whole.make_folder(Path(EMAIL_FILE_PATH), whole.PRIVATE)
DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", default="secretariat@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Languages and time: the six official languages, each named in itself, always in this order

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
FORMAT_MODULE_PATH = "igsp_portal.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh-hans")


def MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME(label: str, code: str) -> str:  # noqa: N802 - a setting
    """The label of a field in one language names the language in itself: Title (Русский)."""
    return f"{label} ({dict(LANGUAGES)[code]})"


LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Who comes in: sign_in.py

# The address is unique in any letter case, by a constraint of its own that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Closed by default

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a balancer asks inside, without TLS
SECURE_HSTS_SECONDS = env.int("PORTAL_HSTS_SECONDS", default=365 * 24 * 3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool("PORTAL_HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS and env.bool("PORTAL_HSTS_PRELOAD", default=True)
if HTTPS:  # what the operator has chosen to say is no fault for `check --deploy` to find
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("PORTAL_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_ENGINE = "igsp_portal.foundations.secrets.sessions"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *IDENTITY_PROVIDER],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "igsp_portal.front.views.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},  # a page of lines a paper
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("PORTAL_LOG_LEVEL", "WARNING" if DEMO else "INFO", variables.LEVELS),
    },
}

PROCESSES_DIR = BASE_DIR / "igsp_portal" / "processes"
PORTAL_NAME = _("Intergovernmental process portal")
