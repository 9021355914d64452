"""Copies of the whole system, encrypted and checked, and the way back from one."""
