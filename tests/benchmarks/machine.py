"""On what a benchmark ran, without a name of the machine or of anybody."""

import os
import platform
import sqlite3
from pathlib import Path
from typing import Any

import django
from django.db import connection


def describe_machine() -> dict[str, Any]:
    return {
        "system": platform.system(),
        "processor": _processor(),
        "processors": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "python": platform.python_version(),
        "django": django.get_version(),
        "vendor": connection.vendor,
        "database": _database(),
    }


def _processor() -> str:
    """As /proc/cpuinfo names it; its architecture elsewhere."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    connection.ensure_connection()
    version = connection.connection.info.server_version
    return f"PostgreSQL {version // 10000}.{version % 10000}"
