"""Pages of the sentence library."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from summaries.phrases.models import OwnPhrase, SilencedSentence
from tests.factories.orgs import make_user
from tests.factories.own import make_phrase
from tests.factories.worklog import make_work
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db
THEME = "志愿服务"


@pytest.fixture
def office():
    made = make_office()
    make_work(made.steady, made.by, date(2026, 3, 1), tag="巡河", people=8)
    return made


@pytest.fixture
def secretary(office, client):
    user = make_user(office.steady, Role.SECRETARY)
    client.force_login(user)
    return user


def typed(**changes):
    given = {"text1": "开展巡河{志愿服务次数#巡河}次", "theme": THEME, "kind": "deed", "place": "done", "reach": "own"}
    return {**given, "key": "k1", "version": "0", **changes}


def test_a_sentence_is_written_changed_and_withdrawn(secretary, client):
    new = f"{reverse('summaries:phrase_new')}?theme={THEME}"
    refused = client.post(new, typed(text1="开展巡河3次", text2="成效显著"))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"text1", "text2"}
    client.post(new, typed())
    client.post(new, typed())  # a double click
    phrase = OwnPhrase.objects.get()
    edit = reverse("summaries:phrase_edit", args=[phrase.pk])
    assert client.get(edit).context["form"].initial["text1"] == "开展巡河{志愿服务次数#巡河}次"
    client.post(edit, typed(text1="巡河{志愿服务次数}次", version="1"))
    stale = client.post(edit, typed(text1="别的{志愿服务次数}次", version="1"))
    assert (stale.status_code, OwnPhrase.objects.get().texts) == (422, ["巡河{work.volunteering.items}次"])
    client.post(reverse("summaries:phrase_use", args=[phrase.pk]), {"use": "0"})
    assert OwnPhrase.objects.get().withdrawn is True


def test_only_a_manager_gives_sentences_to_units_below(office, secretary, client):
    new = f"{reverse('summaries:phrase_new')}?theme={THEME}"
    assert client.post(new, typed(reach="all")).status_code == 422
    client.force_login(make_user(office.root, Role.MANAGER))
    assert client.post(new, typed(reach="all")).status_code == 302
    assert OwnPhrase.objects.get().org == office.root


def test_the_theme_shows_what_would_be_said_and_where_sentences_come_from(office, secretary, client):
    make_phrase(office.root, office.by, "党员巡河{志愿服务次数#巡河}次", reach="branch")
    own = make_phrase(office.steady, secretary, "本支部巡河{志愿服务次数#巡河}次")
    page = client.get(f"{reverse('summaries:phrase_theme')}?theme={THEME}")
    done = page.context["parts"][0]
    assert [(line.text, line.whose, line.pk) for line in done.own] == [
        ("党员巡河{志愿服务次数#巡河}次。", office.root.short_name, 0),
        ("本支部巡河{志愿服务次数#巡河}次。", "", own.pk),
    ]
    assert {line.state for line in done.library} == {"used"}
    key = done.library[0].key
    use = reverse("summaries:sentence_use")
    client.post(use, {"theme": THEME, "key": key, "use": "0"})
    assert list(SilencedSentence.objects.values_list("org", "theme", "key")) == [(office.steady.pk, THEME, key)]
    client.post(use, {"theme": THEME, "key": key, "use": "1"})
    client.post(use, {"theme": THEME, "key": "无", "use": "0"})
    assert not SilencedSentence.objects.exists()
    rows = {row["name"]: row["own"] for row in client.get(reverse("summaries:phrases")).context["rows"]}
    assert {name: number for name, number in rows.items() if number} == {THEME: 2}


def test_replacing_starts_from_the_wording_of_the_library(office, secretary, client):
    page = client.get(f"{reverse('summaries:phrase_theme')}?theme={THEME}")
    line = next(each for each in page.context["parts"][0].library if each.kind == "做了什么")
    new = f"{reverse('summaries:phrase_new')}?theme={THEME}&replaces={line.key}"
    assert client.get(new).context["form"].initial["text1"] == line.text
    client.post(new, typed())
    assert OwnPhrase.objects.get().replaces == line.key
    page = client.get(f"{reverse('summaries:phrase_theme')}?theme={THEME}")
    states = {each.key: each.state for each in page.context["parts"][0].library}
    assert {key for key, state in states.items() if state == "replaced"} == {line.key}


def test_another_units_sentence_does_not_exist(office, secretary, client):
    foreign = make_phrase(office.lagging, office.by)
    assert client.get(reverse("summaries:phrase_edit", args=[foreign.pk])).status_code == 404
    assert client.get(f"{reverse('summaries:phrase_theme')}?org={office.lagging.code}").status_code == 404
