"""What the demo's work log says; written for this project."""

from dataclasses import dataclass

from partywork.worklog.enums import WorkKind

K = WorkKind


@dataclass(frozen=True)
class Text:
    """A template: ``where`` is root, branches, or sectors parted by |; ``year`` 0 is the demo's, -1 the one before.

    ``people`` and ``served`` are ranges; ``times`` at most so many units (ONCE), ``months`` the months it falls in.
    """

    kind: WorkKind
    titles: tuple[str, ...]
    where: str
    months: tuple[int, ...]
    people: tuple[int, int] = (0, 0)
    served: tuple[int, int] = (0, 0)
    times: int = 1
    tag: str = ""
    place: str = ""
    items: int = 1
    hours: int = 0
    lines: str = ""
    partners: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    highlight: bool = False
    year: int = 0


HALF = (1, 2, 3, 4, 5, 6)
TOWNS = "community|village|retired"

# Spread over several units, each once.
ONCE = [
    Text(K.VOLUNTEERING, ("学雷锋便民服务集市",), "branches", (3,), (12, 30), (60, 160), 8, "学雷锋",
         partners=("柳荫社区居委会",), lines="便民服务 12项", highlight=True),
    Text(K.VOLUNTEERING, ("义务植树护绿",), "office|school|village|state_enterprise", (3,), (15, 28), times=4,
         tag="义务植树", lines="苗木 80株 2400元"),
    Text(K.VOLUNTEERING, ("汛前河道清漂",), "village|community|state_enterprise", (5, 6), (10, 20), (0, 0), 3,
         tag="生态环保", lines="清理垃圾 1.5吨"),
    Text(K.VOLUNTEERING, ("高考护航文明引导",), "office|public_institution|school", (6,), (8, 16), (200, 400), 2,
         tag="文明引导"),
    Text(K.TRAINING, ("党员集中培训",), "branches", (4, 5), (12, 34), times=10, tag="集中培训", hours=8),
    Text(K.INTEGRITY, ("观看警示教育片",), "branches", (3, 4, 5), (9, 30), times=9, tag="警示教育",
         lines="心得体会 10篇"),
    Text(K.PREMISES, ("更新党员活动室展板",), "community|school|hospital|village", (4, 5), times=4, tag="阵地更新",
         lines="展板 12块 3600元；条幅 4条 320元"),
    Text(K.PARTNERSHIP, ("与社区支部结对共建",), "school|hospital|social_organisation|office", (3, 5), (10, 22),
         times=4, tag="结对共建", partners=("柳荫社区第一党支部", "石桥村党支部"), lines="共建项目 2个"),
    Text(K.GRID, ("网格微心愿集中认领",), "community|village|retired", (4,), (6, 15), (30, 60), 4, "微心愿",
         lines="微心愿 26个", highlight=True),
    Text(K.ASSISTANCE, ("困难学生助学",), "school|private_enterprise|state_enterprise", (5,), (4, 10), (6, 12), 2,
         "助学", recipients=("困难学生",), lines="助学金 3000元"),
    Text(K.ASSISTANCE, ("慢病老人送医送药",), "hospital", (4,), (6, 9), (40, 70), 1, "健康帮扶",
         lines="药品 45份 2250元"),
    Text(K.COMMENDATION, ("评选季度先锋岗",), "branches", (3, 6), (1, 3), times=5, tag="先锋岗", lines="先锋岗 2个"),
    Text(K.PUBLICITY, ("上报支部工作信息",), "branches", (2, 4, 6), times=10, tag="信息报送", items=2),
    Text(K.INSPECTION, ("支部台账互查",), "branches", (5,), (2, 4), times=6, tag="台账互查", lines="发现问题 3个"),
    Text(K.OTHER, ("报送半年数据核对表",), "branches", (6,), times=4, tag="数据核对"),
    # the year before and the months after: thin
    Text(K.VOLUNTEERING, ("文明劝导",), "branches", (9, 10), (8, 18), (40, 90), 7, "文明引导", year=-1),
    Text(K.TRAINING, ("入党积极分子培训班",), "office", (11,), (18, 22), times=1, tag="积极分子培训", hours=24,
         year=-1),
    Text(K.INTEGRITY, ("节前廉洁提醒",), "branches", (9, 12), (8, 20), times=6, tag="警示教育", year=-1),
    Text(K.PUBLICITY, ("上报支部工作信息",), "branches", (8, 10, 12), times=8, tag="信息报送", year=-1),
    Text(K.PARTNERSHIP, ("与辖区单位共建",), "school|hospital|office", (10,), (8, 14), times=3, tag="结对共建",
         partners=("青禾供水站",), year=-1),
    Text(K.VOLUNTEERING, ("暑期平安护航",), "branches", (7, 8), (8, 20), (30, 70), 6, "平安建设"),
    Text(K.GRID, ("防汛隐患排查",), "community|village", (7,), (8, 12), times=3, tag="防汛", lines="隐患 9处"),
    Text(K.ASSISTANCE, ("秋季助学",), "school|village", (8,), (4, 8), (5, 9), 2, "助学", lines="助学金 2400元"),
    Text(K.PREMISES, ("活动室设备检修",), "community|school", (9, 10), times=2, tag="阵地更新", lines="维修费 860元"),
]  # fmt: skip

# One a month, the units taking turns.
MONTHLY = [
    Text(K.VOLUNTEERING, ("独居老人陪伴日", "楼道清洁日", "交通文明劝导", "垃圾分类宣传"), "branches", (*HALF, *HALF),
         (8, 22), (20, 80), tag="进社区"),
    Text(K.DOCUMENT, ("年度党建工作要点", "党支部标准化建设责任清单", "党员教育培训计划", "发展党员工作指引",
                      "基层减负若干措施", "半年工作自查通知"), "root", HALF),
    Text(K.DOCUMENT, ("党建工作责任制考核办法", "区域化党建联席会议规则"), "root", (2, 4), tag="制度"),
    Text(K.PUBLICITY, ("编发党建工作简报",), "root", HALF, tag="简报", items=1),
    Text(K.PUBLICITY, ("网上宣传身边先进",), "root", (2, 3, 5, 6), tag="先进事迹", items=3),
    Text(K.TRAINING, ("支部书记例会培训", "党务工作者业务培训"), "root", (2, 4, 6), (18, 26), tag="党务培训", hours=4),
    Text(K.TRAINING, ("发展对象集中培训班",), "root", (3,), (9, 12), tag="发展对象培训", hours=24,
         lines="培训 3天", place="街道党校"),
    Text(K.INTEGRITY, ("通报典型案例", "开展廉政风险排查", "节日廉洁提醒"), "root", (1, 3, 4, 6), (30, 60),
         tag="警示教育", lines="案例 4个"),
    Text(K.INTEGRITY, ("核查举报受理情况",), "root", (6,), tag="举报", items=0, lines="举报 0件"),
    Text(K.INSPECTION, ("党建工作督导检查", "三会一课专项检查"), "root", (2, 3, 5, 6), (3, 6), tag="督导",
         lines="被查支部 12个"),
    Text(K.CADRE, ("提拔任用干部", "干部轮岗交流", "选派驻村工作队员"), "root", (1, 3, 5), (1, 4), tag="干部调整",
         lines="干部 3名"),
    Text(K.COMMENDATION, ("表彰优秀共产党员和先进党支部",), "root", (6,), (15, 15), tag="七一表彰",
         lines="先进党支部 3个；优秀共产党员 15名", highlight=True),
    Text(K.PREMISES, ("建成商圈党群驿站",), "root", (4,), tag="阵地建设", lines="党群驿站 1个 48000元", highlight=True),
    Text(K.PREMISES, ("拨付支部活动经费",), "root", (1, 4), tag="活动经费", lines="活动经费 26000元"),
    Text(K.PARTNERSHIP, ("培育“柳荫议事”党建品牌",), "root", (5,), tag="品牌", lines="议事会 6场", highlight=True,
         partners=("柳荫社区居委会", "暖阳社会工作服务中心")),
    Text(K.GRID, ("网格事件会商",), "root", HALF, (8, 14), tag="网格会商", lines="办结事项 18件", items=18),
    Text(K.GRID, ("商圈停车共治", "快递驿站规范摆放"), TOWNS, (3, 5), (6, 12), (80, 140), tag="共治"),
    Text(K.ASSISTANCE, ("消费帮扶石桥村农产品",), "root", (1, 5), (10, 20), tag="消费帮扶",
         lines="农产品 160份 9600元", recipients=("石桥村农户",)),
    Text(K.ASSISTANCE, ("慈善一日捐",), "root", (3,), (86, 86), tag="捐款", lines="捐款 12480元"),
    Text(K.OTHER, ("消防安全联合检查", "信息系统数据治理"), "root", (2, 5), (4, 8), tag="安全"),
    Text(K.PUBLICITY, ("编发党建工作简报",), "root", (9, 11), tag="简报", year=-1),
    Text(K.DOCUMENT, ("下半年党建重点任务清单",), "root", (7,), year=-1),
    Text(K.INSPECTION, ("党建工作年度考核",), "root", (12,), (5, 8), tag="考核", lines="被查支部 11个", year=-1),
    Text(K.PUBLICITY, ("编发党建工作简报",), "root", (7, 9), tag="简报"),
    Text(K.DOCUMENT, ("下半年党建重点任务清单",), "root", (7,)),
    Text(K.TRAINING, ("党务工作者业务培训",), "root", (9,), (18, 24), tag="党务培训", hours=4),
]  # fmt: skip
