"""The names of the faces an office sets its documents in, read from the environment.

Only names: whether a face is there is a matter of the computer that opens the document.
"""

import re

from environs import Env, ValidationError

VARIABLES = {
    "title": "PARTYWORK_FACE_TITLE",
    "body": "PARTYWORK_FACE_BODY",
    "kai": "PARTYWORK_FACE_KAI",
    "hei": "PARTYWORK_FACE_HEI",
    "song": "PARTYWORK_FACE_SONG",
    "latin": "PARTYWORK_FACE_DIGITS",
}
SAME = "same"  # of digits and letters: in the face of the Chinese text around them
LONGEST = 31  # characters Word takes for the name of a face

_NAME = re.compile(r"[^\W_][\w -]*(?<! )")


def faces_from(env: Env) -> dict[str, str]:
    """The names that are set, by what they are for; digits in the same face have none of their own.

    Raises EnvValidationError that names the variable and says what is wrong with it.
    """
    found = {use: env.str(name, default=None, validate=_check) for use, name in VARIABLES.items()}
    named = {use: name for use, name in found.items() if name is not None}
    return {use: "" if use == "latin" and name == SAME else name for use, name in named.items()}


def _check(name: str) -> None:
    if len(name) > LONGEST or not _NAME.fullmatch(name):
        raise ValidationError(
            f"“{name}”不是字体名称：应为 1 至 {LONGEST} 个汉字、字母、数字、空格、- 或 _，如 仿宋_GB2312"
        )
