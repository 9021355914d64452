"""Pages of talks."""

from typing import Any

import django_filters

from partywork.entries.enums import Status
from partywork.entries.formpages import EntryFormPage
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryListPage
from partywork.pages.recent import RecentDatedFilter
from partywork.visits.actions import edit_talk, log_talk
from partywork.visits.enums import TalkKind, TalkPair
from partywork.visits.forms import TalkForm
from partywork.visits.ledger import TALK_LEDGER
from partywork.visits.models import Talk


class TalkFilter(RecentDatedFilter):
    search_fields = ["talker", "place", "tag"]
    kind = django_filters.ChoiceFilter(label="类型", choices=TalkKind.choices, empty_label="全部")
    pair = django_filters.ChoiceFilter(label="双方", choices=TalkPair.choices, empty_label="全部")
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label="全部")

    class Meta:
        model = Talk
        fields: list[str] = []


class TalkList(EntryListPage):
    ledger = TALK_LEDGER
    filterset_class = TalkFilter
    detail_url = "talks:detail"
    create_url = "talks:create"
    create_label = "登记谈话"
    intro = "只登记谁和谁谈过，不登记谈话内容。"


class TalkDetail(EntryDetailPage):
    ledger = TALK_LEDGER
    namespace = "talks"
    copies = True


class TalkFormPage(EntryFormPage):
    form_class = TalkForm
    model = Talk
    namespace = "talks"
    noun = "谈话"
    takes_files = False  # what was said stays with both parties
    copied = ("kind", "pair", "talker", "place", "tag")
    intro = "只登记谈话这件事。谈话内容由双方保留，不要写进系统。"


class TalkCreate(TalkFormPage):
    title = "登记谈话"
    again = True
    prefilled = ("kind", "pair")

    def save(self, form: Any, formsets: list[Any]) -> Talk:
        who = {"by": self.request.user, "today": self.request.today}
        return log_talk(talk=form.instance, confirmed=self.confirmed, **who)


class TalkEdit(TalkFormPage):
    title = "修改谈话"

    def save(self, form: Any, formsets: list[Any]) -> Talk:
        version = form.cleaned_data["version"]
        who = {"by": self.request.user, "today": self.request.today}
        return edit_talk(talk=form.instance, version=version, confirmed=self.confirmed, **who)


class TalkCancel(EntryCancelPage):
    model = Talk
    namespace = "talks"
