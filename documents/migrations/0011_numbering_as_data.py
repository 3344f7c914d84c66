from django.db import migrations, models

import documents.texts.models.texts


def carry_over(apps, schema_editor):
    """Texts keep the numbering that they were released with."""
    for text in apps.get_model("documents", "Text").objects.all():
        text.numbering = text.headings
        text.save(update_fields=["numbering"])


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0010_blocks_in_options"),
    ]

    operations = [
        migrations.AddField(
            model_name="text",
            name="numbering",
            field=models.JSONField(
                default=documents.texts.models.texts.usual_numbering,
                help_text="“roman” (I. A. 1. (a)), “letter” (A. 1. (a)), “articles” (Part I, Article 1), or levels as JSON.",
                validators=[documents.texts.models.texts.check_numbering],
                verbose_name="numbering",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="text", name="headings"),
        migrations.AlterField(
            model_name="block",
            name="kind",
            field=models.CharField(
                choices=[
                    ("heading", "heading"),
                    ("annex", "annex or appendix"),
                    ("preambular", "preambular paragraph"),
                    ("paragraph", "numbered paragraph"),
                    ("subparagraph", "subparagraph"),
                    ("definition", "definition"),
                    ("option", "option"),
                    ("table", "table"),
                    ("text", "unnumbered text"),
                    ("note", "note by the secretariat"),
                    ("footnote", "footnote"),
                ],
                max_length=15,
                verbose_name="kind",
            ),
        ),
    ]
