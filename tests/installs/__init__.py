"""Whole installs for tests: a database and a var folder of their own, real server and worker processes, real HTTP."""
