"""Figures of meetings by one statement, as a database programmer would write it."""

from datetime import date

from django.db import connection

NAMES = ("支委会次数", "党员大会次数", "党小组会次数", "党课次数", "主题党日次数", "支委会参加人次", "党员大会参加人次")
"""The figures of the statement's columns."""

_SQL = """
SELECT COUNT(CASE WHEN is_committee THEN half END), COUNT(CASE WHEN is_general THEN half END),
       COUNT(CASE WHEN is_group THEN half END), COUNT(CASE WHEN is_lecture THEN half END),
       COUNT(CASE WHEN is_theme_day THEN half END),
       SUM(CASE WHEN is_committee THEN present END), SUM(CASE WHEN is_general THEN present END)
FROM partywork_meeting
WHERE half = %s AND status = 'done' AND org_id IN (
    SELECT org_id FROM partywork_placement WHERE path >= %s AND path < %s AND since <= %s AND until > %s)
"""


def meetings(half: int, path: str, on: date) -> tuple[int, ...]:
    """Over the subtree below ``path``, of a whole half-year."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [half, path, path + "~", on, on])
        return tuple(cursor.fetchone())
