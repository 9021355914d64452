"""The pages: one's own digests and choice; where a unit's digests go, a test, and what was sent."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from partywork.reminders.actions import TESTS_A_DAY, TOO_MANY_TESTS, edit_target, order_test
from partywork.reminders.enums import Channel, HowOften, MessageState
from partywork.reminders.models import Digest, ReminderChoice, ReminderMessage, ReminderTarget
from partywork.reminders.sending import prepare
from partywork.reminders.target_views import NOTHING
from tests.factories.orgs import make_org, make_user
from tests.factories.reminders import ROBOT, make_target

pytestmark = pytest.mark.django_db
MINE, CHOOSE, TARGETS = "reminders:mine", "reminders:choose", "reminder_targets:list"


@pytest.fixture(autouse=True)
def on_the_twelfth_of_may():
    with time_machine.travel("2026-05-12 10:00+08:00", tick=False):
        yield


@pytest.fixture
def tree():
    root = make_org(kind=OrgKind.COMMITTEE)
    return root, make_org(root), make_org(root)


@pytest.fixture
def manager(tree):
    return make_user(tree[0], Role.MANAGER)


def bell(page):
    return page.content.decode().partition('class="bell"')[2].partition("</a>")[0]


class TestMine:
    def test_a_digest_is_unread_until_its_reader_says_so(self, tree, client):
        by, colleague = make_user(tree[1]), make_user(tree[1])
        prepare(date(2026, 5, 12), timezone.now())
        client.force_login(by)
        page = client.get(reverse(MINE))
        (digest,) = page.context["digests"]
        assert (digest["day"], digest["is_read"]) == ("2026年5月12日（周二）", False)
        by.refresh_from_db()
        assert f"{by.unread}项未读" in bell(page)
        assert client.post(reverse("reminders:read")).url == reverse(MINE)
        page = client.get(reverse(MINE))
        assert ([each["is_read"] for each in page.context["digests"]], "未读" in bell(page)) == ([True], False)
        assert Digest.objects.get(user=colleague).is_read is False
        events = AuditEvent.objects.filter(actor_id=by.pk).exclude(action="session.login")
        assert not events.exists()  # nobody is to know who reads when

    def test_nobody_elses_digests_are_shown(self, tree, client):
        Digest.objects.create(user=make_user(tree[1]), day=date(2026, 5, 12))
        client.force_login(make_user(tree[1]))
        page = client.get(reverse(MINE))
        assert page.context["digests"] == []
        assert "还没有提醒" in page.content.decode()

    def test_the_choice_is_kept_and_one_may_want_none(self, tree, client):
        by = make_user(tree[1])
        client.force_login(by)
        form = client.get(reverse(CHOOSE)).context["form"]
        assert form.initial == {"how_often": "daily", "parts": ["overdue", "soon", "waiting"]}
        client.post(reverse(CHOOSE), {"how_often": "weekly", "parts": ["overdue"]})
        client.post(reverse(CHOOSE), {"how_often": "never"})
        choice = ReminderChoice.objects.get(user=by)
        assert (choice.how_often, choice.parts) == (HowOften.NEVER, [])

    def test_nothing_ticked_is_asked_about(self, tree, client):
        client.force_login(make_user(tree[1]))
        response = client.post(reverse(CHOOSE), {"how_often": "daily"})
        assert response.status_code == 422
        assert response.context["form"].errors["parts"] == [
            "请至少勾一样。不想要提醒的，请在“多久提醒一次”里选“不要”。"
        ]

    def test_who_sees_no_records_has_no_bell(self, tree, client):
        client.force_login(make_user(tree[0], Role.SYSTEM_ADMIN))
        assert bell(client.get(reverse("accounts:list"))) == ""


class TestTargets:
    @pytest.fixture(autouse=True)
    def allowed(self, settings):
        settings.REMINDER_HOSTS = frozenset({"oapi.dingtalk.com"})

    def typed(self, org, **changes):
        return {
            "org": org.pk, "name": "书记群", "channel": "dingtalk", "address": ROBOT, "secret": "SECsentinel",
            "how_often": "weekly", **changes,
        }  # fmt: skip

    def test_the_address_and_the_secret_are_sealed_and_never_shown_again(self, tree, manager, client):
        client.force_login(manager)
        client.post(reverse("reminder_targets:create"), self.typed(tree[0]))
        target = ReminderTarget.objects.get()
        assert (target.host, target.address, target.secret) == ("oapi.dingtalk.com", ROBOT, "SECsentinel")
        with connection.cursor() as cursor:  # as it lies there; the ORM opens what is sealed
            cursor.execute("SELECT * FROM partywork_remindertarget")
            stored = [str(value) for value in cursor.fetchone()]
        assert not any("sentinel" in value for value in stored)
        pages = [client.get(reverse(TARGETS))]
        pages += [client.get(reverse(f"reminder_targets:{name}", args=[target.pk])) for name in ("detail", "edit")]
        assert not any("sentinel" in page.content.decode() for page in pages)
        events = AuditEvent.objects.filter(action="reminder_target.create")
        assert [(event.summary, "sentinel" in event.detail) for event in events] == [
            ("新建提醒去向“书记群”（钉钉群机器人，oapi.dingtalk.com）", False)
        ]

    def test_an_edit_that_leaves_them_empty_keeps_them(self, tree, manager, client):
        target = make_target(tree[0], manager, secret="SECold")
        client.force_login(manager)
        url = reverse("reminder_targets:edit", args=[target.pk])
        typed = self.typed(tree[0], address="", secret="", version=1)
        client.post(url, typed)
        target.refresh_from_db()
        assert (target.name, target.address, target.secret) == ("书记群", ROBOT, "SECold")
        assert client.post(url, typed).status_code == 422  # somebody saved in between

    @pytest.mark.parametrize(
        ("changes", "field", "said"),
        [
            ({"address": "https://evil.cn/x"}, "address",
             "管理员没有允许发往“evil.cn”，请先请系统管理员在服务器上放行。"),
            ({"address": "http://oapi.dingtalk.com/x"}, "address",
             "网址要以 https:// 开头，请从群机器人的设置页整行复制。"),
            ({"channel": "wecom"}, "secret", "只有钉钉和飞书的机器人有加签密钥，请清空这一栏。"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused_beside_its_field_and_stays_typed(
        self, tree, manager, client, changes, field, said
    ):
        client.force_login(manager)
        response = client.post(reverse("reminder_targets:create"), self.typed(tree[0], **changes))
        assert response.status_code == 422
        assert response.context["form"].errors == {field: [said]}
        assert response.context["form"]["address"].value() == changes.get("address", ROBOT)
        assert ReminderTarget.objects.count() == 0

    @pytest.mark.parametrize("blind", [False, True])
    def test_a_name_taken_is_told_alike_whichever_guard_notices(self, tree, manager, client, monkeypatch, blind):
        make_target(tree[0], manager, name="书记群")
        if blind:  # the other half of a double click: full_clean saw nothing yet
            monkeypatch.setattr(ReminderTarget, "full_clean", lambda self: None)
        client.force_login(manager)
        response = client.post(reverse("reminder_targets:create"), self.typed(tree[0]))
        said = ["这个党组织已有同名的提醒去向，请换一个名称。"]
        assert (response.status_code, response.context["form"].non_field_errors()) == (422, said)

    def test_a_manager_sets_only_what_lies_within_reach(self, tree, client):
        elsewhere = make_org(kind=OrgKind.COMMITTEE)
        client.force_login(make_user(elsewhere, Role.MANAGER))
        assert client.post(reverse("reminder_targets:create"), self.typed(tree[0])).status_code == 422
        target = make_target(tree[0], make_user(tree[0], Role.MANAGER))
        for name in ("detail", "edit", "test", "switch"):
            assert client.post(reverse(f"reminder_targets:{name}", args=[target.pk])).status_code in (404, 405)
        assert (ReminderTarget.objects.count(), ReminderMessage.objects.count()) == (1, 0)

    @pytest.mark.parametrize("role", [Role.SECRETARY, Role.ORGANISER, Role.READER])
    def test_others_set_none(self, tree, client, role):
        client.force_login(make_user(tree[0], role))
        assert client.get(reverse(TARGETS)).status_code == 403
        assert "发到群和邮箱" not in client.get(reverse(MINE)).content.decode()

    def test_without_an_allowed_host_the_page_says_who_can_help(self, manager, client, settings):
        settings.REMINDER_HOSTS = frozenset()
        client.force_login(manager)
        page = client.get(reverse(TARGETS))
        assert page.context["primary"] is None
        assert "请系统管理员在服务器上放行" in page.content.decode()

    def test_the_page_shows_what_would_be_sent_today(self, tree, manager, client):
        target = make_target(tree[0], manager)
        client.force_login(manager)
        url = reverse("reminder_targets:detail", args=[target.pk])
        assert client.get(url).context["preview"].startswith(f"【党建工作提醒】{tree[0].short_name}，2026年5月12日")
        fresh = make_target(make_org(tree[0], founded_on=date(2026, 5, 12), kind=OrgKind.WORKING_COMMITTEE), manager)
        url = reverse("reminder_targets:detail", args=[fresh.pk])
        assert client.get(url).context["preview"] == NOTHING

    def test_failures_are_shown_in_the_list_and_on_the_page(self, tree, manager, client):
        target = make_target(tree[0], manager)
        at = datetime(2026, 5, 11, 1, 0, tzinfo=timezone.get_current_timezone())
        ReminderMessage.objects.create(
            target=target, day=date(2026, 5, 11), text="内容", state=MessageState.FAILED, attempts=4,
            result="连不上对方的服务器", next_try_at=at, tried_at=at,
        )  # fmt: skip
        client.force_login(manager)
        assert "没有发成" in client.get(reverse(TARGETS)).content.decode()
        page = client.get(reverse("reminder_targets:detail", args=[target.pk])).content.decode()
        assert "连不上对方的服务器" in page

    @pytest.mark.parametrize("copies", [1, 3])
    def test_the_list_asks_the_same_queries(self, tree, manager, client, copies, django_assert_num_queries):
        for number in range(copies):
            make_target(tree[0], manager, name=f"群{number}")
        client.force_login(manager)
        with django_assert_num_queries(4):
            client.get(reverse(TARGETS))


class TestTry:
    @pytest.fixture
    def target(self, tree, manager, robot):
        return make_target(tree[0], manager, robot.url, channel=Channel.WECOM)

    def press(self, client, target, name="test"):
        return client.post(reverse(f"reminder_targets:{name}", args=[target.pk]), follow=True)

    def said(self, page):
        return [str(message) for message in page.context["messages"]]

    def test_one_message_that_only_says_it_arrived(self, client, manager, target, robot, tree):
        client.force_login(manager)
        page = self.press(client, target)
        assert self.said(page) == ["测试消息已发出，请到“支部书记群”里看一下。"]
        content = robot.got[0][1]["markdown"]["content"]
        assert content.splitlines() == [
            f"【党建工作提醒】{tree[0].short_name}，2026年5月12日（周二）",
            "一条测试消息，收到就说明设置好了。",
            "请登录党建工作台账查看。",
        ]
        message = ReminderMessage.objects.get()
        assert (message.is_test, message.state) == (True, MessageState.SENT)

    def test_why_it_did_not_arrive(self, client, manager, target, robot):
        robot.body = {"errcode": 93000}
        client.force_login(manager)
        assert self.said(self.press(client, target)) == [
            "测试消息没有发成：对方没有收下（代码93000）：网址里的标识不对或机器人已被移出，请重新复制"
        ]
        assert ReminderMessage.objects.get().state == MessageState.FAILED  # not tried again by itself

    def test_it_does_not_take_the_place_of_the_days_digest(self, client, manager, target, robot):
        client.force_login(manager)
        self.press(client, target)
        prepare(date(2026, 5, 12), timezone.now())
        assert sorted(ReminderMessage.objects.values_list("is_test", flat=True)) == [False, True]

    def test_only_a_few_a_day(self, client, manager, target, robot):
        for _ in range(TESTS_A_DAY):
            order_test(target=target, by=manager, today=date(2026, 5, 12), now=timezone.now())
        client.force_login(manager)
        assert self.said(self.press(client, target)) == [TOO_MANY_TESTS]
        assert robot.got == []

    def test_switching_off_and_on(self, client, manager, target):
        client.force_login(manager)
        states = []
        for _ in range(2):
            self.press(client, target, "switch")
            target.refresh_from_db()
            states.append(target.is_on)
        assert states == [False, True]


def test_another_channel_needs_its_own_address_to_be_right(settings):
    """A robot's address is no mailbox: the change of the way alone is refused."""
    root = make_org(kind=OrgKind.COMMITTEE)
    by = make_user(root, Role.MANAGER)
    target = make_target(root, by)
    target.channel = Channel.EMAIL
    with pytest.raises(Exception, match="邮箱的写法不对"):
        edit_target(target=target, address="", secret="", version=1, by=by)
    assert ReminderTarget.objects.get().channel == Channel.DINGTALK
