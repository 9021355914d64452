"""A page of thirty meetings as one SQL statement and f-strings."""

from html import escape
from typing import Any

_SELECT = """
SELECT m.id, m.date, o.short_name, m.title, m.chair, m.expected, m.present
FROM partywork_meeting m JOIN partywork_organisation o ON o.id = m.org_id
"""
_ORDER = "ORDER BY m.date DESC, m.id DESC LIMIT 31"
_HEADS = ("日期", "党组织", "标题", "主持人", "应到", "实到")


def page(connection: Any, address: str, user: str, cursor: str) -> str:
    with connection.cursor() as statement:
        if cursor:
            day, number = cursor.split(".")
            statement.execute(f"{_SELECT} WHERE (m.date, m.id) < (%s, %s) {_ORDER}", [day, int(number)])
        else:
            statement.execute(_SELECT + _ORDER)
        rows = statement.fetchall()
    head = "".join([f"<th>{each}</th>" for each in _HEADS])
    body = "".join(
        [
            f'<tr><td><a href="/meetings/{number}/">{date}</a></td><td>{escape(org)}</td><td>{escape(title)}</td>'
            f"<td>{escape(chair)}</td><td>{expected}</td><td>{present}</td></tr>"
            for number, date, org, title, chair, expected, present in rows[:30]
        ]
    )
    older = f'<a href="{address}?cursor={rows[29][1]}.{rows[29][0]}">较早</a>' if len(rows) > 30 else ""
    return (
        f'<!doctype html><html lang="zh-Hans"><head><title>会议活动</title></head><body><p>{escape(user)}</p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{older}</body></html>"
    )
