"""A key that is found by how it begins. What is sealed lies in common; the first migration names it here."""

from typing import Any

from django.db import models
from django.db.models import Lookup

from partywork.common.sealed import SealedField

__all__ = ["KeyField", "SealedField"]


class KeyField(models.CharField):
    """A text that is looked up by how it begins (``begins``), through its index on both databases."""


@KeyField.register_lookup
class Begins(Lookup):
    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """PostgreSQL answers LIKE from an index of ``varchar_pattern_ops``."""
        column, params = self.process_lhs(compiler, connection)
        pattern = connection.ops.prep_for_like_query(self.rhs) + "%"
        return f"{column} LIKE %s", (*params, pattern)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        """SQLite's LIKE knows no case and so no index; the range from the text to the next one does."""
        column, params = self.process_lhs(compiler, connection)
        behind = self.rhs[:-1] + chr(ord(self.rhs[-1]) + 1)
        return f"({column} >= %s AND {column} < %s)", (*params, self.rhs, *params, behind)
