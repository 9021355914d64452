"""Every file that is read, by chance: rosters, an office's own Word templates, a superior's workbooks.

Each is read or turned away in words; what was taken stands nowhere as a script or a formula, and a file that is
turned away leaves nothing behind.
"""

import re
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.imports import intake
from partywork.imports.enums import State
from partywork.imports.models import ImportBatch
from partywork.imports.reading import child
from partywork.members.models import Member
from partywork.orgs.models import Organisation
from summaries.ownforms.models import OwnForm
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.rosters import HEADERS, person, roster, roster_csv
from tests.factories.samples import DAY
from tests.fuzz import files
from tests.fuzz.inputs import anything
from tests.fuzz.judging import FORMULA_START, faults_of, rows
from tests.fuzz.texts import MARK
from tests.imports.broken import MOST_UNPACKED, SHEET, with_part
from tests.imports.steps import assigned, page_of, send, upload
from tests.imports.test_broken_files import messages_of

pytestmark = pytest.mark.django_db
PARTS = ("", SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml")
NOT_IN_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
TOKENS = (
    "{支委会次数}", "{支委会次数|本期}", "{每个支部}", "{每月}", "{单位简称}", "{", "}", "{}", "{{ 会议名称 }}",
    "{{ 会议名称", "%}", "{% for 行 in 议题 %}", "{{ 行.内容 }}", "{% endfor %}", "{% if 学时 %}", "{% endif %}",
    "{{ 党组织 }}", "{%", "{{ 会议名称.__class__ }}", "{{ range(9) }}", "{支委会次数", "{谈心谈话次数}", "{三月}",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _reading_here(monkeypatch):
    """The same reading in this process: a process a file takes too long for many files."""
    monkeypatch.setattr(intake, "read_in_child", messages_of)
    monkeypatch.setattr(child, "MAX_UNPACKED_BYTES", MOST_UNPACKED)


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch, Role.SECRETARY)
    client.force_login(user)
    return user


@pytest.fixture(params=[8, pytest.param(150, marks=pytest.mark.long)], ids=["short", "long"])
def times(request):
    return request.param


@pytest.fixture
def judge(tally):
    """Looks at an answer and counts; ``judge(response, what)`` gives it back."""

    def look(response: Any, what: object, *, counts: bool = False) -> Any:
        tally.files += counts
        tally.inputs += counts
        tally.statuses[response.status_code] += counts
        tally.refused += counts and response.status_code >= 400
        tally.faults += [f"{each}: {ascii(what)[:2000]}" for each in faults_of(response)]
        return response

    return look


def words(random: Random) -> str:
    """What a cell of a workbook, or a line of a file in UTF-8, can hold."""
    return NOT_IN_XML.sub("", anything(random)[:2000])


def people(random: Random) -> list[dict[str, Any]]:
    made = []
    for number in range(1, random.randrange(2, 5)):
        spoilt = {header: words(random) for header in HEADERS if random.random() < 0.1}
        name = {"姓名": f"{MARK}{words(random)[:20]}"}
        made.append(person(number, **(name if random.random() < 0.6 else spoilt | name)))
    return made


def test_rosters_with_anything_in_them(secretary, branch, client, times, tally, judge):
    for number in range(times):
        random = Random(f"roster-{number}")
        table = people(random)
        name, content = random.choice((
            ("a.csv", roster_csv(table)), ("a.csv", roster_csv(table, separator="\t")),
            ("a.xlsx", roster(table).getvalue()), ("<b>=1.xlsx", roster(table).getvalue()),
        ))  # fmt: skip
        with transaction.atomic():
            before = rows()
            response = judge(upload(client, content, name), table, counts=True)
            if response.status_code == 302:
                go_on(client, ImportBatch.objects.latest("pk"), table, tally, judge)
            else:
                assert rows() == before, table
            transaction.set_rollback(True)
    assert tally.faults == []
    assert tally.stored > times // 8


def go_on(client: Any, batch: ImportBatch, table: Any, tally: Any, judge: Any) -> None:
    """Take the columns, write, and look at the people wherever they are shown."""
    judge(page_of(client, batch), table)
    judge(assigned(client, batch), table)
    judge(send(client, batch, "commit"), table)
    assert Member.objects.exists() is (batch.state == State.DONE), table
    if batch.state == State.DONE:
        tally.stored += 1
        for name in ("members:list", "home", "development:board", "imports:history"):
            judge(client.get(reverse(name)), table)
        judge(client.get(reverse("members:list"), {"export": "xlsx"}), table)
        judge(client.get(reverse("members:detail", args=[Member.objects.latest("pk").pk])), table)
        judge(client.get(reverse("exports:roster"), {"go": "1", "org": batch.org_id, "on": "2026-07-01"}), table)
    elif batch.state == State.CHECKED:
        judge(client.get(reverse("imports:wrong", args=[batch.pk]), follow=True), table)


@pytest.mark.parametrize("count", [25, pytest.param(1500, marks=pytest.mark.long)], ids=["short", "long"])
def test_workbooks_with_bytes_changed(tmp_path, count, tally):
    sound = roster([person(1), person(2)]).getvalue()
    for number in range(count):
        random = Random(f"bytes-{number}")
        part = random.choice(PARTS)
        changes = [(random.randrange(6000), random.randrange(256)) for _ in range(random.randrange(1, 13))]

        def mutated(data: bytes, changes: Any = changes) -> bytes:
            held = bytearray(data)
            for place, value in changes:
                if held:
                    held[place % len(held)] = value
            return bytes(held)

        path = tmp_path / "upload.xlsx"
        path.write_bytes(with_part(part, mutated) if part else mutated(sound))
        last = list(child.messages(path))[-1]
        tally.files, tally.inputs = tally.files + 1, tally.inputs + 1
        tally.refused += "refused" in last
        assert "end" in last or last["refused"].endswith(("。", "）")), number


def text_of_tokens(random: Random) -> str:
    pieces = [random.choice(TOKENS) if random.random() < 0.7 else words(random)[:200] for _ in range(3)]
    return "".join(pieces[: random.randrange(1, 4)])


@pytest.mark.parametrize("count", [2, pytest.param(40, marks=pytest.mark.long)], ids=["short", "long"])
def test_word_templates_with_odd_fields(secretary, branch, client, count, tally, judge):
    """Through the process that opens them; what is taken is filled."""
    meeting = make_meeting(branch, secretary, DAY, place=f"<script>{MARK}()</script>", lecturer="{{ 6*8 }}" + MARK)
    url = reverse("exports:template_upload")
    for number in range(count):
        random = Random(f"word-{number}")
        lines = [text_of_tokens(random) for _ in range(random.randrange(1, 4))]
        if number % 2 == 0:
            lines = [f"{{{{ 会议名称 }}}}{MARK}", words(random).replace("{", "").replace("}", "")]
        response = send_file(client, url, files.word(*lines), "a.docx", form="minutes", branch=branch)
        judge(response, lines, counts=True)
        tally.stored += response.status_code == 302
        judge(client.get(reverse("exports:meeting_minutes", args=[meeting.pk])), lines)
    assert tally.faults == []


def send_file(client: Any, url: str, content: bytes, file_name: str, **given: Any) -> Any:
    page = client.get(url)
    form, branch = page.context["form"], given.pop("branch")
    (field,) = [each for each, field in form.fields.items() if hasattr(field, "allow_empty_file")]
    data = {each: value for each in form.fields if (value := form[each].value()) is not None}
    return client.post(url, data | {"org": branch.pk, field: SimpleUploadedFile(file_name, content)} | given)


def test_superiors_forms_with_odd_tokens(branch, client, times, tally, judge):
    client.force_login(make_user(branch, Role.MANAGER))
    Organisation.objects.filter(pk=branch.pk).update(short_name=f"=1+1{MARK}")
    url = reverse("summaries:own_form_upload")
    for number in range(times):
        random = Random(f"form-{number}")
        cells = [text_of_tokens(random) for _ in range(random.randrange(1, 8))]
        if number % 2 == 0:
            cells = [random.choice(("{单位简称}", "{支委会次数}", "{谈心谈话次数}")), random.choice(("标题", "合计"))]
        before = rows()
        content = files.workbook(*cells)
        response = judge(
            send_file(client, url, content, "a.xlsx", name=words(random)[:50] or "表", branch=branch),
            cells,
            counts=True,
        )
        if response.status_code != 302:
            assert rows() == before, cells
            continue
        tally.stored += 1
        judge(client.get(response["Location"]), cells)
        asked = {"org": branch.code, "period": "2026H1", "data_date": "2026-06-30"}
        form = OwnForm.objects.latest("pk")
        filled = client.get(reverse("summaries:own_form_fill", args=[form.pk]), asked)
        if not any(cell.startswith(FORMULA_START) for cell in cells):  # else it is the superior's own
            judge(filled, cells)
    assert tally.faults == []
    assert tally.stored >= times // 4
