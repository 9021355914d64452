"""Demo data at the size of a county or a city: past the actions and the ORM, for speed, and yet as they would store it.

Writing 1.2 million rows of dues through ``actions.py`` would take a day. So this package writes rows itself
(``writing.Table``), a unit at a time, one module a subject; what follows from other fields it computes as the models'
``stamp`` and the actions do, and ``tests/demo/test_county.py`` holds every row to that: each stored row of a small
county is stamped, cleaned and compared, and what the actions refuse is looked for. Accounts that people log in with
are made by the actions. One event of the audit chain says what was written, with a digest over all rows.
"""
