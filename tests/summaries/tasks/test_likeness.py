"""How much of a report reads like its siblings', and who is told whose."""

import pytest
from django.urls import reverse

from partywork.accounts.gate import Gate
from summaries.likeness import Likeness, dump, likenesses, load, sketch
from summaries.siblings import Passage, beside, passages_kept, passages_of
from tests.factories.orgs import make_user
from tests.factories.summaries import TODAY, make_report, make_sent_report

FIRST = "坚持把学习摆在首位，每月组织党员集中学习，带着问题到楼栋里听意见，会后逐项研究答复，支委会上通报办理情况。"
OTHER = "围绕物业和停车两件烦心事，请居民代表、物业公司、社区民警坐到一起商量，定下错时停车的办法并贴在小区门口。"


def test_figures_names_and_marks_do_not_make_a_difference():
    ours = sketch("a", "青禾第一支部" + FIRST + "开展{meeting.committee.count}次，共12人。", ["青禾第一支部"])
    theirs = sketch("b", "柳荫支部" + FIRST.replace("，", "、") + "开展{visit.count|余}次，共7人。", ["柳荫支部"])
    assert ours is not None
    assert theirs is not None
    assert ours.hashes == theirs.hashes


@pytest.mark.parametrize("text", ["", "支部召开支委会。", "开展{支委会次数}次" * 30 + "{"])
def test_short_or_broken_texts_are_no_trouble(text):
    found = sketch("a", text)
    assert found is None or found.length >= 40


def test_the_likest_comes_first_and_what_is_alike_is_named():
    own = [each for each in (sketch("one", FIRST), sketch("two", OTHER)) if each]
    both, half = dump(own), dump(own[:1])
    nothing = dump([each for each in [sketch("x", FIRST[::-1] * 2)] if each])
    found = likenesses(own, {7: load(half), 8: load(both), 9: load(nothing)})
    share = round(100 * own[0].length / (own[0].length + own[1].length))
    assert found == [Likeness(8, ("one", "two"), 100), Likeness(7, ("one",), share)]


def test_a_passage_rewritten_for_the_greater_part_is_another_one():
    own = sketch("one", FIRST)
    changed = sketch("one", FIRST[:20] + OTHER)
    assert own is not None
    assert changed is not None
    assert likenesses([own], {1: load(dump([changed]))}) == []


@pytest.mark.django_db
def test_the_unit_is_told_how_much_and_the_superior_whose(world, office, client, django_assert_max_num_queries):
    sent = make_sent_report(office.steady, world.secretary)
    colleague = make_user(office.lagging)
    report = make_report(office.lagging, colleague)
    text = next(each["text"] for each in texts_of(sent) if sketch("x", each["text"]))
    like = [Passage("mine", text, "#p-1"), Passage("other", OTHER)]
    mine = Gate(colleague, TODAY)
    with django_assert_max_num_queries(4):
        found = beside(report, like, mine)
    assert found is not None
    assert (found.compared, found.similar, [(each.name, each.url) for each in found.alike]) == (1, 1, [("", "")])
    assert [each.key for each in found.alike[0].passages] == ["mine"]
    named = beside(report, like, Gate(world.manager, TODAY))
    assert named is not None
    url = reverse("summaries:version", args=[sent.pk, sent.snapshots.get().pk])
    assert [(each.name, each.url) for each in named.alike] == [(office.steady.short_name, url)]
    assert beside(sent, passages_kept(sent.snapshots.get()), mine) is None
    client.force_login(colleague)
    page = client.get(reverse("summaries:report", args=[report.pk]))
    assert page.context["beside"] == beside(report, passages_of(report.paragraphs.all()), mine)
    assert "与同级总结相近" in page.content.decode()


def texts_of(report) -> list[dict]:
    return [{"text": each.text} for each in passages_kept(report.snapshots.get())]
