"""An office's own Word template for a form."""

from django.db import models
from django.db.models import F, Q

from partywork.entries.models import Record
from partywork.exports.own.enums import FormCode


class WordTemplate(Record):
    """A .docx as it was uploaded. From then on it is used by its organisation and those below it.

    One is in use for each form of an organisation; a former one stays on record with the day it was withdrawn.
    """

    form = models.CharField("表册", max_length=20, choices=FormCode)
    file_name = models.CharField("文件名", max_length=120, editable=False)
    content = models.BinaryField("文件")  # a few hundred KB, kept with the records and their backup
    uploaded_on = models.DateField("上传日期", editable=False)
    withdrawn_on = models.DateField("撤下日期", null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "表册模板"
        ordering = ["-uploaded_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["org", "form"],
                condition=Q(withdrawn_on=None),
                name="wordtemplate_one_in_use",
                violation_error_message="这个单位的这种表册已有在用的模板，请刷新页面后再换。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("uploaded_on")),
                name="wordtemplate_withdrawn_after_upload",
                violation_error_message="撤下日期不能早于上传日期。",
            ),
        ]
        indexes = [models.Index(fields=["form", "org"], name="wordtemplate_of_form")]

    def __str__(self) -> str:
        return f"{self.org}的{FormCode(self.form).label}模板"
