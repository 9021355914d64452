"""What the working committee's leading members hold among themselves: the 民主生活会 of the year before."""

from partywork.demo.organisations import LEADERS
from partywork.demo.world import World
from partywork.meetings.actions import Lines, log_meeting
from partywork.meetings.enums import MeetingKind, TopicTag
from partywork.meetings.models import Meeting

HELD_ON = (1, 22)  # month and day


def make_democratic_life(world: World) -> None:
    unit, year = world.root, world.year - 1
    meeting = Meeting(
        org=unit.org, key=world.key(), date=world.workday(world.year, *HELD_ON), place=unit.place, chair=LEADERS[0],
        expected=len(LEADERS), present=len(LEADERS), title=f"{year}年度民主生活会", belongs_to=year,
    )  # fmt: skip
    meeting.kinds = [MeetingKind.DEMOCRATIC_LIFE.value]
    topics = [("领导班子对照检查", TopicTag.ORGANISATION.value), ("开展批评和自我批评", TopicTag.ORGANISATION.value)]
    log_meeting(meeting=meeting, lines=Lines(topics=topics), by=world.manager, today=world.today)
