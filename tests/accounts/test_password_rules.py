"""Which passwords are taken under either policy, and when one must be changed."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from partywork.accounts.actions import change_password
from partywork.accounts.models import PastPassword, User
from partywork.accounts.passwords import initial_password
from partywork.common.signing_in import ASVS, DENGBAO
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
PASSWORD = "mima-Ceshi-1"


@pytest.fixture
def user():
    org = make_org(name="金山街道第一党支部")
    user = make_user(org)
    User.objects.filter(pk=user.pk).update(full_name="沈青禾")
    return User.objects.get(pk=user.pk)


def faults(password: str, user: User | None) -> list[str | None]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [one.code for one in error.error_list]
    return []


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("shangao-yuexiao", []),
        ("山高月小水落石出清风徐来", []),
        ("shangao-yue", ["too_short"]),
        ("s" * 129, ["too_long", "guessed"]),
        ("Dangjian@2026!", ["guessed"]),
        ("partywork-partywork", ["guessed"]),
        ("jinshanjiedao2026", ["guessed"]),
        ("金山街道第一党支部2026", ["guessed"]),
        ("shenqinghe-1234", ["guessed"]),
        ("1qaz2wsx-QAZWSX", ["guessed"]),
        ("mimamimamima", ["guessed"]),
        ("12345678901234", ["guessed"]),
        ("userpassword1", ["guessed"]),
        ("sojdlg123aljg", ["guessed"]),  # among the 20,000 of leaks
    ],
)
def test_length_and_what_is_guessed_first_decide(user, password, found):
    assert faults(password, user) == found


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("Shan-gao", []),
        ("shangao7", ["too_plain"]),
        ("Shan-ga", ["too_short"]),
        ("Dangjian1!", ["guessed"]),
    ],
)
def test_the_convention_asks_for_three_of_four_classes(user, settings, password, found):
    settings.PASSWORD_POLICY = DENGBAO
    assert faults(password, user) == found


@pytest.mark.parametrize("policy", [ASVS, DENGBAO], ids=["asvs", "dengbao"])
def test_initial_passwords_keep_the_rules(settings, policy):
    settings.PASSWORD_POLICY = policy
    assert [faults(initial_password(), None) for _ in range(20)] == [[]] * 20


def test_the_present_password_is_never_taken_again(user):
    assert faults(PASSWORD, user) == ["same"]


def set_to(user: User, *passwords: str) -> None:
    for password in passwords:
        change_password(user=user, password=password, on=DAY, by=user)


def test_the_last_five_are_barred_by_the_convention_alone(user, settings):
    mine = [f"Shangao-{word}" for word in ("yuexiao", "shuiluo", "shichu", "qingfeng", "xulai")]
    settings.PASSWORD_POLICY = DENGBAO
    set_to(user, *mine)
    assert [faults(each, user) for each in (PASSWORD, *mine)] == [[], ["used"], ["used"], ["used"], ["used"], ["same"]]
    assert PastPassword.objects.count() == 4
    settings.PASSWORD_POLICY = ASVS
    assert faults(mine[0], user) == []
    set_to(user, "shangao-shuibuxing")
    assert PastPassword.objects.count() == 0


def aged(user: User, days: int) -> None:
    User.objects.filter(pk=user.pk).update(password_set_on=timezone.localdate() - timedelta(days=days))


def test_after_ninety_days_the_convention_asks_for_another(user, settings, client):
    settings.PASSWORD_POLICY = DENGBAO
    client.force_login(user)
    aged(user, 89)
    assert client.get(reverse("home")).status_code == 200
    aged(user, 90)
    page = reverse("password_change")
    assert client.get(reverse("home")).url == page
    assert "密码已经到期" in client.get(page).content.decode()
    new = "Shangao-yuexiao"
    client.post(page, {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert client.get(reverse("home")).status_code == 200
    user.refresh_from_db()
    assert user.password_set_on == timezone.localdate()


@pytest.mark.parametrize(("age", "told"), [(75, []), (76, [14]), (89, [1])])
def test_it_warns_two_weeks_before_on_logging_in(user, settings, client, age, told):
    settings.PASSWORD_POLICY = DENGBAO
    aged(user, age)
    client.post(reverse("login"), {"username": user.username, "password": PASSWORD})
    said = [str(each) for each in client.get(reverse("home")).context["messages"]]
    assert said == [f"密码还有{left}天到期，请尽早修改：点右上角自己的名字，再点“修改密码”。" for left in told]


def test_without_a_term_an_old_password_stays(user, client):
    aged(user, 2000)
    client.force_login(user)
    assert client.get(reverse("home")).status_code == 200


def test_a_wrong_old_password_is_counted_and_the_limit_signs_out(user, client):
    client.force_login(user)
    typed = {"old_password": "wrong", "new_password1": "shangao-yuexiao", "new_password2": "shangao-yuexiao"}
    answers = [client.post(reverse("password_change"), typed).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    assert client.get(reverse("home")).url.startswith(reverse("login"))


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (
            ASVS,
            "至少12个字符，可以是一句自己记得住的话。不用姓名、登录名、单位名称、常用的词和连着的数字拼成。和现在的密码不同。",
        ),
        (
            DENGBAO,
            "至少8个字符，可以是一句自己记得住的话。小写字母、大写字母、数字、符号，四种里至少要有三种。"
            "不用姓名、登录名、单位名称、常用的词和连着的数字拼成。和最近5次用过的都不同。",
        ),
    ],
    ids=["asvs", "dengbao"],
)
def test_the_page_says_what_is_asked_for(user, settings, client, policy, told):
    settings.PASSWORD_POLICY = policy
    client.force_login(user)
    form = client.get(reverse("password_change")).context["form"]
    assert (form["new_password1"].help_text, form["new_password2"].help_text) == (told, "")


def test_no_migration_makes_a_user():
    """No default account: the first one is made by create_office, with a password nobody else knows."""
    assert User.objects.count() == 0
