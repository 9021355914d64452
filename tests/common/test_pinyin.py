"""Finding names by characters, pinyin and initials."""

import pytest

from partywork.common.pinyin import pieces, readings, search_keys, spelling, typed, where_found


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


def test_a_name_is_found_from_every_character_on():
    assert search_keys("张学明") == [
        "张学明", "zhangxueming", "zxm", "zhangxm", "zhangxuemeng", "学明", "xueming", "xm", "xuemeng", "明",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed_as"),
    [
        ("曾国强", {"zengguoqiang", "zgq", "cengguoqiang", "cgq"}),
        ("单小红", {"shanxiaohong", "sxh", "danxiaohong", "dxh"}),
        ("仇英", {"qiuying", "qy", "chouying", "cy"}),
        ("查良", {"zhaliang", "zl", "chaliang", "cl"}),
        ("区大为", {"oudawei", "odw", "qudawei", "qdw"}),
        ("解缙", {"xiejin", "xj", "jiejin", "jj"}),
        ("朴正", {"piaozheng", "pz", "puzheng"}),
        ("万俟雪", {"moqixue", "mqx", "wansixue", "wsx"}),
        ("尉迟恭", {"yuchigong", "ycg", "weichigong", "wcg"}),
        ("阿依古丽·买买提", {"阿依古丽买买提", "ayigulimaimaiti", "ayglmmt", "买买提"}),
    ],
)
def test_a_surname_of_several_readings_answers_to_each(name, typed_as):
    assert typed_as - set(search_keys(name)) == set()


def test_however_many_readings_a_name_has_its_keys_are_few_and_short():
    keys = search_keys("乐行长重" * 10)
    assert (len(keys) < 2000, max(map(len, keys))) == (True, 60)


@pytest.mark.parametrize(
    ("word", "cut"), [("张 Wei", ["张", "wei"]), ("zw", ["zw"]), ("·", []), ("买买提·阿", ["买买提阿"])]
)
def test_a_word_is_cut_where_characters_and_letters_meet(word, cut):
    assert pieces(word) == cut
