"""Where digests go outside the product."""

from typing import Any

from django.test import override_settings

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from partywork.reminders.actions import set_target
from partywork.reminders.enums import Channel, HowOften
from partywork.reminders.models import ReminderTarget

ROBOT = "https://oapi.dingtalk.com/robot/send?access_token=sentinel-token"


def make_target(org: Organisation, by: User, address: str = ROBOT, secret: str = "", **extra: Any) -> ReminderTarget:
    """A robot of DingTalk, told daily; its host is taken as allowed where the test allows none."""
    facts = {"name": "支部书记群", "channel": Channel.DINGTALK, "how_often": HowOften.DAILY, **extra}
    target = ReminderTarget(org=org, **facts)
    if address != ROBOT:
        return set_target(target=target, address=address, secret=secret, by=by)
    with override_settings(REMINDER_HOSTS=frozenset({"oapi.dingtalk.com"})):
        return set_target(target=target, address=address, secret=secret, by=by)
