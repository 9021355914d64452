"""The kinds of plans: answers to the problems, what falls due, what the themes restate. Outlines name them."""

from typing import Literal, get_args

Group = Literal["answer", "due", "theme"]
GROUPS: tuple[Group, ...] = get_args(Group)
