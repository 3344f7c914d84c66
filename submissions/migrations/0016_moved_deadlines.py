"""The deadlines that calls had before; and note of the published calls, which programs read from now on."""

import django.db.models.deletion
import igsp_portal.foundations.time
from django.db import migrations, models


def note(apps, schema_editor):
    """That strangers see the calls that are there: else one that goes would never be told as gone."""
    Call, Change, Event = (
        apps.get_model(*name) for name in (("submissions", "call"), ("igsp_portal", "change"), ("igsp_portal", "event"))
    )
    there = set(Change.objects.filter(kind="call").values_list("key", flat=True))
    about = Event.objects.filter(about_type="submissions.call", public=True).order_by("pk")
    times = dict(about.values_list("about_key", "at"))
    noted = []
    for call in Call.objects.filter(stage="published", process__is_public=True).exclude(pk__in=there):
        if at := times.get(str(call.pk), call.opens_at):
            noted.append(
                Change(at=at, process=call.process.slug, kind="call", key=call.pk, slug=call.key, seen="open")
            )
    Change.objects.bulk_create(noted)


class Migration(migrations.Migration):

    dependencies = [
        ('igsp_portal', '0006_changes'),
        ("submissions", "0015_enter_what_was_filed"),
    ]

    operations = [
        migrations.CreateModel(
            name='CallDates',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closes_at', models.DateTimeField(verbose_name='deadline')),
                ('hard_closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes')),
                ('zone', models.CharField(max_length=60, validators=[igsp_portal.foundations.time.validate_zone], verbose_name='time zone of the deadline')),
                ('moved_at', models.DateTimeField(verbose_name='moved')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier', to='submissions.call', verbose_name='call')),
            ],
            options={
                'verbose_name': 'earlier deadline',
                'verbose_name_plural': 'earlier deadlines',
                'ordering': ['moved_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('hard_closes_at__isnull', True), ('hard_closes_at__gte', models.F('closes_at')), _connector='OR'), name='earlier_hard_close_last', violation_error_message='A call cannot close before its deadline.')],
            },
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
