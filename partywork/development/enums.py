"""The five phases and twenty-five steps of 发展党员, and what goes with them."""

from django.db.models import TextChoices


class Phase(TextChoices):
    APPLICATION = "application", "申请入党"
    ACTIVIST = "activist", "积极分子的确定和培养"
    CANDIDATE = "candidate", "发展对象的确定和考察"
    ADMISSION = "admission", "预备党员的接收"
    PROBATION = "probation", "预备党员的考察和转正"


class StepCode(TextChoices):
    """In the order they are taken."""

    APPLY = "apply", "递交入党申请书"
    TALK = "talk", "派人谈话"
    ACTIVIST = "activist", "推荐和确定入党积极分子"
    FILE_ACTIVIST = "file_activist", "积极分子报上级备案"
    CONTACTS = "contacts", "指定培养联系人"
    CULTIVATE = "cultivate", "培养教育考察"
    CANDIDATE = "candidate", "确定发展对象"
    FILE_CANDIDATE = "file_candidate", "发展对象报上级备案"
    SPONSORS = "sponsors", "确定入党介绍人"
    POLITICAL_REVIEW = "political_review", "政治审查"
    TRAINING = "training", "短期集中培训"
    COMMITTEE = "committee", "支部委员会审查"
    PRE_EXAMINATION = "pre_examination", "上级党委预审"
    FORM = "form", "填写入党志愿书"
    ADMISSION_VOTE = "admission_vote", "支部大会讨论接收"
    SUPERIOR_TALK = "superior_talk", "上级党委派人谈话"
    APPROVAL = "approval", "上级党委审批接收"
    FILE_ABOVE = "file_above", "报再上一级备案"
    JOIN = "join", "编入党支部和党小组"
    OATH = "oath", "入党宣誓"
    OBSERVE = "observe", "继续教育考察"
    FULL_APPLICATION = "full_application", "提出转正申请"
    FULL_VOTE = "full_vote", "支部大会讨论转正"
    FULL_APPROVAL = "full_approval", "上级党委审批转正"
    ARCHIVE = "archive", "材料归档"


class GuideRole(TextChoices):
    CONTACT = "contact", "培养联系人"
    SPONSOR = "sponsor", "入党介绍人"


class ReviewResult(TextChoices):
    CONTINUE = "continue", "继续培养"
    READY = "ready", "可以列为发展对象"
    STOP = "stop", "不宜继续培养"


class ExtensionKind(TextChoices):
    """What may be prolonged once: the probation, and the superior's time to approve an admission."""

    PROBATION = "probation", "延长预备期"
    APPROVAL = "approval", "延长接收审批"
