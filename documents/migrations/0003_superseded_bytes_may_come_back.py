from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_words_of_constraints'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rendition',
            name='sha256',
            field=models.CharField(db_index=True, max_length=64, verbose_name='SHA-256'),
        ),
        migrations.AddConstraint(
            model_name='rendition',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_by__isnull', True)), fields=('sha256',), name='rendition_current_bytes_once', violation_error_message='This very file is posted already.'),
        ),
    ]
