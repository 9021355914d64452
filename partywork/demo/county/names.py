"""Invented names of places and people."""

from random import Random

from partywork.demo.people import GIVEN, SURNAMES

COUNTIES = ["云澜县", "清漪县", "桐川县", "榆溪县", "松阳坪县", "浣江县", "苇塘县", "竹岭县", "麦洲县", "栖霞渡县"]
TOWNS = [
    "青禾", "柳溪", "石桥", "云栖", "桃源渡", "白鹭", "枫林", "望湖", "长汀", "松岭", "杏花", "沙洲",
    "银杏", "荷塘", "竹坞", "金穗", "南浦", "北山", "临水", "东篱", "西园", "平川", "高坪", "清泉",
]  # fmt: skip
VILLAGES = [
    "大树村", "新塘村", "前湾村", "后坡村", "双井村", "河口村", "梅园社区", "和睦社区", "向阳社区", "春晖社区",
    "古渡村", "马鞍村", "上坪村", "下坪村", "龙泉社区", "书香社区", "机关", "教育", "卫生", "商圈",
    "工业园", "水利", "供销", "农场",
]  # fmt: skip
_GIVEN = [f"{a}{b}" for a in GIVEN[::3] for b in GIVEN[1::3] if a != b][::7] + list(GIVEN[::4])


def person_name(chance: Random) -> str:
    """Some six thousand different names: as in life, a county has namesakes, a branch seldom."""
    return SURNAMES[int(chance.random() * len(SURNAMES))] + _GIVEN[int(chance.random() * len(_GIVEN))]
