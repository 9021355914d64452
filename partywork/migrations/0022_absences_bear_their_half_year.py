"""Absences bear the half-year of their meeting; those there are get it in blocks, and again where it is missing."""

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery

AT_ONCE = 20_000  # absences


def date_absences(apps, schema_editor):
    absence, meeting = apps.get_model("partywork", "Absence"), apps.get_model("partywork", "Meeting")
    of_meeting = Subquery(meeting.objects.filter(pk=OuterRef("meeting")).values("half"))
    last = absence.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last + 1, AT_ONCE):
        some = absence.objects.filter(pk__gte=start, pk__lt=start + AT_ONCE, half=None)
        some.update(half=of_meeting)


class Migration(migrations.Migration):
    dependencies = [("partywork", "0021_dues_indexes_by_organisation")]
    operations = [
        migrations.AddField("absence", "half", models.PositiveIntegerField(editable=False, null=True)),
        migrations.RunPython(date_absences, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "absence", models.Index(fields=["half", "member", "reason", "meeting"], name="absence_of_half")
        ),
    ]
