"""A superior's form, kept with its tokens so that it can be filled again every time."""

from django.db import models

from partywork.entries.models import Record


class OwnForm(Record):
    """An .xlsx as it was uploaded. Those who compile for its organisation, or for one below it, may fill it."""

    name = models.CharField("名称", max_length=60, help_text="如：区委组织部半年报表")
    file_name = models.CharField("文件名", max_length=120, editable=False)
    content = models.BinaryField("文件")  # a few hundred KB, kept with the records and their backup
    uploaded_on = models.DateField("上传日期", editable=False)

    class Meta(Record.Meta):
        verbose_name = "上级表格"
        ordering = ["-uploaded_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["org", "name"],
                name="ownform_name_once",
                violation_error_message="这个单位已有同名的表格，请换个名称，或在原来那份里换文件。",
            ),
        ]
        indexes = [models.Index(fields=["org", "uploaded_on", "id"], name="ownform_list")]

    def __str__(self) -> str:
        return self.name
