"""Calls that are there stay public; one that is made from now on begins as a draft."""

from django.db import migrations, models

STAGES = [("draft", "draft"), ("published", "published")]


def stage(default):
    return models.CharField(
        choices=STAGES, default=default, editable=False, max_length=10, verbose_name="publication"
    )


class Migration(migrations.Migration):
    dependencies = [("submissions", "0008_sources")]

    operations = [
        migrations.AddField(model_name="call", name="stage", field=stage("published")),
        migrations.AlterField(model_name="call", name="stage", field=stage("draft")),
    ]
