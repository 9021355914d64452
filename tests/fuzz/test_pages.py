"""Every form and every question of an address, by chance: nothing breaks, nothing runs, nothing is half-written.

The addresses come from the resolver and the fields from the pages: a new form enters by itself. What is wrong is
printed with its seed, who asked and all that was sent.
"""

import pytest

from tests.fuzz.office import Office
from tests.fuzz.run import Run

pytestmark = pytest.mark.django_db


def faults_of_a_run(seed, tally, *, posts, gets, every=1):
    run = Run(Office(), seed, tally, every)
    run.look_around()
    run.go(posts, gets)
    run.sweep()
    return "\n\n".join(dict.fromkeys(tally.faults))


def test_a_fifth_of_the_addresses_takes_anything(tally):
    assert faults_of_a_run("short", tally, posts=3, gets=2, every=5) == ""
    assert tally.stored > 10


@pytest.mark.long
@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_every_address_takes_anything(seed, tally):
    assert faults_of_a_run(seed, tally, posts=9, gets=6) == ""
    assert len(tally.forms) > 140
    assert tally.stored > 200
