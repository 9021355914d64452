"""What the runs found, as people read it: a line on the terminal, and docs/benchmarks.md.

``python -m tests.benchmarks.page FOLDER`` writes the page from the .json of a folder.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
DATABASES = ("sqlite", "postgresql")
SCALES = {"street": "街道（12个支部）", "county": "县（5600个党组织、10万党员）", "city": "市（十个县）"}
INTRODUCTION = """# 测速结果

这一页由 `make bench` 根据它量到的数据写成，不要手改；想看自己机器上的数，重跑一遍就是。

每项工作的几种做法在同一次运行里轮流做，比的是同一台机器、同一批数据上的**倍数**；毫秒数只在这台机器上算数。
“本系统”是产品自己的代码，“下限”是手写的最快做法（`tests/benchmarks/floors`，改动要专门评审），其余是平常会选的做法。
数字是几轮的中位数，括号里是中间一半各轮的范围；标“推算”的只做了一部分，按份数乘出来。

"""

Found = Mapping[str, Any]


def line_of(found: Found) -> str:
    """One benchmark on the terminal."""
    ways = "；".join(f"{each['way']} {_number(each, found['unit'])}" for each in found["ways"])
    goals = "；".join(f"{each['asked']}：{_verdict(each)}" for each in found["goals"])
    return f"{found['work']}（{found['size']}）：{ways}" + (f"。{goals}" if goals else "")


def page_of(runs: Mapping[str, Found], load: Found | None = None) -> str:
    """The page, from the .json of each database and that of the load test."""
    parts = [INTRODUCTION, "## 机器\n", *_machines(runs), "\n## 目标\n", _goals(runs)]
    for name, run in runs.items():
        parts.append(f"\n## {_label(name, run)}\n")
        for family in run["families"]:
            if family["benchmarks"]:
                parts.append(f"\n### {family['title']}\n\n{_table(family['benchmarks'])}")
    parts.append(_load(load) if load else "")
    return "".join(parts).rstrip() + "\n"


def _label(name: str, run: Found) -> str:
    return f"{run['machine']['database']}，{SCALES[run['scale']]}" if name in DATABASES else name


def _machines(runs: Mapping[str, Found]) -> Iterator[str]:
    for run in runs.values():
        held = run["machine"]
        seconds = sum(family["seconds"] for family in run["families"])
        yield (
            f"\n- {held['database']}：{held['system']}，{held['processor']}，{held['processors']}个处理器，"
            f"内存{held['memory_gb']:g}GB，Python {held['python']}，Django {held['django']}；测了{seconds / 60:.1f}分钟"
        )
    yield "\n"


def _goals(runs: Mapping[str, Found]) -> str:
    """Every goal in one table: reached, or by how much it was missed."""
    lines = [
        f"| {found['work']}（{found['size']}） | {goal['asked']} | {run['machine']['database']} | {goal['found']} |"
        f" {_verdict(goal)} | {found['note']} |"
        for run in runs.values()
        for family in run["families"]
        for found in family["benchmarks"]
        for goal in found["goals"]
    ]
    head = "\n| 工作 | 目标 | 数据库 | 结果 | 是否达到 | 说明 |\n|---|---|---|---|---|---|\n"
    return head + "\n".join(lines) + "\n" if lines else "\n没有设目标。\n"


def _verdict(goal: Found) -> str:
    return "达到" if goal["reached"] else f"没有达到，{goal['missed']}"


def _table(benchmarks: list[Found]) -> str:
    head = "| 工作 | 规模 | 做法 | 结果 | 是下限的几倍 |\n|---|---|---|---|---|\n"
    return head + "\n".join(line for found in benchmarks for line in _rows(found)) + "\n"


def _rows(found: Found) -> Iterator[str]:
    floor = next((each["median"] for each in found["ways"] if each["way"] == "下限"), None)
    for each in found["ways"]:
        ratio = f"{each['median'] / floor:.2f}" if floor and each["way"] != "下限" else ""
        yield f"| {found['work']} | {found['size']} | {each['way']} | {_number(each, found['unit'])} | {ratio} |"


def _number(way: Found, unit: str) -> str:
    if way["rounds"] == 1:
        return f"{way['median']:.1f}{unit}"
    marked = "推算 " if way["sampled"] != 1 else ""
    return f"{marked}{way['median']:.2f}{unit}（{way['lower']:.2f}—{way['upper']:.2f}）"


def _load(load: Found) -> str:
    """The figures of the load test, kept beside the benchmarks by whoever ran it."""
    head = (
        "\n## 多人同时使用\n\n"
        "| 服务器 | 数据库 | 同时使用人数 | 请求 | 出错 | 丢失的写入 | 中位（毫秒） | 95%（毫秒） |"
        " 99%（毫秒） | 时长（秒） |\n|---|---|---|---|---|---|---|---|---|---|\n"
    )
    rows = [
        f"| {run['server']} | {run['database']} | {run['secretaries']} | {run['requests']} | {run['errors']} |"
        f" {run['lost_writes']} | {run['p50']:.0f} | {run['p95']:.0f} | {run['p99']:.0f} | {run['seconds']:.0f} |"
        for run in load["runs"]
    ]
    return head + "\n".join(rows) + "\n"


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def main(folder: Path) -> None:
    runs = {name: run for name in DATABASES if (run := _read(folder / f"{name}.json"))}
    PAGE.write_text(page_of(runs, _read(folder / "load.json")), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
