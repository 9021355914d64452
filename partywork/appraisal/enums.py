"""Grades of the yearly appraisal (支部工作条例第18条) and whose problem an organisation-life meeting found."""

from django.db.models import TextChoices


class Grade(TextChoices):
    EXCELLENT = "excellent", "优秀"
    QUALIFIED = "qualified", "合格"
    BASIC = "basic", "基本合格"
    UNQUALIFIED = "unqualified", "不合格"


class Whose(TextChoices):
    COMMITTEE = "committee", "班子"
    MEMBER = "member", "党员"
