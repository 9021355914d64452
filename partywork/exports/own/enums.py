"""The forms that an office may have a template of its own for."""

from django.db.models import TextChoices


class FormCode(TextChoices):
    """Codes and titles of the kinds in ``forms.library`` that take templates; a test holds them together."""

    MINUTES = "minutes", "会议记录"
    SIGN_IN = "sign-in", "签到表"
    ROSTER = "roster", "党员花名册"
    DUES_MONTH = "dues-month", "党费收缴表（按月）"
    DUES_YEAR = "dues-year", "党费收缴表（全年）"
    VISITS = "visits", "走访记录"
    RECTIFICATION = "rectification", "整改台账"
    DEVELOPMENT = "development", "发展党员名册"
