"""What a message outside the product says: counts, kinds, dates and where to look. No names but the unit's own."""

from datetime import date

from django.conf import settings

from partywork.common.text import format_date
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.reminders.digests import address, kinds_in_words
from partywork.reminders.enums import Part
from partywork.reminders.tallies import Tallies

TITLE = "党建工作提醒"
TEST = "一条测试消息，收到就说明设置好了。"
WHERE = "请登录党建工作台账查看。"


def message_for(org: Organisation, tallies: Tallies, on: date) -> str:
    """The digest of a unit and what is below it; "" when there is nothing to remind of."""
    whole = tallies.below(org.pk)
    overdue, soon = whole.total(Part.OVERDUE), whole.total(Part.SOON)
    if not overdue + soon:
        return ""
    lines = [heading(org, on)]
    if overdue:
        lines.append(f"欠着{overdue}项：{kinds_in_words(whole, Part.OVERDUE)}")
    if soon:
        first = f"，最早{format_date(min(whole.first.values()), 'short')}到期" if whole.first else ""
        lines.append(f"快到期{soon}项：{kinds_in_words(whole, Part.SOON)}{first}")
    if org.kind not in BRANCH_KINDS:
        lines.append(f"涉及{tallies.units_owing(org.pk)}个党组织")
    return "\n".join([*lines, _where(org)])


def trial_message(org: Organisation, on: date) -> str:
    return "\n".join([heading(org, on), TEST, _where(org)])


def heading(org: Organisation, on: date) -> str:
    return f"【{TITLE}】{org.short_name}，{format_date(on, 'weekday')}"


def _where(org: Organisation) -> str:
    page = "owed" if org.kind in BRANCH_KINDS else "heat"
    return f"查看：{settings.REMINDER_LINK}{address(page, org.pk)}" if settings.REMINDER_LINK else WHERE
