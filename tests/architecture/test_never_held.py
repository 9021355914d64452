"""What must never be held has no field to hold it (规定见 docs/security.md; shared rule: 不保存).

Religion; what was said in a talk; names in clues, discipline cases and reserve lists; lists and targets of donations.
Free text next to which people would be tempted says so.
"""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from partywork.ledgers.columns import all_ledgers
from partywork.visits.models import Talk
from tests.factories.orgs import make_org, make_user

NAMES = re.compile(
    r"religio|faith|belief|confession|clue|whistle|accus|suspect|donat|talk_content|reserve_(cadre|list)"
)
# Each for a reason one would defend: totals and sources, without who gave what.
ALLOWED = {
    "Visit.fund_source": "where the money of a gift came from",
    "WorkLog.kind": "a kind of work, of which numbers alone are kept",
}
LABELS = re.compile(
    r"宗教|信仰|教派|信教|线索|举报人|被举报|涉案|案件|处分原因|后备|捐款|捐赠|谈话内容|谈话记录|健康|病史|疾病"
)


def told_of() -> dict[str, str]:
    """Every field of every model, with all it says of itself: its label and its choices."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.auto_created and not field.concrete:
                continue
            choices = " ".join(str(label) for _, label in getattr(field, "flatchoices", ()))
            found[f"{model.__name__}.{field.name}"] = f"{getattr(field, 'verbose_name', '')} {choices}"
    return found


def test_no_field_is_named_for_what_is_never_held():
    assert [name for name in told_of() if NAMES.search(name.lower())] == []


def test_no_label_asks_for_it():
    assert {name for name, label in told_of().items() if LABELS.search(label)} == set(ALLOWED)


def test_no_column_of_a_ledger_or_an_import_asks_for_it():
    headers = {(ledger.code, column.header) for ledger in all_ledgers() for column in ledger.columns}
    assert [each for each in headers if LABELS.search(each[1])] == []


def test_a_talk_has_no_text_in_which_its_content_could_stand():
    long = [field.name for field in Talk._meta.fields if field.get_internal_type() == "TextField"]
    assert long == []


@pytest.mark.django_db
def test_the_forms_say_what_does_not_belong_in_them(client):
    branch = make_org()
    client.force_login(make_user(branch))
    for name, said in {
        "talks:create": "谈话内容由双方保留，不要写进系统",
        "visits:create": "不写宗教信仰、病情和举报线索",
        "members:create": "不写宗教信仰、病情和举报线索",
    }.items():
        assert said in client.get(reverse(name)).content.decode(), name
