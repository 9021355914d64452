"""Kinds of everyday work that is neither a meeting, a visit nor a talk, and who a log names."""

from django.db.models import TextChoices


class WorkKind(TextChoices):
    """A short fixed list that maps to the themes of a report; a free tag says the rest."""

    TRAINING = "training", "教育培训"
    VOLUNTEERING = "volunteering", "志愿服务"
    INTEGRITY = "integrity", "廉政教育"
    DOCUMENT = "document", "发文制度"
    PUBLICITY = "publicity", "宣传信息"
    COMMENDATION = "commendation", "评优表彰"
    ASSISTANCE = "assistance", "帮扶捐赠"
    CADRE = "cadre", "干部人事"
    PREMISES = "premises", "经费阵地"
    INSPECTION = "inspection", "督查考核"
    PARTNERSHIP = "partnership", "共建品牌"
    GRID = "grid", "网格治理"
    OTHER = "other", "其他"


class NamedAs(TextChoices):
    """In which part a unit or a group of people is named in a log."""

    PARTNER = "partner", "共建（协办）单位"
    RECIPIENT = "recipient", "对象"
