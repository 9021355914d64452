"""Benchmarks: the product's own code beside its floor and beside what a user would pick instead.

``make bench`` runs them on a county in both databases and writes docs/benchmarks.md from what it found;
``SCALE=street`` is a quick look. Nothing here is a test: times are reported with their goals, never asserted. Only
ratios of one run are judged, since a machine's speed is its own.

How to add a benchmark
    A module in ``families/`` with a ``TITLE`` (a heading of the page, Chinese), an ``ORDER`` (its place there) and
    ``benchmarks(place)``, which yields what ``timing.compare``, ``timing.curve`` or ``timing.measured`` gives. It is
    found by itself. ``place`` (``places.Place``) names the scale, the organisations of each level and the period; a
    benchmark that needs a county asks ``place.is_large``.
    The ways of one piece of work run in turns in one process: the product's (``OURS``), the least there is
    (``FLOOR``), and what one would pick instead, each a function of no arguments that does all of the work.
    ``goals`` stand beside the benchmark as data (``targets``): ``Target(FLOOR, 1.3)`` asks for at most 1.3 times the
    floor's time, ``faster_than("逐个支部取数", 100)`` for a hundredth of that way's at most,
    ``Target("1倍", 2.1, way="2倍")`` compares two sizes of a growth curve, ``Limit(250)`` bounds megabytes.
    What is missed and why goes into ``note``.
    A way too slow to run whole is run on a part: ``sampled={"逐个支部取数": 100}`` says that the function given does a
    hundredth of the work; its time is multiplied and marked 推算.
    What a family writes it takes back, but ``ten_years``, which runs last and leaves its years behind.
    A family has about two minutes on each database; ``compare`` stops early when ``seconds`` are over.

Floors
    ``floors/`` holds the least work that yields the result: hand-written SQL in its fastest form found, a string of
    XML, an f-string page. They are frozen: ``floors/FROZEN`` has the SHA-256 of each, a test compares, and whoever
    makes one faster (or adds one) runs ``python -m tests.benchmarks.frozen`` and has the change reviewed as such.
    Where it can, a benchmark asserts that floor and product give the same result before it times them.
"""
