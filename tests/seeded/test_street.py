"""The demo's street: its logins work, its figures are those the stories need, its texts are many."""

from django.contrib.auth import authenticate

from partywork.audit import chain
from partywork.common.identity_number import validate_identity_number
from partywork.meetings.models import Meeting, Topic
from partywork.members.models import Member
from partywork.orgs.models import Organisation
from tests.factories.figures import figures
from tests.factories.meetings import absences_out_of_step


def test_the_logins_it_prints(demo, rf):
    head, *logins = demo
    assert head == "登录名　密码　角色　单位"
    assert [line.split("　")[0] for line in logins] == [
        "manager", "reader", "secretary", "organiser", "secretary2", "auditor", "inspector",
    ]  # fmt: skip
    username, password, *_ = logins[0].split("　")
    user = authenticate(rf.post("/login/"), username=username, password=password)
    assert user is not None
    assert user.must_change_password is False
    assert logins[3].split("　")[2:] == ["组织委员", "柳荫社区第一党支部"]
    assert [line.split("　")[2] for line in logins[5:]] == ["审计管理员", "巡察人员"]


def test_the_street_is_whole():
    root = Organisation.objects.get(code="DEMO")
    values = figures(
        root, "党支部数", "党总支数", "查找问题数", "已销号问题数", "逾期未销号问题数", "收到举报件数",
        "半年内届满支部数", "届满未换届支部数", "软弱涣散党组织数", "新建两新党组织数", "每月召开支委会的支部数",
        "各支部党课最少次数",
    )  # fmt: skip
    assert {name: value.number for name, value in values.items()} == {
        "党支部数": 12, "党总支数": 2, "查找问题数": 26, "已销号问题数": 19, "逾期未销号问题数": 2, "收到举报件数": 0,
        "半年内届满支部数": 1, "届满未换届支部数": 1, "软弱涣散党组织数": 1, "新建两新党组织数": 1,
        "每月召开支委会的支部数": 11, "各支部党课最少次数": 0,
    }  # fmt: skip
    more = figures(root, "党员总数", "接收预备党员数", "转正党员数", "欠缴党费人数", "慰问人次@春节", "工作件数")
    assert [name for name, value in more.items() if value.is_nothing] == []
    assert more["党员总数"].number in range(280, 341)
    assert len(set(Topic.objects.filter(meeting__half=20261).values_list("text", flat=True))) >= 80
    before, full, after = (Meeting.objects.filter(half=half).count() for half in (20252, 20261, 20262))
    assert 0 < before < full / 2 < after < full  # thin before the office began, and the running half is not over
    numbers = [member.id_number for member in Member.objects.all()]
    assert [validate_identity_number(number, on=Meeting.objects.latest("date").date) for number in numbers] == numbers
    assert {number[:6] for number in numbers} == {"110999"}
    assert absences_out_of_step() == 0
    assert chain.verify().is_whole
