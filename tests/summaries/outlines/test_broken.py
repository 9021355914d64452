"""An own outline that the product no longer understands: told in plain words, mended, copied or withdrawn."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.jobs.actions import start_job
from partywork.jobs.enums import JobState
from partywork.jobs.worker import run_next
from summaries.batch.order import BatchOrder
from summaries.batch.work import KIND
from summaries.outlines.actions import use_outline
from summaries.outlines.editing import put
from summaries.outlines.library import outline
from summaries.outlines.mending import Mended, mended
from summaries.outlines.models import OwnOutline
from summaries.outlines.shelf import look_through, outline_for
from summaries.reports.models import Report
from tests.factories.orgs import make_user
from tests.factories.own import OUTLINE_PAGES, make_outline
from tests.factories.summaries import make_report
from tests.summaries.office import DATA_DATE, PERIOD, make_office
from tests.summaries.stored import lines

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
FAULTS = (
    "开头里的“本期开展{取消了的指标}次”：没有叫“取消了的指标”的指标",
    "“加强思想政治建设”下的主题“取消了的主题”，系统里已经没有了",
    "附表“各支部组织生活情况”的“取消了的列”列：没有叫“取消了的列”的指标",
)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def manager(office, client):
    user = make_user(office.root, Role.MANAGER)
    client.force_login(user)
    return user


def broken_data() -> dict:
    """The standard outline with a theme, a figure and a column that there are no more."""
    data = outline("standard").as_dict() | {"label": "自定"}
    sentence = {"key": "gone", "class": "deed", "clauses": ["本期开展{取消了的指标}次"]}
    data = put(data, "opening.new", sentence)
    groups = data["section"][0]["group"]
    groups[0]["heading"] = "加强思想政治建设"
    groups[0]["themes"].append("取消了的主题")
    data["table"][0]["measures"].append("取消了的列")
    return data


def broken(org, by, **changes) -> OwnOutline:
    own = make_outline(org, by, **changes)
    OwnOutline.objects.filter(pk=own.pk).update(data=broken_data())
    own.refresh_from_db()
    return own


def at(own: OwnOutline, name: str = "outline") -> str:
    return reverse(f"summaries:{name}", args=[own.name])


def said(page) -> list[str]:
    return [str(each) for each in page.context["messages"]]


def test_what_is_wrong_is_listed_and_only_that_is_taken_out():
    found = mended(broken_data(), "own-1")
    assert tuple(each.partition("。是不是")[0] for each in found.faults) == FAULTS
    clean = outline("standard").as_dict() | {"label": "自定"}
    clean["section"][0]["group"][0]["heading"] = "加强思想政治建设"
    assert found.data == clean
    assert mended(clean, "own-1") == Mended((), clean)


@pytest.mark.parametrize("data", [None, [], {}, {"section": 3}, {"section": [3], "title": "甲", "label": "乙"}])
def test_of_what_cannot_be_read_nothing_is_left(data):
    assert mended(data, "own-1") == Mended(("内容已经读不出来",), None)


def test_where_nothing_remains_it_says_so():
    groups = [{"themes": ["取消了的主题"]}]
    data = {
        "label": "甲",
        "title": "{期间}总结",
        "section": [{"kind": "done", "heading": "工作情况", "group": groups}],
    }
    assert mended(data, "own-1") == Mended(
        (
            "“工作情况”下的主题“取消了的主题”，系统里已经没有了",
            "“工作情况”下面因此没有内容",
            "至少要有一个部分",
        ),
        None,
    )


def test_every_page_of_it_opens_and_says_what_to_do(office, manager, client):
    own = broken(office.root, office.by)
    listed = client.get(reverse("summaries:outlines"))
    assert [len(each["faults"]) for each in listed.context["own"]] == [len(FAULTS)]
    assert "主题“取消了的主题”，系统里已经没有了" in listed.content.decode()
    page = client.get(at(own))
    assert (page.context["faults"], page.context["is_mendable"]) == (look_through(own).faults, True)
    assert "own-" not in "".join(page.context["faults"])
    for name in ("outline_preview", "outline_name", "outline_place"):
        page = client.get(at(own, name), follow=True)
        assert page.redirect_chain == [(at(own), 302)], name
        assert said(page) == ["这个体例有几处已经用不了，请先去掉这几处，或复制一份再改。"], name
    for name in OUTLINE_PAGES:
        assert client.get(at(own, name)).status_code in (200, 302, 405), name


def test_mending_takes_out_what_is_wrong_and_it_is_in_use_again(office, manager, client):
    own = broken(office.root, office.by)
    stale = client.post(at(own, "outline_mend"), {"version": own.version + 1}, follow=True)
    assert "已被别人修改" in said(stale)[0]
    page = client.post(at(own, "outline_mend"), {"version": own.version}, follow=True)
    assert said(page) == ["去掉了3处，可以用了。请看看剩下的是否合适。"]
    assert page.context["faults"] == ()
    assert outline_for(own.name).themes == outline("standard").themes
    again = client.post(at(own, "outline_mend"), {"version": own.version}, follow=True)
    assert said(again) == ["这个体例没有要去掉的，可以直接用。"]


def test_it_can_be_copied_without_what_is_wrong_and_withdrawn(office, client):
    own = broken(office.root, office.by, shared=True)
    secretary = make_user(office.steady)
    client.force_login(secretary)
    page = client.get(at(own))
    assert (page.context["may_withdraw"], "自己复制一份" in page.content.decode()) == (False, True)
    assert client.post(at(own, "outline_mend"), {"version": own.version}).status_code == 404
    form = client.get(at(own, "outline_copy"))
    assert "已经用不了的几处不复制" in form.content.decode()
    client.post(at(own, "outline_copy"), {"label": "支部的", "org": office.steady.pk, "key": "k"})
    made = OwnOutline.objects.get(label="支部的")
    assert outline_for(made.name).themes == outline("standard").themes
    use_outline(outline=own, in_use=False, by=office.by)
    assert client.get(at(own)).status_code == 200


def test_one_of_which_nothing_is_left_can_only_be_withdrawn(office, manager, client):
    own = make_outline(office.root, office.by)
    OwnOutline.objects.filter(pk=own.pk).update(data={"section": 3})
    page = client.get(at(own))
    assert (page.status_code, page.context["is_mendable"], page.context["may_withdraw"]) == (200, False, True)
    assert client.get(at(own, "outline_copy")).status_code == 404
    refused = client.post(at(own, "outline_mend"), {"version": 1}, follow=True)
    assert said(refused) == ["去掉这些以后，剩下的不成一份体例。请停用它，从系统的体例另复制一份。"]
    client.post(at(own, "outline_use"), {"use": "0"})
    assert OwnOutline.objects.get().withdrawn is True


def test_compiling_with_it_says_so_and_what_was_compiled_still_opens(office, manager, client):
    own = make_outline(office.root, office.by)
    report = make_report(office.root, office.by, outline=own.name)
    before = lines(report)
    OwnOutline.objects.update(data=broken_data())
    kept = broken_data()
    kept["section"][0]["group"][0]["heading"] = outline("standard").sections[0].groups[0].heading
    Report.objects.update(outline_data=kept)  # as it was when the report was compiled
    report = Report.objects.get()
    assert lines(report) == before
    page = client.get(reverse("summaries:report", args=[report.pk]))
    assert page.context["report"][3]["value"] == "自定（现在用不了，请修改后再重新编制）"
    again = client.post(reverse("summaries:recompile", args=[report.pk]), follow=True)
    assert said(again)[0].startswith("体例“自定”现在用不了，请先到“体例”里修改：开头里的“本期开展")
    order = {"org": office.root.pk, "period": "2026H1", "data_date": "2026-06-29", "outline": own.name}
    refused = client.post(reverse("summaries:create"), order)
    assert refused.context["form"].errors["outline"] == [
        "这个体例现在用不了：可能刚停用，或有几处要修改。请到“体例”里看，或换一个。"
    ]
    Report.objects.update(outline_data={})
    assert client.get(reverse("summaries:report", args=[report.pk])).status_code == 200


def test_a_batch_ordered_with_it_is_refused_in_words(office, manager):
    own = broken(office.root, office.by)
    batch = BatchOrder(PERIOD, DATA_DATE, ("docx",), "branches", own.name)
    job = start_job(
        kind=KIND, org=office.root, title="批量", params=batch.params(), by=manager, now=NOW, unique_key="batch"
    )
    run_next("worker", lambda: NOW)
    job.refresh_from_db()
    assert (job.state, job.message.startswith("体例“自定”现在用不了")) == (JobState.FAILED, True)
