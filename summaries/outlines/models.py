"""A unit's own outlines."""

from django.db import models

from partywork.entries.models import Record


class OwnOutline(Record):
    """An outline that a unit made out of another one; ``data`` is what outlines.format reads.

    Figures of own sentences are kept by code. It is never deleted: reports may have been written with it.
    """

    label = models.CharField("名称", max_length=60)
    data = models.JSONField("内容", editable=False)
    shared = models.BooleanField("下级也可以用", default=False)
    withdrawn = models.BooleanField("已停用", default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = "体例"
        ordering = ["label", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["org", "label"],
                name="ownoutline_label_once",
                violation_error_message="本单位已有同名的体例，请换个名称。",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def name(self) -> str:
        """What a report names it by."""
        return f"own-{self.pk}"
