"""Pages of meetings."""

from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from partywork.access.scope import Scope
from partywork.attachments.panel import WithEvidence
from partywork.committees.queries import committee_size
from partywork.entries.enums import Status
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryListPage, RecordFormPage
from partywork.meetings.actions import edit_meeting, log_meeting
from partywork.meetings.enums import MeetingKind
from partywork.meetings.forms import AbsenceFormSet, MeetingForm, TopicFormSet
from partywork.meetings.ledger import LEDGER
from partywork.meetings.lines import Lines
from partywork.meetings.models import Meeting, Topic
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Member
from partywork.members.queries import standings_in
from partywork.pages.details import Groups
from partywork.pages.filters import DatedFilter
from partywork.pages.forms import RecordForm
from partywork.pages.views import link
from partywork.rectification.enums import ProblemSource
from partywork.rectification.raising import RaisePage, raised_tables


class MeetingFilter(DatedFilter):
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


class MeetingFormPage(RecordFormPage):
    form_class = MeetingForm
    model = Meeting
    namespace = "meetings"

    def formsets(self, data: Any = None) -> list[dict[str, Any]]:
        return [
            {
                "title": "议题",
                "help": "研究或学习了什么，一行一个",
                "formset": TopicFormSet(data, prefix="topics", initial=self.old_topics() if data is None else None),
                "prefix": "topics",
            },
            {
                "title": "谁没到",
                "help": "只填没到会或迟到的人，其余按到会算",
                "formset": AbsenceFormSet(
                    data,
                    prefix="absences",
                    initial=self.old_absences() if data is None else None,
                    form_kwargs={"members": self.members()},
                ),
                "prefix": "absences",
            },
        ]

    def members(self) -> Any:
        """People on today's rosters, and those an old record already names."""
        scope = Scope(self.scope.orgs, self.request.today)
        here = standings_in(scope, self.request.today).filter(stage__in=PARTY_STAGES).values("member")
        people = Member.objects.filter(pk__in=here)
        if not self.is_new:
            people = people | Member.objects.filter(absences__meeting=self.instance())
        return people.distinct().order_by("name").only("name")

    def old_topics(self) -> list[dict[str, Any]]:
        return [] if self.is_new else [_as_initial(t) for t in self.instance().topics.all()]

    def old_absences(self) -> list[dict[str, Any]]:
        if self.is_new:
            return []
        return [{"member": a.member_id, "reason": a.reason} for a in self.instance().absences.all()]

    def lines(self, form: MeetingForm, formsets: list[Any]) -> Lines:
        topics, absences = formsets
        return Lines(topics.lines(), form.material_titles(), absences.lines(), topics.votes())


def _as_initial(topic: Topic) -> dict[str, Any]:
    return {"text": topic.text, "tag": topic.tag, "in_favour": topic.in_favour}


class MeetingCreate(MeetingFormPage):
    title = "登记会议"
    again = True

    def form(self, data: Any = None, files: Any = None) -> RecordForm:
        form = super().form(data, files)
        home = self.request.gate.home
        if isinstance(form, MeetingForm) and "expected" in form.initial:
            form.offer_expected(roster=form.initial["expected"], committee=committee_size(home, self.request.today))
        return form

    def initial(self) -> dict[str, Any]:
        """Place, chair and recorder from the branch's last meeting, and the size of today's roster."""
        offered = super().initial()
        if "org" in offered:
            last = Meeting.objects.filter(org=offered["org"]).order_by("-date", "-id").first()
            if last:
                offered |= {"place": last.place, "chair": last.chair, "recorder": last.recorder}
            scope, today = self.scope, self.request.today
            roster = standings_in(scope, today).filter(org=offered["org"], stage__in=PARTY_STAGES)
            offered["expected"] = roster.count()
        kinds = [kind for kind in self.request.GET.getlist("kind") if kind in MeetingKind.values]
        return offered | {"kinds": kinds} if kinds else offered

    def save(self, form: Any, formsets: list[Any]) -> Meeting:
        lines = self.lines(form, formsets)
        who = {"by": self.request.user, "today": self.request.today}
        return log_meeting(meeting=form.instance, lines=lines, confirmed=self.confirmed, **who)


class MeetingEdit(MeetingFormPage):
    title = "修改会议"

    def save(self, form: Any, formsets: list[Any]) -> Meeting:
        return edit_meeting(
            meeting=form.instance,
            lines=self.lines(form, formsets),
            version=form.cleaned_data["version"],
            by=self.request.user,
            today=self.request.today,
            confirmed=self.confirmed,
        )


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
