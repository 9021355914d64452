"""The floors do not change unseen: ``floors/FROZEN`` has the SHA-256 of each.

``python -m tests.benchmarks.frozen`` writes it anew, after a change that was meant.
"""

import hashlib
from pathlib import Path

FLOORS = Path(__file__).parent / "floors"
FROZEN = FLOORS / "FROZEN"


def sums() -> str:
    """A line for each floor, as sha256sum writes it."""
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(FLOORS.glob("*.py")))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FROZEN.write_text(sums(), "utf-8")
