"""What `manage.py check --deploy` says of 三员 mode."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError
from django.utils import timezone

from partywork.accounts import three_admins

OFF = "partywork.W101"
COLLIDING = "partywork.E102"
MISSING = "partywork.W103"
HOW = "用 manage.py create_three_admins 建立三员的账号，再设置 PARTYWORK_THREE_ADMINS=on。"


@register(deploy=True)
def separate_administrators(**_: Any) -> list[CheckMessage]:
    """What an office gives up without 三员 mode; with it, who stands in its way."""
    if not three_admins.is_on():
        return [Warning(f"没有启用三员分设：{three_admins.GIVEN_UP}", hint=HOW, id=OFF)]
    today = timezone.localdate()
    try:
        found, missing = three_admins.violators(today), three_admins.missing(today)
    except DatabaseError:  # before the first migrate nobody holds anything
        return []
    messages: list[CheckMessage] = [
        Error(
            f"三员分设时不能身兼：{three_admins.told(posts)}。同时担任期间，他的任职都不起作用。",
            hint="请结束多余的任职，或另建账号分给别人。",
            id=COLLIDING,
        )
        for posts in found.values()
    ]
    if missing:
        roles = "、".join(role.label for role in missing)
        messages.append(Warning(f"启用了三员分设，还没有人担任：{roles}。", hint=HOW, id=MISSING))
    return messages
