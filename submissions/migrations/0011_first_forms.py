"""Every call had one list of statements: that is its first form. Statements have a key of their own."""

from django.db import migrations
from django.db.models import CharField, F
from django.db.models.functions import Cast


def open_first_forms(apps, schema_editor):
    Call, Form, Question, Statement, Version = (
        apps.get_model("submissions", name)
        for name in ("Call", "FormVersion", "Question", "Statement", "SubmissionVersion")
    )
    for call in Call.objects.only("pk", "opens_at"):
        form = Form.objects.create(call=call, number=1, opened_at=call.opens_at)
        Question.objects.create(form=form, key="statements", kind="statements", points_at="components", required=True)
        Version.objects.filter(submission__call=call).update(form=form)
    Statement.objects.update(key=Cast(F("pk"), CharField()))


class Migration(migrations.Migration):
    dependencies = [("submissions", "0010_forms_of_calls")]
    operations = [migrations.RunPython(open_first_forms, migrations.RunPython.noop)]
