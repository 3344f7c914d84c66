"""Note of what was there before changes were noted that strangers see it: else it would never be told as gone."""

from django.db import migrations

ANNOUNCED = ("planned", "issued", "withdrawn")


def rows_open_to_all(apps):
    """Of each kind of row that programs read: the model, the way to its process, its slug, and those that are open."""
    meetings, documents = apps.get_app_config("meetings"), apps.get_app_config("documents")
    document = documents.get_model("document").objects.filter(state__in=ANNOUNCED, process__is_public=True)
    document = document.exclude(distribution="restricted")
    versions = documents.get_model("textversion").objects.filter(state="released", text__process__is_public=True)
    versions = versions.filter(document=None) | versions.filter(document__in=document.filter(state="issued"))
    submissions = apps.get_model("submissions", "submission").objects.exclude(state="withdrawn")
    return [
        ("process", "slug", "slug", meetings.get_model("process").objects.filter(is_public=True)),
        ("meeting", "process__slug", "key", meetings.get_model("meeting").objects.filter(process__is_public=True)),
        ("input", "process__slug", "key", documents.get_model("requiredinput").objects.filter(process__is_public=True)),
        ("document", "process__slug", "key", document),
        ("text", "process__slug", "key", documents.get_model("text").objects.filter(pk__in=versions.values("text"))),
        (
            "submission",
            "call__process__slug",
            "pk",
            submissions.filter(published_version__isnull=False, call__process__is_public=True),
        ),
    ]


def note(apps, schema_editor):
    Change, Event = apps.get_model("igsp_portal", "change"), apps.get_model("igsp_portal", "event")
    noted = []
    for kind, process, slug, rows in rows_open_to_all(apps):
        there = set(Change.objects.filter(kind=kind).values_list("key", flat=True))
        about = Event.objects.filter(about_type=rows.model._meta.label_lower, public=True).order_by("pk")
        times = dict(about.values_list("about_key", "at"))
        first = about.values_list("at", flat=True).first()
        for row in rows.values("pk", process, slug):
            key, of, called = row["pk"], row[process], row[slug]
            at = times.get(str(key), first)
            if at is not None and key not in there:
                noted.append(Change(at=at, process=of, kind=kind, key=key, slug=str(called), seen="open"))
    Change.objects.bulk_create(sorted(noted, key=lambda change: change.at), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("igsp_portal", "0006_changes"),
        ("meetings", "0008_country_codes"),
        ("documents", "0022_proposals_taken_in"),
        ("submissions", "0006_how_much_a_submission_holds"),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
