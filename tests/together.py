"""Which tests one process takes together, because they share an office that is costly to make.

All others are dealt out one by one, in their order, so that those which empty the database still come last.
xdist's own mark for this changes the names of tests, which pytest 9 no longer lets it do: it had no effect.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/access/test_foreign_values.py",
    "tests/access/test_matrix.py",
    "tests/exports/test_copy.py",
    "tests/faults/",
    "tests/imports/test_workbook.py",
    "tests/measures/test_all_measures.py",
    "tests/measures/test_statements.py",
    "tests/seeded/",
    "tests/summaries/checks/",
    "tests/summaries/editor/",
    "tests/summaries/inspection/",
    "tests/summaries/lifecycle/",
    "tests/summaries/renderers/",
    "tests/summaries/tasks/",
    "tests/summaries/test_figures.py",
)


class Together(LoadScopeScheduling):
    """Deals out tests to the processes of ``pytest -n``."""

    def _split_scope(self, nodeid: str) -> str:
        return next((each for each in TOGETHER if nodeid.startswith(each)), nodeid)
