"""Which reaction comes first is written beside it, so that finding the next ones does not read all that wait."""

import django.db.models.deletion
from django.db import migrations, models

DANGER, DRILL = 0, 2


def rank_waiting(apps, schema_editor):
    """Rank what waits; what is done is looked at by nobody."""
    waiting = apps.get_model("events", "Reaction").objects.using(schema_editor.connection.alias).filter(
        done_at__isnull=True
    )
    waiting.filter(event__detail__urgency="gawat").update(rank=DANGER)
    waiting.filter(event__region__gte="A").update(rank=DRILL)


class Migration(migrations.Migration):

    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="reaction",
            name="rank",
            field=models.PositiveSmallIntegerField(choices=[(0, "Danger"), (1, "Real"), (2, "Drill")], default=1),
        ),
        migrations.RunPython(rank_waiting, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="reaction", name="reaction_waiting"),
        migrations.AddIndex(
            model_name="reaction",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True), ("stuck_at__isnull", True)),
                fields=["rank", "event", "id"],
                name="reaction_waiting",
            ),
        ),
    ]
