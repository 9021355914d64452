"""A pasted list against a roster: the name itself, then its sound, and never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.members.matching import match, sounds_like
from partywork.members.signup import Said

ROSTER = {1: "张三", 2: "李四", 3: "王五", 4: "单雄", 5: "李似", 6: "赵六", 7: "赵六"}


def found(text: str) -> list[tuple[int, bool]]:
    return [(each.person, each.by_sound) for each in match(text, ROSTER).found]


def test_a_name_itself_is_found():
    assert found("1.张三 2.王五") == [(1, False), (3, False)]


@pytest.mark.parametrize(("written", "person"), [("章三", 1), ("善雄", 4), ("zhangsan", 1), ("shanxiong", 4)])
def test_what_reads_the_same_is_found_and_said_to_be_so(written, person):
    assert found(written) == [(person, True)]


def test_two_who_could_be_meant_are_asked():
    matched = match("李寺、赵六", ROSTER)
    assert [(each.named.name, each.people) for each in matched.unsure] == [("赵六", (6, 7)), ("李寺", (2, 5))]
    assert matched.found == ()
    assert matched.unnamed == (1, 3, 4)


def test_who_is_in_the_list_by_name_is_not_taken_for_another_who_sounds_alike():
    matched = match("李四、李寺", ROSTER)
    assert [(each.person, each.by_sound) for each in matched.found] == [(2, False), (5, True)]


def test_a_stranger_is_named_and_a_beginning_of_a_name_is_nobody():
    matched = match("孙七、zhang、张", ROSTER)
    assert ([each.name for each in matched.strangers], matched.unread) == (["孙七", "zhang"], ("张",))


def test_told_of_twice_in_different_ways_is_asked_and_the_same_once_more_is_not():
    assert [each.people for each in match("张三 到\n张三 请假", ROSTER).unsure] == [(1,), (1,)]
    assert [each.named.said for each in match("张三\n张三 请假", ROSTER).found] == [Said.LEAVE]


def test_who_stayed_away_is_told_apart():
    matched = match("张三 请假\n李四 到\n王五 迟到", ROSTER)
    assert [each.person for each in matched.told(Said.LEAVE, Said.LATE)] == [1, 3]


CHARACTERS = "张章李理王汪单善解谢四似三雄"
ROSTERS = st.lists(st.text(CHARACTERS, min_size=2, max_size=3), max_size=8).map(lambda names: dict(enumerate(names)))


@given(ROSTERS, st.lists(st.text(CHARACTERS, min_size=2, max_size=3), max_size=8))
def test_nobody_is_found_twice_or_by_what_reads_otherwise(roster, names):
    matched = match("、".join(names), roster)
    people = [each.person for each in matched.found]
    assert len(people) == len(set(people))
    assert not set(people) & set(matched.unnamed)
    for each in matched.found:
        assert each.by_sound is (each.named.name != roster[each.person])
        assert sounds_like(each.named.name, roster[each.person])
    assert not {each.name for each in matched.strangers} & set(roster.values())


@given(ROSTERS)
def test_the_roster_finds_itself_but_for_namesakes(roster):
    matched = match("\n".join(roster.values()), roster)
    namesakes = {pk for pk, name in roster.items() if list(roster.values()).count(name) > 1}
    assert {each.person for each in matched.found} == roster.keys() - namesakes
