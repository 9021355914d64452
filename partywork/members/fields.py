"""Fields of people: a text kept sealed in the database, and a key that is found by how it begins."""

from typing import Any

from django.db import models
from django.db.models import Lookup

from partywork.common.crypto import open_sealed, seal


class SealedField(models.TextField):
    """AES-GCM with a key from outside the database; ``purpose`` binds the text to its field."""

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return open_sealed(value, purpose=self.purpose) if value else value

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return seal(text, purpose=self.purpose) if text else text

    def get_lookup(self, lookup_name: str) -> Any:
        raise TypeError("加密的字段不能直接查询，请用对应的索引列。")


class KeyField(models.CharField):
    """A text that is looked up by how it begins (``begins``), through its index on both databases."""


@KeyField.register_lookup
class Begins(Lookup):
    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """PostgreSQL answers LIKE from the pattern index that Django makes beside every index of a text."""
        column, params = self.process_lhs(compiler, connection)
        pattern = connection.ops.prep_for_like_query(self.rhs) + "%"
        return f"{column} LIKE %s", (*params, pattern)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        """SQLite's LIKE knows no case and so no index; the range from the text to the next one does."""
        column, params = self.process_lhs(compiler, connection)
        behind = self.rhs[:-1] + chr(ord(self.rhs[-1]) + 1)
        return f"({column} >= %s AND {column} < %s)", (*params, self.rhs, *params, behind)
