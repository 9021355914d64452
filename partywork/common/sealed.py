"""Columns of personal values: a text kept sealed, and the index by which a whole one is found unopened.

Every such column of every model is found by its class when keys change (``privacy/rotation.py``): a new one enters
by itself.
"""

from typing import Any

from django.db import models

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


class BlindIndexField(models.CharField):
    """The blind index of the sealed field ``of`` of the same model, "" where that is empty; set by whoever writes.

    In the database an ordinary text, and so for the migrations.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 64, "blank": True, "editable": False, **kwargs})
        self.of = of

    def clone(self) -> "BlindIndexField":
        _, _, args, kwargs = super().deconstruct()
        return BlindIndexField(*args, of=self.of, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
