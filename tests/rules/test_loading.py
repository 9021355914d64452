"""The shipped rules mirror their file, whatever happened to the table."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from partywork.rules.loading import load_shipped_rules, shipped_rules
from partywork.rules.models import Rule
from partywork.rules.views import SUBJECTS
from tests.factories.orgs import make_org


def test_every_shipped_rule_has_a_source_or_is_marked_local():
    rules = shipped_rules()
    assert [rule.code for rule in rules if bool(rule.source) == rule.is_local] == []
    assert [rule.code for rule in rules if rule.is_local and not rule.note] == []
    assert {rule.code.partition(".")[0] for rule in rules} == set(SUBJECTS)


def test_no_code_is_shipped_twice_for_one_day():
    keys = [(rule.code, rule.effective_from) for rule in shipped_rules()]
    assert len(keys) == len(set(keys))


@pytest.mark.django_db
def test_migrating_has_loaded_them():
    assert Rule.objects.filter(org=None).count() == len(shipped_rules())


@pytest.mark.django_db
def test_loading_again_restores_the_file_and_leaves_local_rules_alone():
    org = make_org()
    local = Rule.objects.create(code="dues.fixed", org=org, title="当地", value=50, effective_from=date(2025, 1, 1))
    Rule.objects.filter(code="dues.fixed", org=None).update(value=99)
    Rule.objects.filter(code="dues.rounding", org=None).delete()
    Rule.objects.create(code="dues.withdrawn", title="已撤回", value=1, effective_from=date(2020, 1, 1))
    load_shipped_rules(using="default")
    assert Rule.objects.get(code="dues.fixed", org=None).value == 20
    assert Rule.objects.get(code="dues.rounding").value == 10
    assert not Rule.objects.filter(code="dues.withdrawn").exists()
    local.refresh_from_db()
    assert local.value == 50


@pytest.mark.django_db
def test_loading_what_is_there_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):  # reads the rows
        load_shipped_rules(using="default")


@pytest.mark.django_db
def test_a_shipped_rule_cannot_stand_twice():
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.create(
            code="dues.fixed", title="重复", value=1, effective_from=Rule.objects.get(code="dues.fixed").effective_from
        )


@pytest.mark.django_db(transaction=True)
def test_they_survive_a_flush():
    call_command("flush", interactive=False, verbosity=0)
    assert Rule.objects.filter(org=None).count() == len(shipped_rules())
