"""Finding names by characters, pinyin and initials."""

import pytest

from partywork.common.pinyin import readings, spelling, typed, where_found


@pytest.mark.parametrize(
    ("query", "name", "at"),
    [
        ("支委会", "支委会次数", 0),
        ("zhiweihui", "支委会次数", 0),
        ("zwh", "支委会次数", 0),
        ("ZhWH", "支委会次数", 0),
        ("支wei会", "支委会次数", 0),
        ("zhiw", "支委会次数", 0),
        ("ｃｓ", "支委会次数", 3),
        ("chongqing", "重庆", 0),
        ("zhongyao", "重要", 0),
        ("35", "35岁及以下党员数", 0),
        ("lv", "参加率", 2),
        ("zwc", "支委会次数", None),
        ("会委", "支委会次数", None),
        (" ", "支委会次数", None),
    ],
)
def test_where_a_name_answers(query, name, at):
    assert where_found(typed(query), name) == at


def test_a_character_has_all_its_readings_and_a_sign_itself():
    assert set(readings("重")) == {"zhong", "chong", "tong"}
    assert readings("，") == ("，",)


def test_names_are_put_in_the_order_of_their_pinyin():
    assert sorted(["张三", "丁一", "李四", "李三", "Ann"], key=spelling) == ["Ann", "丁一", "李三", "李四", "张三"]
