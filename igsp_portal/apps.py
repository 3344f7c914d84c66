from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "igsp_portal"
    verbose_name = _("Accounts, mail and record")


class PortalAdminConfig(AdminConfig):
    default_site = "igsp_portal.foundations.admin.PortalAdminSite"
