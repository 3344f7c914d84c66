"""Versions that are being drafted get a salt; what was filed without one stays as it was filed."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import submissions.models.submissions


def salt_drafts(apps: Any, schema_editor: Any) -> None:
    versions = apps.get_model("submissions", "SubmissionVersion").objects.filter(filed_at__isnull=True)
    for pk in versions.values_list("pk", flat=True):
        versions.filter(pk=pk).update(salt=submissions.models.submissions.new_salt())


class Migration(migrations.Migration):
    dependencies = [("submissions", "0023_longer_keys_of_questions")]

    operations = [
        migrations.AddField(
            "submissionversion", "salt", models.CharField(blank=True, default="", editable=False, max_length=32)
        ),
        migrations.RunPython(salt_drafts, migrations.RunPython.noop),
        migrations.AlterField(
            "submissionversion",
            "salt",
            models.CharField(
                blank=True, default=submissions.models.submissions.new_salt, editable=False, max_length=32
            ),
        ),
    ]
