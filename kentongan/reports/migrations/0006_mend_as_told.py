"""An officer may leave what the reporter told: nobody has then said anything of the machine."""

from django.conf import settings
from django.db import migrations, models

from kentongan.reports.reader import seal


def put_seals(_apps, schema_editor):
    """SQLite rebuilt the table and lost them."""
    seal.put(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0005_sure_likeness'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='mend',
            name='mend_verdict_known',
        ),
        migrations.AlterField(
            model_name='mend',
            name='verdict',
            field=models.CharField(choices=[('benar', 'Right'), ('dibetulkan', 'Mended'), ('pelapor', 'As Told'), ('ditarik', 'Taken Back')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='mend',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['benar', 'dibetulkan', 'pelapor', 'ditarik'])), name='mend_verdict_known'),
        ),
        migrations.RunPython(put_seals, put_seals, elidable=False),
    ]
