"""Features of an account opening."""

from typing import Final

from risk.features.feature import FRAUD_ONLY, OPENING, Block, Feature, flag, learnt

OPENING_BLOCK: Final = Block(
    "opening",
    frozenset({OPENING}),
    (
        Feature(
            "person_openings_24h",
            "velocity",
            "此人24小时开户数(不计社保卡、补换卡)",
            "openings in 24 h",
        ),
        Feature(
            "person_openings_7d",
            "velocity",
            "此人7天开户数(不计社保卡、补换卡)",
            "openings in 7 days",
        ),
        Feature(
            "person_openings_30d",
            "velocity",
            "此人30天开户数(不计社保卡、补换卡)",
            "openings in 30 days",
        ),
        Feature(
            "person_openings_90d",
            "velocity",
            "此人90天开户数(不计社保卡、补换卡)",
            "openings in 90 days",
        ),
        Feature("person_outlets_7d", "velocity", "此人7天开户网点数", "outlets used in 7 days"),
        Feature(
            "person_class_one_90d",
            "history",
            "此人90天内已开Ⅰ类户数",
            "Class-I accounts granted in 90 days",
            detector=False,
            learnt=False,
        ),
        Feature(
            "person_names_90d", "identity", "此证件使用的姓名数", "names on this ID in 90 days"
        ),
        Feature("existing_cards", "history", "已有借记卡数", "debit cards held"),
        Feature(
            "cards_after", "history", "开户后借记卡数", "debit cards after this", detector=False
        ),
        Feature("account_class_number", "history", "账户类别", "account class", detector=False),
        Feature(
            "phone_persons_7d", "network", "7天内同一电话开户人数", "persons on phone in 7 days"
        ),
        Feature(
            "phone_persons_30d", "network", "30天内同一电话开户人数", "persons on phone in 30 days"
        ),
        Feature(
            "phone_persons_90d", "network", "90天内同一电话开户人数", "persons on phone in 90 days"
        ),
        Feature(
            "unit_persons_7d", "network", "7天内同一住址开户人数", "persons at address in 7 days"
        ),
        Feature(
            "unit_persons_30d", "network", "30天内同一住址开户人数", "persons at address in 30 d"
        ),
        Feature(
            "device_persons_30d",
            "network",
            "30天内同一设备开户人数",
            "persons on device in 30 d",
            purposes=FRAUD_ONLY,
        ),
        Feature("outlet_openings_1h", "velocity", "本网点1小时开户数", "openings here in 1 h"),
        Feature(
            "outlet_same_region_1h",
            "velocity",
            "本网点1小时同一外地证件地区开户数",
            "openings here in 1 h with this same non-local document region",
            detector=False,
            learnt=False,
        ),
        Feature(
            "id_region_elsewhere",
            "identity",
            "证件地区与住址不同",
            "document from elsewhere",
            type="flag",
            detector=False,
            learnt=False,
        ),
        flag("agent_present", "identity", "代理开户", "opened by an agent"),
        flag("agent_is_family", "identity", "代理人为家属", "the agent is family"),
        Feature("agent_principals_24h", "network", "代理人24小时被代理人数", "principals in 24 h"),
        Feature(
            "agent_unrelated_24h",
            "network",
            "代理人24小时非亲属被代理人数",
            "unrelated principals in 24 h",
        ),
        Feature("agent_principals_all", "network", "代理人累计被代理人数", "principals ever"),
        flag("has_batch", "identity", "批量开户", "part of a registered batch"),
        flag("has_guardian", "identity", "有监护关系", "a guardian relation is declared"),
        flag("employer_known", "identity", "填写了工作单位", "an employer is given"),
        flag("purpose_replacement", "identity", "补卡换卡", "a card replacement"),
        flag("purpose_exempt", "identity", "社保、军保、医保卡", "social-security or medical card"),
        flag("purpose_pension", "identity", "养老金", "pension"),
        flag("purpose_payroll", "identity", "工资代发", "payroll"),
        flag("purpose_student", "identity", "学生", "student"),
        Feature(
            "applicant_age_years",
            "identity",
            "年龄",
            "age in years",
            detector=False,
        ),
        flag("id_expired", "identity", "证件已过期", "document has expired"),
        Feature("face_score", "identity", "人脸比对分", "face match score"),
        Feature(
            "applicant_parcels_90d",
            "history",
            "此人90天邮件往来数",
            "parcels of this person",
        ),
        learnt(
            "outlet_opening_fraud_90d_share",
            "history",
            "本网点7至90天前开户中已知欺诈比例(说明地点而非个人)",
            "known frauds of this outlet's openings 7 to 90 days old;"
            " says something of a place, not of a person",
        ),
        learnt(
            "phone_frauds_90d",
            "history",
            "近90天获知的此电话开户欺诈数",
            "frauds of openings on this phone that became known in 90 days",
        ),
        Feature(
            "document_sent_as_other",
            "identity",
            "此证件90天内仅以他名寄件",
            "this document's parcels of 90 days bear another name",
            type="flag",
            detector=False,
        ),
        learnt(
            "phone_name_persons_90d",
            "identity",
            "90天内同一电话同一姓名的证件数",
            "documents under this name on this phone in 90 days",
        ),
        Feature(
            "device_frauds_90d",
            "history",
            "近90天获知的此设备开户欺诈数",
            "frauds of openings on this device that became known in 90 days",
            detector=False,
            purposes=FRAUD_ONLY,
        ),
        learnt(
            "agent_orgs_90d",
            "network",
            "90天内由此人代表的单位数",
            "organisations represented by this person in 90 days",
        ),
    ),
)
