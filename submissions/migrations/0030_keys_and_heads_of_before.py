"""What is older than keys of statements and the log: one key in all versions, and a published head."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import QuerySet

WITHOUT_KEYS = '"form":"submission/1"'  # in the canonical form of what was filed before


def give_one_key(apps: Any, schema_editor: Any) -> None:
    """A statement of an earlier version takes the key of the same one in the version that came after it.

    The later key stays: it may be in the canonical form of what was filed with it.
    """
    Version, Statement = (apps.get_model("submissions", name) for name in ("SubmissionVersion", "Statement"))
    versions = Version.objects.filter(content__contains=WITHOUT_KEYS).order_by("submission", "-number")
    for version in versions.only("pk", "submission", "number").iterator():
        after = Version.objects.filter(submission=version.submission_id, number__gt=version.number)
        if following := after.order_by("number").only("pk").first():
            later = list(Statement.objects.filter(version=following).order_by("order", "pk"))
            earlier = list(Statement.objects.filter(version=version).order_by("order", "pk"))
            for one, same in _pairs(earlier, later):
                QuerySet(Statement).filter(pk=one.pk).update(key=same.key)


def _pairs(earlier: list[Any], later: list[Any]) -> Any:
    """Those in the same words, then of what is left those of one kind, on the same and in the same place."""
    for alike in (lambda s: (s.component_id, s.kind, s.words), lambda s: (s.component_id, s.kind, s.order)):
        for one in list(earlier):
            same = next((other for other in later if alike(other) == alike(one)), None)
            if same is not None:
                earlier.remove(one)
                later.remove(same)
                yield one, same


def publish_heads(apps: Any, schema_editor: Any) -> None:
    """The worker is handed each log that has entries and no published head."""
    from igsp_portal.foundations.worker.work import LAST, hand_over
    from submissions.log.publishing import publish_head

    Entry, Checkpoint = (apps.get_model("submissions", name) for name in ("LogEntry", "Checkpoint"))
    published = Checkpoint.objects.values("process")
    for process in Entry.objects.exclude(process__in=published).order_by().values_list("process", flat=True).distinct():
        hand_over(publish_head, process, rank=LAST)


class Migration(migrations.Migration):
    dependencies = [
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("submissions", "0029_how_far_a_clearance_has_come"),
    ]

    operations = [
        migrations.RunPython(give_one_key, migrations.RunPython.noop),
        migrations.RunPython(publish_heads, migrations.RunPython.noop),
    ]
