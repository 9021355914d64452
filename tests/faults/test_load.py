"""The load run of ``make load`` on a few secretaries: no error, no lost write, and its figures are right."""

import pytest

from tests.benchmarks.load import keep, percentile, run

pytestmark = pytest.mark.django_db  # the install begins as a copy of the suite's database


def test_a_few_secretaries_at_months_end(install, tmp_path):
    branches = install.call("tests.benchmarks.load_office:make", 3)
    with install.serve() as server:
        found = run(install, server, branches, within=0, think=0)
    assert (found.secretaries, found.requests, found.errors, found.lost_writes) == (3, 30, 0, 0)
    assert 0 < found.p50 <= found.p95 <= found.p99
    keep(tmp_path / "load.json", found)
    keep(tmp_path / "load.json", found)
    assert (tmp_path / "load.json").read_text("utf-8").count('"lost_writes": 0') == 1


def test_what_is_not_there_is_counted_as_lost(install):
    assert install.call("tests.benchmarks.load_office:lost", [[1, "never"]], [1]) == 2


@pytest.mark.parametrize(("share", "value"), [(50, 5), (95, 10), (99, 10), (1, 1)])
def test_percentiles(share, value):
    assert percentile([float(number) for number in range(10, 0, -1)], share) == value
