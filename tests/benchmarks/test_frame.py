"""The frame of the benchmarks: floors that do not change unseen, families found, goals judged, the page written."""

import pytest

from partywork.accounts.models import User
from tests.benchmarks.families import families
from tests.benchmarks.families.seeding import taken_back
from tests.benchmarks.frozen import FROZEN, sums
from tests.benchmarks.page import page_of
from tests.benchmarks.targets import FLOOR, OURS, Limit, Target, faster_than
from tests.benchmarks.timing import compare, curve, measured


def test_a_floor_changes_only_on_purpose():
    """After a change that was meant: python -m tests.benchmarks.frozen, and say in the commit why it is no slower."""
    assert FROZEN.read_text("utf-8") == sums()


def test_families_are_found_each_with_its_heading():
    found = families()
    assert {"figures", "files", "seeding"} <= {family.name for family in found}
    assert len({family.title for family in found}) == len(found)
    assert [family.order for family in found] == sorted(family.order for family in found)


def test_ways_run_in_turns_after_one_unmeasured_round_each():
    ran: list[str] = []
    found = compare("工作", "大小", {OURS: lambda: ran.append("a"), FLOOR: lambda: ran.append("b")}, rounds=3)
    assert "".join(ran) == "ab" + "ababab"
    assert [(each.way, each.rounds, each.sampled) for each in found.ways] == [(OURS, 3, 1), (FLOOR, 3, 1)]


def test_a_sampled_way_is_taken_for_the_whole_and_has_no_round_unmeasured():
    ran: list[str] = []
    found = compare("工作", "大小", {OURS: lambda: None, "慢": lambda: ran.append("b")}, rounds=3, sampled={"慢": 1000})
    assert ran == ["b"] * 3
    assert found.ways[1].sampled == 1000


def test_it_stops_early_when_its_time_is_over():
    found = compare("工作", "大小", {OURS: lambda: None}, rounds=50, seconds=0)
    assert found.ways[0].rounds == 3


def test_goals_say_what_was_asked_what_was_found_and_by_how_much_it_was_missed():
    times = {OURS: 15.0, FLOOR: 10.0, "逐个": 900.0}
    judged = [
        Target(FLOOR, 1.5).judge(times),
        Target(FLOOR, 1.2).judge(times),
        Target(FLOOR, 1, allowance=6).judge(times),
        faster_than("逐个", 100).judge(times),
        Target("没有", 1).judge(times),
        Limit(12).judge(times),
    ]
    assert [(each.asked, each.found, each.reached, each.missed) if each else None for each in judged] == [
        ("本系统不超过下限的1.5倍", "1.50倍", True, ""),
        ("本系统不超过下限的1.2倍", "1.50倍", False, "超出25%"),
        ("本系统不超过下限的1倍＋6毫秒", "1.50倍（多5.00毫秒）", True, ""),
        ("比逐个快100倍以上", "60.0倍", False, "差40%"),
        None,
        ("本系统不超过12MB", "15.0MB", False, "超出25%"),
    ]


@pytest.mark.django_db
def test_what_a_benchmark_of_writing_writes_is_taken_back():
    def write(given: object) -> None:
        User.objects.create_user("bench", "测试")
        assert User.objects.exists()

    taken_back(write, None)()
    assert not User.objects.exists()


def sample(vendor: str) -> dict[str, object]:
    """A run as it is kept, with numbers of its own."""
    goals = [Target(FLOOR, 1.3), faster_than("逐个支部取数", 100)]
    figures = compare(
        "全部指标", "县", {OURS: lambda: None, FLOOR: lambda: None, "逐个支部取数": lambda: None}, rounds=3,
        goals=goals, sampled={"逐个支部取数": 100}, note="只在空闲的机器上测",
    ).as_dict()  # fmt: skip
    for way, number in zip(figures["ways"], (12.5, 10.0, 5000.0), strict=True):
        way |= {"median": number, "lower": number - 0.5, "upper": number + 0.5}
    found = {each["way"]: each["median"] for each in figures["ways"]}
    figures["goals"] = [vars(goal.judge(found)) for goal in goals]
    memory = measured("内存", "演示数据", {OURS: 171.0}, goals=[Limit(160)]).as_dict()
    grown = curve("增长", {"1倍": lambda: None, "2倍": lambda: None}, rounds=3).as_dict()
    machine = {
        "system": "Linux", "processor": "样例处理器", "processors": 2, "memory_gb": 8.0, "python": "3.11.2",
        "django": "5.2", "vendor": vendor, "database": {"sqlite": "SQLite 3.40.1"}.get(vendor, "PostgreSQL 15.6"),
    }  # fmt: skip
    families = [{"name": "figures", "title": "取数", "seconds": 90.0, "benchmarks": [figures, memory, grown]}]
    return {"machine": machine, "scale": "county", "families": families}


def test_the_page_has_the_machine_every_goal_and_every_way():
    load = {
        "machine": {},
        "runs": [
            {"server": "gunicorn", "database": "PostgreSQL", "secretaries": 200, "requests": 4000, "errors": 0,
             "lost_writes": 0, "p50": 41.2, "p95": 180.0, "p99": 322.4, "seconds": 60},
        ],
    }  # fmt: skip
    page = page_of({"sqlite": sample("sqlite"), "postgresql": sample("postgresql")}, load)
    lines = page.splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "# 测速结果", "## 机器", "## 目标", "## SQLite 3.40.1，县（5600个党组织、10万党员）", "### 取数",
        "## PostgreSQL 15.6，县（5600个党组织、10万党员）", "### 取数", "## 多人同时使用",
    ]  # fmt: skip
    assert [line for line in lines if line.startswith("- SQLite")] == [
        "- SQLite 3.40.1：Linux，样例处理器，2个处理器，内存8GB，Python 3.11.2，Django 5.2；测了1.5分钟"
    ]
    assert [line for line in lines if "SQLite 3.40.1 |" in line] == [
        "| 全部指标（县） | 本系统不超过下限的1.3倍 | SQLite 3.40.1 | 1.25倍 | 达到 | 只在空闲的机器上测 |",
        "| 全部指标（县） | 比逐个支部取数快100倍以上 | SQLite 3.40.1 | 400.0倍 | 达到 | 只在空闲的机器上测 |",
        "| 内存（演示数据） | 本系统不超过160MB | SQLite 3.40.1 | 171.0MB | 没有达到，超出7% |  |",
    ]
    assert "| 全部指标 | 县 | 本系统 | 12.50毫秒（12.00—13.00） | 1.25 |" in lines
    assert "| 全部指标 | 县 | 逐个支部取数 | 推算 5000.00毫秒（4999.50—5000.50） | 500.00 |" in lines
    assert "| gunicorn | PostgreSQL | 200 | 4000 | 0 | 0 | 41 | 180 | 322 | 60 |" in lines


def test_the_page_of_one_database_without_a_load_test():
    page = page_of({"sqlite": sample("sqlite")})
    assert "PostgreSQL" not in page
    assert "多人同时使用" not in page
