"""Run every benchmark on the demo office in the database of the settings; ``--to`` names the .json to write."""
# ruff: noqa: T201  what it finds is for the terminal

import argparse
import json
import os
import platform
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partywork.settings")
django.setup()

from django.db import connection  # noqa: E402

from partywork.common.periods import parse_period  # noqa: E402
from partywork.orgs.models import Organisation  # noqa: E402
from summaries.facts import Order  # noqa: E402
from summaries.reports.desk import draft_of  # noqa: E402
from tests.benchmarks import figures, files  # noqa: E402
from tests.benchmarks.timing import Benchmark  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, required=True)
    target: Path = parser.parse_args().to
    print(f"── {connection.vendor} ──")
    done = []
    for each in _all():
        print(_line(each), flush=True)
        done.append(each.as_dict())
    machine = {"python": platform.python_version(), "database": connection.vendor, "processors": os.cpu_count()}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        json.dumps({"machine": machine, "benchmarks": done}, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )


def _all() -> Iterator[Benchmark]:
    period = parse_period("2026H1")
    order = Order(Organisation.objects.get(code="DEMO"), period, period.end, "standard", date(2026, 7, 1))
    yield from figures.benchmarks(order)
    made, _ = draft_of(order)
    yield from files.benchmarks(made.document)


def _line(found: Benchmark) -> str:
    times = "；".join(f"{way.way} {way.median:.1f}毫秒（{way.fastest:.1f}—{way.slowest:.1f}）" for way in found.ways)
    ratio = f"；是下限的{found.ratio:.1f}倍" if found.ratio else ""
    return f"{found.work}（{found.size}）：{times}{ratio}"


main()
