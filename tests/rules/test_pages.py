"""The page that lists the rules."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.rules.models import Rule
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


def test_a_reader_sees_the_numbers_with_their_articles(client):
    client.force_login(make_user(make_org(), Role.READER))
    page = client.get(reverse("rules:list")).content.decode()
    assert "每月 1 次" in page
    assert "《中国共产党支部工作条例（试行）》第十二条" in page
    assert "3000 元及以下 0.5%；5000 元及以下 1%；10000 元及以下 1.5%；以上 2%" in page
    assert "地方设置" in page


def test_a_rule_of_ones_own_unit_is_listed_and_a_strangers_is_not(client):
    mine, other = make_org(), make_org()
    for org, title in ((mine, "本单位做法"), (other, "别的单位做法")):
        Rule.objects.create(code="dues.rounding", org=org, title=title, value=50, effective_from=date(2025, 1, 1))
    client.force_login(make_user(mine))
    page = client.get(reverse("rules:list")).content.decode()
    assert "本单位做法" in page
    assert "别的单位做法" not in page


def test_without_an_appointment_there_is_nothing_to_see(client):
    client.force_login(make_user())
    assert client.get(reverse("rules:list")).status_code == 403


@pytest.mark.parametrize("rules", [1, 3])
def test_the_page_takes_as_many_queries_for_one_local_rule_as_for_three(client, rules, django_assert_num_queries):
    org = make_org()
    client.force_login(make_user(org))
    for month in range(1, rules + 1):
        Rule.objects.create(
            code="dues.rounding", org=org, title="当地做法", value=50, effective_from=date(2025, month, 1)
        )
    with django_assert_num_queries(4):
        client.get(reverse("rules:list"))
