"""Ten figures of the demo report, counted again in SQL written by hand."""

from datetime import date

import pytest
from django.db import connection

from partywork.common.periods import HalfYear
from partywork.measures.display import exact
from partywork.measures.evaluate import evaluate
from partywork.measures.lookup import measure, parse_request
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org

WINDOW = Window(HalfYear(2026, 1), date(2026, 6, 30))

IN_HALF = "date BETWEEN '2026-01-01' AND '2026-06-30' AND status = 'done'"
ON_DAY = "since <= '2026-06-30' AND until > '2026-06-30'"

BY_HAND = {
    "支委会次数": f"SELECT COUNT(*) FROM partywork_meeting WHERE is_committee AND {IN_HALF}",
    "组织生活参加人次": (
        "SELECT SUM(present) FROM partywork_meeting WHERE (is_committee OR is_general OR is_group OR is_lecture OR "
        f"is_theme_day OR is_life OR is_appraisal) AND {IN_HALF}"
    ),
    "第一议题学习次数": (
        "SELECT COUNT(*) FROM partywork_topic t JOIN partywork_meeting m ON m.id = t.meeting_id "
        f"WHERE t.tag = 'first' AND m.{IN_HALF.replace('status', 'm.status')}"
    ),
    "党员总数": (
        "SELECT COUNT(DISTINCT member_id) FROM partywork_standing WHERE stage IN ('full', 'probationary') "
        f"AND closing <> 'mistake' AND {ON_DAY}"
    ),
    "接收预备党员数": (
        "SELECT COUNT(*) FROM partywork_standing WHERE stage = 'probationary' AND opening = 'stage' "
        "AND closing <> 'mistake' AND since BETWEEN '2026-01-01' AND '2026-06-30'"
    ),
    "走访次数": (
        f"SELECT COUNT(*) FROM partywork_visit WHERE kind <> 'condolence' AND {IN_HALF}"
    ),
    "慰问金额": f"SELECT SUM(amount_fen) / 100.0 FROM partywork_visit WHERE kind = 'condolence' AND {IN_HALF}",
    "收缴党费": (
        "SELECT SUM(paid_fen) / 100.0 FROM partywork_duesmonth WHERE paid_on BETWEEN '2026-01-01' AND '2026-06-30'"
    ),
    "志愿服务参加人次": f"SELECT SUM(people) FROM partywork_worklog WHERE kind = 'volunteering' AND {IN_HALF}",
    "查找问题数": (
        "SELECT COUNT(*) FROM partywork_rectificationitem WHERE date BETWEEN '2026-01-01' AND '2026-06-30' "
        "AND status <> 'cancelled'"
    ),
    "党支部数": (
        "SELECT COUNT(*) FROM partywork_organisation WHERE kind IN ('branch', 'joint_branch', 'temporary_branch', "
        "'grid_branch') AND founded_on <= '2026-06-30' AND dissolved_on > '2026-06-30'"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_the_figure_equals_the_count_by_hand(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND[name])
        expected = cursor.fetchone()[0]
    request = parse_request(name)
    scope = scope_of_org(Organisation.objects.get(code="DEMO"), WINDOW.on)
    value = evaluate([request], scope, WINDOW)[request]
    assert expected
    assert float(exact(measure(request.code), value)) == pytest.approx(float(expected), abs=0.001)  # type: ignore[arg-type]
