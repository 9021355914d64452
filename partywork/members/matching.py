"""Who of a roster a pasted list names: by the name itself, else by how it reads. Never a guess: the rest is asked."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from partywork.common.pinyin import where_found
from partywork.common.readings import readings
from partywork.members.signup import Named, Said, read_list


@dataclass(frozen=True)
class Found:
    """Somebody of the roster; ``by_sound`` where the list writes another name that reads the same."""

    person: int
    named: Named
    by_sound: bool = False


@dataclass(frozen=True)
class Unsure:
    """A name that several of the roster could be, or that is told of twice in different ways."""

    named: Named
    people: tuple[int, ...]


@dataclass(frozen=True)
class Matched:
    found: tuple[Found, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    strangers: tuple[Named, ...] = ()
    unread: tuple[str, ...] = ()
    unnamed: tuple[int, ...] = ()  # on the roster and not in the list

    def told(self, *said: Said) -> list[Found]:
        return [each for each in self.found if each.named.said in said]


@dataclass
class _Sorting:
    found: list[Found] = field(default_factory=list)
    unsure: list[Unsure] = field(default_factory=list)
    strangers: list[Named] = field(default_factory=list)


def match(text: str, roster: Mapping[int, str]) -> Matched:
    """The people of ``roster`` (names by id) that ``text`` names; each at most once among the found."""
    reading = read_list(text, frozenset(roster.values()))
    sorting = _Sorting()
    by_name: dict[str, list[int]] = defaultdict(list)
    for person, name in roster.items():
        by_name[name].append(person)
    others = []
    for named in reading.named:
        people = by_name.get(named.name, [])
        if len(people) == 1:
            sorting.found.append(Found(people[0], named))
        elif people:
            sorting.unsure.append(Unsure(named, tuple(people)))
        else:
            others.append(named)
    _by_sound(others, roster, sorting)
    _once_each(sorting)
    asked = {person for each in sorting.unsure for person in each.people}
    unnamed = roster.keys() - {each.person for each in sorting.found} - asked
    return Matched(
        tuple(sorting.found), tuple(sorting.unsure), tuple(sorting.strangers), reading.unread, tuple(sorted(unnamed))
    )


def _by_sound(others: list[Named], roster: Mapping[int, str], sorting: _Sorting) -> None:
    """Whoever the list already has by the right name is not looked for under another one."""
    taken = {each.person for each in sorting.found}
    for named in others:
        people = tuple(
            person for person, name in roster.items() if person not in taken and sounds_like(named.name, name)
        )
        if len(people) == 1:
            sorting.found.append(Found(people[0], named, by_sound=True))
        elif people:
            sorting.unsure.append(Unsure(named, people))
        else:
            sorting.strangers.append(named)


def sounds_like(written: str, name: str) -> bool:
    """Whether two names can be read the same, whatever the tones: 李思 and 李四, 单 as dan or shan; pinyin too."""
    if written.isascii():
        return written.isalpha() and where_found(written, name) == 0 and _spells_all(written, name)
    return len(written) == len(name) and all(
        set(readings(mine)) & set(readings(theirs)) for mine, theirs in zip(written, name, strict=True)
    )


def _spells_all(written: str, name: str) -> bool:
    """Whether the letters spell the whole name, not its beginning or initials."""
    if not name:
        return not written
    return any(written.startswith(each) and _spells_all(written[len(each) :], name[1:]) for each in readings(name[0]))


def _once_each(sorting: _Sorting) -> None:
    """Told of twice: the same is said once, different things (到会 and 请假) or different names are asked about."""
    by_person: dict[int, list[Found]] = defaultdict(list)
    for each in sorting.found:
        by_person[each.person].append(each)
    sorting.found = []
    for person, told in by_person.items():
        said = {each.named.said for each in told if each.named.said is not Said.NOTHING}
        names = {each.named.name for each in told}
        if len(said) > 1 or len(names) > 1:
            sorting.unsure += [Unsure(each.named, (person,)) for each in told]
        else:
            sorting.found.append(next((each for each in told if each.named.said in said), told[0]))
