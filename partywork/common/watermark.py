"""What stands on every page of a file with personal data: who took it out, and when. The one wording of it."""

from datetime import datetime

from django.utils import timezone


def watermark(full_name: str, moment: datetime) -> str:
    """``moment`` is aware; it is printed to the minute in the office's time."""
    return f"内部资料 {full_name} {timezone.localtime(moment):%Y-%m-%d %H:%M} 导出"
