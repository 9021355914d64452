"""The states of an import, and what is to become of people who are on record already."""

from django.db.models import TextChoices


class State(TextChoices):
    READING = "reading", "正在读取"
    COLUMNS = "columns", "待对应列名"
    CHECKING = "checking", "待核对"
    CHECKED = "checked", "待导入"
    DONE = "done", "已导入"
    UNDONE = "undone", "已撤销"
    DROPPED = "dropped", "已放弃"


OPEN = (State.READING, State.COLUMNS, State.CHECKING, State.CHECKED)
LIGHTS: dict[State, str] = {
    State.READING: "muted",
    State.COLUMNS: "warn",
    State.CHECKING: "muted",
    State.CHECKED: "warn",
    State.DONE: "ok",
    State.UNDONE: "muted",
    State.DROPPED: "muted",
}


class Policy(TextChoices):
    """What happens to a row about someone who is on record already."""

    SKIP = "skip", "跳过"
    FILL = "fill", "补齐空白项"
    ASK = "ask", "逐个决定"


class Choice(TextChoices):
    """What was decided of one such row."""

    SKIP = "skip", "跳过"
    FILL = "fill", "补齐空白项"
    NEW = "new", "另一个人，新增"


POLICY_HELP: dict[Policy, str] = {
    Policy.SKIP: "已登记的人一概不动，文件里的这些行不导入。",
    Policy.FILL: "只把登记里空着的项填上；已经填了的，即使和文件不同也不改。",
    Policy.ASK: "每一行自己选：跳过、补齐，或者确实是同名同生日的另一个人，新增。",
}
