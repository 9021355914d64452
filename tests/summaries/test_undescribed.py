"""A kind of unit nobody described: its workbook, its own words and its own outline give the right figures in Word."""

import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from docx import Document

from partywork.access.permissions import Role
from partywork.imports.importer import import_workbook
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from summaries.exports import FORMATS
from summaries.outlines.models import OwnOutline
from summaries.reports.desk import open_report
from summaries.reports.models import Report
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def boats(client):
    """A temporary branch on fishing boats, its organiser signed in."""
    root = make_org(kind=OrgKind.COMMITTEE, name="东澳渔业党委", code="DA")
    branch = make_org(root, kind=OrgKind.TEMPORARY_BRANCH, name="伏季休渔船队临时党支部", code="DA-09")
    client.force_login(make_user(branch, Role.SECRETARY))
    by = make_user(root, Role.MANAGER)
    source = fill(
        工作=[_work(branch, number, **row) for number, row in enumerate(ROWS)],
        指标=[
            {
                "指标名称": "渔获保鲜量",
                "党组织": "DA",
                "单位": "吨",
                "取数方式": "各次相加",
                "启用日期": "2026-01-01",
                "编号": "i",
            }
        ],
        指标数值=[
            {"日期": day, "党组织": branch.code, "指标": "渔获保鲜量", "数值": amount, "编号": day}
            for day, amount in (("2026-02-03", "12.5"), ("2026-06-09", "7.25"), ("2026-07-01", "900"))
        ],
    )
    made = import_workbook(source=source, root=root, scope=scope_of_org(root, TODAY), by=by, today=TODAY, commit=True)
    assert (made.committed, [str(each) for each in made.problems]) == (True, [])
    return branch


ROWS: list[dict[str, Any]] = [
    {"日期": "2026-03-02", "标签": "增殖放流", "数量和金额": "鱼苗 12500尾 3600元；蟹苗 0.5万只"},
    {"日期": "2026-04-11", "标签": "增殖放流", "数量和金额": "鱼苗 7500尾；巡护 36.5海里"},
    {"日期": "2026-05-20", "标签": "船头夜话", "参加人次": 17, "数量和金额": "建议 9条"},
    {"日期": "2026-05-21", "标签": "船头夜话", "参加人次": 14, "计划": "是", "数量和金额": "建议 90条"},
    {"日期": "2025-12-30", "标签": "增殖放流", "数量和金额": "鱼苗 99尾"},
]


def _work(branch, number: int, **row):
    return {"党组织": branch.code, "编号": f"w{number}", "工作类型": "其他", "内容": f"第{number}件事", **row}


def test_what_its_workbook_says_stands_in_its_own_words_in_word(boats, client):
    phrase = {
        "theme": "党建业务融合", "kind": "deed", "place": "done", "reach": "own", "key": "p1", "version": 0,
        "text1": "{期内}组织船头夜话{其他工作件数#船头夜话}次、{其他工作参加人次#船头夜话}人次参加，"
        "征集建议{数量合计#船头夜话@单位=条}条，补网{数量合计@单位=张}张。",
    }  # fmt: skip
    assert client.post(reverse("summaries:phrase_new"), phrase).status_code == 302
    theme = "党建业务融合"
    listed = client.get(f"{reverse('summaries:phrase_theme')}?theme={theme}").context["parts"][0]
    for line in listed.library:
        client.post(reverse("summaries:sentence_use"), {"theme": theme, "key": line.key, "use": "0"})
    copy = {"label": "船队", "org": boats.pk, "key": "o1"}
    client.post(reverse("summaries:outline_copy", args=["standard"]), copy)
    own = OwnOutline.objects.get()
    place = reverse("summaries:outline_place", args=[own.name])
    passage = {
        "lead": "耕海牧渔", "kind": "deed", "audience": "all", "version": 1,
        "text1": "开展增殖放流{其他工作件数#增殖放流}次，投放鱼苗{数量合计#增殖放流@单位=尾@项目=鱼苗}尾、"
        "蟹苗{数量合计@单位=万只}万只，巡护{数量合计@单位=海里|余}海里，支出{金额合计#增殖放流}元，保鲜渔获{指标：渔获保鲜量}吨",
    }  # fmt: skip
    assert client.post(f"{place}?at=section.0.group.5.passages.new", passage).status_code == 302
    client.post(f"{place}?at=section.0.group.5", {"heading": "把支部建在船上", "themes": [theme], "version": 2})
    order = {"org": boats.pk, "period": "2026H1", "data_date": "2026-06-30", "outline": own.name}
    assert client.post(reverse("summaries:create"), order).status_code == 302
    word = FORMATS["docx"].render(open_report(Report.objects.get()).compiled)
    texts = [each.text for each in Document(io.BytesIO(word)).paragraphs]
    work = [text for text in texts if text.startswith(("一是", "二是"))][:2]
    assert work == [
        "一是耕海牧渔。开展增殖放流2次，投放鱼苗20000尾、蟹苗0.5万只，巡护30余海里，支出3600元，保鲜渔获19.75吨。",
        "二是" + work[1].removeprefix("二是").partition("。")[0] + "。上半年组织船头夜话1次、17人次参加，征集建议9条。",
    ]
