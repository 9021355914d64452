"""Which organisation a row means: looked up once an import, not once a row."""

from datetime import date

from partywork.access.scope import Scope
from partywork.common.text import normalise_identifier, normalise_name
from partywork.ledgers.cells import CellError
from partywork.orgs.models import Organisation
from partywork.orgs.queries import organisations_in


class Directory:
    """The organisations rows may be written for: those of ``scope`` that exist on ``on``."""

    def __init__(self, root: Organisation, scope: Scope, on: date) -> None:
        self.root, self.on = root, on
        self._by_code: dict[str, Organisation] = {}
        self._by_name: dict[str, list[Organisation]] = {}
        for org in organisations_in(Scope(scope.orgs, on)):
            self._by_code[normalise_identifier(org.code)] = org
            for name in {normalise_name(org.name), normalise_name(org.short_name)}:
                self._by_name.setdefault(name, []).append(org)

    def find(self, text: str) -> Organisation:
        """By code, full name, or a short name that only one of them has. Raises CellError."""
        org = self._by_code.get(normalise_identifier(text))
        if org is not None:
            return org
        named = self._by_name.get(normalise_name(text), [])
        if len(named) == 1:
            return named[0]
        if named:
            raise CellError(f"叫“{text}”的党组织不止一个", "请填组织编码：" + "、".join(each.code for each in named))
        raise CellError(
            f"“{self.root.short_name}”管理范围内没有编码或全称是“{text}”的党组织（按{self.on:%Y-%m-%d}的隶属关系）",
            "请对照党组织台账填写组织编码或全称",
        )

    def marks(self) -> list[str]:
        """All that is known of each, to be compared with what another day knows."""
        names = [field.attname for field in Organisation._meta.concrete_fields]
        return sorted(repr([vars(org)[name] for name in names]) for org in self._by_code.values())

    @property
    def ids(self) -> list[int]:
        return [org.pk for org in self._by_code.values()]
