"""An outline is plain data: read, checked, given back, fitted to a unit."""

import json

import pytest

from partywork.orgs.enums import OrgKind, Sector
from summaries.outlines.format import outline_from
from summaries.outlines.library import FOLDER, fitting, outlines, read_outline
from summaries.phrases.sentences import LibraryError
from summaries.phrases.speaker import Speaker

PRESETS = [
    "standard", "briefing", "bureau_a", "bureau_b", "bureau_c", "county", "enterprise", "highlights", "hospital",
    "service_centre", "sub_district", "township",
]  # fmt: skip


def raw(**changes):
    section = {"kind": "done", "heading": "工作情况", "group": [{"themes": ["党课"]}]}
    return {"label": "测试", "title": "{期间}总结", "section": [section], **changes}


def test_there_is_a_preset_for_each_kind_of_unit_and_the_standard_one_comes_first():
    assert list(outlines()) == PRESETS
    labels = [each.label for each in outlines().values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", PRESETS)
def test_an_outline_survives_being_stored_as_json(name):
    preset = outlines()[name]
    again = outline_from(json.loads(json.dumps(preset.as_dict())), name)
    assert again == preset
    assert again.sections == preset.sections


def test_a_new_outline_needs_only_its_file(tmp_path):
    path = tmp_path / "village.toml"
    path.write_text((FOLDER / "township.toml").read_text(encoding="utf-8").replace("乡镇：", "村："), encoding="utf-8")
    made = read_outline(path)
    assert (made.name, made.label) == ("village", "村：先写基本情况，再写做法和行动")


def test_changing_the_data_that_was_given_does_not_change_the_outline():
    given = raw()
    made = outline_from(given, "own")
    given["section"][0]["heading"] = "别的"
    made.as_dict()["label"] = "别的"
    assert made.as_dict() == raw()


def refusal(given) -> str:
    with pytest.raises(LibraryError) as refused:
        outline_from(given, "own")
    return str(refused.value)


DONE = {"kind": "done", "heading": "工作情况", "group": [{"themes": ["党课"]}]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"section": []}, "own：至少要有一个部分"),
        ({"section": [{**DONE, "kind": "end"}]}, "own：部分的 kind 应为 done、problem、plan 之一，现在是 end"),
        ({"section": [{**DONE, "groups": "①"}]}, "own：groups 应为 （一）、1.、一是 之一，现在是 ①"),
        ({"section": [{**DONE, "items": "a"}]}, "own：items 应为 一是、1.、（1）、空 之一，现在是 a"),
        ({"section": [{**DONE, "colour": "red"}]}, "own：部分里不认识的项 colour"),
        ({"section": [{**DONE, "heading": ""}]}, "own：工作开展情况要有标题"),
        ({"section": [{"kind": "done", "heading": "空"}]}, "own：“空”下面什么也没有"),
        ({"section": [{**DONE, "run_in": True}]}, "own：“工作情况”的分组要有标题，标题在段首"),
        ({"section": [DONE, {**DONE, "heading": "又一"}]}, "own：同一主题写了两次：党课"),
        ({"section": [{**DONE, "group": [{"themes": ["天气"]}]}]}, "own：没有这些主题：天气"),
        ({"section": [DONE, *[{"kind": "problem"}] * 2]}, "own：存在的问题和工作安排各只能有一个部分：problem"),
        ({"section": [DONE, {"kind": "problem", "heading": "工作情况"}]}, "own：标题重复：工作情况"),
        ({"section": [DONE, {"kind": "plan", "group": [{}]}]}, "own：安排的分组 plans 应为 answer、due、theme 之一"),
        ({"title": "党课{党课次数}次"}, "own：标题“党课{党课次数}次”里不能有指标"),
        ({"title": "实施5项行动"}, "own：标题“实施5项行动”里不能写“5”：数字由系统计数，效果要由撰写人自己判断"),
        ({"title": "实现全覆盖"}, "own：标题“实现全覆盖”里不能写“全覆盖”：数字由系统计数，效果要由撰写人自己判断"),
        ({"suits": ["船队"]}, "own：suits 应为 "),
        ({"opening": [{"key": "a", "class": "deed", "clauses": ["开展工作"]}]}, "own：开头，句子“a”：写做了什么的句子"),
        ({"table": [{"title": "表"}]}, "own：缺少 measures"),
        ({"section": [{**DONE, "group": ["党课"]}]}, "own：格式不对"),
    ],
)  # fmt: skip
def test_what_must_be_mended_is_said_in_words(changes, message):
    assert refusal(raw(**changes)).startswith(message)


@pytest.mark.parametrize(
    ("kind", "sector", "first"),
    [
        (OrgKind.WORKING_COMMITTEE, Sector.OFFICE, "sub_district"),
        (OrgKind.COMMITTEE, Sector.VILLAGE, "township"),
        (OrgKind.COMMITTEE, Sector.OFFICE, "bureau_c"),
        (OrgKind.COMMITTEE, Sector.HOSPITAL, "hospital"),
        (OrgKind.COMMITTEE, Sector.OTHER, "county"),
        (OrgKind.LEADING_GROUP, Sector.OFFICE, "bureau_b"),
        (OrgKind.BRANCH, Sector.PRIVATE_ENTERPRISE, "enterprise"),
        (OrgKind.BRANCH, Sector.PUBLIC_INSTITUTION, "service_centre"),
        (OrgKind.BRANCH, Sector.COMMUNITY, "standard"),
    ],
)
def test_a_unit_is_offered_its_own_kind_of_outline_first(kind, sector, first):
    offered = [each.name for each in fitting(Speaker(kind, sector))]
    assert offered[0] == first
    assert sorted(offered) == sorted(PRESETS)
