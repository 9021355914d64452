"""Every figure about organisations: how many of which kind, who leads and contacts them, what they carry."""

from django.db.models import Exists, F, OuterRef, Q

from partywork.measures.declarations import Breakdown, Dim, Distinct, Flow, Measure, Ratio, Source, Stock, dim
from partywork.measures.themes import Theme
from partywork.orgs.enums import BRANCH_KINDS, NEW_SECTORS, OrgKind, Sector
from partywork.orgs.models import Organisation, OrganisationTag, PartyGroup, Placement, Profile
from partywork.orgs.sectors import FIELDS

KIND = dim("组织类别", "org__kind", OrgKind)
SECTOR = dim("领域", "sector", Sector)
FIELD = Dim("领域大类", values={label: Q(sector__in=each) for label, each in FIELDS.items()}, partition=False)

# One open profile an organisation: a profile that holds on a day is an organisation that exists on it.
PROFILES = Source(
    "organisations", "党组织", Profile, ledger="organisations", on="since", half="", month="", span="", record="org",
    dims={"kind": KIND, "sector": SECTOR, "field": FIELD},
)  # fmt: skip
DISSOLVED = Source(
    "dissolutions", "撤销的党组织", Organisation, ledger="organisations", org="pk", on="dissolved_on", half="",
    month="", dims={"kind": dim("组织类别", "kind", OrgKind)},
)  # fmt: skip
# A placement with another parent than the one before it; units that only moved along keep their parent.
_BEFORE = Placement.objects.filter(org=OuterRef("org"), until=OuterRef("since")).exclude(parent=OuterRef("parent"))
MOVES = Source(
    "moves", "隶属关系调整", Placement, ledger="organisations", on="since", half="", month="", record="org",
    where=Q(Exists(_BEFORE)), dims={"kind": KIND},
)  # fmt: skip
TAGS = Source(
    "organisation_tags", "组织标签", OrganisationTag, ledger="organisations", on="since", half="", month="", span="",
    tag="tag", record="org", dims={"kind": KIND},
)  # fmt: skip
GROUPS = Source(
    "party_groups", "党小组", PartyGroup, ledger="organisations", on="since", half="", month="", span="", record="org",
)  # fmt: skip

BRANCH = Q(org__kind__in=BRANCH_KINDS)
_FOUNDED = Q(since=F("org__founded_on"))  # the profile an organisation began with
_LED, _CONTACTED, _FIXED_DAY = ~Q(secretary=""), ~Q(contact_leader=""), ~Q(activity_day="")
_ON = "数据截至日存在的"
_BRANCHES = "党支部（含联合、临时、网格党支部）"


def _stock(code: str, name: str, definition: str, where: Q | None = None, unit: str = "个",
           theme: Theme = Theme.ORGANISATION) -> Measure:  # fmt: skip
    return Measure(f"org.{code}", name, unit, theme, PROFILES, Stock(), _ON + definition, where or Q())


def _of_kind(kind: OrgKind) -> Measure:
    return _stock(f"kind.{kind.value}", f"{kind.label}数", str(kind.label), Q(org__kind=kind))


def _ratio(code: str, name: str, part: str, whole: str, definition: str) -> Measure:
    of = Ratio(f"org.{part}", f"org.{whole}")
    return Measure(f"org.{code}", name, "%", Theme.ORGANISATION, PROFILES, of, definition)


MEASURES: list[Measure] = [
    _stock("all", "党组织数", "党组织，各类都算"),
    _of_kind(OrgKind.COMMITTEE),
    _of_kind(OrgKind.WORKING_COMMITTEE),
    _of_kind(OrgKind.LEADING_GROUP),
    _of_kind(OrgKind.GENERAL_BRANCH),
    _stock("branch", "党支部数", _BRANCHES, BRANCH),
    _of_kind(OrgKind.JOINT_BRANCH),
    _of_kind(OrgKind.TEMPORARY_BRANCH),
    _of_kind(OrgKind.GRID_BRANCH),
    _stock("new_sector", "两新党组织数", "领域为非公企业、社会组织的党组织", Q(sector__in=NEW_SECTORS),
           theme=Theme.NEW_SECTORS),
    _stock("new_sector.branch", "两新组织党支部数", f"领域为非公企业、社会组织的{_BRANCHES}",
           BRANCH & Q(sector__in=NEW_SECTORS), theme=Theme.NEW_SECTORS),
    _stock("secretary", "党组织书记数", "党组织中登记了书记的，每个组织计一名", _LED, "名"),
    _stock("secretary.branch", "配备书记的支部数", f"{_BRANCHES}中登记了书记的", BRANCH & _LED),
    _ratio("secretary.rate", "支部书记配备率", "secretary.branch", "branch", "配备书记的支部数 ÷ 党支部数"),
    _stock("contact", "有联系领导的党组织数", "党组织中登记了联系领导的", _CONTACTED),
    _stock("contact.branch", "有联系领导的支部数", f"{_BRANCHES}中登记了联系领导的", BRANCH & _CONTACTED,
           theme=Theme.VISITS),
    _ratio("contact.rate", "联系点覆盖率", "contact.branch", "branch", "有联系领导的支部数 ÷ 党支部数"),
    Measure("org.contact.leaders", "联系领导人数", "人", Theme.VISITS, PROFILES, Stock("contact_leader"),
            "数据截至日各党组织登记的不同联系领导，同名按一人计", _CONTACTED),
    _stock("activity.branch", "固定主题党日的支部数", f"{_BRANCHES}中登记了主题党日固定日子的", BRANCH & _FIXED_DAY,
           theme=Theme.THEME_DAY),
    _ratio("activity.rate", "主题党日固定率", "activity.branch", "branch", "固定主题党日的支部数 ÷ 党支部数"),
    Measure("org.kinds", "党组织类别构成", "个", Theme.ORGANISATION, PROFILES, Breakdown("kind", Stock()),
            "数据截至日存在的党组织按组织类别分"),
    Measure("org.sectors", "党支部领域构成", "个", Theme.SECTORS, PROFILES, Breakdown("sector", Stock()),
            f"数据截至日存在的{_BRANCHES}按领域分", BRANCH),
    Measure("org.branch.sectors", "党支部领域数", "个", Theme.SECTORS, PROFILES, Stock("sector"),
            f"数据截至日存在的{_BRANCHES}分属几个不同的领域", BRANCH),
    Measure("org.founded", "新建党组织数", "个", Theme.ORGANISATION, PROFILES, Flow("since"),
            "成立日期在期内的党组织，按成立时的领域", _FOUNDED),
    Measure("org.founded.branch", "新建党支部数", "个", Theme.ORGANISATION, PROFILES, Flow("since"),
            f"成立日期在期内的{_BRANCHES}", _FOUNDED & BRANCH),
    Measure("org.founded.new_sector", "新建两新党组织数", "个", Theme.NEW_SECTORS, PROFILES, Flow("since"),
            "成立日期在期内、成立时领域为非公企业或社会组织的党组织", _FOUNDED & Q(sector__in=NEW_SECTORS)),
    Measure("org.dissolved", "撤销党组织数", "个", Theme.ORGANISATION, DISSOLVED, Flow("dissolved_on"),
            "撤销日期在期内的党组织"),
    Measure("org.moved", "调整隶属关系的党组织数", "个", Theme.ORGANISATION, MOVES, Distinct("org"),
            "期内换了上级的党组织；随上级一起移动的下级不算"),
    Measure("org.tagged", "标签组织数", "个", Theme.ORGANISATION, TAGS, Stock("org"),
            "数据截至日带有标签的党组织；按标签取数时写成 标签组织数#示范点"),
    Measure("org.tagged.new", "新增标签组织数", "个", Theme.ORGANISATION, TAGS, Distinct("org"),
            "期内新加上标签的党组织；按标签取数时写成 新增标签组织数#示范点"),
    Measure("org.model", "示范支部数", "个", Theme.BRANDS, TAGS, Stock("org"),
            f"数据截至日带“示范点”标签的{_BRANCHES}", BRANCH & Q(tag="示范点")),
    Measure("org.brand", "品牌党组织数", "个", Theme.BRANDS, TAGS, Stock("org"),
            "数据截至日带“品牌”标签的党组织", Q(tag="品牌")),
    Measure("org.weak", "软弱涣散党组织数", "个", Theme.WEAK, TAGS, Stock("org"),
            "数据截至日带“软弱涣散”标签的党组织", Q(tag="软弱涣散")),
    Measure("org.weak.turned", "软弱涣散党组织转化数", "个", Theme.WEAK, TAGS, Distinct("org", on="until"),
            "期内去掉“软弱涣散”标签的党组织", Q(tag="软弱涣散")),
    Measure("org.groups", "党小组数", "个", Theme.ORGANISATION, GROUPS, Stock(), "数据截至日存在的党小组"),
    Measure("org.groups.branches", "设立党小组的支部数", "个", Theme.ORGANISATION, GROUPS, Stock("org"),
            "数据截至日至少有一个党小组的党支部"),
    Measure("org.groups.new", "新设党小组数", "个", Theme.ORGANISATION, GROUPS, Flow("since"), "期内设立的党小组"),
]  # fmt: skip
