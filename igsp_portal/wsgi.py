import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igsp_portal.settings")
django_alone = get_wsgi_application()

from igsp_portal.foundations.pages.door import Door  # noqa: E402 - it wants the settings

application = Door(django_alone)
