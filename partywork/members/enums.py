"""Stages, reasons and flags of members (发展党员工作细则; 党员教育管理工作条例)."""

from django.db.models import TextChoices


class RevealReason(TextChoices):
    """Why somebody looks at an ID number or a phone."""

    CONTACT = "contact", "联系本人"
    VERIFY = "verify", "核对材料"
    TRANSFER = "transfer", "办理组织关系"
    REPORT = "report", "填报上级要的表"
    DEVELOP = "develop", "办理发展党员手续"
    RELIEF = "relief", "走访慰问、困难帮扶"
    ASKED = "asked", "本人要求查看"


class Gender(TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Education(TextChoices):
    POSTGRADUATE = "postgraduate", "研究生"
    UNIVERSITY = "university", "大学本科"
    COLLEGE = "college", "大学专科"
    SECONDARY = "secondary", "中专"
    HIGH_SCHOOL = "high_school", "高中"
    JUNIOR = "junior", "初中及以下"


class Stage(TextChoices):
    APPLICANT = "applicant", "入党申请人"
    ACTIVIST = "activist", "入党积极分子"
    CANDIDATE = "candidate", "发展对象"
    PROBATIONARY = "probationary", "预备党员"
    FULL = "full", "正式党员"


PARTY_STAGES = (Stage.PROBATIONARY, Stage.FULL)
NEXT_STAGE = {
    Stage.APPLICANT: Stage.ACTIVIST,
    Stage.ACTIVIST: Stage.CANDIDATE,
    Stage.CANDIDATE: Stage.PROBATIONARY,
    Stage.PROBATIONARY: Stage.FULL,
}


STAGE_DATES = {
    Stage.APPLICANT: "applied_on",
    Stage.ACTIVIST: "activist_on",
    Stage.CANDIDATE: "candidate_on",
    Stage.PROBATIONARY: "admitted_on",
    Stage.FULL: "full_on",
}
"""The member's date on which each stage began."""


class Opening(TextChoices):
    """Why a standing began."""

    RECORDED = "recorded", "建档"
    TRANSFER_IN = "transfer_in", "组织关系转入"
    MOVE = "move", "支部间调整"
    GROUP = "group", "党小组调整"
    STAGE = "stage", "发展阶段变更"
    READMITTED = "readmitted", "恢复党籍"


class Closing(TextChoices):
    """Why a standing ended; blank while it is open."""

    TRANSFER_OUT = "transfer_out", "组织关系转出"
    MOVE = "move", "支部间调整"
    GROUP = "group", "党小组调整"
    STAGE = "stage", "发展阶段变更"
    DECEASED = "deceased", "去世"
    RESIGNED = "resigned", "退党"
    EXPELLED = "expelled", "开除党籍"
    REMOVED = "removed", "除名"
    LAPSED = "lapsed", "自行脱党除名"
    SUSPENDED = "suspended", "停止党籍"
    PROBATION_CANCELLED = "probation_cancelled", "取消预备党员资格"
    DISCONTINUED = "discontinued", "终止培养"
    MISTAKE = "mistake", "登记有误"


# Why someone leaves the books for good; who may leave so depends on the stage.
LEAVING: dict[Closing, tuple[Stage, ...]] = {
    Closing.TRANSFER_OUT: tuple(Stage),
    Closing.DECEASED: tuple(Stage),
    Closing.RESIGNED: PARTY_STAGES,
    Closing.EXPELLED: PARTY_STAGES,
    Closing.REMOVED: PARTY_STAGES,
    Closing.LAPSED: PARTY_STAGES,
    Closing.SUSPENDED: PARTY_STAGES,
    Closing.PROBATION_CANCELLED: (Stage.PROBATIONARY,),
    Closing.DISCONTINUED: (Stage.APPLICANT, Stage.ACTIVIST, Stage.CANDIDATE),
}
# 党章第9、40条: 退党、开除、除名
OUT_OF_PARTY = (Closing.RESIGNED, Closing.EXPELLED, Closing.REMOVED, Closing.LAPSED)
AFTER_SUSPENSION = (Closing.REMOVED, Closing.LAPSED, Closing.EXPELLED, Closing.DECEASED)
"""What may become of someone who is suspended and so no longer on the books."""

# How someone comes back depends on how they left. The dead do not, and who resigned applies anew.
RETURNS: dict[Opening, tuple[Closing, ...]] = {
    Opening.TRANSFER_IN: (Closing.TRANSFER_OUT,),
    Opening.READMITTED: (Closing.SUSPENDED, Closing.EXPELLED, Closing.REMOVED, Closing.LAPSED),
}
MAY_APPLY_AGAIN = (*OUT_OF_PARTY, Closing.PROBATION_CANCELLED, Closing.DISCONTINUED)


class Flag(TextChoices):
    FLOATING = "floating", "流动党员"
    LOST = "lost", "失联"
    HARDSHIP = "hardship", "生活困难"
    VETERAN = "veteran", "老党员"
    FRONT_LINE = "front_line", "火线入党"
