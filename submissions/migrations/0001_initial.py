import django.db.models.deletion
import meetings.models.process
import submissions.models.calls
import submissions.models.parts
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('meetings', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, verbose_name='address')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('title_ar', models.CharField(max_length=300, null=True, verbose_name='title')),
                ('title_zh_hans', models.CharField(max_length=300, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=300, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=300, null=True, verbose_name='title')),
                ('title_ru', models.CharField(max_length=300, null=True, verbose_name='title')),
                ('title_es', models.CharField(max_length=300, null=True, verbose_name='title')),
                ('guidance', models.TextField(blank=True, verbose_name='guidance')),
                ('guidance_ar', models.TextField(blank=True, null=True, verbose_name='guidance')),
                ('guidance_zh_hans', models.TextField(blank=True, null=True, verbose_name='guidance')),
                ('guidance_en', models.TextField(blank=True, null=True, verbose_name='guidance')),
                ('guidance_fr', models.TextField(blank=True, null=True, verbose_name='guidance')),
                ('guidance_ru', models.TextField(blank=True, null=True, verbose_name='guidance')),
                ('guidance_es', models.TextField(blank=True, null=True, verbose_name='guidance')),
                ('paragraph', models.CharField(blank=True, max_length=20, verbose_name='paragraph')),
                ('addressed', models.JSONField(default=list, help_text='Kinds of participants.', validators=[submissions.models.calls.validate_kinds], verbose_name='addressed to')),
                ('opens_at', models.DateTimeField(verbose_name='opens')),
                ('closes_at', models.DateTimeField(verbose_name='deadline')),
                ('hard_closes_at', models.DateTimeField(blank=True, help_text='Empty: late submissions are always received.', null=True, verbose_name='closes')),
                ('zone', models.CharField(max_length=60, validators=[meetings.models.process.validate_zone], verbose_name='time zone of the deadline')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='meetings.decision', verbose_name='mandate')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='meetings.process', verbose_name='process')),
                ('required_input', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='documents.requiredinput', verbose_name='input it serves')),
            ],
            options={
                'verbose_name': 'call',
                'verbose_name_plural': 'calls',
                'ordering': ['closes_at'],
                'constraints': [models.UniqueConstraint(fields=('process', 'key'), name='call_key_once'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='call_closes_after_opening', violation_error_message='A call closes after it opens.'), models.CheckConstraint(condition=models.Q(('hard_closes_at__isnull', True), ('hard_closes_at__gte', models.F('closes_at')), _connector='OR'), name='call_hard_close_last', violation_error_message='A call cannot close before its deadline.')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('filed', 'filed'), ('acknowledged', 'acknowledged'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=15, verbose_name='state')),
                ('illustrative', models.BooleanField(default=False, verbose_name='illustrative')),
                ('created_at', models.DateTimeField(verbose_name='begun')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='acknowledged')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=500, verbose_name='reason of the withdrawal')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='submissions.call', verbose_name='call')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='meetings.participant', verbose_name='submitted by')),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('call', 'participant'), name='submission_once_for_each_party'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['acknowledged', 'published']), _negated=True), ('acknowledged_at__isnull', False), _connector='OR'), name='submission_acknowledged_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), models.Q(('state', 'withdrawn'), _negated=True)), models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='submission_withdrawn_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='SubmissionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('language', models.CharField(choices=[('ar', 'العربية'), ('zh-hans', '中文'), ('en', 'English'), ('fr', 'Français'), ('ru', 'Русский'), ('es', 'Español')], default='en', max_length=10, verbose_name='language')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
                ('consent', models.BooleanField(default=False, verbose_name='may be published')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='times saved')),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
                ('saved_by_name', models.CharField(blank=True, max_length=254, verbose_name='saved by')),
                ('serial', models.PositiveIntegerField(blank=True, null=True, verbose_name='running number in the process')),
                ('filing_number', models.CharField(blank=True, max_length=60, null=True, unique=True, verbose_name='filing number')),
                ('filed_at', models.DateTimeField(blank=True, null=True, verbose_name='filed')),
                ('filed_by_name', models.CharField(blank=True, max_length=254, verbose_name='filed by')),
                ('late', models.BooleanField(default=False, verbose_name='late')),
                ('content', models.TextField(blank=True, help_text='What the SHA-256 is taken over.', verbose_name='canonical form')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='submissions.submission', verbose_name='submission')),
            ],
            options={
                'verbose_name': 'version of a submission',
                'verbose_name_plural': 'versions of submissions',
                'ordering': ['submission', 'number'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'number'), name='submission_version_once'), models.UniqueConstraint(condition=models.Q(('filed_at__isnull', True)), fields=('submission',), name='submission_one_draft'), models.CheckConstraint(condition=models.Q(models.Q(('content', ''), ('filed_at__isnull', True), ('filing_number__isnull', True), ('late', False), ('serial__isnull', True), ('sha256', '')), models.Q(('filed_at__isnull', False), ('filing_number__isnull', False), ('serial__isnull', False), models.Q(('sha256', ''), _negated=True), models.Q(('content', ''), _negated=True)), _connector='OR'), name='filed_wholly_or_not_at_all')],
            },
        ),
        migrations.AddField(
            model_name='submission',
            name='published_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='submissions.submissionversion', verbose_name='published'),
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('need', 'need'), ('gap', 'gap'), ('priority', 'priority'), ('activity', 'existing activity'), ('proposal', 'proposal')], default='need', max_length=10, verbose_name='kind')),
                ('words', models.TextField(blank=True, verbose_name='statement')),
                ('rank', models.PositiveSmallIntegerField(default=1, help_text='1 is the most important.', verbose_name='rank')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('component', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='meetings.component', verbose_name='component of the mandate')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='submissions.submissionversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'statement',
                'verbose_name_plural': 'statements',
                'ordering': ['version', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to=submissions.models.parts.attachment_path, verbose_name='file')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('media_type', models.CharField(max_length=120, verbose_name='media type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='submissions.submissionversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['version', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'sha256'), name='attachment_once', violation_error_message='This file is attached already.')],
            },
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_version__isnull', False), _connector='OR'), name='submission_published_has_version'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_version__isnull', True)), models.Q(('published_at__isnull', False), ('published_version__isnull', False)), _connector='OR'), name='submission_published_wholly'),
        ),
    ]
