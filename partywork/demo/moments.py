"""When the demo's records were entered: a few days after the event, in the lagging branch weeks later."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from partywork.demo.world import World
from partywork.entries.models import Entry


def backdate(world: World) -> None:
    """Give every entry a moment of entry that fits its day: seeding takes seconds, and so the lag that lists
    show would otherwise be months everywhere."""
    lagging = {unit.org.pk for unit in world.branches if unit.lags}
    for model in apps.get_app_config("partywork").get_models():
        if issubclass(model, Entry):
            _backdate(world, model, lagging)


def _backdate(world: World, model: type[Entry], lagging: set[int]) -> None:
    rows: list[Any] = []
    for row in model._default_manager.order_by("pk").only("pk", "date", "until", "org_id"):
        days = world.chance.randint(18, 45) if row.org_id in lagging else world.chance.choice([0, 0, 1, 1, 2, 3, 6])
        day = min((row.until or row.date) + timedelta(days=days), max(world.today, row.date))
        moment = connection.ops.adapt_datetimefield_value(_moment(day, world.chance.randint(8 * 60 + 30, 18 * 60)))
        rows.append((moment, moment, row.pk))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        # Past the model, which sets both moments itself.
        cursor.executemany(f"UPDATE {table} SET created_at = %s, updated_at = %s WHERE id = %s", rows)


def _moment(day: date, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60)))
