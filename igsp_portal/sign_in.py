"""Who comes in, and how: settings in which an operator has no choice. Read by settings.py."""

AUTH_USER_MODEL = "igsp_portal.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front:home"
LOGOUT_REDIRECT_URL = "front:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "igsp_portal.front.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Whoever enters the code has the address: nothing else is left to be verified.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
# Digits are on every keyboard; Latin letters are not.
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": False}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "request_login_code": "20/m/ip,3/5m/key",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "request_login_code": "igsp_portal.front.forms.SignInForm",
    "confirm_login_code": "igsp_portal.front.forms.SignInCodeForm",
    "reauthenticate": "igsp_portal.front.forms.PasswordForm",
}
MFA_ADAPTER = "igsp_portal.front.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "igsp_portal.front.forms.SecondFactorForm",
    "reauthenticate": "igsp_portal.front.forms.ConfirmForm",
    "activate_totp": "igsp_portal.front.forms.ActivateForm",
    "add_webauthn": "igsp_portal.front.forms.AddKeyForm",
    "edit_webauthn": "igsp_portal.front.forms.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Intergovernmental process portal"
# The organization's own door opens existing accounts, by the address it vouches for; it makes none.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_LOGIN_ON_GET = False
USERSESSIONS_TRACK_ACTIVITY = False
