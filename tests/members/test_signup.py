"""Reading sign-up lists and bare names as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.members.signup import Named, Reading, Said, read_list

NAMES = st.text("甲乙丙丁戊己庚辛壬癸张李王赵", min_size=2, max_size=4)
SIGNS = st.sampled_from(["", "1. ", "②", "3、", "（4）", "@", "🌹 ", "5 "])
BETWEEN = st.sampled_from(["、", "，", "\n", " ", "；", "\n\n"])


def named(*people) -> Reading:
    return Reading(tuple(Named(*each) if isinstance(each, tuple) else Named(each) for each in people), ())


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("张三、李四，王五 赵六\n\n钱七", named("张三", "李四", "王五", "赵六", "钱七")),
        ("王 五　赵　六", named("王五", "赵六")),
        ("1. 张三\n2、李四（请假 出差）\n3 王五 到", named(
            "张三", ("李四", Said.LEAVE, "请假 出差"), ("王五", Said.HERE, "到"))),
        ("① @张三 ✅\n② 🌹李四", named("张三", "李四")),
        ("到会：张三、李四；请假：王五（出差）、赵六", named(
            ("张三", Said.HERE), ("李四", Said.HERE), ("王五", Said.LEAVE, "出差"), ("赵六", Said.LEAVE))),
        ("张三：请假\n李四-到\n王五迟到", named(
            ("张三", Said.LEAVE, "请假"), ("李四", Said.HERE, "到"), ("王五", Said.LATE, "迟到"))),
        ("张三 因病请假，赵六 在外地出差", named(("张三", Said.LEAVE, "因病请假"), ("赵六", Said.LEAVE, "在外地出差"))),
        ("张三（不到）李四（无故缺席）", named(("张三", Said.LEAVE, "不到"), ("李四", Said.ABSENT, "无故缺席"))),
        ("1.张三同志\n2.买买提•艾力", named("张三", "买买提·艾力")),
        ("zhangsan", named("zhangsan")),
        ("", named()),
    ],
)  # fmt: skip
def test_lists_as_people_write_them(text, reading):
    assert read_list(text) == reading


def test_what_stands_above_a_numbered_list_is_handed_back():
    reading = read_list("#接龙\n周五党员大会，能来的接龙\n\n1. 张三\n2. 李四")
    assert reading.named == named("张三", "李四").named
    assert reading.unread == ("#接龙", "周五党员大会,能来的接龙")


def test_a_name_of_the_roster_is_never_taken_for_a_state():
    assert read_list("王到 到\n张来", {"王到", "张来"}) == named(("王到", Said.HERE, "到"), "张来")


@given(st.lists(st.tuples(SIGNS, NAMES), min_size=1, max_size=8), BETWEEN)
def test_every_known_name_is_found_however_it_is_written(people, between):
    reading = read_list(between.join(sign + name for sign, name in people), {name for _, name in people})
    assert [each.name for each in reading.named] == [name for _, name in people]


@given(st.text(max_size=80), st.sets(NAMES, max_size=3))
def test_any_text_at_all_is_read(text, known):
    reading = read_list(text, known)
    assert all(each.name.strip() and "\n" not in each.name for each in reading.named)
