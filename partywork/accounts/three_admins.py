"""三员 mode (PARTYWORK_THREE_ADMINS): who keeps accounts, gives roles and reads the log are three people.

An appointment that collides is refused when it is made; one from before the mode was turned on gives nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.access.permissions import THREE_ADMINS, Policy, Role, collides, policy
from partywork.accounts.models import Appointment, User

GIVEN_UP = (
    "管理员既看业务记录，又管账号和任职，没有另外的人核对他做了什么。只有一个支部、找不出三个人的单位可以这样用；"
    "要过等级保护测评的，请系统管理员按手册“账号和任职”启用。"
)


def is_on() -> bool:
    return bool(settings.THREE_ADMINS)


def policy_in_force() -> Policy:
    return policy(three_admins=is_on())


def in_force(held: list[Appointment]) -> list[Appointment]:
    """Of one user's appointments of a day those that give rights: none where they collide in 三员 mode."""
    return [] if is_on() and collides(frozenset(Role(each.role) for each in held)) else held


def violators(on: date) -> dict[User, list[Appointment]]:
    """Who holds on that day, or will hold on one later, what no single person may hold in 三员 mode."""
    admins = Appointment.objects.filter(role__in=THREE_ADMINS, until__gt=on).values("user")
    held = defaultdict[User, list[Appointment]](list)
    rows = Appointment.objects.filter(user__in=admins, until__gt=on).select_related("user", "org")
    for each in rows.order_by("user__username", "org__code", "role"):
        held[each.user].append(each)
    return {user: posts for user, posts in held.items() if any(_clash(one, other) for one in posts for other in posts)}


def without_colliding(held: QuerySet[Appointment], on: date) -> QuerySet[Appointment]:
    """The appointments of a day that give rights."""
    if not is_on():
        return held
    users = [user.pk for user, posts in violators(on).items() if not in_force(_of_day(posts, on))]
    return held.exclude(user__in=users)


def refuse_collision(wanted: Appointment) -> None:
    """Raises ValidationError when the person would hold at one time what no single person may hold."""
    if not is_on():
        return
    posts = Appointment.objects.filter(user=wanted.user, until__gt=wanted.since, since__lt=wanted.until)
    for other in posts.select_related("org").order_by("since"):
        if _clash(wanted, other):
            raise ValidationError(
                {
                    "role": f"{wanted.user.full_name}已是“{other.org}”的{other.get_role_display()}。三员分设时，"
                    f"{wanted.get_role_display()}要由另外的人担任。"
                }
            )


def told(posts: Iterable[Appointment]) -> str:
    """甲（组织部系统管理员、一支部支部书记）"""
    posts = list(posts)
    return f"{posts[0].user.full_name}（{'、'.join(f'{a.org}{a.get_role_display()}' for a in posts)}）"


def missing(on: date) -> list[Role]:
    """Which of the three nobody holds on that day."""
    held = set(
        without_colliding(Appointment.objects.on(on).filter(user__is_active=True), on).values_list("role", flat=True)
    )
    return [role for role in Role if role in THREE_ADMINS and role.value not in held]


def _clash(one: Appointment, other: Appointment) -> bool:
    at_once = one.since < other.until and other.since < one.until
    return at_once and collides(frozenset({Role(one.role), Role(other.role)}))


def _of_day(posts: list[Appointment], on: date) -> list[Appointment]:
    return [each for each in posts if each.since <= on < each.until]
