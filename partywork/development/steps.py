"""The twenty-five steps as data: phase, at which stage, by whom, under which article.

发展党员工作细则（2014年）. An article is named only where its number was checked against the text.
"""

from dataclasses import dataclass
from datetime import date

from partywork.development.enums import GuideRole, Phase, StepCode
from partywork.members.enums import STAGE_DATES, Stage
from partywork.members.models import Member

REGULATION = "《中国共产党发展党员工作细则》"
STAGES = list(STAGE_DATES)


@dataclass(frozen=True)
class Step:
    """``stage``: at which stage of the person it is taken. ``begins``: the stage that it opens, if any.

    ``guides``: those who are named by it. ``has_vote``, ``has_training``: what else is recorded with it.
    """

    code: StepCode
    phase: Phase
    stage: Stage
    who: str
    article: str = ""
    begins: Stage | None = None
    guides: GuideRole | None = None
    has_vote: bool = False
    has_training: bool = False

    @property
    def number(self) -> int:
        return NUMBERS[self.code]

    @property
    def name(self) -> str:
        return str(self.code.label)

    @property
    def title(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def citation(self) -> str:
        return f"{REGULATION}{self.article}"


NUMBERS: dict[StepCode, int] = {code: number for number, code in enumerate(StepCode, 1)}

_A, _B, _C, _D, _E = Phase
STEPS: tuple[Step, ...] = (
    Step(StepCode.APPLY, _A, Stage.APPLICANT, "申请人", "第六条", begins=Stage.APPLICANT),
    Step(StepCode.TALK, _A, Stage.APPLICANT, "党支部", "第七条"),
    Step(StepCode.ACTIVIST, _B, Stage.APPLICANT, "支部委员会", "第八条", begins=Stage.ACTIVIST),
    Step(StepCode.FILE_ACTIVIST, _B, Stage.ACTIVIST, "上级党委", "第八条"),
    Step(StepCode.CONTACTS, _B, Stage.ACTIVIST, "党支部", "第九条", guides=GuideRole.CONTACT),
    Step(StepCode.CULTIVATE, _B, Stage.ACTIVIST, "党支部", "第十一条"),
    Step(StepCode.CANDIDATE, _C, Stage.ACTIVIST, "支部委员会", "第十三条", begins=Stage.CANDIDATE),
    Step(StepCode.FILE_CANDIDATE, _C, Stage.CANDIDATE, "上级党委", "第十三条"),
    Step(StepCode.SPONSORS, _C, Stage.CANDIDATE, "党支部", "第十四条", guides=GuideRole.SPONSOR),
    Step(StepCode.POLITICAL_REVIEW, _C, Stage.CANDIDATE, "党支部", "第十六条"),
    Step(StepCode.TRAINING, _C, Stage.CANDIDATE, "基层党委", "第十七条", has_training=True),
    Step(StepCode.COMMITTEE, _D, Stage.CANDIDATE, "支部委员会"),
    Step(StepCode.PRE_EXAMINATION, _D, Stage.CANDIDATE, "上级党委"),
    Step(StepCode.FORM, _D, Stage.CANDIDATE, "发展对象"),
    Step(StepCode.ADMISSION_VOTE, _D, Stage.CANDIDATE, "支部大会", begins=Stage.PROBATIONARY, has_vote=True),
    Step(StepCode.SUPERIOR_TALK, _D, Stage.PROBATIONARY, "上级党委"),
    Step(StepCode.APPROVAL, _D, Stage.PROBATIONARY, "上级党委"),
    Step(StepCode.FILE_ABOVE, _D, Stage.PROBATIONARY, "上级党委"),
    Step(StepCode.JOIN, _E, Stage.PROBATIONARY, "党支部"),
    Step(StepCode.OATH, _E, Stage.PROBATIONARY, "党支部或上级党委"),
    Step(StepCode.OBSERVE, _E, Stage.PROBATIONARY, "党支部"),
    Step(StepCode.FULL_APPLICATION, _E, Stage.PROBATIONARY, "预备党员"),
    Step(StepCode.FULL_VOTE, _E, Stage.PROBATIONARY, "支部大会", begins=Stage.FULL, has_vote=True),
    Step(StepCode.FULL_APPROVAL, _E, Stage.FULL, "上级党委"),
    Step(StepCode.ARCHIVE, _E, Stage.FULL, "上级党委"),
)
BY_CODE: dict[StepCode, Step] = {step.code: step for step in STEPS}
OPENING: dict[Stage, Step] = {step.begins: step for step in STEPS if step.begins}
"""The step that opens each stage; its day is the person's own and stands on the roster, nowhere else."""
STAGE_STEPS = tuple(step.code for step in OPENING.values())
GUIDED: dict[GuideRole, Step] = {step.guides: step for step in STEPS if step.guides}


def step_of(code: str) -> Step:
    """Raises ValueError for a code that is none."""
    return BY_CODE[StepCode(code)]


def reached(stage: Stage, now: Stage) -> bool:
    """Whether someone who is ``now`` is, or has been, at ``stage``."""
    return STAGES.index(stage) <= STAGES.index(now)


def stage_day(member: Member, stage: Stage) -> date | None:
    """When a stage began, as the roster has it."""
    day: date | None = getattr(member, STAGE_DATES[stage])
    return day
