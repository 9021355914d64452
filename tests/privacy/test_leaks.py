"""No personal number leaves its place: not to logs, addresses, titles, error pages, jobs, sessions, cache or the log of
actions. A set of usual requests is made with sentinels, and everything around is searched for them."""

import io
import logging
import re
from datetime import date

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from partywork.audit.models import AuditDetail, AuditEvent
from partywork.members.models import Member
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
NUMBER, PHONE, OTHER, OTHER_PHONE = id_number("19850302"), "13912345678", id_number("19860302"), "13787654321"
SENTINELS = (NUMBER, PHONE, OTHER, OTHER_PHONE)
ADDRESS = re.compile(r'(?:href|action|src|data-[\w-]*url)="([^"]*)"')


class Kept(logging.Handler):
    """Every record of every logger, through the filter of the product's own handlers, as a log file would hold it."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.exc_text or ''}")


@pytest.fixture
def log():
    kept, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept.lines
    root.removeHandler(kept)
    root.setLevel(level)


def found_in(text: str) -> set[str]:
    return {each for each in SENTINELS if each in text}


def workbook() -> io.BytesIO:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "党员花名册"
    sheet.append(["姓名", "人员类别", "性别", "公民身份号码", "手机号码", "列入本支部名册的日期"])
    sheet.append(["吴某", "正式党员", "男", OTHER, OTHER_PHONE, "不是日期"])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "名册.xlsx"
    return file


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def answers(client, branch, log):
    """A secretary's day with numbers: finds, looks, edits, is refused, imports, exports, asks for what is not there."""
    by = make_user(branch)
    member = make_member(branch, by, name="周某", id_number=NUMBER, phone=PHONE)
    client.force_login(by)
    of = [member.pk]
    typed = {
        "name": "周某",
        "gender": "female",
        "id_number": "11010119850302001X",
        "phone": "1391234",
        "version": member.version,
    }
    made = [
        client.get(reverse("members:list")),
        client.get(reverse("members:detail", args=of)),
        client.get(reverse("members:edit", args=of)),
        client.post(reverse("members:find"), {"id_number": NUMBER}),
        client.post(reverse("members:find"), {"id_number": OTHER}),
        client.post(reverse("members:edit", args=of), typed | {"org": branch.pk}),
        client.post(reverse("members:create"), typed | {"org": branch.pk, "id_number": NUMBER, "phone": PHONE}),
        client.get(reverse("privacy:held", args=of)),
        client.get(reverse("members:list"), {"export": "xlsx"}),
        client.get(reverse("members:detail", args=[999_999])),
        client.post(reverse("search:results"), {"q": NUMBER}),
        client.post(reverse("imports:import"), {"org": branch.pk, "file": workbook()}, follow=True),
    ]
    return made, client


def test_no_number_lies_where_it_does_not_belong(answers, log):
    made, client = answers
    session = client.session
    everything = [
        "\n".join(log),
        str(dict(session)),
        "\n".join(str(each.get_decoded()) for each in Session.objects.all()),
        "\n".join(str(row) for row in AuditEvent.objects.values_list("summary", "detail")),
        "\n".join(AuditDetail.objects.values_list("text", flat=True)),
        str(getattr(cache, "_cache", {})),
    ]
    for answer in made:
        everything.append(str(answer.headers))
        everything.append("\n".join(url for url, _ in getattr(answer, "redirect_chain", [])))
        if answer.headers["Content-Type"].startswith("text/html"):
            text = answer.content.decode()
            everything += [
                "\n".join(ADDRESS.findall(text)),
                "\n".join(re.findall("<title>.*?</title>", text, re.DOTALL)),
            ]
    assert [found_in(text) for text in everything if found_in(text)] == []


def test_only_the_sealed_columns_hold_them_and_sealed(answers):
    """Every text column of every table: jobs, messages, imports and all."""
    tables = connection.introspection.table_names()
    wrong = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            wrong += [table for row in cursor.fetchall() if found_in(" ".join(map(str, row)))]
    assert wrong == []
    assert Member.objects.get().id_number == NUMBER


def test_only_who_typed_it_reads_it_on_the_page(answers):
    """Shown back are what somebody typed into a refused form and the rows of his own file; never what is on record."""
    made, _ = answers
    shown = [
        (answer.request["REQUEST_METHOD"], answer.request["PATH_INFO"])
        for answer in made
        if answer.headers["Content-Type"].startswith("text/html")
        and answer.request["REQUEST_METHOD"] == "GET"
        and found_in(answer.content.decode()) & {NUMBER, PHONE}
    ]
    assert shown == []


def test_an_error_page_and_its_log_say_no_number(client, branch, log, error_log, monkeypatch):
    by = make_user(branch)
    client.force_login(by)
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise RuntimeError(f"坏了：{kwargs}")

    monkeypatch.setattr("partywork.members.views.register_member", broken)
    answer = client.post(
        reverse("members:create"),
        {"org": branch.pk, "name": "周某", "gender": "female", "id_number": NUMBER, "phone": PHONE, "stage": "full",
         "since": date(2026, 1, 1), "opening": "recorded", "key": "k" * 32, "version": 1},
    )  # fmt: skip
    assert found_in(answer.content.decode()) == (set() if answer.status_code == 500 else {NUMBER, PHONE})
    assert found_in("\n".join([*log, *error_log])) == set()
