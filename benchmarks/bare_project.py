"""The measure of all forms: a project as Django starts it, with a form that a signed-in person saves as one row.

It stands on the portal's own database, with the portal's own settings for it, and has the middleware, sessions and
accounts that `startproject` sets up; its addresses are in `bare_form`.

    python -m benchmarks.bare_project 593

makes its tables and so many people, and prints the key of a session of each.
"""

from __future__ import annotations

import sys

from django.core.wsgi import get_wsgi_application

from igsp_portal.settings import DATABASES

from .bare_settings import configure

APPS = ["auth", "contenttypes", "sessions", "messages"]

configure(
    "benchmarks.bare_form",
    DATABASES=DATABASES,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[f"django.contrib.{app}" for app in APPS] + ["benchmarks"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
)
application = get_wsgi_application()


def sessions(count: int) -> list[str]:
    """The keys of the sessions of so many new people; makes the tables first."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client

    from .bare_form import Row

    with connection.schema_editor() as editor:
        editor.create_model(User)
        editor.create_model(Row)
    found = []
    for number in range(count):
        browser = Client()
        browser.force_login(User.objects.create(username=f"person-{number}"))
        found.append(browser.cookies["sessionid"].value)
    return found


if __name__ == "__main__":
    print(*sessions(int(sys.argv[1])))
