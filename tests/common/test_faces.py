"""The faces of documents as a setting."""

import pytest
from environs import Env, EnvValidationError

from partywork.common.faces import VARIABLES, faces_from


def test_nothing_set_leaves_the_usual_faces():
    assert faces_from(Env()) == {}


def test_an_office_names_its_own_faces(monkeypatch: pytest.MonkeyPatch):
    names = {"title": "方正小标宋_GBK", "body": "仿宋", "kai": "楷体", "hei": "方正黑体_GBK", "song": "SimSun-ExtB"}
    for use, name in names.items():
        monkeypatch.setenv(VARIABLES[use], name)
    assert faces_from(Env()) == names
    monkeypatch.setenv("PARTYWORK_FACE_DIGITS", "Times New Roman")
    assert faces_from(Env())["latin"] == "Times New Roman"
    monkeypatch.setenv("PARTYWORK_FACE_DIGITS", "same")
    assert faces_from(Env())["latin"] == ""


@pytest.mark.parametrize(
    "name", ["", " ", "仿宋,楷体", "仿宋;", '仿"宋', "仿宋\n", " 仿宋", "仿宋 ", "_", "长" * 32, "<仿宋>"]
)
def test_what_is_no_name_of_a_face_is_refused_with_the_variable(monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setenv("PARTYWORK_FACE_BODY", name)
    with pytest.raises(EnvValidationError, match=r"PARTYWORK_FACE_BODY[\s\S]*不是字体名称"):
        faces_from(Env())
