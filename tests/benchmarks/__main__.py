"""Run every family on the office in the database of the settings; ``--to`` names the .json to write."""
# ruff: noqa: T201  what it finds is for the terminal

import argparse
import json
import os
from pathlib import Path
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
django.setup()

from django.db import connection  # noqa: E402

from tests.benchmarks.families import families  # noqa: E402
from tests.benchmarks.machine import describe_machine  # noqa: E402
from tests.benchmarks.page import line_of  # noqa: E402
from tests.benchmarks.places import CODES, Place  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--scale", choices=CODES, default="street")
    parser.add_argument("--only", action="append", help="a family by its module's name; may be given several times")
    given = parser.parse_args()
    place, done = Place.find(given.scale), []
    print(f"── {connection.vendor}，{given.scale} ──", flush=True)
    for family in families():
        if given.only and family.name not in given.only:
            continue
        print(f"【{family.title}】", flush=True)
        begun, found = perf_counter(), []
        for each in family.benchmarks(place):
            found.append(each.as_dict())
            print(line_of(found[-1]), flush=True)
        done.append(
            {"name": family.name, "title": family.title, "seconds": perf_counter() - begun, "benchmarks": found}
        )
    written = {"machine": describe_machine(), "scale": given.scale, "families": done}
    given.to.parent.mkdir(parents=True, exist_ok=True)
    given.to.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")


main()
