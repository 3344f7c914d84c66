from django.db import migrations, models

import meetings.models.process


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0002_process_slug_in_any_case'),
    ]

    operations = [
        migrations.AlterField(
            model_name='process',
            name='slug',
            field=models.CharField(max_length=40, unique=True, validators=[meetings.models.process.validate_process_slug], verbose_name='address'),
        ),
        migrations.AlterField(
            model_name='process',
            name='series_aliases',
            field=models.JSONField(blank=True, default=list, help_text='Misprints that are to be found too.', validators=[meetings.models.process.validate_series_aliases], verbose_name='other forms of the series'),
        ),
    ]
