"""Logging an entry: what is offered and said so, copying, marks, evidence, and what a browser may keep of it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from partywork.access.permissions import Role
from partywork.attachments.models import Attachment
from partywork.common.text import format_date
from partywork.meetings.enums import MeetingKind
from partywork.meetings.lines import Lines
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.visits.models import Talk
from tests.factories.files import PDF, photo
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import make_condolence, make_talk
from tests.factories.worklog import make_work

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 11)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def meeting_typed(branch, **changes):
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "kinds": ["is_committee"], "date": "2026-05-11", "place": "会议室",
        "expected": 3, "present": 3, "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 0, "topics-0-text": "研究党费",
        "topics-0-tag": "",
    }  # fmt: skip
    return {**data, **changes}


def filled(page) -> dict[str, object]:
    """What a form offers that is not empty, without what every form carries."""
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in given.items() if value and name not in ("key", "version", "org")}


def notes(page) -> list[str]:
    return [note["text"] for note in page.context["aside"].notes if "late" not in note]


def logged(branch, secretary):
    """A meeting with everything that must never be copied."""
    topics = [("研究发展党员", "development"), ("其他", "")]
    return make_meeting(
        branch, secretary, DAY, MeetingKind.COMMITTEE, MeetingKind.STUDY, lines=Lines(topics, ["《条例》"]),
        place="会议室", chair="周某", recorder="吴某", tag="进社区", minutes="讨论了发展党员的事情，大家都发了言。",
        title="五月支委会", resolutions="同意", remark="备注", highlight=True,
    )  # fmt: skip


def test_the_habit_is_offered_and_said(branch, secretary, client):
    make_meeting(branch, secretary, DAY, MeetingKind.COMMITTEE, place="会议室", chair="周某")
    make_meeting(branch, secretary, date(2026, 5, 20), MeetingKind.LECTURE, place="礼堂", chair="吴某", recorder="郑某")
    page = client.get(reverse("meetings:create"), {"kind": "is_committee"})
    assert filled(page) == {"kinds": ["is_committee"], "place": "会议室", "chair": "周某"}
    assert notes(page) == ["按上次会议（2026年5月11日）带出：地点、主持人，不同的请改。"]
    page = client.get(reverse("meetings:create"))
    assert filled(page) == {"place": "礼堂", "chair": "吴某", "recorder": "郑某"}


def test_copying_takes_the_structure_and_never_what_happened(branch, secretary, client):
    meeting = logged(branch, secretary)
    offer = client.get(reverse("meetings:create")).context["aside"].links
    assert offer == [{"label": "复制上一次", "url": f"{reverse('meetings:create')}?copy={meeting.pk}"}]
    page = client.get(offer[0]["url"])
    assert filled(page) == {
        "kinds": ["is_committee", "is_study"], "place": "会议室", "chair": "周某", "recorder": "吴某", "tag": "进社区",
    }  # fmt: skip
    assert notes(page) == [
        "照“2026年5月11日 五月支委会”带出：会议类型、地点、主持人、记录人、标签。日期、人数和内容请照这一次填。"
    ]
    topics = page.context["formsets"][0]["formset"]
    assert [form.initial for form in topics if form.initial] == [{"tag": "development"}]
    assert page.context["aside"].links == []


def test_nothing_of_anothers_is_copied(root, branch, secretary, client):
    sibling = make_org(root)
    meeting = logged(sibling, make_user(sibling))
    assert filled(client.get(reverse("meetings:create"), {"copy": meeting.pk})) == {}
    assert filled(client.get(reverse("meetings:create"), {"copy": "x"})) == {}


def test_visits_talks_and_work_copy_what_stays_the_same(branch, secretary, client):
    visit = make_condolence(branch, secretary, DAY, visitors="周某", visitor_count=2)
    talk = make_talk(branch, secretary, DAY)
    work = make_work(branch, secretary, DAY, tag="进社区", place="广场")
    kept = {
        "visits": filled(client.get(reverse("visits:create"), {"copy": visit.pk})),
        "talks": filled(client.get(reverse("talks:create"), {"copy": talk.pk})),
        "worklog": filled(client.get(reverse("worklog:create"), {"copy": work.pk})),
    }
    same = ("kind", "object_kind", "visitors", "visitor_rank", "occasion", "gift_kind", "fund_source")
    stays = {name: getattr(visit, name) for name in same if getattr(visit, name)}
    assert kept["visits"] == stays  # how many went is typed
    assert kept["talks"] == {"kind": talk.kind, "pair": talk.pair, "talker": talk.talker, "people": 1}
    assert kept["worklog"] == {"kind": work.kind, "tag": "进社区", "place": "广场", "items": 1}


def test_saving_says_what_happened_and_offers_another_one(branch, secretary, client):
    answer = client.post(reverse("meetings:create"), meeting_typed(branch, again="1"))
    meeting = Meeting.objects.get()
    again = f"{reverse('meetings:create')}?copy={meeting.pk}"
    assert answer.url == again
    page = client.get(again)
    (message,) = page.context["messages"]
    detail = reverse("meetings:detail", args=[meeting.pk])
    assert str(message) == (
        f'已保存“2026年5月11日 支委会” · <a href="{detail}">查看</a> · <a href="{again}">再记一次</a>'
        f'<span data-draft-done="{secretary.pk}:{reverse("meetings:create")}"></span>'
    )
    assert filled(page) == {"kinds": ["is_committee"], "place": "会议室"}


def test_a_form_sent_again_says_that_nothing_more_was_saved(branch, secretary, client):
    """A double click, or going back, correcting a number and saving once more."""
    client.post(reverse("meetings:create"), meeting_typed(branch))
    page = client.post(reverse("meetings:create"), meeting_typed(branch, present=2), follow=True)
    first, second = map(str, page.context["messages"])
    assert ("没有再存一份" in first, "没有再存一份；这次有改动的，请打开它再改" in second) == (False, True)
    assert Meeting.objects.get().present == 3


def test_the_page_of_a_record_leads_to_the_next_one(branch, secretary, client):
    talk = make_talk(branch, secretary, DAY)
    page = client.get(reverse("talks:detail", args=[talk.pk]))
    assert page.context["more"][0] == {"label": "照这条再记一次", "url": f"{reverse('talks:create')}?copy={talk.pk}"}


def test_entering_for_another_unit_is_said_before_and_marked_after(root, branch, client):
    manager = make_user(root, Role.MANAGER)
    client.force_login(manager)
    assert notes(client.get(reverse("talks:create"))) == ["替下级党组织登记的，保存后会标“代录”。"]
    assert notes(client.get(reverse("talks:create"), {"org": branch.pk})) == [f"您不在{branch}任职，保存后会标“代录”。"]
    client.post(reverse("meetings:create"), meeting_typed(branch))
    meeting = Meeting.objects.get()
    assert meeting.on_behalf is True
    assert "代录" in client.get(reverse("meetings:list")).context["table"].body
    assert "代录" in client.get(reverse("meetings:detail", args=[meeting.pk])).context["notes"]
    assert notes(client.get(reverse("meetings:edit", args=[meeting.pk]))) == ["这条记录标有“代录”。"]


def test_from_which_day_an_entry_is_late_is_said_by_the_rule(branch, secretary, client):
    page = client.get(reverse("talks:create"))
    first = timezone.localdate() - timedelta(days=30)
    text = f"{format_date(first)}以前的事现在才登记，保存后会标“补录”，照样计数。"
    assert [note for note in page.context["aside"].notes if "late" in note] == [
        {"text": text, "url": "", "late": first.isoformat()}
    ]


def test_evidence_is_handed_in_with_the_form(branch, secretary, client):
    files = [SimpleUploadedFile("签到.pdf", PDF), SimpleUploadedFile("现场.jpg", photo())]
    page = client.get(reverse("meetings:create")).content.decode()
    assert ('enctype="multipart/form-data"' in page, 'capture="environment"' in page) == (True, True)
    client.post(reverse("meetings:create"), meeting_typed(branch, evidence=files))
    kept = Attachment.objects.order_by("pk")
    assert [(each.name, each.record) for each in kept] == [
        (name, Meeting.objects.get()) for name in ("签到.pdf", "现场.jpg")
    ]
    with kept[1].file.open("rb") as stored, Image.open(stored) as picture:
        assert (picture.size, dict(picture.getexif())) == ((40, 60), {})


def test_a_file_that_is_not_taken_loses_nothing_else(branch, secretary, client):
    files = [SimpleUploadedFile("签到.pdf", PDF), SimpleUploadedFile("程序.exe", b"MZ")]
    answer = client.post(reverse("meetings:create"), meeting_typed(branch, evidence=files))
    assert [each.name for each in Attachment.objects.all()] == ["签到.pdf"]
    saved, refused = client.get(answer.url).context["messages"]
    detail = reverse("meetings:detail", args=[Meeting.objects.get().pk])
    assert (saved.level_tag, refused.level_tag) == ("success", "warning")
    assert str(refused).startswith("记录已保存，但有文件没有收下：“程序.exe”：这种文件不能作佐证材料。")
    assert str(refused).endswith(f'可以在<a href="{detail}#evidence">这条记录的佐证材料</a>里重新传。')


def test_a_form_that_comes_back_says_that_its_files_are_gone(branch, secretary, client):
    given = meeting_typed(branch, present=9, evidence=[SimpleUploadedFile("签到.pdf", PDF)])
    page = client.post(reverse("meetings:create"), given)
    assert page.status_code == 422
    assert "刚才选的1个文件浏览器没有留住，请在下面再选一次。" in notes(page)
    assert Attachment.objects.count() == 0


def test_a_talk_takes_no_files(branch, secretary, client):
    given = {"key": "k", "version": 0, "org": branch.pk, "date": "2026-05-11", "kind": "heart", "pair": "members"}
    given |= {"talker": "周某", "people": 1, "evidence": SimpleUploadedFile("谈话内容.pdf", PDF)}
    client.post(reverse("talks:create"), given)
    assert (Talk.objects.count(), Attachment.objects.count()) == (1, 0)


def test_what_is_personal_is_marked_so_that_no_browser_keeps_it(branch, secretary, client):
    form = client.get(reverse("visits:create")).context["form"]
    private = {name for name in form.fields if form.fields[name].widget.attrs.get("data-private")}
    assert private == {"object_name", "situation", "needs", "answer"}
    page = client.get(reverse("visits:create"))
    assert page.context["aside"].draft == f"{secretary.pk}:{reverse('visits:create')}"


def test_forms_with_personal_numbers_keep_no_draft(branch, secretary, client):
    for name in ("members:create", "dues_standards:create"):
        page = client.get(reverse(name))
        assert (page.context["aside"].draft, "data-keep=" in page.content.decode()) == ("", False)


def test_a_session_that_ended_leads_back_to_the_form(branch, client):
    url = reverse("meetings:create") + "?kind=is_committee"
    answer = client.post(url, meeting_typed(branch))
    login = client.get(answer.url)
    assert login.context["next"] == url
    assert f'data-draft-waiting="{url}"' in login.content.decode()


def test_an_expired_form_leads_back_to_itself(branch, secretary):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(secretary)
    page = strict.post(reverse("meetings:create"), meeting_typed(branch))
    assert page.status_code == 403
    shown = page.content.decode()
    assert ('<a class="btn btn-primary" href="">重新打开这一页</a>' in shown, "data-draft-waiting" in shown) == (
        True,
        True,
    )
