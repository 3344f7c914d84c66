from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_superseded_bytes_may_come_back'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('symbol', ''), ('symbol__regex', '^(?!(?:[Rr][Ee][Vv]|[Aa][Dd][Dd]|[Aa][Mm][Ee][Nn][Dd]|[Cc][Oo][Rr][Rr])[.]?[0-9]*/)[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*(?:/(?!(?:[Rr][Ee][Vv]|[Aa][Dd][Dd]|[Aa][Mm][Ee][Nn][Dd]|[Cc][Oo][Rr][Rr])[.]?[0-9]*/)[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)*/(?:(?:INF|L|CRP|WP|NGO|MISC)/|(?:INF|L|CRP|WP|NGO|MISC|TP|SR|PV|BUR|Res|Dec)[.])?[1-9][0-9]{0,4}(?:/(?:Rev|Add|Amend|Corr)[.][1-9][0-9]{0,4})*[*]{0,3}\\Z'), _connector='OR'), name='document_symbol_in_shape', violation_error_message='A symbol is kept as it is printed.'),
        ),
    ]
