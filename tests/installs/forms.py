"""What a browser sends with some forms of the product."""

from typing import Any


def meeting(branch: int, key: str, **changes: Any) -> dict[str, Any]:
    """A plain 支委会 of three."""
    return {
        "org": branch, "key": key, "version": 0, "kinds": ["is_committee"], "date": "2026-06-11", "place": "会议室",
        "chair": "周某", "expected": 3, "present": 3, "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 0,
        "topics-0-text": "研究发展党员工作", "topics-0-tag": "development", **changes,
    }  # fmt: skip
