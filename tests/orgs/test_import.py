"""A new office's tree comes in with one workbook, and its committees with it."""

from datetime import date

import pytest

from partywork.access.permissions import Role
from partywork.committees.models import CommitteeTerm
from partywork.imports.importer import Outcome, SheetCount, import_workbook
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import scope_of_org
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
COMMON = {"成立日期": "2001-03-01", "领域": "社区"}
TREE = [
    {"简称": "东片总支", "编码": "QH-E", "全称": "中共东片总支部", "组织类别": "党总支", "上级党组织": "QH", **COMMON},
    {"简称": "新苑支部", "编码": "QH-E1", "全称": "中共新苑支部", "组织类别": "党支部", "上级党组织": "QH-E", **COMMON},
]
TERM = {"选举日期": "2024-05-20", "党组织": "QH-E1", "届次": 3, "委员会组成": "书记：周同", "编号": "H-1"}


@pytest.fixture
def root():
    return make_org(kind=OrgKind.WORKING_COMMITTEE, code="QH")


def run(root, *, terms=(TERM,), tree=TREE) -> Outcome:
    by, scope = make_user(root, Role.MANAGER), scope_of_org(root, TODAY)
    source = fill(党组织=tree, 换届=terms)
    return import_workbook(source=source, root=root, scope=scope, by=by, today=TODAY, commit=True)


def test_organisations_and_what_hangs_on_them_come_in_together_and_once(root):
    outcome = run(root)
    assert [str(problem) for problem in outcome.problems] == []
    assert outcome.counts == [SheetCount("党组织", added=2), SheetCount("换届", added=1)]
    branch = Organisation.objects.get(code="QH-E1")
    assert Placement.objects.get(org=branch).parent == Organisation.objects.get(code="QH-E")
    assert (CommitteeTerm.objects.get().org, branch.profiles.order_by("-since")[0].secretary) == (branch, "周同")
    assert run(root).counts == [SheetCount("党组织", existing=2), SheetCount("换届", existing=1)]


def test_a_wrong_row_is_named_and_nothing_is_written(root):
    outcome = run(root, tree=[TREE[0], {**TREE[1], "上级党组织": "QH-W"}], terms=[])
    assert [(p.sheet, p.row, p.column) for p in outcome.problems] == [("党组织", 3, "上级党组织")]
    assert Organisation.objects.count() == 1
