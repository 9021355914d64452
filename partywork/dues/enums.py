"""On what a member's dues are based (中组发〔2008〕3号)."""

from django.db.models import TextChoices


class DuesBasis(TextChoices):
    SALARY = "salary", "在职月薪"
    ANNUAL = "annual", "年薪"
    RETIRED = "retired", "离退休"
    FARMER = "farmer", "农民"
    FIXED = "fixed", "学生、下岗、救济"
    REDUCED = "reduced", "减免或特殊"


# The table of brackets that each income goes by; the other bases have no income to multiply.
BRACKET_RULES = {
    DuesBasis.SALARY: "dues.salary.brackets",
    DuesBasis.ANNUAL: "dues.salary.brackets",
    DuesBasis.RETIRED: "dues.retired.brackets",
}
