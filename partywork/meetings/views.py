"""Pages of meetings."""

from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from partywork.attachments.panel import WithEvidence
from partywork.entries.enums import Status
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryListPage
from partywork.meetings.enums import MeetingKind
from partywork.meetings.ledger import LEDGER
from partywork.meetings.models import Meeting, Topic
from partywork.pages.details import Groups
from partywork.pages.recent import RecentDatedFilter
from partywork.pages.views import link
from partywork.rectification.enums import ProblemSource
from partywork.rectification.raising import RaisePage, raised_tables


class MeetingFilter(RecentDatedFilter):
    search_fields = ["title", "place", "chair", "tag", "lecturer", "minutes", "resolutions"]
    kind = django_filters.ChoiceFilter(label="类型", choices=MeetingKind.choices, method="of_kind", empty_label="全部")
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label="全部")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def matching(self, word: str) -> Q:
        """In what was discussed and by the name of a kind too."""
        topic = Exists(Topic.objects.filter(meeting=OuterRef("pk"), text__icontains=word))
        kinds = [Q(**{kind.value: True}) for kind in MeetingKind if word in kind.label]
        return reduce(or_, kinds, super().matching(word) | Q(topic))

    def of_kind(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(**{value: True})


class MeetingList(EntryListPage):
    ledger = LEDGER
    filterset_class = MeetingFilter
    detail_url = "meetings:detail"
    create_url = "meetings:create"
    create_label = "登记会议"


class MeetingDetail(WithEvidence, EntryDetailPage):
    ledger = LEDGER
    copies = True
    namespace = "meetings"

    def groups(self) -> Groups:
        groups = super().groups()
        absences = [
            {"label": absence.get_reason_display(), "value": absence.member.name}
            for absence in self.record.absences.all()
        ]
        return [*groups, {"title": "缺席情况", "facts": absences}] if absences else groups

    def tables(self) -> list[dict[str, Any]]:
        return [*super().tables(), *raised_tables(self.record, self.scope)]

    def more(self) -> list[dict[str, str]]:
        links = super().more()
        if self.may_write() and not self.record.is_cancelled:
            links.insert(0, link("提出整改问题", reverse("meetings:raise", args=[self.record.pk])))
        return links


class MeetingCancel(EntryCancelPage):
    model = Meeting
    namespace = "meetings"


class MeetingRaise(RaisePage):
    """A problem named at a meeting becomes an item to put right."""

    title = "由会议提出整改问题"
    origin_model = Meeting
    origin_url = "meetings:detail"

    def source(self) -> ProblemSource:
        meeting = self.origin()
        return ProblemSource.ORGANISATION_LIFE if meeting.is_life or meeting.is_appraisal else ProblemSource.OTHER
