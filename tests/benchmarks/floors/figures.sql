-- Every figure of the catalogue for the first half of 2026 as known on 30 June, as fast as the tables can give it: one
-- statement for each table and day that rows are counted by, nothing joined that a figure does not need, days of whole
-- half-years left to the column half, training hours offered summed once by branch and group.
-- Columns are named by figure, a part of it by figure|part. {column} is where the subtree is asked for; over the whole
-- tree the condition is dropped. Frozen: it is changed only for a faster form, never together with the product.

-- organisations
SELECT COUNT("partywork_profile"."org_id") AS "org.all",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'committee') AS "org.kind.committee",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'working_committee') AS "org.kind.working_committee",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'leading_group') AS "org.kind.leading_group",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'general_branch') AS "org.kind.general_branch",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "org.branch",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'joint_branch') AS "org.kind.joint_branch",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'temporary_branch') AS "org.kind.temporary_branch",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'grid_branch') AS "org.kind.grid_branch",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_profile"."sector" IN ('private_enterprise', 'social_organisation')) AS "org.new_sector",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" IN ('private_enterprise', 'social_organisation'))) AS "org.new_sector.branch",
    COUNT("partywork_profile"."org_id") FILTER (WHERE NOT ("partywork_profile"."secretary" = '')) AS "org.secretary",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND NOT ("partywork_profile"."secretary" = ''))) AS "org.secretary.branch",
    COUNT("partywork_profile"."org_id") FILTER (WHERE NOT ("partywork_profile"."contact_leader" = '')) AS "org.contact",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND NOT ("partywork_profile"."contact_leader" = ''))) AS "org.contact.branch",
    COUNT(DISTINCT "partywork_profile"."contact_leader") FILTER (WHERE NOT ("partywork_profile"."contact_leader" = '')) AS "org.contact.leaders",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND NOT ("partywork_profile"."activity_day" = ''))) AS "org.activity.branch",
    COUNT("partywork_profile"."org_id") AS "org.kinds",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'committee') AS "org.kinds|党委",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'working_committee') AS "org.kinds|党工委",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'leading_group') AS "org.kinds|党组",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'general_branch') AS "org.kinds|党总支",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'branch') AS "org.kinds|党支部",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'joint_branch') AS "org.kinds|联合党支部",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'temporary_branch') AS "org.kinds|临时党支部",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" = 'grid_branch') AS "org.kinds|网格党支部",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "org.sectors",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'office')) AS "org.sectors|机关",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'public_institution')) AS "org.sectors|事业单位",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'community')) AS "org.sectors|社区",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'village')) AS "org.sectors|农村",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'state_enterprise')) AS "org.sectors|国有企业",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'private_enterprise')) AS "org.sectors|非公企业",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'social_organisation')) AS "org.sectors|社会组织",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'school')) AS "org.sectors|学校",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'hospital')) AS "org.sectors|医院",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'retired')) AS "org.sectors|离退休",
    COUNT("partywork_profile"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_profile"."sector" = 'other')) AS "org.sectors|其他",
    COUNT(DISTINCT "partywork_profile"."sector") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "org.branch.sectors" FROM "partywork_profile" INNER JOIN "partywork_organisation" ON ("partywork_profile"."org_id" = "partywork_organisation"."id") WHERE ({"partywork_profile"."org_id"} AND "partywork_profile"."since" <= '2026-06-30' AND "partywork_profile"."until" > '2026-06-30');

-- organisations
SELECT COUNT("partywork_profile"."org_id") AS "org.founded",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "org.founded.branch",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_profile"."sector" IN ('private_enterprise', 'social_organisation')) AS "org.founded.new_sector" FROM "partywork_profile" INNER JOIN "partywork_organisation" ON ("partywork_profile"."org_id" = "partywork_organisation"."id") WHERE ({"partywork_profile"."org_id"} AND "partywork_profile"."since" >= '2026-01-01' AND "partywork_profile"."since" <= '2026-06-30' AND "partywork_profile"."since" = ("partywork_organisation"."founded_on"));

-- dissolutions
SELECT COUNT("partywork_organisation"."id") AS "org.dissolved" FROM "partywork_organisation" WHERE ({"partywork_organisation"."id"} AND "partywork_organisation"."dissolved_on" >= '2026-01-01' AND "partywork_organisation"."dissolved_on" <= '2026-06-30');

-- moves
SELECT COUNT(DISTINCT "partywork_placement"."org_id") AS "org.moved" FROM "partywork_placement" WHERE (EXISTS(SELECT 1 AS "a" FROM "partywork_placement" U0 WHERE (U0."org_id" = ("partywork_placement"."org_id") AND U0."until" = ("partywork_placement"."since") AND NOT (U0."parent_id" = ("partywork_placement"."parent_id") AND U0."parent_id" IS NOT NULL)) LIMIT 1) AND {"partywork_placement"."org_id"} AND "partywork_placement"."since" >= '2026-01-01' AND "partywork_placement"."since" <= '2026-06-30');

-- organisation_tags
SELECT COUNT(DISTINCT "partywork_organisationtag"."org_id") AS "org.tagged",
    COUNT(DISTINCT "partywork_organisationtag"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_organisationtag"."tag" = '示范点')) AS "org.model",
    COUNT(DISTINCT "partywork_organisationtag"."org_id") FILTER (WHERE "partywork_organisationtag"."tag" = '品牌') AS "org.brand",
    COUNT(DISTINCT "partywork_organisationtag"."org_id") FILTER (WHERE "partywork_organisationtag"."tag" = '软弱涣散') AS "org.weak" FROM "partywork_organisationtag" INNER JOIN "partywork_organisation" ON ("partywork_organisationtag"."org_id" = "partywork_organisation"."id") WHERE ({"partywork_organisationtag"."org_id"} AND "partywork_organisationtag"."since" <= '2026-06-30' AND "partywork_organisationtag"."until" > '2026-06-30');

-- organisation_tags
SELECT COUNT(DISTINCT "partywork_organisationtag"."org_id") AS "org.tagged.new" FROM "partywork_organisationtag" WHERE ({"partywork_organisationtag"."org_id"} AND "partywork_organisationtag"."since" >= '2026-01-01' AND "partywork_organisationtag"."since" <= '2026-06-30');

-- organisation_tags
SELECT COUNT(DISTINCT "partywork_organisationtag"."org_id") AS "org.weak.turned" FROM "partywork_organisationtag" WHERE ({"partywork_organisationtag"."org_id"} AND "partywork_organisationtag"."until" >= '2026-01-01' AND "partywork_organisationtag"."until" <= '2026-06-30' AND "partywork_organisationtag"."tag" = '软弱涣散');

-- party_groups
SELECT COUNT("partywork_partygroup"."org_id") AS "org.groups",
    COUNT(DISTINCT "partywork_partygroup"."org_id") AS "org.groups.branches" FROM "partywork_partygroup" WHERE ({"partywork_partygroup"."org_id"} AND "partywork_partygroup"."since" <= '2026-06-30' AND "partywork_partygroup"."until" > '2026-06-30');

-- party_groups
SELECT COUNT("partywork_partygroup"."org_id") AS "org.groups.new" FROM "partywork_partygroup" WHERE ({"partywork_partygroup"."org_id"} AND "partywork_partygroup"."since" >= '2026-01-01' AND "partywork_partygroup"."since" <= '2026-06-30');

-- committee_terms
SELECT COUNT(DISTINCT "partywork_committeeterm"."org_id") AS "committee.elected",
    COUNT(DISTINCT "partywork_committeeterm"."org_id") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "committee.elected.branch" FROM "partywork_committeeterm" INNER JOIN "partywork_organisation" ON ("partywork_committeeterm"."org_id" = "partywork_organisation"."id") WHERE ("partywork_committeeterm"."status" = 'done' AND {"partywork_committeeterm"."org_id"} AND "partywork_committeeterm"."half" IN (20261) AND "partywork_committeeterm"."number" > 1);

-- committee_terms
SELECT COUNT(DISTINCT "partywork_committeeterm"."org_id") AS "committee.due.branch",
    COUNT(DISTINCT "partywork_committeeterm"."org_id") FILTER (WHERE "partywork_committeeterm"."ended_on" <= '2026-06-30') AS "committee.due.replaced" FROM "partywork_committeeterm" INNER JOIN "partywork_organisation" ON ("partywork_committeeterm"."org_id" = "partywork_organisation"."id") WHERE ("partywork_committeeterm"."status" = 'done' AND {"partywork_committeeterm"."org_id"} AND "partywork_committeeterm"."due_on" >= '2026-01-01' AND "partywork_committeeterm"."due_on" <= '2026-06-30' AND "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch'));

-- committee_terms
SELECT COUNT("partywork_committeeterm"."org_id") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "committee.in_force.branch",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE "partywork_committeeterm"."due_on" < '2026-06-30') AS "committee.overdue",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_committeeterm"."due_on" < '2026-06-30')) AS "committee.overdue.branch",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE ("partywork_committeeterm"."due_on" >= '2026-06-30' AND "partywork_committeeterm"."due_on" <= '2026-12-30')) AS "committee.soon",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_committeeterm"."due_on" >= '2026-06-30' AND "partywork_committeeterm"."due_on" <= '2026-12-30')) AS "committee.soon.branch" FROM "partywork_committeeterm" INNER JOIN "partywork_organisation" ON ("partywork_committeeterm"."org_id" = "partywork_organisation"."id") WHERE ("partywork_committeeterm"."status" = 'done' AND {"partywork_committeeterm"."org_id"} AND "partywork_committeeterm"."date" <= '2026-06-30' AND "partywork_committeeterm"."ended_on" > '2026-06-30' AND "partywork_organisation"."dissolved_on" > '2026-06-30');

-- committee_posts
SELECT COUNT(DISTINCT "partywork_committeeterm"."org_id") FILTER (WHERE ("partywork_committeepost"."post" = 'deputy' AND "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch'))) AS "committee.post.deputy",
    COUNT(DISTINCT "partywork_committeeterm"."org_id") FILTER (WHERE ("partywork_committeepost"."post" = 'organisation' AND "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch'))) AS "committee.post.organisation",
    COUNT(DISTINCT "partywork_committeeterm"."org_id") FILTER (WHERE ("partywork_committeepost"."post" = 'publicity' AND "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch'))) AS "committee.post.publicity",
    COUNT(DISTINCT "partywork_committeeterm"."org_id") FILTER (WHERE ("partywork_committeepost"."post" = 'discipline' AND "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch'))) AS "committee.post.discipline",
    COUNT("partywork_committeeterm"."org_id") AS "committee.posts",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE "partywork_committeepost"."post" = 'secretary') AS "committee.posts|书记",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE "partywork_committeepost"."post" = 'deputy') AS "committee.posts|副书记",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE "partywork_committeepost"."post" = 'organisation') AS "committee.posts|组织委员",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE "partywork_committeepost"."post" = 'publicity') AS "committee.posts|宣传委员",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE "partywork_committeepost"."post" = 'discipline') AS "committee.posts|纪检委员",
    COUNT("partywork_committeeterm"."org_id") FILTER (WHERE "partywork_committeepost"."post" = 'member') AS "committee.posts|委员" FROM "partywork_committeepost" INNER JOIN "partywork_committeeterm" ON ("partywork_committeepost"."term_id" = "partywork_committeeterm"."id") INNER JOIN "partywork_organisation" ON ("partywork_committeeterm"."org_id" = "partywork_organisation"."id") WHERE ("partywork_organisation"."dissolved_on" > '2026-06-30' AND "partywork_committeeterm"."status" = 'done' AND {"partywork_committeeterm"."org_id"} AND "partywork_committeepost"."since" <= '2026-06-30' AND "partywork_committeepost"."until" > '2026-06-30');

-- standings
SELECT COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" IN ('probationary', 'full')) AS "member.total",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" = 'full') AS "member.full",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" = 'probationary') AS "member.probationary",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" = 'candidate') AS "member.candidate",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" = 'activist') AS "member.activist",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" = 'applicant') AS "member.applicant",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."gender" = 'female')) AS "member.women",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND NOT ("partywork_member"."ethnicity" IN ('', '汉族', '汉')))) AS "member.minority",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."education" IN ('college', 'university', 'postgraduate'))) AS "member.college",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."education" > '' AND NOT ("partywork_member"."education" = 'junior'))) AS "member.high_school",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."admitted_on" < '1949-10-01')) AS "member.before_1949",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" > '1990-06-30')) AS "member.young",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" <= '1966-06-30')) AS "member.old",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" IN ('probationary', 'full')) AS "member.by_stage",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."stage" = 'applicant')) AS "member.by_stage|入党申请人",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."stage" = 'activist')) AS "member.by_stage|入党积极分子",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."stage" = 'candidate')) AS "member.by_stage|发展对象",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."stage" = 'probationary')) AS "member.by_stage|预备党员",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."stage" = 'full')) AS "member.by_stage|正式党员",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" IN ('probationary', 'full')) AS "member.by_gender",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."gender" = 'male')) AS "member.by_gender|男",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."gender" = 'female')) AS "member.by_gender|女",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" IN ('probationary', 'full')) AS "member.by_education",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."education" = 'postgraduate')) AS "member.by_education|研究生",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."education" = 'university')) AS "member.by_education|大学本科",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."education" = 'college')) AS "member.by_education|大学专科",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."education" = 'secondary')) AS "member.by_education|中专",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."education" = 'high_school')) AS "member.by_education|高中",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."education" = 'junior')) AS "member.by_education|初中及以下",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" IN ('probationary', 'full')) AS "member.by_age",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" > '1995-06-30')) AS "member.by_age|30岁及以下",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" <= '1995-06-30' AND "partywork_member"."born_on" > '1990-06-30')) AS "member.by_age|31至35岁",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" <= '1990-06-30' AND "partywork_member"."born_on" > '1985-06-30')) AS "member.by_age|36至40岁",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" <= '1985-06-30' AND "partywork_member"."born_on" > '1980-06-30')) AS "member.by_age|41至45岁",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" <= '1980-06-30' AND "partywork_member"."born_on" > '1975-06-30')) AS "member.by_age|46至50岁",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" <= '1975-06-30' AND "partywork_member"."born_on" > '1970-06-30')) AS "member.by_age|51至55岁",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" <= '1970-06-30' AND "partywork_member"."born_on" > '1965-06-30')) AS "member.by_age|56至60岁",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" <= '1965-06-30' AND "partywork_member"."born_on" > '1955-06-30')) AS "member.by_age|61至70岁",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."born_on" IS NOT NULL AND "partywork_member"."born_on" <= '1955-06-30')) AS "member.by_age|71岁及以上",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" IN ('probationary', 'full')) AS "member.by_seniority",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."full_on" IS NOT NULL AND "partywork_member"."full_on" > '2021-06-30' AND "partywork_member"."full_on" <= '2026-06-30')) AS "member.by_seniority|不满5年",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."full_on" IS NOT NULL AND "partywork_member"."full_on" <= '2021-06-30' AND "partywork_member"."full_on" > '2016-06-30' AND "partywork_member"."full_on" <= '2026-06-30')) AS "member.by_seniority|5至9年",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."full_on" IS NOT NULL AND "partywork_member"."full_on" <= '2016-06-30' AND "partywork_member"."full_on" > '2006-06-30' AND "partywork_member"."full_on" <= '2026-06-30')) AS "member.by_seniority|10至19年",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."full_on" IS NOT NULL AND "partywork_member"."full_on" <= '2006-06-30' AND "partywork_member"."full_on" > '1996-06-30' AND "partywork_member"."full_on" <= '2026-06-30')) AS "member.by_seniority|20至29年",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."full_on" IS NOT NULL AND "partywork_member"."full_on" <= '1996-06-30' AND "partywork_member"."full_on" > '1976-06-30' AND "partywork_member"."full_on" <= '2026-06-30')) AS "member.by_seniority|30至49年",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_member"."full_on" IS NOT NULL AND "partywork_member"."full_on" <= '1976-06-30' AND "partywork_member"."full_on" <= '2026-06-30')) AS "member.by_seniority|50年及以上",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."stage" IN ('probationary', 'full')) AS "member.by_sector",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('office'))))) AS "member.by_sector|机关",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('public_institution'))))) AS "member.by_sector|事业单位",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('community'))))) AS "member.by_sector|社区",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('village'))))) AS "member.by_sector|农村",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('state_enterprise'))))) AS "member.by_sector|国有企业",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('private_enterprise'))))) AS "member.by_sector|非公企业",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('social_organisation'))))) AS "member.by_sector|社会组织",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('school'))))) AS "member.by_sector|学校",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('hospital'))))) AS "member.by_sector|医院",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('retired'))))) AS "member.by_sector|离退休",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_profile" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."sector" IN ('other'))))) AS "member.by_sector|其他",
    COUNT("partywork_standing"."org_id") FILTER (WHERE NOT ("partywork_standing"."stage" IN ('probationary', 'full'))) AS "member.in_development",
    COUNT("partywork_standing"."org_id") FILTER (WHERE (NOT ("partywork_standing"."stage" IN ('probationary', 'full')) AND "partywork_standing"."stage" = 'applicant')) AS "member.in_development|入党申请人",
    COUNT("partywork_standing"."org_id") FILTER (WHERE (NOT ("partywork_standing"."stage" IN ('probationary', 'full')) AND "partywork_standing"."stage" = 'activist')) AS "member.in_development|入党积极分子",
    COUNT("partywork_standing"."org_id") FILTER (WHERE (NOT ("partywork_standing"."stage" IN ('probationary', 'full')) AND "partywork_standing"."stage" = 'candidate')) AS "member.in_development|发展对象",
    COUNT("partywork_standing"."org_id") FILTER (WHERE (NOT ("partywork_standing"."stage" IN ('probationary', 'full')) AND "partywork_standing"."stage" = 'probationary')) AS "member.in_development|预备党员",
    COUNT("partywork_standing"."org_id") FILTER (WHERE (NOT ("partywork_standing"."stage" IN ('probationary', 'full')) AND "partywork_standing"."stage" = 'full')) AS "member.in_development|正式党员" FROM "partywork_standing" INNER JOIN "partywork_member" ON ("partywork_standing"."member_id" = "partywork_member"."id") WHERE (NOT ("partywork_standing"."closing" = 'mistake') AND {"partywork_standing"."org_id"} AND "partywork_standing"."since" <= '2026-06-30' AND "partywork_standing"."until" > '2026-06-30');

-- standings
SELECT COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'applicant')) AS "member.begun.applicant",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'activist')) AS "member.begun.activist",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'candidate')) AS "member.begun.candidate",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'probationary')) AS "member.begun.probationary",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'full')) AS "member.begun.full",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."opening" = 'stage') AS "member.begun",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'applicant')) AS "member.begun|入党申请人",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'activist')) AS "member.begun|入党积极分子",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'candidate')) AS "member.begun|发展对象",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'probationary')) AS "member.begun|预备党员",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."opening" = 'stage' AND "partywork_standing"."stage" = 'full')) AS "member.begun|正式党员",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."opening" = 'transfer_in')) AS "member.transferred_in",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."opening" = 'move')) AS "member.moved_in",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."opening" = 'readmitted')) AS "member.readmitted" FROM "partywork_standing" WHERE (NOT ("partywork_standing"."closing" = 'mistake') AND {"partywork_standing"."org_id"} AND "partywork_standing"."since" >= '2026-01-01' AND "partywork_standing"."since" <= '2026-06-30');

-- standings
SELECT COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."closing" IN ('transfer_out')) AS "member.transferred_out",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."closing" IN ('move')) AS "member.moved_out",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."closing" IN ('deceased')) AS "member.deceased",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."closing" IN ('resigned', 'expelled', 'removed', 'lapsed')) AS "member.out",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."closing" IN ('suspended')) AS "member.suspended",
    COUNT("partywork_standing"."org_id") FILTER (WHERE "partywork_standing"."closing" IN ('probation_cancelled')) AS "member.probation_cancelled" FROM "partywork_standing" WHERE (NOT ("partywork_standing"."closing" = 'mistake') AND {"partywork_standing"."org_id"} AND "partywork_standing"."until" >= '2026-01-01' AND "partywork_standing"."until" <= '2026-06-30' AND "partywork_standing"."stage" IN ('probationary', 'full'));

-- standings
SELECT COUNT("partywork_standing"."org_id") AS "member.suspended_removed" FROM "partywork_standing" WHERE (NOT ("partywork_standing"."closing" = 'mistake') AND {"partywork_standing"."org_id"} AND "partywork_standing"."final_on" >= '2026-01-01' AND "partywork_standing"."final_on" <= '2026-06-30' AND "partywork_standing"."closing" = 'suspended' AND "partywork_standing"."final" IN ('resigned', 'expelled', 'removed', 'lapsed'));

-- standings
SELECT "partywork_standing"."org_id" AS "_org",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."since" <= '2026-06-30' AND "partywork_standing"."until" > '2026-06-30')) AS "member.per_branch.min",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND "partywork_standing"."since" <= '2026-06-30' AND "partywork_standing"."until" > '2026-06-30')) AS "member.per_branch.mean" FROM "partywork_standing" WHERE (NOT ("partywork_standing"."closing" = 'mistake') AND {"partywork_standing"."org_id"} AND "partywork_standing"."since" <= '2026-06-30' AND "partywork_standing"."until" > '2026-06-30') GROUP BY 1;

-- member_flags
SELECT COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'floating') AS "flag.floating",
    COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'lost') AS "flag.lost",
    COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'hardship') AS "flag.hardship",
    COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'veteran') AS "flag.veteran",
    COUNT("partywork_memberflag"."org_id") AS "flag.kinds",
    COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'floating') AS "flag.kinds|流动党员",
    COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'lost') AS "flag.kinds|失联",
    COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'hardship') AS "flag.kinds|生活困难",
    COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'veteran') AS "flag.kinds|老党员",
    COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'front_line') AS "flag.kinds|火线入党" FROM "partywork_memberflag" WHERE ({"partywork_memberflag"."org_id"} AND "partywork_memberflag"."since" <= '2026-06-30' AND "partywork_memberflag"."until" > '2026-06-30');

-- member_flags
SELECT COUNT("partywork_memberflag"."org_id") FILTER (WHERE "partywork_memberflag"."flag" = 'front_line') AS "flag.front_line",
    COUNT("partywork_memberflag"."org_id") AS "flag.new" FROM "partywork_memberflag" WHERE ({"partywork_memberflag"."org_id"} AND "partywork_memberflag"."since" >= '2026-01-01' AND "partywork_memberflag"."since" <= '2026-06-30' AND NOT "partywork_memberflag"."carried");

-- development
SELECT COUNT("partywork_standing"."org_id") FILTER (WHERE (("partywork_standing"."stage" = 'applicant' AND "partywork_member"."applied_on" <= '2026-05-29' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'talk')))) OR ("partywork_standing"."stage" = 'activist' AND "partywork_member"."activist_on" <= '2025-07-01' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_activistreview" U0 WHERE (U0."date" <= '2026-06-30' AND U0."status" = 'done' AND U0."about" >= 20252)))) OR ("partywork_standing"."stage" = 'probationary' AND ((NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'approval' AND U0."status" = 'done'))) AND "partywork_member"."admitted_on" <= '2026-03-29') OR ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'approval' AND U0."status" = 'done')) AND "partywork_member"."admitted_on" <= '2025-12-29')) AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'approval')))) OR ("partywork_standing"."stage" = 'probationary' AND (("partywork_member"."admitted_on" <= '2025-06-29' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."status" = 'done')))) OR ("partywork_member"."admitted_on" <= '2024-12-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 6 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-11-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 7 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-10-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 8 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-09-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 9 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-08-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 10 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-07-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 11 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-06-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 12 AND U0."status" = 'done'))))) OR ("partywork_standing"."stage" = 'full' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'full_vote')) AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'archive'))) AND "partywork_member"."full_on" <= '2026-03-29' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'full_approval')))))) AS "development.overdue",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'applicant' AND "partywork_member"."applied_on" <= '2026-05-29' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'talk'))))) AS "development.talk.overdue",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'activist' AND "partywork_member"."activist_on" <= '2025-06-30')) AS "development.ready",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'activist' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentguide" U0 WHERE (U0."since" <= '2026-06-30' AND U0."until" > '2026-06-30' AND U0."role" = 'contact'))))) AS "development.no_contact",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'activist' AND "partywork_member"."activist_on" <= '2026-01-01')) AS "development.review.due",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'activist' AND "partywork_member"."activist_on" <= '2026-01-01' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_activistreview" U0 WHERE (U0."date" <= '2026-06-30' AND U0."status" = 'done' AND U0."about" = 20261)))) AS "development.review.done",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'activist' AND "partywork_member"."activist_on" <= '2026-01-01' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_activistreview" U0 WHERE (U0."date" <= '2026-06-30' AND U0."status" = 'done' AND U0."about" = 20261))))) AS "development.review.open",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'activist' AND "partywork_member"."activist_on" <= '2025-07-01' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_activistreview" U0 WHERE (U0."date" <= '2026-06-30' AND U0."status" = 'done' AND U0."about" >= 20252))))) AS "development.review.overdue",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'probationary' AND ((NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'approval' AND U0."status" = 'done'))) AND "partywork_member"."admitted_on" <= '2026-03-29') OR ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'approval' AND U0."status" = 'done')) AND "partywork_member"."admitted_on" <= '2025-12-29')) AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'approval'))))) AS "development.approval.overdue",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'probationary' AND (("partywork_member"."admitted_on" <= '2025-06-29' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."status" = 'done')))) OR ("partywork_member"."admitted_on" <= '2024-12-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 6 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-11-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 7 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-10-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 8 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-09-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 9 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-08-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 10 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-07-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 11 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-06-29' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 12 AND U0."status" = 'done')))))) AS "development.probation.overdue",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'probationary' AND (("partywork_member"."admitted_on" <= '2025-12-30' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."status" = 'done')))) OR ("partywork_member"."admitted_on" <= '2025-06-30' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 6 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2025-05-30' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 7 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2025-04-30' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 8 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2025-03-30' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 9 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2025-02-28' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 10 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2025-01-30' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 11 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-12-30' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 12 AND U0."status" = 'done')))) AND NOT ("partywork_standing"."stage" = 'probationary' AND (("partywork_member"."admitted_on" <= '2025-06-29' AND "partywork_member"."admitted_on" IS NOT NULL AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."status" = 'done')))) OR ("partywork_member"."admitted_on" <= '2024-12-29' AND "partywork_member"."admitted_on" IS NOT NULL AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 6 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-11-29' AND "partywork_member"."admitted_on" IS NOT NULL AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 7 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-10-29' AND "partywork_member"."admitted_on" IS NOT NULL AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 8 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-09-29' AND "partywork_member"."admitted_on" IS NOT NULL AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 9 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-08-29' AND "partywork_member"."admitted_on" IS NOT NULL AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 10 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-07-29' AND "partywork_member"."admitted_on" IS NOT NULL AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 11 AND U0."status" = 'done'))) OR ("partywork_member"."admitted_on" <= '2024-06-29' AND "partywork_member"."admitted_on" IS NOT NULL AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentextension" U0 WHERE (U0."date" <= '2026-06-30' AND U0."kind" = 'probation' AND U0."months" = 12 AND U0."status" = 'done'))))))) AS "development.probation.soon",
    COUNT("partywork_standing"."org_id") FILTER (WHERE ("partywork_standing"."stage" = 'full' AND "partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'full_vote')) AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'archive'))) AND "partywork_member"."full_on" <= '2026-03-29' AND NOT ("partywork_standing"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_developmentstep" U0 WHERE (U0."status" = 'done' AND U0."date" <= '2026-06-30' AND U0."step" = 'full_approval'))))) AS "development.full_approval.overdue" FROM "partywork_standing" INNER JOIN "partywork_member" ON ("partywork_standing"."member_id" = "partywork_member"."id") WHERE (NOT ("partywork_standing"."closing" = 'mistake') AND {"partywork_standing"."org_id"} AND "partywork_standing"."since" <= '2026-06-30' AND "partywork_standing"."until" > '2026-06-30');

-- development_steps
SELECT COUNT("partywork_developmentstep"."org_id") AS "development.steps",
    COUNT(DISTINCT "partywork_developmentstep"."member_id") AS "development.people",
    COUNT("partywork_developmentstep"."org_id") AS "development.by_step",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'apply') AS "development.by_step|递交入党申请书",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'talk') AS "development.by_step|派人谈话",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'activist') AS "development.by_step|推荐和确定入党积极分子",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'file_activist') AS "development.by_step|积极分子报上级备案",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'contacts') AS "development.by_step|指定培养联系人",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'cultivate') AS "development.by_step|培养教育考察",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'candidate') AS "development.by_step|确定发展对象",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'file_candidate') AS "development.by_step|发展对象报上级备案",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'sponsors') AS "development.by_step|确定入党介绍人",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'political_review') AS "development.by_step|政治审查",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'training') AS "development.by_step|短期集中培训",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'committee') AS "development.by_step|支部委员会审查",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'pre_examination') AS "development.by_step|上级党委预审",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'form') AS "development.by_step|填写入党志愿书",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'admission_vote') AS "development.by_step|支部大会讨论接收",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'superior_talk') AS "development.by_step|上级党委派人谈话",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'approval') AS "development.by_step|上级党委审批接收",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'file_above') AS "development.by_step|报再上一级备案",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'join') AS "development.by_step|编入党支部和党小组",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'oath') AS "development.by_step|入党宣誓",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'observe') AS "development.by_step|继续教育考察",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'full_application') AS "development.by_step|提出转正申请",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'full_vote') AS "development.by_step|支部大会讨论转正",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'full_approval') AS "development.by_step|上级党委审批转正",
    COUNT("partywork_developmentstep"."org_id") FILTER (WHERE "partywork_developmentstep"."step" = 'archive') AS "development.by_step|材料归档",
    COUNT(DISTINCT "partywork_developmentstep"."member_id") FILTER (WHERE "partywork_developmentstep"."step" = 'talk') AS "development.step.talk",
    COUNT(DISTINCT "partywork_developmentstep"."member_id") FILTER (WHERE "partywork_developmentstep"."step" = 'political_review') AS "development.step.political_review",
    COUNT(DISTINCT "partywork_developmentstep"."member_id") FILTER (WHERE "partywork_developmentstep"."step" = 'training') AS "development.step.training",
    COUNT(DISTINCT "partywork_developmentstep"."member_id") FILTER (WHERE "partywork_developmentstep"."step" = 'pre_examination') AS "development.step.pre_examination",
    COUNT(DISTINCT "partywork_developmentstep"."member_id") FILTER (WHERE "partywork_developmentstep"."step" = 'approval') AS "development.step.approval",
    COUNT(DISTINCT "partywork_developmentstep"."member_id") FILTER (WHERE "partywork_developmentstep"."step" = 'oath') AS "development.step.oath",
    COUNT(DISTINCT "partywork_developmentstep"."member_id") FILTER (WHERE "partywork_developmentstep"."step" = 'full_approval') AS "development.step.full_approval" FROM "partywork_developmentstep" WHERE ("partywork_developmentstep"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_standing" U0 WHERE NOT (U0."closing" = 'mistake')) AND "partywork_developmentstep"."status" = 'done' AND NOT ("partywork_developmentstep"."step" IN ('apply', 'activist', 'candidate', 'admission_vote', 'full_vote')) AND {"partywork_developmentstep"."org_id"} AND "partywork_developmentstep"."half" IN (20261));

-- activist_reviews
SELECT COUNT("partywork_activistreview"."org_id") AS "development.reviews",
    COUNT(DISTINCT "partywork_activistreview"."member_id") AS "development.reviewed",
    COUNT("partywork_activistreview"."org_id") AS "development.review.results",
    COUNT("partywork_activistreview"."org_id") FILTER (WHERE "partywork_activistreview"."result" = 'continue') AS "development.review.results|继续培养",
    COUNT("partywork_activistreview"."org_id") FILTER (WHERE "partywork_activistreview"."result" = 'ready') AS "development.review.results|可以列为发展对象",
    COUNT("partywork_activistreview"."org_id") FILTER (WHERE "partywork_activistreview"."result" = 'stop') AS "development.review.results|不宜继续培养" FROM "partywork_activistreview" WHERE ("partywork_activistreview"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_standing" U0 WHERE NOT (U0."closing" = 'mistake')) AND "partywork_activistreview"."status" = 'done' AND {"partywork_activistreview"."org_id"} AND "partywork_activistreview"."half" IN (20261));

-- development_extensions
SELECT COUNT(DISTINCT "partywork_developmentextension"."member_id") AS "development.extended" FROM "partywork_developmentextension" WHERE ("partywork_developmentextension"."member_id" IN (SELECT U0."member_id" AS "member" FROM "partywork_standing" U0 WHERE NOT (U0."closing" = 'mistake')) AND "partywork_developmentextension"."status" = 'done' AND {"partywork_developmentextension"."org_id"} AND "partywork_developmentextension"."half" IN (20261) AND "partywork_developmentextension"."kind" = 'probation');

-- meetings
SELECT COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_committee") AS "meeting.committee.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_committee") AS "meeting.committee.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_general") AS "meeting.general.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_general") AS "meeting.general.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_group") AS "meeting.group.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_group") AS "meeting.group.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_lecture") AS "meeting.lecture.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_lecture") AS "meeting.lecture.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_theme_day") AS "meeting.theme_day.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_theme_day") AS "meeting.theme_day.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_life") AS "meeting.life.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_life") AS "meeting.life.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_appraisal") AS "meeting.appraisal.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_appraisal") AS "meeting.appraisal.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_democratic_life") AS "meeting.democratic_life.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_democratic_life") AS "meeting.democratic_life.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_study_centre") AS "meeting.study_centre.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_study_centre") AS "meeting.study_centre.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_party_committee") AS "meeting.party_committee.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_party_committee") AS "meeting.party_committee.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_study") AS "meeting.study.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_study") AS "meeting.study.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_joint") AS "meeting.joint.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_joint") AS "meeting.joint.people",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_promotion") AS "meeting.promotion.count",
    SUM("partywork_meeting"."present") FILTER (WHERE "partywork_meeting"."is_promotion") AS "meeting.promotion.people",
    COUNT("partywork_meeting"."org_id") AS "meeting.all.count",
    SUM("partywork_meeting"."present") AS "meeting.all.people",
    MIN("partywork_meeting"."date") AS "meeting.all.first",
    MAX("partywork_meeting"."date") AS "meeting.all.last",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_committee" OR "partywork_meeting"."is_general" OR "partywork_meeting"."is_group" OR "partywork_meeting"."is_lecture" OR "partywork_meeting"."is_theme_day" OR "partywork_meeting"."is_life" OR "partywork_meeting"."is_appraisal")) AS "meeting.life.gatherings",
    SUM("partywork_meeting"."present") FILTER (WHERE ("partywork_meeting"."is_committee" OR "partywork_meeting"."is_general" OR "partywork_meeting"."is_group" OR "partywork_meeting"."is_lecture" OR "partywork_meeting"."is_theme_day" OR "partywork_meeting"."is_life" OR "partywork_meeting"."is_appraisal")) AS "meeting.life.present",
    SUM("partywork_meeting"."expected") FILTER (WHERE ("partywork_meeting"."is_committee" OR "partywork_meeting"."is_general" OR "partywork_meeting"."is_group" OR "partywork_meeting"."is_lecture" OR "partywork_meeting"."is_theme_day" OR "partywork_meeting"."is_life" OR "partywork_meeting"."is_appraisal")) AS "meeting.life.expected",
    SUM("partywork_meeting"."hours") AS "meeting.hours",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."lecturer_rank" = 'secretary')) AS "meeting.lecture.secretary",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."lecturer_rank" IN ('leader', 'upper_leader'))) AS "meeting.lecture.leader",
    COUNT(DISTINCT "partywork_meeting"."lecturer") FILTER (WHERE ("partywork_meeting"."is_lecture" AND NOT ("partywork_meeting"."lecturer" = ''))) AS "meeting.lecture.lecturers",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_meeting"."is_lecture") AS "meeting.lecture.ranks",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."lecturer_rank" = 'upper_leader')) AS "meeting.lecture.ranks|上级领导",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."lecturer_rank" = 'leader')) AS "meeting.lecture.ranks|本单位领导班子成员",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."lecturer_rank" = 'secretary')) AS "meeting.lecture.ranks|支部书记",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."lecturer_rank" = 'committee_member')) AS "meeting.lecture.ranks|支部委员",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."lecturer_rank" = 'member')) AS "meeting.lecture.ranks|普通党员",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."lecturer_rank" = 'invited')) AS "meeting.lecture.ranks|外请专家",
    COUNT(DISTINCT "partywork_meeting"."org_id") FILTER (WHERE (("partywork_meeting"."is_committee" OR "partywork_meeting"."is_general" OR "partywork_meeting"."is_group" OR "partywork_meeting"."is_lecture" OR "partywork_meeting"."is_theme_day" OR "partywork_meeting"."is_life" OR "partywork_meeting"."is_appraisal") AND "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch'))) AS "meeting.branches",
    COUNT(DISTINCT "partywork_meeting"."place") FILTER (WHERE (("partywork_meeting"."is_committee" OR "partywork_meeting"."is_general" OR "partywork_meeting"."is_group" OR "partywork_meeting"."is_lecture" OR "partywork_meeting"."is_theme_day" OR "partywork_meeting"."is_life" OR "partywork_meeting"."is_appraisal") AND NOT ("partywork_meeting"."place" = ''))) AS "meeting.places",
    MIN("partywork_meeting"."date") FILTER (WHERE "partywork_meeting"."is_party_committee") AS "meeting.committee.first",
    MAX("partywork_meeting"."date") FILTER (WHERE "partywork_meeting"."is_life") AS "meeting.life.date" FROM "partywork_meeting" INNER JOIN "partywork_organisation" ON ("partywork_meeting"."org_id" = "partywork_organisation"."id") WHERE ("partywork_meeting"."status" = 'done' AND {"partywork_meeting"."org_id"} AND "partywork_meeting"."half" IN (20261));

-- meetings
SELECT "partywork_meeting"."org_id" AS "_org", "partywork_meeting"."month" AS "_key",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_committee" AND "partywork_meeting"."half" IN (20261))) AS "meeting.committee.min",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_committee" AND "partywork_meeting"."half" IN (20261))) AS "meeting.committee.mean",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_committee" AND "partywork_meeting"."half" IN (20261))) AS "meeting.committee.regular",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_general" AND "partywork_meeting"."half" IN (20261))) AS "meeting.general.min",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_general" AND "partywork_meeting"."half" IN (20261))) AS "meeting.general.mean",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_general" AND "partywork_meeting"."half" IN (20261))) AS "meeting.general.regular",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_group" AND "partywork_meeting"."half" IN (20261))) AS "meeting.group.min",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_group" AND "partywork_meeting"."half" IN (20261))) AS "meeting.group.mean",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_group" AND "partywork_meeting"."half" IN (20261))) AS "meeting.group.regular",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_theme_day" AND "partywork_meeting"."half" IN (20261))) AS "meeting.theme_day.min",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_theme_day" AND "partywork_meeting"."half" IN (20261))) AS "meeting.theme_day.mean",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_theme_day" AND "partywork_meeting"."half" IN (20261))) AS "meeting.theme_day.regular",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."half" IN (20261))) AS "meeting.lecture.min",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."half" IN (20261))) AS "meeting.lecture.mean",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_lecture" AND "partywork_meeting"."half" IN (20261))) AS "meeting.lecture.regular",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_study" AND "partywork_meeting"."half" IN (20261))) AS "meeting.study.min",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_study" AND "partywork_meeting"."half" IN (20261))) AS "meeting.study.mean",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE ("partywork_meeting"."is_study" AND "partywork_meeting"."half" IN (20261))) AS "meeting.study.regular",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE (("partywork_meeting"."is_committee" OR "partywork_meeting"."is_general" OR "partywork_meeting"."is_group" OR "partywork_meeting"."is_lecture" OR "partywork_meeting"."is_theme_day" OR "partywork_meeting"."is_life" OR "partywork_meeting"."is_appraisal") AND "partywork_meeting"."half" IN (20261))) AS "meeting.life.min" FROM "partywork_meeting" WHERE ("partywork_meeting"."status" = 'done' AND {"partywork_meeting"."org_id"} AND "partywork_meeting"."half" IN (20261)) GROUP BY 1, 2;

-- topics
SELECT COUNT("partywork_meeting"."org_id") AS "topic.count",
    COUNT(DISTINCT "partywork_topic"."text") FILTER (WHERE NOT ("partywork_topic"."text" = '')) AS "topic.distinct",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'first') AS "topic.first",
    COUNT(DISTINCT "partywork_topic"."text") FILTER (WHERE (("partywork_meeting"."is_study_centre" OR "partywork_meeting"."is_study") AND NOT ("partywork_topic"."text" = ''))) AS "topic.study",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'integrity') AS "topic.integrity",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'ideology') AS "topic.ideology",
    COUNT("partywork_meeting"."org_id") AS "topic.kinds",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'first') AS "topic.kinds|第一议题",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'integrity') AS "topic.kinds|党风廉政",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'ideology') AS "topic.kinds|意识形态",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'development') AS "topic.kinds|发展党员",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'rectification') AS "topic.kinds|问题整改",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'organisation') AS "topic.kinds|组织建设",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'business') AS "topic.kinds|业务工作",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_topic"."tag" = 'other') AS "topic.kinds|其他" FROM "partywork_topic" INNER JOIN "partywork_meeting" ON ("partywork_topic"."meeting_id" = "partywork_meeting"."id") WHERE ("partywork_meeting"."status" = 'done' AND {"partywork_meeting"."org_id"} AND "partywork_meeting"."half" IN (20261));

-- materials
SELECT COUNT("partywork_meeting"."org_id") AS "material.count",
    COUNT(DISTINCT "partywork_material"."title") FILTER (WHERE NOT ("partywork_material"."title" = '')) AS "material.distinct" FROM "partywork_material" INNER JOIN "partywork_meeting" ON ("partywork_material"."meeting_id" = "partywork_meeting"."id") WHERE ("partywork_meeting"."status" = 'done' AND {"partywork_meeting"."org_id"} AND "partywork_meeting"."half" IN (20261));

-- absences
SELECT COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_absence"."reason" = 'leave') AS "absence.leave",
    COUNT("partywork_meeting"."org_id") FILTER (WHERE "partywork_absence"."reason" = 'absent') AS "absence.absent",
    COUNT(DISTINCT "partywork_absence"."member_id") FILTER (WHERE NOT ("partywork_absence"."reason" = 'late')) AS "absence.people" FROM "partywork_absence" INNER JOIN "partywork_meeting" ON ("partywork_absence"."meeting_id" = "partywork_meeting"."id") WHERE ("partywork_meeting"."status" = 'done' AND {"partywork_meeting"."org_id"} AND "partywork_meeting"."half" IN (20261));

-- training_hours
SELECT COUNT(DISTINCT "partywork_standing"."member_id") AS "training.roster" FROM "partywork_standing" WHERE ("partywork_standing"."stage" IN ('probationary', 'full') AND {"partywork_standing"."org_id"} AND "partywork_standing"."since" <= '2026-06-30' AND "partywork_standing"."until" > '2026-06-30');

-- grades
SELECT COUNT(DISTINCT "partywork_gradeline"."member_id") AS "appraisal.people",
    COUNT(DISTINCT "partywork_gradeline"."member_id") FILTER (WHERE "partywork_gradeline"."grade" = 'excellent') AS "appraisal.excellent",
    COUNT(DISTINCT "partywork_gradeline"."member_id") FILTER (WHERE "partywork_gradeline"."grade" = 'qualified') AS "appraisal.qualified",
    COUNT(DISTINCT "partywork_gradeline"."member_id") FILTER (WHERE "partywork_gradeline"."grade" = 'basic') AS "appraisal.basic",
    COUNT(DISTINCT "partywork_gradeline"."member_id") FILTER (WHERE "partywork_gradeline"."grade" = 'unqualified') AS "appraisal.unqualified",
    COUNT(DISTINCT "partywork_appraisal"."org_id") AS "appraisal.branches",
    COUNT("partywork_appraisal"."org_id") AS "appraisal.grades",
    COUNT("partywork_appraisal"."org_id") FILTER (WHERE "partywork_gradeline"."grade" = 'excellent') AS "appraisal.grades|优秀",
    COUNT("partywork_appraisal"."org_id") FILTER (WHERE "partywork_gradeline"."grade" = 'qualified') AS "appraisal.grades|合格",
    COUNT("partywork_appraisal"."org_id") FILTER (WHERE "partywork_gradeline"."grade" = 'basic') AS "appraisal.grades|基本合格",
    COUNT("partywork_appraisal"."org_id") FILTER (WHERE "partywork_gradeline"."grade" = 'unqualified') AS "appraisal.grades|不合格" FROM "partywork_gradeline" INNER JOIN "partywork_appraisal" ON ("partywork_gradeline"."appraisal_id" = "partywork_appraisal"."id") INNER JOIN "partywork_meeting" ON ("partywork_appraisal"."meeting_id" = "partywork_meeting"."id") WHERE ("partywork_meeting"."status" = 'done' AND "partywork_appraisal"."status" = 'done' AND "partywork_meeting"."is_appraisal" AND {"partywork_appraisal"."org_id"} AND "partywork_meeting"."half" IN (20261));

-- life_problems
SELECT COUNT("partywork_appraisal"."org_id") AS "life.problems",
    COUNT("partywork_appraisal"."org_id") AS "life.problems.by",
    COUNT("partywork_appraisal"."org_id") FILTER (WHERE "partywork_lifeproblem"."whose" = 'committee') AS "life.problems.by|班子",
    COUNT("partywork_appraisal"."org_id") FILTER (WHERE "partywork_lifeproblem"."whose" = 'member') AS "life.problems.by|党员",
    COUNT("partywork_appraisal"."org_id") FILTER (WHERE NOT ("partywork_lifeproblem"."measure" = '')) AS "life.measures",
    COUNT(DISTINCT "partywork_appraisal"."org_id") AS "life.orgs" FROM "partywork_lifeproblem" INNER JOIN "partywork_appraisal" ON ("partywork_lifeproblem"."appraisal_id" = "partywork_appraisal"."id") INNER JOIN "partywork_meeting" ON ("partywork_appraisal"."meeting_id" = "partywork_meeting"."id") WHERE ("partywork_meeting"."status" = 'done' AND "partywork_appraisal"."status" = 'done' AND ("partywork_meeting"."is_life" OR "partywork_meeting"."is_appraisal") AND {"partywork_appraisal"."org_id"} AND "partywork_meeting"."half" IN (20261));

-- dues
SELECT SUM("partywork_duesmonth"."due_fen") AS "dues.due",
    SUM("partywork_duesmonth"."paid_fen") FILTER (WHERE "partywork_duesmonth"."paid_on" <= '2026-06-30') AS "dues.paid",
    SUM(("partywork_duesmonth"."due_fen" - CASE WHEN "partywork_duesmonth"."paid_on" <= '2026-06-30' THEN "partywork_duesmonth"."paid_fen" ELSE 0 END)) FILTER (WHERE ("partywork_duesmonth"."due_fen" > 0 AND ("partywork_duesmonth"."paid_fen" < ("partywork_duesmonth"."due_fen") OR "partywork_duesmonth"."paid_on" > '2026-06-30'))) AS "dues.arrears",
    COUNT(DISTINCT "partywork_duesmonth"."member_id") FILTER (WHERE "partywork_duesmonth"."due_fen" > 0) AS "dues.due.members",
    COUNT(DISTINCT "partywork_duesmonth"."member_id") FILTER (WHERE ("partywork_duesmonth"."due_fen" > 0 AND ("partywork_duesmonth"."paid_fen" < ("partywork_duesmonth"."due_fen") OR "partywork_duesmonth"."paid_on" > '2026-06-30'))) AS "dues.arrears.members",
    COUNT("partywork_duesmonth"."org_id") FILTER (WHERE ("partywork_duesmonth"."due_fen" > 0 AND ("partywork_duesmonth"."paid_fen" < ("partywork_duesmonth"."due_fen") OR "partywork_duesmonth"."paid_on" > '2026-06-30'))) AS "dues.arrears.months",
    COUNT(DISTINCT "partywork_duesmonth"."member_id") FILTER (WHERE "partywork_duesmonth"."due_fen" = 0) AS "dues.exempt.members",
    SUM("partywork_duesmonth"."due_fen") AS "dues.basis",
    SUM("partywork_duesmonth"."due_fen") FILTER (WHERE "partywork_duesstandard"."basis" = 'salary') AS "dues.basis|在职月薪",
    SUM("partywork_duesmonth"."due_fen") FILTER (WHERE "partywork_duesstandard"."basis" = 'annual') AS "dues.basis|年薪",
    SUM("partywork_duesmonth"."due_fen") FILTER (WHERE "partywork_duesstandard"."basis" = 'retired') AS "dues.basis|离退休",
    SUM("partywork_duesmonth"."due_fen") FILTER (WHERE "partywork_duesstandard"."basis" = 'farmer') AS "dues.basis|农民",
    SUM("partywork_duesmonth"."due_fen") FILTER (WHERE "partywork_duesstandard"."basis" = 'fixed') AS "dues.basis|学生、下岗、救济",
    COUNT(DISTINCT "partywork_duesmonth"."org_id") FILTER (WHERE "partywork_duesmonth"."due_fen" > 0) AS "dues.branches.due",
    COUNT(DISTINCT "partywork_duesmonth"."org_id") FILTER (WHERE ("partywork_duesmonth"."due_fen" > 0 AND ("partywork_duesmonth"."paid_fen" < ("partywork_duesmonth"."due_fen") OR "partywork_duesmonth"."paid_on" > '2026-06-30'))) AS "dues.branches.arrears",
    COUNT(DISTINCT "partywork_duesmonth"."org_id") FILTER (WHERE ("partywork_duesmonth"."due_fen" > 0 AND NOT ("partywork_duesmonth"."org_id" IN (SELECT U0."org_id" AS "org" FROM "partywork_duesmonth" U0 WHERE ((U0."paid_fen" < (U0."due_fen") OR U0."paid_on" > (U0."due_on")) AND U0."due_fen" > 0 AND (U0."paid_fen" < (U0."due_fen") OR U0."paid_on" > '2026-06-30') AND U0."due_on" >= '2026-01-01' AND U0."due_on" <= '2026-06-30'))))) AS "dues.branches.full" FROM "partywork_duesmonth" LEFT OUTER JOIN "partywork_duesstandard" ON ("partywork_duesmonth"."standard_id" = "partywork_duesstandard"."id") WHERE ({"partywork_duesmonth"."org_id"} AND "partywork_duesmonth"."half" IN (20261));

-- dues
SELECT SUM(("partywork_duesmonth"."due_fen" - CASE WHEN "partywork_duesmonth"."paid_on" <= '2026-06-30' THEN "partywork_duesmonth"."paid_fen" ELSE 0 END)) AS "dues.balance",
    COUNT(DISTINCT "partywork_duesmonth"."member_id") AS "dues.balance.members",
    SUM(("partywork_duesmonth"."due_fen" - CASE WHEN "partywork_duesmonth"."paid_on" <= '2026-06-30' THEN "partywork_duesmonth"."paid_fen" ELSE 0 END)) FILTER (WHERE "partywork_duesmonth"."due_on" < '2026-01-01') AS "dues.balance.earlier",
    COUNT(DISTINCT "partywork_duesmonth"."member_id") FILTER (WHERE (EXISTS(SELECT 1 AS "a" FROM "partywork_duesmonth" U0 WHERE (U0."due_fen" > 0 AND (U0."paid_fen" < (U0."due_fen") OR U0."paid_on" > '2026-06-30') AND (U0."month" = ("partywork_duesmonth"."month" - 1) OR U0."month" = (("partywork_duesmonth"."month" - 1) - 88)) AND U0."member_id" = ("partywork_duesmonth"."member_id")) LIMIT 1) AND EXISTS(SELECT 1 AS "a" FROM "partywork_duesmonth" U0 WHERE (U0."due_fen" > 0 AND (U0."paid_fen" < (U0."due_fen") OR U0."paid_on" > '2026-06-30') AND (U0."month" = ("partywork_duesmonth"."month" - 2) OR U0."month" = (("partywork_duesmonth"."month" - 2) - 88)) AND U0."member_id" = ("partywork_duesmonth"."member_id")) LIMIT 1))) AS "dues.arrears.three",
    COUNT(DISTINCT "partywork_duesmonth"."member_id") FILTER (WHERE (EXISTS(SELECT 1 AS "a" FROM "partywork_duesmonth" U0 WHERE (U0."due_fen" > 0 AND (U0."paid_fen" < (U0."due_fen") OR U0."paid_on" > '2026-06-30') AND (U0."month" = ("partywork_duesmonth"."month" - 1) OR U0."month" = (("partywork_duesmonth"."month" - 1) - 88)) AND U0."member_id" = ("partywork_duesmonth"."member_id")) LIMIT 1) AND EXISTS(SELECT 1 AS "a" FROM "partywork_duesmonth" U0 WHERE (U0."due_fen" > 0 AND (U0."paid_fen" < (U0."due_fen") OR U0."paid_on" > '2026-06-30') AND (U0."month" = ("partywork_duesmonth"."month" - 2) OR U0."month" = (("partywork_duesmonth"."month" - 2) - 88)) AND U0."member_id" = ("partywork_duesmonth"."member_id")) LIMIT 1) AND EXISTS(SELECT 1 AS "a" FROM "partywork_duesmonth" U0 WHERE (U0."due_fen" > 0 AND (U0."paid_fen" < (U0."due_fen") OR U0."paid_on" > '2026-06-30') AND (U0."month" = ("partywork_duesmonth"."month" - 3) OR U0."month" = (("partywork_duesmonth"."month" - 3) - 88)) AND U0."member_id" = ("partywork_duesmonth"."member_id")) LIMIT 1) AND EXISTS(SELECT 1 AS "a" FROM "partywork_duesmonth" U0 WHERE (U0."due_fen" > 0 AND (U0."paid_fen" < (U0."due_fen") OR U0."paid_on" > '2026-06-30') AND (U0."month" = ("partywork_duesmonth"."month" - 4) OR U0."month" = (("partywork_duesmonth"."month" - 4) - 88)) AND U0."member_id" = ("partywork_duesmonth"."member_id")) LIMIT 1) AND EXISTS(SELECT 1 AS "a" FROM "partywork_duesmonth" U0 WHERE (U0."due_fen" > 0 AND (U0."paid_fen" < (U0."due_fen") OR U0."paid_on" > '2026-06-30') AND (U0."month" = ("partywork_duesmonth"."month" - 5) OR U0."month" = (("partywork_duesmonth"."month" - 5) - 88)) AND U0."member_id" = ("partywork_duesmonth"."member_id")) LIMIT 1))) AS "dues.arrears.six" FROM "partywork_duesmonth" WHERE ({"partywork_duesmonth"."org_id"} AND "partywork_duesmonth"."due_on" <= '2026-06-30' AND ("partywork_duesmonth"."paid_fen" < ("partywork_duesmonth"."due_fen") OR "partywork_duesmonth"."paid_on" > ("partywork_duesmonth"."due_on")) AND "partywork_duesmonth"."due_fen" > 0 AND ("partywork_duesmonth"."paid_fen" < ("partywork_duesmonth"."due_fen") OR "partywork_duesmonth"."paid_on" > '2026-06-30'));

-- dues_receipts
SELECT SUM("partywork_duesmonth"."paid_fen") AS "dues.received",
    COUNT("partywork_duesmonth"."org_id") AS "dues.received.count",
    COUNT(DISTINCT "partywork_duesmonth"."member_id") AS "dues.received.members",
    SUM("partywork_duesmonth"."paid_fen") FILTER (WHERE "partywork_duesmonth"."due_on" < '2026-01-01') AS "dues.received.earlier",
    SUM("partywork_duesmonth"."paid_fen") FILTER (WHERE "partywork_duesmonth"."due_on" < ("partywork_duesmonth"."paid_on")) AS "dues.received.late",
    MAX("partywork_duesmonth"."paid_on") AS "dues.received.last" FROM "partywork_duesmonth" WHERE ("partywork_duesmonth"."paid_fen" > 0 AND {"partywork_duesmonth"."org_id"} AND "partywork_duesmonth"."paid_on" >= '2026-01-01' AND "partywork_duesmonth"."paid_on" <= '2026-06-30');

-- dues_receipts
SELECT "partywork_duesmonth"."org_id" AS "_org", "partywork_duesmonth"."paid_month" AS "_key",
    COUNT("partywork_duesmonth"."org_id") FILTER (WHERE ("partywork_duesmonth"."paid_on" >= '2026-01-01' AND "partywork_duesmonth"."paid_on" <= '2026-06-30')) AS "dues.received.regular" FROM "partywork_duesmonth" WHERE ("partywork_duesmonth"."paid_fen" > 0 AND {"partywork_duesmonth"."org_id"} AND "partywork_duesmonth"."paid_on" >= '2026-01-01' AND "partywork_duesmonth"."paid_on" <= '2026-06-30') GROUP BY 1, 2;

-- dues_reductions
SELECT COUNT(DISTINCT "partywork_duesreduction"."member_id") AS "dues.reduction.approved" FROM "partywork_duesreduction" WHERE (NOT ("partywork_duesreduction"."state" = 'withdrawn') AND {"partywork_duesreduction"."org_id"} AND "partywork_duesreduction"."decided_on" >= '2026-01-01' AND "partywork_duesreduction"."decided_on" <= '2026-06-30' AND "partywork_duesreduction"."state" = 'approved' AND "partywork_duesreduction"."decided_on" <= '2026-06-30');

-- dues_reductions
SELECT COUNT("partywork_duesreduction"."org_id") FILTER (WHERE (NOT ("partywork_duesreduction"."state" = 'withdrawn') AND ("partywork_duesreduction"."decided_on" IS NULL OR "partywork_duesreduction"."decided_on" > '2026-06-30'))) AS "dues.reduction.waiting",
    COUNT(DISTINCT "partywork_duesreduction"."member_id") FILTER (WHERE ("partywork_duesreduction"."state" = 'approved' AND "partywork_duesreduction"."decided_on" <= '2026-06-30' AND "partywork_duesreduction"."first_month" <= 202606 AND "partywork_duesreduction"."last_month" >= 202606)) AS "dues.reduction.holding" FROM "partywork_duesreduction" WHERE (NOT ("partywork_duesreduction"."state" = 'withdrawn') AND {"partywork_duesreduction"."org_id"} AND "partywork_duesreduction"."studied_on" <= '2026-06-30');

-- dues_consents
SELECT COUNT(DISTINCT "partywork_duesconsent"."member_id") AS "dues.consent.late" FROM "partywork_duesconsent" WHERE ("partywork_duesconsent"."status" = 'done' AND {"partywork_duesconsent"."org_id"} AND "partywork_duesconsent"."half" IN (20261) AND "partywork_duesconsent"."kind" = 'late');

-- dues_consents
SELECT COUNT(DISTINCT "partywork_duesconsent"."member_id") AS "dues.consent.quarterly" FROM "partywork_duesconsent" WHERE ("partywork_duesconsent"."status" = 'done' AND {"partywork_duesconsent"."org_id"} AND "partywork_duesconsent"."date" <= '2026-06-30' AND "partywork_duesconsent"."kind" = 'quarterly' AND "partywork_duesconsent"."first_month" <= 202606 AND "partywork_duesconsent"."last_month" >= 202606);

-- voluntary_payments
SELECT SUM("partywork_voluntarypayment"."amount_fen") AS "dues.voluntary",
    SUM("partywork_voluntarypayment"."amount_fen") FILTER (WHERE "partywork_voluntarypayment"."is_large") AS "dues.voluntary.large",
    COUNT("partywork_voluntarypayment"."org_id") FILTER (WHERE "partywork_voluntarypayment"."is_large") AS "dues.voluntary.large.count",
    COUNT(DISTINCT "partywork_voluntarypayment"."member_id") FILTER (WHERE "partywork_voluntarypayment"."is_large") AS "dues.voluntary.large.members",
    SUM("partywork_voluntarypayment"."amount_fen") FILTER (WHERE ("partywork_voluntarypayment"."is_large" AND "partywork_voluntarypayment"."forwarded_on" <= '2026-06-30')) AS "dues.voluntary.forwarded",
    SUM("partywork_voluntarypayment"."amount_fen") AS "dues.voluntary.size",
    SUM("partywork_voluntarypayment"."amount_fen") FILTER (WHERE "partywork_voluntarypayment"."is_large") AS "dues.voluntary.size|大额",
    SUM("partywork_voluntarypayment"."amount_fen") FILTER (WHERE NOT "partywork_voluntarypayment"."is_large") AS "dues.voluntary.size|非大额" FROM "partywork_voluntarypayment" WHERE ("partywork_voluntarypayment"."status" = 'done' AND {"partywork_voluntarypayment"."org_id"} AND "partywork_voluntarypayment"."half" IN (20261));

-- voluntary_payments
SELECT SUM("partywork_voluntarypayment"."amount_fen") AS "dues.voluntary.kept" FROM "partywork_voluntarypayment" WHERE ("partywork_voluntarypayment"."status" = 'done' AND {"partywork_voluntarypayment"."org_id"} AND "partywork_voluntarypayment"."date" <= '2026-06-30' AND "partywork_voluntarypayment"."is_large" AND ("partywork_voluntarypayment"."forwarded_on" IS NULL OR "partywork_voluntarypayment"."forwarded_on" > '2026-06-30'));

-- remittances
SELECT SUM("partywork_remittance"."amount_fen") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "dues.remitted",
    SUM("partywork_remittance"."amount_fen") FILTER (WHERE ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch') AND "partywork_remittance"."last_month" < 202601)) AS "dues.remitted.earlier",
    COUNT("partywork_remittance"."org_id") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "dues.remitted.count",
    COUNT(DISTINCT "partywork_remittance"."org_id") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "dues.remitted.branches",
    SUM("partywork_remittance"."amount_fen") FILTER (WHERE NOT ("partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch'))) AS "dues.remitted.upper" FROM "partywork_remittance" INNER JOIN "partywork_organisation" ON ("partywork_remittance"."org_id" = "partywork_organisation"."id") WHERE ("partywork_remittance"."status" = 'done' AND {"partywork_remittance"."org_id"} AND "partywork_remittance"."half" IN (20261));

-- dues_publications
SELECT COUNT("partywork_duespublication"."org_id") AS "dues.published.count",
    COUNT(DISTINCT "partywork_duespublication"."org_id") FILTER (WHERE "partywork_organisation"."kind" IN ('branch', 'joint_branch', 'temporary_branch', 'grid_branch')) AS "dues.published.branches",
    COUNT("partywork_duespublication"."org_id") AS "dues.published.ways",
    COUNT("partywork_duespublication"."org_id") FILTER (WHERE "partywork_duespublication"."way" = 'meeting') AS "dues.published.ways|党员大会通报",
    COUNT("partywork_duespublication"."org_id") FILTER (WHERE "partywork_duespublication"."way" = 'notice') AS "dues.published.ways|公开栏张贴",
    COUNT("partywork_duespublication"."org_id") FILTER (WHERE "partywork_duespublication"."way" = 'online') AS "dues.published.ways|党务公开平台",
    COUNT("partywork_duespublication"."org_id") FILTER (WHERE "partywork_duespublication"."way" = 'other') AS "dues.published.ways|其他" FROM "partywork_duespublication" INNER JOIN "partywork_organisation" ON ("partywork_duespublication"."org_id" = "partywork_organisation"."id") WHERE ("partywork_duespublication"."status" = 'done' AND {"partywork_duespublication"."org_id"} AND "partywork_duespublication"."half" IN (20261));

-- visits
SELECT COUNT("partywork_visit"."org_id") FILTER (WHERE NOT ("partywork_visit"."kind" = 'condolence')) AS "visit.count",
    SUM("partywork_visit"."households") FILTER (WHERE NOT ("partywork_visit"."kind" = 'condolence')) AS "visit.households",
    SUM("partywork_visit"."enterprises") FILTER (WHERE NOT ("partywork_visit"."kind" = 'condolence')) AS "visit.enterprises",
    SUM("partywork_visit"."people_reached") FILTER (WHERE NOT ("partywork_visit"."kind" = 'condolence')) AS "visit.people",
    SUM("partywork_visit"."visitor_count") FILTER (WHERE NOT ("partywork_visit"."kind" = 'condolence')) AS "visit.visitors",
    COUNT(DISTINCT "partywork_visit"."object_name") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND NOT ("partywork_visit"."object_name" = ''))) AS "visit.objects",
    COUNT("partywork_visit"."org_id") FILTER (WHERE "partywork_visit"."kind" = 'contact_point') AS "visit.contact",
    COUNT(DISTINCT "partywork_visit"."object_name") FILTER (WHERE ("partywork_visit"."kind" = 'contact_point' AND NOT ("partywork_visit"."object_name" = ''))) AS "visit.contact.objects",
    COUNT("partywork_visit"."org_id") FILTER (WHERE "partywork_visit"."kind" = 'paired') AS "visit.paired",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."visitor_rank" IN ('unit_secretary', 'leader'))) AS "visit.leaders",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."visitor_rank" = 'secretary')) AS "visit.secretaries",
    SUM("partywork_visit"."needs_count") AS "visit.needs",
    COUNT("partywork_visit"."org_id") FILTER (WHERE NOT ("partywork_visit"."kind" = 'condolence')) AS "visit.by_object",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'resident')) AS "visit.by_object|居民",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'enterprise')) AS "visit.by_object|企业",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'project')) AS "visit.by_object|项目",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'petition')) AS "visit.by_object|信访",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'hardship_member')) AS "visit.by_object|困难党员",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'old_member')) AS "visit.by_object|老党员",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'old_cadre')) AS "visit.by_object|老干部",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'martyr_family')) AS "visit.by_object|烈士遗属和因公牺牲党员家属",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'hardship_resident')) AS "visit.by_object|困难群众",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'grassroots')) AS "visit.by_object|社区（村）或支部",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."object_kind" = 'other')) AS "visit.by_object|其他",
    COUNT("partywork_visit"."org_id") AS "visit.by_kind",
    COUNT("partywork_visit"."org_id") FILTER (WHERE "partywork_visit"."kind" = 'visit') AS "visit.by_kind|走访",
    COUNT("partywork_visit"."org_id") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "visit.by_kind|慰问",
    COUNT("partywork_visit"."org_id") FILTER (WHERE "partywork_visit"."kind" = 'contact_point') AS "visit.by_kind|联系点",
    COUNT("partywork_visit"."org_id") FILTER (WHERE "partywork_visit"."kind" = 'paired') AS "visit.by_kind|挂钩联系",
    COUNT("partywork_visit"."org_id") FILTER (WHERE NOT ("partywork_visit"."kind" = 'condolence')) AS "visit.by_rank",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."visitor_rank" = 'unit_secretary')) AS "visit.by_rank|党委（党组）书记",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."visitor_rank" = 'leader')) AS "visit.by_rank|班子成员",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."visitor_rank" = 'secretary')) AS "visit.by_rank|支部书记",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."visitor_rank" = 'committee_member')) AS "visit.by_rank|支部委员",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."visitor_rank" = 'member')) AS "visit.by_rank|党员",
    COUNT(DISTINCT "partywork_visit"."org_id") FILTER (WHERE NOT ("partywork_visit"."kind" = 'condolence')) AS "visit.orgs",
    COUNT("partywork_visit"."org_id") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "condolence.count",
    SUM("partywork_visit"."people_reached") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "condolence.people",
    SUM("partywork_visit"."households") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "condolence.households",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "condolence.money",
    COUNT(DISTINCT "partywork_visit"."object_name") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND NOT ("partywork_visit"."object_name" = ''))) AS "condolence.objects",
    SUM("partywork_visit"."people_reached") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "condolence.by_object",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'resident')) AS "condolence.by_object|居民",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'enterprise')) AS "condolence.by_object|企业",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'project')) AS "condolence.by_object|项目",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'petition')) AS "condolence.by_object|信访",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'hardship_member')) AS "condolence.by_object|困难党员",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'old_member')) AS "condolence.by_object|老党员",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'old_cadre')) AS "condolence.by_object|老干部",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'martyr_family')) AS "condolence.by_object|烈士遗属和因公牺牲党员家属",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'hardship_resident')) AS "condolence.by_object|困难群众",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'grassroots')) AS "condolence.by_object|社区（村）或支部",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."object_kind" = 'other')) AS "condolence.by_object|其他",
    SUM("partywork_visit"."people_reached") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "condolence.by_occasion",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."occasion" = 'new_year')) AS "condolence.by_occasion|元旦",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."occasion" = 'spring_festival')) AS "condolence.by_occasion|春节",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."occasion" = 'july_first')) AS "condolence.by_occasion|七一",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."occasion" = 'national_day')) AS "condolence.by_occasion|国庆",
    SUM("partywork_visit"."people_reached") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."occasion" = 'ordinary')) AS "condolence.by_occasion|日常",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "condolence.by_fund",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."fund_source" = 'dues')) AS "condolence.by_fund|党费",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."fund_source" = 'fiscal')) AS "condolence.by_fund|财政资金",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."fund_source" = 'care')) AS "condolence.by_fund|党内关怀帮扶资金",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."fund_source" = 'trade_union')) AS "condolence.by_fund|工会经费",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."fund_source" = 'own')) AS "condolence.by_fund|单位自筹",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."fund_source" = 'donation')) AS "condolence.by_fund|社会捐赠",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."fund_source" = 'other')) AS "condolence.by_fund|其他资金",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "condolence.by_gift",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."gift_kind" = 'money')) AS "condolence.by_gift|慰问金",
    SUM("partywork_visit"."amount_fen") FILTER (WHERE ("partywork_visit"."kind" = 'condolence' AND "partywork_visit"."gift_kind" = 'goods')) AS "condolence.by_gift|慰问品",
    COUNT(DISTINCT "partywork_visit"."org_id") FILTER (WHERE "partywork_visit"."kind" = 'condolence') AS "condolence.orgs" FROM "partywork_visit" WHERE ("partywork_visit"."status" = 'done' AND {"partywork_visit"."org_id"} AND "partywork_visit"."half" IN (20261));

-- visits
SELECT "partywork_visit"."org_id" AS "_org", "partywork_visit"."month" AS "_key",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."half" IN (20261))) AS "visit.min",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."half" IN (20261))) AS "visit.mean",
    COUNT("partywork_visit"."org_id") FILTER (WHERE (NOT ("partywork_visit"."kind" = 'condolence') AND "partywork_visit"."half" IN (20261))) AS "visit.regular" FROM "partywork_visit" WHERE ("partywork_visit"."status" = 'done' AND {"partywork_visit"."org_id"} AND "partywork_visit"."half" IN (20261)) GROUP BY 1, 2;

-- talks
SELECT COUNT("partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'heart') AS "talk.heart.count",
    SUM("partywork_talk"."people") FILTER (WHERE "partywork_talk"."kind" = 'heart') AS "talk.heart.people",
    COUNT("partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'integrity') AS "talk.integrity.count",
    SUM("partywork_talk"."people") FILTER (WHERE "partywork_talk"."kind" = 'integrity') AS "talk.integrity.people",
    COUNT("partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'reminder') AS "talk.reminder.count",
    SUM("partywork_talk"."people") FILTER (WHERE "partywork_talk"."kind" = 'reminder') AS "talk.reminder.people",
    COUNT("partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'admission') AS "talk.admission.count",
    SUM("partywork_talk"."people") FILTER (WHERE "partywork_talk"."kind" = 'admission') AS "talk.admission.people",
    COUNT("partywork_talk"."org_id") AS "talk.kinds",
    COUNT("partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'heart') AS "talk.kinds|谈心谈话",
    COUNT("partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'integrity') AS "talk.kinds|廉政谈话",
    COUNT("partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'admission') AS "talk.kinds|入党谈话",
    COUNT("partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'reminder') AS "talk.kinds|提醒谈话",
    COUNT("partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'heart') AS "talk.heart.pairs",
    COUNT("partywork_talk"."org_id") FILTER (WHERE ("partywork_talk"."kind" = 'heart' AND "partywork_talk"."pair" = 'committee')) AS "talk.heart.pairs|支委之间",
    COUNT("partywork_talk"."org_id") FILTER (WHERE ("partywork_talk"."kind" = 'heart' AND "partywork_talk"."pair" = 'committee_member')) AS "talk.heart.pairs|支委与党员",
    COUNT("partywork_talk"."org_id") FILTER (WHERE ("partywork_talk"."kind" = 'heart' AND "partywork_talk"."pair" = 'members')) AS "talk.heart.pairs|党员之间",
    COUNT("partywork_talk"."org_id") FILTER (WHERE ("partywork_talk"."kind" = 'heart' AND "partywork_talk"."pair" = 'levels')) AS "talk.heart.pairs|上级与下级",
    COUNT(DISTINCT "partywork_talk"."org_id") FILTER (WHERE "partywork_talk"."kind" = 'heart') AS "talk.heart.orgs" FROM "partywork_talk" WHERE ("partywork_talk"."status" = 'done' AND {"partywork_talk"."org_id"} AND "partywork_talk"."half" IN (20261));

-- talks
SELECT "partywork_talk"."org_id" AS "_org",
    COUNT("partywork_talk"."org_id") FILTER (WHERE ("partywork_talk"."kind" = 'heart' AND "partywork_talk"."half" IN (20261))) AS "talk.heart.min",
    COUNT("partywork_talk"."org_id") FILTER (WHERE ("partywork_talk"."kind" = 'heart' AND "partywork_talk"."half" IN (20261))) AS "talk.heart.mean" FROM "partywork_talk" WHERE ("partywork_talk"."status" = 'done' AND {"partywork_talk"."org_id"} AND "partywork_talk"."half" IN (20261)) GROUP BY 1;

-- contact_points
SELECT COUNT("partywork_profile"."org_id") AS "contact.points",
    COUNT("partywork_profile"."org_id") FILTER (WHERE "partywork_profile"."org_id" IN (SELECT U0."contact_org_id" AS "contact_org" FROM "partywork_visit" U0 WHERE (U0."contact_org_id" IS NOT NULL AND U0."date" >= '2026-01-01' AND U0."date" <= '2026-06-30' AND U0."status" = 'done'))) AS "contact.visited",
    COUNT("partywork_profile"."org_id") FILTER (WHERE NOT ("partywork_profile"."org_id" IN (SELECT U0."contact_org_id" AS "contact_org" FROM "partywork_visit" U0 WHERE (U0."contact_org_id" IS NOT NULL AND U0."date" >= '2026-01-01' AND U0."date" <= '2026-06-30' AND U0."status" = 'done')))) AS "contact.unvisited" FROM "partywork_profile" WHERE (NOT ("partywork_profile"."contact_leader" = '') AND {"partywork_profile"."org_id"} AND "partywork_profile"."since" <= '2026-06-30' AND "partywork_profile"."until" > '2026-06-30');

-- rectification
SELECT COUNT("partywork_rectificationitem"."org_id") AS "rect.raised",
    COUNT(DISTINCT "partywork_rectificationitem"."source") FILTER (WHERE NOT ("partywork_rectificationitem"."source" = '')) AS "rect.sources",
    COUNT(DISTINCT "partywork_rectificationitem"."category") FILTER (WHERE NOT ("partywork_rectificationitem"."category" = '')) AS "rect.categories",
    COUNT(DISTINCT "partywork_rectificationitem"."org_id") AS "rect.orgs",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'closed') AS "rect.raised.closed",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE NOT ("partywork_itemstate"."state" = 'not_started')) AS "rect.raised.started",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" IN ('requested', 'basically_done', 'long_term', 'closed')) AS "rect.raised.requested",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE ("partywork_itemstate"."due_on" < '2026-06-30' AND "partywork_itemstate"."state" IN ('not_started', 'under_way', 'requested', 'basically_done'))) AS "rect.raised.overdue",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE NOT ("partywork_itemstate"."state" = 'closed')) AS "rect.raised.open",
    COUNT("partywork_rectificationitem"."org_id") AS "rect.by_source",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'inspection') AS "rect.by_source|巡视巡察",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'campaign') AS "rect.by_source|主题教育检视",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'audit') AS "rect.by_source|审计",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'supervision') AS "rect.by_source|督查",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'assessment') AS "rect.by_source|党建考核",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'democratic_life') AS "rect.by_source|民主生活会",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'organisation_life') AS "rect.by_source|组织生活会",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'visit') AS "rect.by_source|走访",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'self_check') AS "rect.by_source|自查",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."source" = 'other') AS "rect.by_source|其他",
    COUNT("partywork_rectificationitem"."org_id") AS "rect.by_level",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."level_raised" = 'committee') AS "rect.by_level|党委",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."level_raised" = 'leaders') AS "rect.by_level|班子",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."level_raised" = 'department') AS "rect.by_level|处室",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."level_raised" = 'branch') AS "rect.by_level|支部",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."level_raised" = 'member') AS "rect.by_level|党员",
    COUNT("partywork_rectificationitem"."org_id") AS "rect.by_state",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'not_started') AS "rect.by_state|未启动",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'under_way') AS "rect.by_state|整改中",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'requested') AS "rect.by_state|申请销号",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'basically_done') AS "rect.by_state|基本完成",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'closed') AS "rect.by_state|已销号",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'long_term') AS "rect.by_state|长期坚持",
    COUNT(DISTINCT "partywork_rectificationitem"."subject_org_id") FILTER (WHERE "partywork_rectificationitem"."category" = '软弱涣散') AS "rect.weak.raised",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_rectificationitem"."category" = '软弱涣散') AS "rect.weak.raised.items",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE ("partywork_rectificationitem"."category" = '软弱涣散' AND "partywork_itemstate"."state" = 'closed')) AS "rect.weak.raised.closed" FROM "partywork_itemstate" INNER JOIN "partywork_rectificationitem" ON ("partywork_itemstate"."item_id" = "partywork_rectificationitem"."id") WHERE ("partywork_rectificationitem"."status" = 'done' AND "partywork_itemstate"."since" <= '2026-06-30' AND "partywork_itemstate"."until" > '2026-06-30' AND {"partywork_rectificationitem"."org_id"} AND "partywork_rectificationitem"."half" IN (20261));

-- rectification
SELECT COUNT("partywork_rectificationitem"."org_id") AS "rect.closed",
    COUNT(DISTINCT "partywork_rectificationitem"."subject_org_id") FILTER (WHERE "partywork_rectificationitem"."category" = '软弱涣散') AS "rect.weak.closed" FROM "partywork_itemstate" INNER JOIN "partywork_rectificationitem" ON ("partywork_itemstate"."item_id" = "partywork_rectificationitem"."id") WHERE ("partywork_rectificationitem"."status" = 'done' AND "partywork_itemstate"."since" <= '2026-06-30' AND "partywork_itemstate"."until" > '2026-06-30' AND {"partywork_rectificationitem"."org_id"} AND "partywork_itemstate"."since" >= '2026-01-01' AND "partywork_itemstate"."since" <= '2026-06-30' AND "partywork_itemstate"."state" = 'closed');

-- rectification
SELECT COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE NOT ("partywork_itemstate"."state" = 'closed')) AS "rect.open",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE ("partywork_itemstate"."due_on" < '2026-06-30' AND "partywork_itemstate"."state" IN ('not_started', 'under_way', 'requested', 'basically_done'))) AS "rect.overdue",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE ("partywork_itemstate"."state" IN ('not_started', 'under_way', 'requested', 'basically_done') AND ("partywork_itemstate"."due_on" >= '2026-06-30' OR "partywork_itemstate"."due_on" IS NULL))) AS "rect.in_time",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'requested') AS "rect.requested",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'not_started') AS "rect.not_started",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'basically_done') AS "rect.basically",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_itemstate"."state" = 'long_term') AS "rect.long_term",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE NOT ("partywork_itemstate"."state" = 'closed')) AS "rect.open.by_source",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'inspection')) AS "rect.open.by_source|巡视巡察",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'campaign')) AS "rect.open.by_source|主题教育检视",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'audit')) AS "rect.open.by_source|审计",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'supervision')) AS "rect.open.by_source|督查",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'assessment')) AS "rect.open.by_source|党建考核",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'democratic_life')) AS "rect.open.by_source|民主生活会",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'organisation_life')) AS "rect.open.by_source|组织生活会",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'visit')) AS "rect.open.by_source|走访",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'self_check')) AS "rect.open.by_source|自查",
    COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE (NOT ("partywork_itemstate"."state" = 'closed') AND "partywork_rectificationitem"."source" = 'other')) AS "rect.open.by_source|其他",
    COUNT(DISTINCT "partywork_rectificationitem"."subject_org_id") FILTER (WHERE ("partywork_rectificationitem"."category" = '软弱涣散' AND NOT ("partywork_itemstate"."state" = 'closed'))) AS "rect.weak.open" FROM "partywork_itemstate" INNER JOIN "partywork_rectificationitem" ON ("partywork_itemstate"."item_id" = "partywork_rectificationitem"."id") WHERE ("partywork_rectificationitem"."status" = 'done' AND "partywork_itemstate"."since" <= '2026-06-30' AND "partywork_itemstate"."until" > '2026-06-30' AND {"partywork_rectificationitem"."org_id"} AND "partywork_itemstate"."since" <= '2026-06-30' AND "partywork_itemstate"."until" > '2026-06-30');

-- rectification_steps
SELECT COUNT("partywork_rectificationitem"."org_id") FILTER (WHERE "partywork_progress"."kind" = 'progress') AS "rect.step.progress",
    COUNT(DISTINCT "partywork_progress"."item_id") FILTER (WHERE "partywork_progress"."kind" = 'deadline') AS "rect.step.extended",
    COUNT(DISTINCT "partywork_progress"."item_id") FILTER (WHERE "partywork_progress"."kind" = 'return') AS "rect.step.returned",
    COUNT(DISTINCT "partywork_progress"."item_id") FILTER (WHERE "partywork_progress"."kind" = 'reopen') AS "rect.step.reopened" FROM "partywork_progress" INNER JOIN "partywork_rectificationitem" ON ("partywork_progress"."item_id" = "partywork_rectificationitem"."id") WHERE ("partywork_rectificationitem"."status" = 'done' AND {"partywork_rectificationitem"."org_id"} AND "partywork_progress"."date" >= '2026-01-01' AND "partywork_progress"."date" <= '2026-06-30');

-- worklog
SELECT SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'training') AS "work.training.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'training') AS "work.training.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'volunteering') AS "work.volunteering.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'volunteering') AS "work.volunteering.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'integrity') AS "work.integrity.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'integrity') AS "work.integrity.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'document') AS "work.document.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'document') AS "work.document.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'publicity') AS "work.publicity.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'publicity') AS "work.publicity.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'commendation') AS "work.commendation.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'commendation') AS "work.commendation.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'assistance') AS "work.assistance.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'assistance') AS "work.assistance.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'cadre') AS "work.cadre.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'cadre') AS "work.cadre.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'premises') AS "work.premises.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'premises') AS "work.premises.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'inspection') AS "work.inspection.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'inspection') AS "work.inspection.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'partnership') AS "work.partnership.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'partnership') AS "work.partnership.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'grid') AS "work.grid.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'grid') AS "work.grid.people",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'other') AS "work.other.items",
    SUM("partywork_worklog"."people") FILTER (WHERE "partywork_worklog"."kind" = 'other') AS "work.other.people",
    SUM("partywork_worklog"."items") AS "work.items",
    SUM("partywork_worklog"."people") AS "work.people",
    SUM("partywork_worklog"."served") AS "work.served",
    SUM("partywork_worklog"."served") FILTER (WHERE "partywork_worklog"."kind" = 'volunteering') AS "work.volunteering.served",
    SUM("partywork_worklog"."served") FILTER (WHERE "partywork_worklog"."kind" = 'assistance') AS "work.assistance.served",
    SUM("partywork_worklog"."served") FILTER (WHERE "partywork_worklog"."kind" = 'grid') AS "work.grid.served",
    SUM("partywork_worklog"."hours") FILTER (WHERE "partywork_worklog"."kind" = 'training') AS "work.training.hours",
    SUM("partywork_worklog"."items") FILTER (WHERE ("partywork_worklog"."kind" = 'integrity' AND ("partywork_worklog"."tag" LIKE '%警示%' ESCAPE '\' OR "partywork_worklog"."title" LIKE '%警示%' ESCAPE '\'))) AS "work.integrity.warning",
    SUM("partywork_worklog"."people") FILTER (WHERE ("partywork_worklog"."kind" = 'integrity' AND ("partywork_worklog"."tag" LIKE '%警示%' ESCAPE '\' OR "partywork_worklog"."title" LIKE '%警示%' ESCAPE '\'))) AS "work.integrity.warning_people",
    SUM("partywork_worklog"."items") FILTER (WHERE ("partywork_worklog"."kind" = 'inspection' AND ("partywork_worklog"."tag" LIKE '%督查%' ESCAPE '\' OR "partywork_worklog"."title" LIKE '%督查%' ESCAPE '\' OR "partywork_worklog"."tag" LIKE '%检查%' ESCAPE '\' OR "partywork_worklog"."title" LIKE '%检查%' ESCAPE '\' OR "partywork_worklog"."tag" LIKE '%回头看%' ESCAPE '\' OR "partywork_worklog"."title" LIKE '%回头看%' ESCAPE '\'))) AS "work.inspection.checks",
    SUM("partywork_worklog"."items") AS "work.kinds",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'training') AS "work.kinds|教育培训",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'volunteering') AS "work.kinds|志愿服务",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'integrity') AS "work.kinds|廉政教育",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'document') AS "work.kinds|发文制度",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'publicity') AS "work.kinds|宣传信息",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'commendation') AS "work.kinds|评优表彰",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'assistance') AS "work.kinds|帮扶捐赠",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'cadre') AS "work.kinds|干部人事",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'premises') AS "work.kinds|经费阵地",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'inspection') AS "work.kinds|督查考核",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'partnership') AS "work.kinds|共建品牌",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'grid') AS "work.kinds|网格治理",
    SUM("partywork_worklog"."items") FILTER (WHERE "partywork_worklog"."kind" = 'other') AS "work.kinds|其他",
    COUNT(DISTINCT "partywork_worklog"."org_id") FILTER (WHERE "partywork_worklog"."items" > 0) AS "work.branches",
    COUNT(DISTINCT "partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'volunteering' AND "partywork_worklog"."items" > 0)) AS "work.volunteering.branches",
    COUNT(DISTINCT "partywork_worklog"."place") FILTER (WHERE NOT ("partywork_worklog"."place" = '')) AS "work.places",
    COUNT(DISTINCT "partywork_worklog"."month") FILTER (WHERE "partywork_worklog"."items" > 0) AS "work.any.months",
    COUNT(DISTINCT "partywork_worklog"."month") FILTER (WHERE ("partywork_worklog"."kind" = 'volunteering' AND "partywork_worklog"."items" > 0)) AS "work.volunteering.months",
    COUNT(DISTINCT "partywork_worklog"."month") FILTER (WHERE ("partywork_worklog"."kind" = 'inspection' AND "partywork_worklog"."items" > 0)) AS "work.inspection.months",
    COUNT(DISTINCT "partywork_worklog"."month") FILTER (WHERE ("partywork_worklog"."kind" = 'document' AND "partywork_worklog"."items" > 0)) AS "work.document.months",
    MIN("partywork_worklog"."date") AS "work.first",
    MAX("partywork_worklog"."date") AS "work.last",
    MIN("partywork_worklog"."date") FILTER (WHERE "partywork_worklog"."kind" = 'volunteering') AS "work.volunteering.first",
    MAX("partywork_worklog"."date") FILTER (WHERE "partywork_worklog"."kind" = 'volunteering') AS "work.volunteering.last",
    SUM("partywork_worklog"."members_taking_part") FILTER (WHERE "partywork_worklog"."members_due" IS NOT NULL) AS "work.any.took_part",
    SUM("partywork_worklog"."members_due") FILTER (WHERE "partywork_worklog"."members_due" IS NOT NULL) AS "work.any.due",
    SUM("partywork_worklog"."members_taking_part") FILTER (WHERE ("partywork_worklog"."kind" = 'training' AND "partywork_worklog"."members_due" IS NOT NULL)) AS "work.training.took_part",
    SUM("partywork_worklog"."members_due") FILTER (WHERE ("partywork_worklog"."kind" = 'training' AND "partywork_worklog"."members_due" IS NOT NULL)) AS "work.training.due",
    SUM("partywork_worklog"."members_taking_part") FILTER (WHERE ("partywork_worklog"."kind" = 'volunteering' AND "partywork_worklog"."members_due" IS NOT NULL)) AS "work.volunteering.took_part",
    SUM("partywork_worklog"."members_due") FILTER (WHERE ("partywork_worklog"."kind" = 'volunteering' AND "partywork_worklog"."members_due" IS NOT NULL)) AS "work.volunteering.due",
    SUM("partywork_worklog"."members_taking_part") FILTER (WHERE ("partywork_worklog"."kind" = 'integrity' AND "partywork_worklog"."members_due" IS NOT NULL)) AS "work.integrity.took_part",
    SUM("partywork_worklog"."members_due") FILTER (WHERE ("partywork_worklog"."kind" = 'integrity' AND "partywork_worklog"."members_due" IS NOT NULL)) AS "work.integrity.due" FROM "partywork_worklog" WHERE ("partywork_worklog"."status" = 'done' AND {"partywork_worklog"."org_id"} AND "partywork_worklog"."half" IN (20261));

-- worklog
SELECT "partywork_worklog"."org_id" AS "_org", "partywork_worklog"."date" AS "_key",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'volunteering' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.volunteering.min",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'volunteering' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.volunteering.mean",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.any.week",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.any.month",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.any.quarter",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'volunteering' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.volunteering.week",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'volunteering' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.volunteering.month",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'volunteering' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.volunteering.quarter",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'inspection' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.inspection.week",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'inspection' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.inspection.month",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'inspection' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.inspection.quarter",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'document' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.document.month",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'integrity' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.integrity.quarter",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE ("partywork_worklog"."kind" = 'training' AND "partywork_worklog"."items" > 0 AND "partywork_worklog"."half" IN (20261))) AS "work.training.quarter" FROM "partywork_worklog" WHERE ("partywork_worklog"."status" = 'done' AND {"partywork_worklog"."org_id"} AND "partywork_worklog"."half" IN (20261)) GROUP BY 1, 2;

-- quantities
SELECT SUM("partywork_quantityline"."quantity_milli") FILTER (WHERE ("partywork_quantityline"."unit" = '件' AND ("partywork_worklog"."tag" = '举报' OR "partywork_quantityline"."object" LIKE '%举报%' ESCAPE '\'))) AS "work.integrity.reported",
    COUNT("partywork_quantityline"."quantity_milli") FILTER (WHERE ("partywork_quantityline"."unit" = '件' AND ("partywork_worklog"."tag" = '举报' OR "partywork_quantityline"."object" LIKE '%举报%' ESCAPE '\'))) AS "work.integrity.reported|n",
    COUNT(DISTINCT "partywork_quantityline"."object") FILTER (WHERE NOT ("partywork_quantityline"."object" = '')) AS "quantity.objects",
    COUNT("partywork_worklog"."org_id") AS "quantity.lines",
    SUM("partywork_quantityline"."amount_fen") AS "work.all.amount",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'assistance') AS "work.assistance.amount",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'premises') AS "work.premises.amount",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'training') AS "work.training.amount",
    SUM("partywork_quantityline"."amount_fen") AS "quantity.money_kinds",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'training') AS "quantity.money_kinds|教育培训",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'volunteering') AS "quantity.money_kinds|志愿服务",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'integrity') AS "quantity.money_kinds|廉政教育",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'document') AS "quantity.money_kinds|发文制度",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'publicity') AS "quantity.money_kinds|宣传信息",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'commendation') AS "quantity.money_kinds|评优表彰",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'assistance') AS "quantity.money_kinds|帮扶捐赠",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'cadre') AS "quantity.money_kinds|干部人事",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'premises') AS "quantity.money_kinds|经费阵地",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'inspection') AS "quantity.money_kinds|督查考核",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'partnership') AS "quantity.money_kinds|共建品牌",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'grid') AS "quantity.money_kinds|网格治理",
    SUM("partywork_quantityline"."amount_fen") FILTER (WHERE "partywork_worklog"."kind" = 'other') AS "quantity.money_kinds|其他",
    SUM("partywork_quantityline"."quantity_milli") FILTER (WHERE ("partywork_worklog"."kind" = 'commendation' AND "partywork_quantityline"."unit" IN ('个', '家'))) AS "quantity.commended_units",
    SUM("partywork_quantityline"."quantity_milli") FILTER (WHERE ("partywork_worklog"."kind" = 'commendation' AND "partywork_quantityline"."unit" IN ('名', '人'))) AS "quantity.commended_people",
    SUM("partywork_quantityline"."quantity_milli") FILTER (WHERE ("partywork_worklog"."kind" = 'assistance' AND "partywork_quantityline"."unit" = '户')) AS "quantity.households" FROM "partywork_quantityline" INNER JOIN "partywork_worklog" ON ("partywork_quantityline"."log_id" = "partywork_worklog"."id") WHERE ("partywork_worklog"."status" = 'done' AND {"partywork_worklog"."org_id"} AND "partywork_worklog"."half" IN (20261));

-- worklog_planned
SELECT SUM("partywork_worklog"."items") AS "work.planned",
    MIN("partywork_worklog"."date") AS "work.planned.next" FROM "partywork_worklog" WHERE ("partywork_worklog"."status" = 'planned' AND {"partywork_worklog"."org_id"} AND "partywork_worklog"."half" IN (20261));

-- counterparts
SELECT COUNT(DISTINCT "partywork_counterpart"."name") FILTER (WHERE ("partywork_counterpart"."part" = 'partner' AND NOT ("partywork_counterpart"."name" = ''))) AS "partner.units",
    COUNT("partywork_worklog"."org_id") FILTER (WHERE "partywork_counterpart"."part" = 'partner') AS "partner.times",
    COUNT(DISTINCT "partywork_counterpart"."name") FILTER (WHERE ("partywork_counterpart"."part" = 'recipient' AND NOT ("partywork_counterpart"."name" = ''))) AS "recipient.units" FROM "partywork_counterpart" INNER JOIN "partywork_worklog" ON ("partywork_counterpart"."log_id" = "partywork_worklog"."id") WHERE ("partywork_worklog"."status" = 'done' AND {"partywork_worklog"."org_id"} AND "partywork_worklog"."half" IN (20261));

-- plans
SELECT COUNT("partywork_planitem"."org_id") AS "plan.count",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."done_on" <= '2026-06-30') AS "plan.done",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE ("partywork_planitem"."done_on" IS NULL OR "partywork_planitem"."done_on" > '2026-06-30')) AS "plan.open",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE ("partywork_planitem"."done_on" <= '2026-06-30' AND "partywork_planitem"."done_on" <= ("partywork_planitem"."due_on"))) AS "plan.in_time",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."target_milli" IS NOT NULL) AS "plan.targeted",
    COUNT("partywork_planitem"."org_id") AS "plan.themes",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '政治建设') AS "plan.themes|政治建设",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '思想建设') AS "plan.themes|思想建设",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '主题教育常态化') AS "plan.themes|主题教育常态化",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '组织建设') AS "plan.themes|组织建设",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '软弱涣散整顿') AS "plan.themes|软弱涣散整顿",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '三会一课') AS "plan.themes|三会一课",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '主题党日') AS "plan.themes|主题党日",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '党课') AS "plan.themes|党课",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '民主评议与组织生活会') AS "plan.themes|民主评议与组织生活会",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '党员发展') AS "plan.themes|党员发展",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '教育培训') AS "plan.themes|教育培训",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '党员管理') AS "plan.themes|党员管理",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '党费') AS "plan.themes|党费",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '走访与联系点') AS "plan.themes|走访与联系点",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '慰问与党内关怀') AS "plan.themes|慰问与党内关怀",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '问题整改') AS "plan.themes|问题整改",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '党风廉政与警示教育') AS "plan.themes|党风廉政与警示教育",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '作风建设') AS "plan.themes|作风建设",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '意识形态') AS "plan.themes|意识形态",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '干部队伍') AS "plan.themes|干部队伍",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '两新组织') AS "plan.themes|两新组织",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '分领域党建') AS "plan.themes|分领域党建",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '帮扶与乡村振兴') AS "plan.themes|帮扶与乡村振兴",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '应急与疫情防控') AS "plan.themes|应急与疫情防控",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '志愿服务') AS "plan.themes|志愿服务",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '阵地建设') AS "plan.themes|阵地建设",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '经费保障') AS "plan.themes|经费保障",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '基层治理与共驻共建') AS "plan.themes|基层治理与共驻共建",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '信息化') AS "plan.themes|信息化",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '宣传与信息报送') AS "plan.themes|宣传与信息报送",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '评优表彰') AS "plan.themes|评优表彰",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '品牌与特色') AS "plan.themes|品牌与特色",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '工会群团') AS "plan.themes|工会群团",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '制度建设与发文') AS "plan.themes|制度建设与发文",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '责任制') AS "plan.themes|责任制",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '考核督查') AS "plan.themes|考核督查",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."theme" = '党建业务融合') AS "plan.themes|党建业务融合",
    COUNT(DISTINCT "partywork_planitem"."org_id") AS "plan.units",
    MAX("partywork_planitem"."due_on") AS "plan.last" FROM "partywork_planitem" WHERE (NOT ("partywork_planitem"."state" = 'cancelled') AND "partywork_planitem"."set_on" <= '2026-06-30' AND {"partywork_planitem"."org_id"} AND "partywork_planitem"."half" IN (20261));

-- plans
SELECT COUNT("partywork_planitem"."org_id") AS "plan.overdue" FROM "partywork_planitem" WHERE (NOT ("partywork_planitem"."state" = 'cancelled') AND "partywork_planitem"."set_on" <= '2026-06-30' AND {"partywork_planitem"."org_id"} AND "partywork_planitem"."due_on" <= '2026-06-30' AND "partywork_planitem"."due_on" < '2026-06-30' AND ("partywork_planitem"."done_on" IS NULL OR "partywork_planitem"."done_on" > '2026-06-30'));

-- plans
SELECT COUNT("partywork_planitem"."org_id") AS "plan.finished" FROM "partywork_planitem" WHERE (NOT ("partywork_planitem"."state" = 'cancelled') AND "partywork_planitem"."set_on" <= '2026-06-30' AND {"partywork_planitem"."org_id"} AND "partywork_planitem"."done_on" >= '2026-01-01' AND "partywork_planitem"."done_on" <= '2026-06-30');

-- planned
SELECT COUNT("partywork_planitem"."org_id") AS "plan.planned",
    COUNT("partywork_planitem"."org_id") FILTER (WHERE "partywork_planitem"."done_on" <= '2026-06-30') AS "plan.planned_done" FROM "partywork_planitem" WHERE (NOT ("partywork_planitem"."state" = 'cancelled') AND "partywork_planitem"."set_on" <= '2026-06-30' AND {"partywork_planitem"."org_id"} AND "partywork_planitem"."half" IN (20261));

-- indicators
SELECT COUNT("partywork_indicator"."org_id") AS "indicator.count" FROM "partywork_indicator" WHERE ({"partywork_indicator"."org_id"} AND "partywork_indicator"."since" <= '2026-06-30' AND "partywork_indicator"."until" > '2026-06-30');

-- indicator_values
SELECT COUNT("partywork_indicatorvalue"."org_id") AS "indicator.times",
    COUNT(DISTINCT "partywork_indicatorvalue"."org_id") AS "indicator.units",
    COUNT(DISTINCT "partywork_indicatorvalue"."org_id") FILTER (WHERE ((("partywork_indicator"."comparator" = 'at_least' AND "partywork_indicatorvalue"."value_milli" >= ("partywork_indicator"."target_milli")) OR ("partywork_indicator"."comparator" = 'at_most' AND "partywork_indicatorvalue"."value_milli" <= ("partywork_indicator"."target_milli"))) AND NOT EXISTS(SELECT 1 AS "a" FROM "partywork_indicatorvalue" U0 WHERE ((U0."date" > ("partywork_indicatorvalue"."date") OR (U0."date" = ("partywork_indicatorvalue"."date") AND U0."id" > ("partywork_indicatorvalue"."id"))) AND U0."date" <= '2026-06-30' AND U0."indicator_id" = ("partywork_indicatorvalue"."indicator_id") AND U0."org_id" = ("partywork_indicatorvalue"."org_id") AND U0."status" = 'done') LIMIT 1))) AS "indicator.on_target",
    MAX("partywork_indicatorvalue"."date") AS "indicator.date",
    SUM("partywork_indicatorvalue"."value_milli") FILTER (WHERE "partywork_indicatorvalue"."denominator_milli" IS NOT NULL) AS "indicator.part",
    COUNT("partywork_indicatorvalue"."value_milli") FILTER (WHERE "partywork_indicatorvalue"."denominator_milli" IS NOT NULL) AS "indicator.part|n",
    SUM("partywork_indicatorvalue"."denominator_milli") FILTER (WHERE "partywork_indicatorvalue"."denominator_milli" IS NOT NULL) AS "indicator.whole",
    COUNT("partywork_indicatorvalue"."denominator_milli") FILTER (WHERE "partywork_indicatorvalue"."denominator_milli" IS NOT NULL) AS "indicator.whole|n" FROM "partywork_indicatorvalue" INNER JOIN "partywork_indicator" ON ("partywork_indicatorvalue"."indicator_id" = "partywork_indicator"."id") WHERE ("partywork_indicatorvalue"."status" = 'done' AND {"partywork_indicatorvalue"."org_id"} AND "partywork_indicatorvalue"."half" IN (20261));

-- training: hours offered are summed by branch and group once
SELECT COUNT(*) FILTER (WHERE hours >= 1) AS "training.any", COUNT(*) FILTER (WHERE hours >= 32) AS "training.reached"
FROM (
    SELECT COALESCE(everybody.hours, 0) + COALESCE(own.hours, 0) - COALESCE((
        SELECT SUM(hours) FROM partywork_absence AS a JOIN partywork_meeting ON partywork_meeting.id = a.meeting_id
        WHERE a.half = 20261 AND a.member_id = s.member_id AND status = 'done' AND date <= '2026-06-30'
          AND a.reason IN ('leave', 'absent') AND (is_general OR is_group OR is_lecture OR is_theme_day OR is_life OR is_appraisal OR is_democratic_life OR is_study_centre OR is_party_committee OR is_study OR is_joint OR is_promotion OR is_other) AND hours > 0), 0) AS hours
    FROM partywork_standing AS s
    LEFT JOIN (
        SELECT org_id, SUM(hours) AS hours FROM partywork_meeting
        WHERE half = 20261 AND status = 'done' AND date <= '2026-06-30' AND group_id IS NULL AND (is_general OR is_group OR is_lecture OR is_theme_day OR is_life OR is_appraisal OR is_democratic_life OR is_study_centre OR is_party_committee OR is_study OR is_joint OR is_promotion OR is_other) AND hours > 0
        AND {org_id} GROUP BY org_id
    ) AS everybody ON everybody.org_id = s.org_id
    LEFT JOIN (
        SELECT group_id, SUM(hours) AS hours FROM partywork_meeting
        WHERE half = 20261 AND status = 'done' AND date <= '2026-06-30' AND group_id IS NOT NULL AND (is_general OR is_group OR is_lecture OR is_theme_day OR is_life OR is_appraisal OR is_democratic_life OR is_study_centre OR is_party_committee OR is_study OR is_joint OR is_promotion OR is_other) AND hours > 0
        AND {org_id} GROUP BY group_id
    ) AS own ON own.group_id = s.group_id
    WHERE s.stage IN ('probationary', 'full') AND s.since <= '2026-01-01' AND s.until > '2026-06-30' AND {s.org_id}
    UNION ALL
    SELECT COALESCE((
        SELECT SUM(m.hours) FROM partywork_standing AS stay JOIN partywork_meeting AS m
        ON m.org_id = stay.org_id AND m.date >= stay.since AND m.date < stay.until
        WHERE stay.member_id = s.member_id AND stay.stage IN ('probationary', 'full') AND stay.closing <> 'mistake'
          AND stay.until > '2026-01-01' AND m.date <= '2026-06-30' AND m.half = 20261 AND m.status = 'done'
          AND (m.group_id IS NULL OR m.group_id = stay.group_id) AND (is_general OR is_group OR is_lecture OR is_theme_day OR is_life OR is_appraisal OR is_democratic_life OR is_study_centre OR is_party_committee OR is_study OR is_joint OR is_promotion OR is_other) AND hours > 0), 0) - COALESCE((
        SELECT SUM(hours) FROM partywork_absence AS a JOIN partywork_meeting ON partywork_meeting.id = a.meeting_id
        WHERE a.half = 20261 AND a.member_id = s.member_id AND status = 'done' AND date <= '2026-06-30'
          AND a.reason IN ('leave', 'absent') AND (is_general OR is_group OR is_lecture OR is_theme_day OR is_life OR is_appraisal OR is_democratic_life OR is_study_centre OR is_party_committee OR is_study OR is_joint OR is_promotion OR is_other) AND hours > 0), 0) AS hours
    FROM partywork_standing AS s
    WHERE s.stage IN ('probationary', 'full') AND s.since > '2026-01-01' AND s.since <= '2026-06-30'
      AND s.until > '2026-06-30' AND s.closing <> 'mistake' AND {s.org_id}
) AS people;
