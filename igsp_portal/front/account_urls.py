"""Every page around signing in, on one screen. What the account library offers beyond this is not mounted:
there is no signing up, no password to change, and an address is changed by the secretariat alone."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.urls import build_provider_urlpatterns
from csp.decorators import csp_update
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from .browsers import Browsers
from .views import SignIn, confirm_code

# The picture of an authenticator's secret is drawn into the page, never stored.
activate_app = csp_update({"img-src": ["data:"]})(totp.activate_totp)

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path(
        "login/code/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="account_request_login_code",
    ),
    path("login/code/confirm/", confirm_code, name="account_confirm_login_code"),
    path("signup/", account.signup, name="account_signup"),  # says that there is none, and whom to ask
    path("login/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("login/second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/password/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sessions/", Browsers.as_view(), name="usersessions_list"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/app/set-up/", activate_app, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("second-factor/keys/<row:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("second-factor/keys/<row:pk>/edit/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-factor/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery-codes/make/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]

if settings.OIDC:
    urlpatterns += [
        path("organization/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
        path("organization/error/", social.login_error, name="socialaccount_login_error"),
        path("organization/signup/", social.signup, name="socialaccount_signup"),
        path("", include(build_provider_urlpatterns())),
    ]
