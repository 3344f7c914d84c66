import django.db.models.deletion
from django.db import migrations, models


def keep_origins(apps, schema_editor):
    """Take over from which version each file was typeset."""
    Rendition = apps.get_model("documents", "Rendition")
    Typeset = apps.get_model("documents", "Typeset")
    known = Rendition.objects.filter(text_version__isnull=False).values_list("pk", "text_version_id")
    Typeset.objects.bulk_create(Typeset(rendition_id=pk, version_id=version) for pk, version in known)


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_initial")]

    operations = [
        migrations.CreateModel(
            name="Typeset",
            fields=[
                (
                    "rendition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="typeset",
                        serialize=False,
                        to="documents.rendition",
                        verbose_name="file",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="typeset",
                        to="documents.textversion",
                        verbose_name="typeset from",
                    ),
                ),
            ],
            options={"verbose_name": "typeset file", "verbose_name_plural": "typeset files", "ordering": ["pk"]},
        ),
        migrations.RunPython(keep_origins, migrations.RunPython.noop),
        migrations.RemoveField(model_name="rendition", name="text_version"),
    ]
