"""Benchmarks: the product's own code beside its floor and beside what a user would pick instead.

``make bench`` runs them in one process, interleaved. Nothing here is a test: times are reported, never asserted.
"""
