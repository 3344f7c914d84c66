"""Seal what stood readable: waiting letters with codes, and second factors. Everybody signs in again."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from igsp_portal.foundations.secrets.sealed import is_sealed, seal

SECRETS = ("secret", "seed")  # of an authenticator's data


def seal_all(apps: Any, schema_editor: Any) -> None:
    apps.get_model("sessions", "Session").objects.all().delete()  # named by what browsers send
    apps.get_model("usersessions", "UserSession").objects.all().delete()
    for letter in apps.get_model("igsp_portal", "OutgoingMail").objects.filter(secret=True).exclude(body=""):
        if not is_sealed(letter.body):
            letter.body = seal(letter.body, "letter")
            letter.save(update_fields=["body"])
    for factor in apps.get_model("mfa", "Authenticator").objects.all():
        readable = {name: factor.data[name] for name in SECRETS if name in factor.data}
        factor.data |= {name: seal(text, "second factor") for name, text in readable.items() if not is_sealed(text)}
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("igsp_portal", "0003_plain_words"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(seal_all, migrations.RunPython.noop)]
