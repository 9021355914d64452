"""What the child that opens an untrusted file may use. Where the system knows no such limits (Windows) the parent's
clock and the bounds of ``archive`` remain."""

import importlib
from typing import Any

SECONDS = 90  # of computing; 100,000 rows of 20 columns take about seven, as XML twice that
MEMORY = 700 * 1024 * 1024  # of address space, the interpreter's own included
OPEN_FILES = 32


def limit_this_process() -> None:
    """From here on this process can neither compute nor allocate without end, nor write any file."""
    try:
        resource: Any = importlib.import_module("resource")
    except ImportError:
        return
    for name, most in (
        ("RLIMIT_CPU", SECONDS),
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NOFILE", OPEN_FILES),
        ("RLIMIT_CORE", 0),
    ):
        _, hard = resource.getrlimit(getattr(resource, name))
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(getattr(resource, name), (most, most))
