"""What is wrong with a form is said on upload, cell by cell; what is unsafe is not opened."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from partywork.audit.models import AuditEvent
from partywork.entries.actions import StaleEdit
from partywork.imports.problems import UnreadableWorkbook
from summaries.ownforms.actions import Upload, change_form, check, remove_form
from summaries.ownforms.models import OwnForm
from summaries.ownforms.views import SAMPLE
from summaries.ownforms.workbook import opened, saved
from tests.factories.orgs import make_org, make_user
from tests.factories.ownforms import TODAY, as_bytes, make_form, workbook
from tests.factories.plans import make_indicator
from tests.refusals import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def org():
    return make_org()


def wrong(org, **cells):
    return [str(each) for each in check(as_bytes(workbook(表=cells)), org, TODAY).problems]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"B2": "{支委会次}"},
            "「B2」：没有叫“支委会次”的指标。是不是：支委会次数、支委会参加人次、支部平均支委会次数？",
        ),
        ({"B2": "{支委会次数"}, "「B2」：第1个字处的“{”没有配对。要写大括号本身，请连写两个。"),
        ({"B2": "{支委会次数|约莫}"}, "「B2」：“{支委会次数|约莫}”里的“约莫”不是写法，可以用：约。"),
        ({"B2": "{序号}"}, "「B2」：“{序号}”所在的行没有重复，请在同一行写上 {每个支部} 或 {每个党组织}。"),
        (
            {"A2": "{每个支部}", "B2": "{主题党日次数|名单}"},
            "「B2」：每个单位一行的地方不能用“名单”的写法，请写成 {主题党日次数}。",
        ),
        (
            {"A2": "{每个支部}", "B2": "{主题党日次数|单位：QH-01}"},
            "「B2」：每个单位一行的地方不能再指定一个单位，请写成 {主题党日次数}。",
        ),
        ({"A2": "{每个支部}{每个党组织}"}, "「A2」：一行不能既按支部又按党组织重复，请只留一个。"),
        ({"A1": "{3月}{4月}"}, "「A1」：一格里写了几个月份，请只留一个。"),
        (
            {"B1": "{3月}", "A2": "{4月}", "B2": "{支委会次数}"},
            "「B2」：上面写的是3月，左边写的是4月，同一个数只能是一个月的，请去掉一个。",
        ),
        ({"A1": "没有指标"}, "：没有写一个指标，请在要填数的格子里写上指标，如 {支委会次数}。"),
    ],
    ids=["name", "brace", "style", "number", "names", "one unit", "both", "months", "crossing", "nothing"],
)
def test_each_bad_cell_is_named_with_what_was_meant(org, cells, said):
    [problem] = wrong(org, **cells)
    assert problem == f"工作表「表」{said}"


def test_a_row_merged_with_the_one_below_cannot_repeat(org):
    book = workbook(表={"A2": "{每个支部}"})
    book["表"].merge_cells("A2:A3")
    [problem] = check(as_bytes(book), org, TODAY).problems
    assert str(problem) == "工作表「表」「A2:A3」：这一行要重复，却和下面的行合并了单元格，请取消上下合并。"


def test_a_units_own_figures_may_stand_in_its_form(org):
    make_indicator(org, make_user(org), "集体经济收入")
    assert wrong(org, A1="{指标：集体经济收入}") == []
    assert len(wrong(make_org(), A1="{指标：集体经济收入}")) == 1


def part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with another part in it."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def with_merge(ref: str) -> bytes:
    """A file whose sheet says that a range is merged."""
    source, target = io.BytesIO(as_bytes(workbook(表={"A1": "{支委会次数}"}))), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                merge = f'<mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells>'.encode()
                data = data.replace(b"</sheetData>", b"</sheetData>" + merge)
            new.writestr(name, data)
    return target.getvalue()


SOUND = as_bytes(workbook(表={"A1": "{支委会次数}"}))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的，里面没有内容。请确认选对了文件。"),
        (b"plain text", "这不是 Excel 工作簿（.xlsx）。请在 Excel 或 WPS 里另存为 .xlsx 后再上传。"),
        (b"\xd0\xcf\x11\xe0" * 9, "这是旧版 .xls 文件，或者工作簿加了密码。请去掉密码并另存为 .xlsx 后再上传。"),
        (
            part(SOUND, "xl/vbaProject.bin", b"x"),
            "工作簿里含有宏，为安全起见不予打开。请另存为不含宏的 .xlsx 后再上传。",
        ),
        (
            part(SOUND, "xl/externalLinks/externalLink1.xml", b"<x/>"),
            "表格里的公式引用了别的工作簿，填好后会取不到数。请改成本表里的公式再上传。",
        ),
        (with_merge("A1:XFD1048576"), "合并单元格的范围太大。请取消整行、整列的合并再上传。"),
        (
            part(SOUND, "xl/worksheets/sheet9.xml", b" " * 13 * 1024 * 1024),
            "文件展开后过大。请删去空白行列、图片和无关的工作表，或拆成几个工作簿分次上传。",
        ),
        (b"x" * (2 * 1024 * 1024 + 1), "文件超过2MB。请删去图片，或拆成几个工作簿分次上传。"),
    ],
    ids=["empty", "text", "xls", "macros", "links", "merge", "bomb", "large"],
)  # fmt: skip
def test_unsafe_files_are_refused(data, said):
    with pytest.raises(UnreadableWorkbook) as refused:
        opened(data)
    assert str(refused.value) == said


def test_what_would_be_lost_is_told():
    assert opened(SOUND).lost == ()
    assert opened(part(part(SOUND, "xl/charts/chart1.xml", b"<x/>"), "xl/media/a.png", b"x")).lost == ("图表", "图片")


def test_a_form_is_kept_changed_and_removed_on_record(org):
    by = make_user(org)
    form = make_form(org, by, name="半年报表")
    other = as_bytes(workbook(表={"A1": "{党课次数}"}))
    assert told(lambda: make_form(org, by, name="半年报表")).startswith("这个单位已有同名的表格")
    changed = change_form(
        form=form, name="年报表", upload=Upload("新.xlsx", other), version=1, by=by, today=date(2026, 7, 9)
    )
    assert (changed.name, changed.file_name, changed.uploaded_on) == ("年报表", "新.xlsx", date(2026, 7, 9))
    assert bytes(OwnForm.objects.get().content) == other
    with pytest.raises(StaleEdit):
        change_form(form=form, name="又改", upload=None, version=1, by=by, today=TODAY)
    bad = as_bytes(workbook(表={"A1": "{没有这个数}"}))
    assert told(lambda: change_form(
        form=OwnForm.objects.get(), name="年报表", upload=Upload("坏.xlsx", bad), version=2, by=by, today=TODAY
    )).startswith("工作表「表」「A1」：没有叫“没有这个数”的指标。")  # fmt: skip
    remove_form(form=OwnForm.objects.get(), by=by)
    assert not OwnForm.objects.exists()
    events = AuditEvent.objects.filter(action__startswith="ownform").order_by("sequence")
    assert list(events.values_list("action", flat=True)) == ["ownform.create", "ownform.edit", "ownform.remove"]


def test_only_the_first_problems_are_listed(org):
    cells = {f"A{row}": "{没有这个数}" for row in range(1, 41)}
    with pytest.raises(ValidationError) as refused:
        make_form(org, make_user(org), as_bytes(workbook(表=cells)))
    assert len(refused.value.messages) == 31
    assert refused.value.messages[-1] == "另有10处，改好上面的再上传一次就会看到。"


def test_the_sample_is_a_sound_form(org):
    layout = check(SAMPLE.read_bytes(), org, TODAY)
    assert layout.problems == []
    assert {cell.month for cell in layout.cells} == {None, 1, 2, 3, 4, 5, 6}


def test_a_saved_form_does_not_depend_on_the_moment():
    assert saved(Workbook()) == saved(Workbook())
    assert load_workbook(io.BytesIO(saved(Workbook()))).calculation.fullCalcOnLoad
