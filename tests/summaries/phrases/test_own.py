"""A unit's own sentences: what may be written, where it is said, what it replaces."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partywork.common.periods import Month
from summaries.compose import theme_text
from summaries.facts import Facts
from summaries.phrases.actions import edit_phrase, use_phrase, use_sentence
from summaries.phrases.library import themes
from summaries.phrases.models import OwnPhrase
from summaries.phrases.shelf import shelves_for, themes_for
from summaries.phrases.wordings import in_full, in_own_words, raw_sentence, typed_sentence
from summaries.typeset import Page
from tests.factories.orgs import make_org
from tests.factories.own import TODAY, make_phrase
from tests.factories.plans import make_indicator, make_value
from tests.factories.worklog import make_work
from tests.summaries.office import DATA_DATE, PERIOD, make_office, order

pytestmark = pytest.mark.django_db
RIVER = "开展巡河{志愿服务次数#巡河}次，参加{志愿服务参加人次#巡河}人次，服务群众{志愿服务惠及人次#巡河}人次"


@pytest.fixture
def office():
    made = make_office()
    make_work(made.steady, made.by, date(2026, 3, 1), tag="巡河", people=8)
    return made


def said(org, theme: str = "志愿服务", section="done", period=PERIOD, data_date=DATA_DATE) -> str:
    facts = Facts(order(org, period, data_date))
    text = theme_text(facts.shelf.themes[theme], section, facts)
    return "".join(run.text for run in Page(facts).runs(text))


def silence_all(office, org, theme: str = "志愿服务") -> None:
    for key in {each.key for each in themes()[theme].sentences}:
        use_sentence(org=org, theme=theme, key=key, in_use=False, by=office.by)


def test_an_own_sentence_is_said_behind_the_librarys_and_loses_the_clauses_without_records(office):
    before = said(office.steady)
    make_phrase(office.steady, office.by, RIVER)
    assert said(office.steady) == f"{before}开展巡河1次，参加8人次。"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("开展巡河3次", "手写了数字“3”，数字只能来自指标"),
        ("开展巡河{志愿服务次数}次，成效显著", "“显著”是效果的说法，要由撰写人在总结里自己判断，不能每次都自动写出。"),
        ("开展巡河", "写做了什么的句子至少要有一个指标"),
        ("开展巡河{志愿服务次数}次。清理垃圾", "一处只写一句话，中间不用句号、分号和换行；另一句请另加一条。"),
        (
            "每月巡河，开展志愿服务{志愿服务次数}次",
            "“每月”要看记录是不是都做到了，不能每次都自动写出。请用指标来写，如 {每月召开支委会的支部数|频次}。",
        ),
        ("开展巡河｛志愿服务次数｝次", "“｛”是全角的大括号，指标要写在半角的 { } 里。"),
        ("开展巡河{志愿服务次}次", "没有叫“志愿服务次”的指标。是不是：志愿服务次数、首次志愿服务日期？"),
        ("开展巡河{志愿服务次数次", "第5个字处的“{”没有配对。要写大括号本身，请连写两个。"),
    ],
)
def test_what_must_not_stand_in_a_sentence_is_refused_beside_the_wording(office, text, why):
    with pytest.raises(ValidationError) as refused:
        make_phrase(office.steady, office.by, "{期内}巡河{志愿服务次数}次", text)
    messages = refused.value.message_dict
    assert list(messages) == ["text2"]
    assert messages["text2"][0].partition("。是不是")[0] == why.partition("。是不是")[0]
    assert not OwnPhrase.objects.exists()


def test_an_edit_is_checked_like_a_new_one_and_keeps_figures_by_code(office):
    phrase = make_phrase(office.steady, office.by)
    assert phrase.texts == ["开展巡河{work.volunteering.items#巡河}次"]
    with pytest.raises(ValidationError):
        edit_phrase(phrase=phrase, texts=["巡河9次"], version=1, by=office.by, today=TODAY)
    edit_phrase(phrase=phrase, texts=["巡河{志愿服务次数}次"], version=1, by=office.by, today=TODAY)
    assert OwnPhrase.objects.get().texts == ["巡河{work.volunteering.items}次"]


def test_sentences_of_the_library_are_switched_off_for_one_unit_and_on_again(office):
    before = said(office.steady)
    silence_all(office, office.steady)
    assert said(office.steady) == ""
    make_work(office.lagging, office.by, date(2026, 3, 1))
    assert said(office.lagging) != ""
    for key in {each.key for each in themes()["志愿服务"].sentences}:
        use_sentence(org=office.steady, theme="志愿服务", key=key, in_use=True, by=office.by)
    assert said(office.steady) == before


def test_an_own_wording_stands_where_the_replaced_one_stood(office):
    library = themes()["志愿服务"].sentences
    key = next(each.key for each in library if each.sentence_class == "deed" and each.audience == "all")
    make_phrase(office.steady, office.by, "党员巡河{志愿服务次数}次", replaces=key)
    made = themes_for(office.steady, DATA_DATE)["志愿服务"].sentences
    at = [each.key for each in library].index(key)
    assert in_full(made[at]) == ["党员巡河{志愿服务次数}次。"]
    assert (made[:at], made[at + 1 :]) == (library[:at], library[at:])
    assert "党员巡河1次。" in said(office.steady)
    with pytest.raises(ValidationError, match="要代替的那一句已经不在了"):
        make_phrase(office.steady, office.by, replaces="无")


@pytest.mark.parametrize(
    ("reach", "in_own", "in_branch"),
    [("own", True, False), ("all", True, True), ("branch", False, True), ("upper", True, False)],
)
def test_a_managers_sentence_reaches_the_units_it_is_meant_for(office, reach, in_own, in_branch):
    make_phrase(office.root, office.by, "党员巡河{志愿服务次数#巡河}次", reach=reach)
    mark = "党员巡河1次。"
    assert (mark in said(office.root), mark in said(office.steady)) == (in_own, in_branch)
    stranger = make_org(name="外区党支部")
    assert themes_for(stranger, DATA_DATE) is themes()


def test_a_withdrawn_sentence_is_said_no_more(office):
    phrase = make_phrase(office.steady, office.by, RIVER)
    use_phrase(phrase=phrase, in_use=False, by=office.by)
    assert "巡河" not in said(office.steady)
    use_phrase(phrase=phrase, in_use=True, by=office.by)
    assert "开展巡河1次" in said(office.steady)


def test_wordings_take_turns_from_period_to_period(office):
    silence_all(office, office.steady)
    for month in (1, 2):
        make_work(office.steady, office.by, date(2026, month, 1))
    make_phrase(office.steady, office.by, "甲做{志愿服务次数}次", "乙做{志愿服务次数}次", "丙做{志愿服务次数}次")
    months = [said(office.steady, period=Month(2026, month), data_date=date(2026, month, 28)) for month in (1, 2, 3)]
    assert sorted(text.split("。")[1] for text in months) == sorted(["甲做1次", "乙做1次", "丙做1次"])


def test_a_wording_without_records_leaves_its_turn_to_the_next(office):
    silence_all(office, office.steady)
    make_phrase(office.steady, office.by, "走访{走访户数}户", "巡河{志愿服务次数}次", "慰问{慰问户数}户")
    assert said(office.steady).endswith("。巡河1次。")


def test_plans_have_own_sentences_too(office):
    make_phrase(office.steady, office.by, "继续开展巡河", kind="aim", place="plan")
    assert said(office.steady, section="plan").endswith("继续开展巡河。")


def test_an_own_indicator_is_printed_also_where_the_unit_above_defined_it(office):
    silence_all(office, office.steady)
    indicator = make_indicator(office.root, office.by, name="河道清淤长度", unit="米")
    make_value(indicator, office.by, date(2026, 4, 1), 350_000, org=office.steady)
    make_phrase(office.root, office.by, "清淤{指标：河道清淤长度}米，巡河{志愿服务次数}次", reach="all")
    assert said(office.steady).endswith("。清淤350米，巡河1次。")


def test_shelves_of_many_units_take_the_queries_of_one(office):
    make_phrase(office.root, office.by, reach="branch")
    with CaptureQueriesContext(connection) as one:
        shelves_for([office.steady.pk], DATA_DATE)
    with CaptureQueriesContext(connection) as many:
        found = shelves_for([office.steady.pk, office.lagging.pk, office.root.pk], DATA_DATE)
    assert len(one) == len(many) == 4
    counts = [len(found[org.pk].themes["志愿服务"].sentences) for org in (office.steady, office.lagging, office.root)]
    assert counts == [len(themes()["志愿服务"].sentences) + 1] * 3


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("巡河{走访户数}户，在《甲，乙》中“丙，丁”。", ["巡河{走访户数}户", "在《甲，乙》中“丙，丁”"]),
        ("走访{走访户数}户、慰问{慰问户数}户", [{"items": ["走访{走访户数}户", "慰问{慰问户数}户"]}]),
        ("走访困难、独居老人{走访户数}户", ["走访困难、独居老人{走访户数}户"]),
    ],
)
def test_commas_outside_of_quotes_part_clauses(text, clauses):
    assert raw_sentence([text], key="k", kind="deed")["clauses"] == clauses
    assert in_full(typed_sentence([text], key="k", kind="deed")) == [text.removesuffix("。") + "。"]


def test_own_words_start_without_what_only_the_records_decide_on():
    held = next(each for each in themes()["三会一课"].sentences if (each.key, each.audience) == ("held", "all"))
    topics = next(each for each in themes()["三会一课"].sentences if each.key == "own_topics")
    meetings = "召开支委会{支委会次数}次、支部党员大会{党员大会次数}次、党小组会{党小组会次数}次"
    assert in_own_words(held) == [f"{{期内}}{meetings}。"]
    assert all("引文" not in text for text in in_own_words(topics))
