"""On what a member's dues are based (中组发〔2008〕3号)."""

from django.db.models import TextChoices


class DuesBasis(TextChoices):
    SALARY = "salary", "在职月薪"
    ANNUAL = "annual", "年薪"
    RETIRED = "retired", "离退休"
    FARMER = "farmer", "农民"
    FIXED = "fixed", "学生、下岗、救济"


# The table of brackets that each income goes by; the other bases have no income to multiply.
BRACKET_RULES = {
    DuesBasis.SALARY: "dues.salary.brackets",
    DuesBasis.ANNUAL: "dues.salary.brackets",
    DuesBasis.RETIRED: "dues.retired.brackets",
}


class ReductionState(TextChoices):
    """A reduction holds once the next level above has approved it, not before."""

    PENDING = "pending", "待上级批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"


class ConsentKind(TextChoices):
    """What departs from paying month by month, and only with the branch's consent."""

    LATE = "late", "补交"
    QUARTERLY = "quarterly", "按季交"


class PublicationWay(TextChoices):
    """How members are told what was collected and used."""

    MEETING = "meeting", "党员大会通报"
    NOTICE = "notice", "公开栏张贴"
    ONLINE = "online", "党务公开平台"
    OTHER = "other", "其他"
