"""Logging and editing a meeting: the habit offered, absentees ticked or read off a list, what else it counts as."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partywork.committees.queries import committee_size
from partywork.common.ids import id_from
from partywork.entries.enums import Status
from partywork.entries.formpages import EntryFormPage, Offered
from partywork.entries.together import Gathering, edit_together, forms_for, log_together, wanted
from partywork.meetings.absences import AbsenceGrid, DayRoster, Person, people_on
from partywork.meetings.actions import edit_meeting, log_meeting
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.forms import MeetingForm, TopicFormSet
from partywork.meetings.lines import Lines, lines_of
from partywork.meetings.models import Meeting, Topic
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Member
from partywork.members.queries import roster, standings_in
from partywork.orgs.models import PartyGroup
from partywork.pages.forms import RecordForm


class MeetingFormPage(EntryFormPage):
    form_class = MeetingForm
    model = Meeting
    namespace = "meetings"
    noun = "会议"
    copied = ("kinds", "place", "chair", "recorder", "group", "tag")
    steps = frozenset({"roster", "match"})

    def formsets(self, data: Any = None) -> list[dict[str, Any]]:
        return [
            {
                "title": "议题",
                "help": "研究或学习了什么，一行一个",
                "formset": TopicFormSet(data, prefix="topics", initial=self.old_topics() if data is None else None),
                "prefix": "topics",
            }
        ]

    def parts(self, data: Any = None) -> list[dict[str, Any]]:
        return [{"template": "meetings/_absences.html", "form": self.grid(data)}]

    def grid(self, data: Any = None) -> AbsenceGrid:
        """Who may be ticked: the roster of the unit on the day the form says, and those already on record."""
        org, day, group, kinds = self.asked(data)
        people = people_on(org, day, group, committee=kinds == [MeetingKind.COMMITTEE.value]) if org else []
        given = {} if self.is_new else {a.member_id: a.reason for a in self.instance().absences.all()}
        missing = set(given) - {person.pk for person in people}
        people += [Person(m.pk, m.name) for m in Member.objects.filter(pk__in=missing)] if missing else []
        step = data.get("step", "") if data is not None else ""
        sheet = DayRoster(day, people, *self.sizes(org, day))
        grid = AbsenceGrid(data, roster=sheet, given=given, is_open=bool(given) or step in self.steps)
        if step == "match":
            grid.propose()
        return grid

    def sizes(self, org: Any, day: date) -> tuple[int, int]:
        """How many should come: the roster, or for a 支委会 the committee (0 where none is logged)."""
        return (roster(org, day).count(), committee_size(org, day)) if org else (0, 0)

    def asked(self, data: Any) -> tuple[Any, date, Any, list[str]]:
        """Unit, day, group and kinds as far as the form says; today until a day is typed."""
        today = self.request.today
        if data is None:
            given = self.initial() if self.is_new else {}
            meeting = self.instance()
            org = self.org_of(given.get("org")) if self.is_new else meeting.org
            return org, today if self.is_new else meeting.date, meeting.group, given.get("kinds", meeting.kinds)
        org = self.org_of(data.get("org")) if self.is_new else self.instance().org
        group = id_from(data.get("group"))
        chosen = PartyGroup.objects.filter(pk=group, org=org).first() if group else None
        try:
            day = forms.DateField().clean(data.get("date")) or today
        except ValidationError:
            day = today
        return org, day, chosen, data.getlist("kinds")

    def org_of(self, given: Any) -> Any:
        pk = id_from(given)
        return self.request.gate.organisations(self.permission).filter(pk=pk).first() if pk else None

    def old_topics(self) -> list[dict[str, Any]]:
        """Of a copied meeting the classes of its topics alone: what was discussed is typed."""
        if self.is_new:
            source = self.source()
            return [{"tag": topic.tag} for topic in source.topics.all() if topic.tag] if source else []
        return [_as_initial(t) for t in self.instance().topics.all()]

    def lines(self, form: MeetingForm, formsets: list[Any]) -> Lines:
        topics, absences = formsets[:2]
        return Lines(topics.lines(), form.material_titles(), absences.lines(), topics.votes())

    def saved_text(self, result: Any) -> SafeString:
        """With how many of those who were not there are named by nobody."""
        rest = missing = result.expected - result.present
        if missing:
            rest -= result.absences.exclude(reason=AbsenceReason.LATE).count()
        told = f" · 应到{result.expected}人、实到{result.present}人，还有{rest}人没有写明是谁没到" if rest > 0 else ""
        return format_html("{}{}", super().saved_text(result), told)


def _as_initial(topic: Topic) -> dict[str, Any]:
    return {"text": topic.text, "tag": topic.tag, "in_favour": topic.in_favour}


class MeetingCreate(MeetingFormPage):
    title = "登记会议"
    again = True
    prefilled = ("group", "belongs_to", "lecturer_rank")

    def form(self, data: Any = None, files: Any = None) -> RecordForm:
        form = super().form(data, files)
        org = self.org_of(form.initial.get("org"))
        if isinstance(form, MeetingForm) and org:
            size = committee_size(org, self.request.today)
            form.offer_expected(roster=self.roster_size(org.pk), committee=size)
        return form

    def parts(self, data: Any = None) -> list[dict[str, Any]]:
        also = {"template": "entries/_also.html", "form": None}
        return [*super().parts(data), *(also | {"form": form} for form in forms_for(data).values())]

    def initial(self) -> dict[str, Any]:
        """Place, chair and recorder from the branch's habit, and how many should come today."""
        if not hasattr(self, "_initial"):
            self._initial = self.offered()
        return dict(self._initial)

    def offered(self) -> dict[str, Any]:
        kinds = [kind for kind in self.request.GET.getlist("kind") if kind in MeetingKind.values]
        offered = super().initial() | ({"kinds": kinds} if kinds else {})
        org = self.org_of(offered.get("org"))
        if org is None:
            return offered
        habit = self.habit()
        if habit and not self.source():
            offered |= {name: getattr(habit[0], name) for name in habit[1]}
        size = committee_size(org, self.request.today)
        is_committee = offered.get("kinds") == [MeetingKind.COMMITTEE.value] and size
        return offered | {"expected": size if is_committee else self.roster_size(org.pk)}

    def roster_size(self, org: int) -> int:
        scope, today = self.scope, self.request.today
        count: int = standings_in(scope, today).filter(org=org, stage__in=PARTY_STAGES).count()
        return count

    def habit(self) -> Offered | None:
        """The last meeting of the kind asked for, else the last one of all."""
        org = super().initial().get("org")
        asked = [kind for kind in self.request.GET.getlist("kind") if kind in MeetingKind.values]
        rows = Meeting.objects.filter(org=org).exclude(status=Status.CANCELLED).order_by("-date", "-id")
        last = rows.filter(**dict.fromkeys(asked, True)).first() if asked and org else None
        last = last or (rows.first() if org else None)
        return (last, ("place", "chair", "recorder")) if last else None

    def save(self, form: Any, formsets: list[Any]) -> Meeting:
        lines = self.lines(form, formsets)
        who: dict[str, Any] = {"by": self.request.user, "today": self.request.today, "confirmed": self.confirmed}
        saved = log_together(
            log=lambda: log_meeting(meeting=form.instance, lines=lines, **who),
            gathering=lambda meeting: gathering_at(meeting, lines),
            also=wanted(formsets),
            **who,
        )
        assert isinstance(saved, Meeting)
        return saved


def gathering_at(meeting: Meeting, lines: Lines) -> Gathering:
    """A meeting as what else it counts as sees it: its title, else what it was about; who came, and whose members."""
    title = meeting.title or next((text for text, _ in lines.topics), meeting.kinds_text)
    return Gathering(meeting, title[:120], meeting.present + meeting.observers, meeting.present)


class MeetingEdit(MeetingFormPage):
    title = "修改会议"

    def save(self, form: Any, formsets: list[Any]) -> Meeting:
        lines = self.lines(form, formsets)
        who: dict[str, Any] = {"by": self.request.user, "today": self.request.today}
        version = form.cleaned_data["version"]
        stored = Meeting.objects.get(pk=form.instance.pk)
        saved = edit_together(
            edit=lambda: edit_meeting(
                meeting=form.instance, lines=lines, version=version, confirmed=self.confirmed, **who
            ),
            before=gathering_at(stored, lines_of(stored)),
            gathering=lambda meeting: gathering_at(meeting, lines),
            by=self.request.user,
        )
        assert isinstance(saved, Meeting)
        return saved
