//! The words that columns with a list take: a code, the word the page has for it, other words people write.

use words as w;

use super::Choice;

/// What kind a session is.
pub(super) const SESSION_KINDS: &[Choice] = &[
    Choice {
        code: "guided_tour",
        word: w::session_kind_guided_tour,
        names: &["公益讲解", "讲解场次", "导览", "定时讲解", "参观讲解", "guided"],
    },
    Choice {
        code: "lesson",
        word: w::session_kind_lesson,
        names: &["课", "科学课", "课堂", "科普课堂", "科学课堂", "探究课", "科学探究课", "馆校课程", "实践课"],
    },
    Choice {
        code: "demonstration",
        word: w::session_kind_demonstration,
        names: &["科普实验", "实验表演", "实验秀", "科学实验", "科学秀"],
    },
    Choice {
        code: "show",
        word: w::session_kind_show,
        names: &["剧", "科学剧", "科普剧表演", "演出", "舞台剧", "表演"],
    },
    Choice {
        code: "lecture",
        word: w::session_kind_lecture,
        names: &["座", "大讲坛", "科普讲座", "报告", "报告会", "讲坛"],
    },
    Choice {
        code: "activity",
        word: w::session_kind_activity,
        names: &[
            "科普活动",
            "亲子活动",
            "主题活动",
            "手工",
            "手工制作",
            "动手做",
            "动手制作",
            "工作坊",
            "体验活动",
            "互动体验",
            "竞赛",
            "比赛",
        ],
    },
    Choice {
        code: "training", word: w::session_kind_training, names: &["志愿者培训", "培训课", "培训班", "研讨"]
    },
    Choice {
        code: "online", word: w::session_kind_online, names: &["直播", "线上活动", "线上直播", "网络"]
    },
    Choice {
        code: "film",
        word: w::session_kind_film,
        names: &["电影", "放映", "球幕", "4D", "观影", "影院", "特效电影"],
    },
    Choice { code: "caravan", word: w::session_kind_caravan, names: &["科普大篷车"] },
    Choice {
        code: "reception", word: w::session_kind_reception, names: &["接待参观", "贵宾", "公务接待", "考察"]
    },
    Choice {
        code: "maintenance",
        word: w::session_kind_maintenance,
        names: &["维护", "维修", "保养", "闭馆检修", "设备检修"],
    },
];

/// What post somebody stands on.
pub(super) const POST_ROLES: &[Choice] = &[
    Choice { code: "docent", word: w::session_role_docent, names: &["讲解"] },
    Choice {
        code: "instructor", word: w::session_role_instructor, names: &["教师", "老师", "辅导员", "授课"]
    },
    Choice { code: "performer", word: w::session_role_performer, names: &["表演", "演职人员"] },
    Choice { code: "host", word: w::session_role_host, names: &["主持人"] },
    Choice { code: "speaker", word: w::session_role_speaker, names: &["主讲人", "专家", "嘉宾"] },
    Choice { code: "technician", word: w::session_role_technician, names: &["技术员", "技术保障"] },
    Choice { code: "volunteer", word: w::session_role_volunteer, names: &["志愿"] },
    Choice { code: "floor_volunteer", word: w::session_role_floor_volunteer, names: &["展品看护", "看护"] },
];

/// The language of a session.
pub(super) const LANGUAGES: &[Choice] = &[
    Choice { code: "zh", word: w::session_language_zh, names: &["汉语", "普通话", "国语", "中"] },
    Choice { code: "en", word: w::session_language_en, names: &["英语", "英"] },
    Choice { code: "ja", word: w::session_language_ja, names: &["日语", "日"] },
    Choice { code: "ko", word: w::session_language_ko, names: &["韩语", "韩"] },
    Choice { code: "fr", word: w::session_language_fr, names: &["法语", "法"] },
    Choice { code: "de", word: w::session_language_de, names: &["德语", "德"] },
    Choice { code: "ru", word: w::session_language_ru, names: &["俄语", "俄"] },
    Choice { code: "es", word: w::session_language_es, names: &["西语", "西班牙语"] },
    Choice { code: "sign", word: w::session_language_sign, names: &["手语讲解"] },
];

/// Where a session stands, a stop of a run too; a sheet makes drafts and planned ones only.
pub(super) const SESSION_STATES: &[Choice] = &[
    Choice { code: "draft", word: w::session_state_draft, names: &["拟定", "待定", "草案"] },
    Choice { code: "planned", word: w::session_state_planned, names: &["已安排", "确定", "计划"] },
    Choice { code: "published", word: w::session_state_published, names: &["发布"] },
    Choice { code: "held", word: w::session_state_held, names: &["已举办", "已完成", "已开展", "完成"] },
    Choice { code: "counted", word: w::session_state_counted, names: &[] },
    Choice { code: "locked", word: w::session_state_locked, names: &["锁定"] },
    Choice { code: "moved", word: w::session_state_moved, names: &["改期"] },
    Choice { code: "cancelled", word: w::session_state_cancelled, names: &["取消"] },
    Choice { code: "no_audience", word: w::session_state_no_audience, names: &[] },
];

/// Where an exhibition stands.
pub(super) const EXHIBITION_STATES: &[Choice] = &[
    Choice { code: "draft", word: w::session_state_draft, names: &["拟定", "待定"] },
    Choice { code: "planned", word: w::session_state_planned, names: &["已安排", "计划"] },
    Choice { code: "published", word: w::session_state_published, names: &["发布"] },
    Choice { code: "cancelled", word: w::session_state_cancelled, names: &["取消"] },
];

/// What a person is.
pub(super) const PERSON_KINDS: &[Choice] = &[
    Choice {
        code: "staff",
        word: w::resource_person_staff,
        names: &[
            "员工",
            "正式职工",
            "正式员工",
            "合同工",
            "在编",
            "编外",
            "馆员",
            "管理员",
            "工作人员",
            "在职",
            "教师",
            "辅导员",
            "科技辅导员",
            "驾驶员",
            "司机",
            "行政",
        ],
    },
    Choice {
        code: "docent", word: w::resource_person_docent, names: &["讲解", "专职讲解员", "兼职讲解员"]
    },
    Choice {
        code: "volunteer",
        word: w::resource_person_volunteer,
        names: &["志愿", "科技志愿者", "学生志愿者", "社会志愿者", "义工"],
    },
];

/// What a space is.
pub(super) const SPACE_KINDS: &[Choice] = &[
    Choice { code: "hall", word: w::resource_space_hall, names: &["厅", "主展厅", "常设展厅", "临展厅"] },
    Choice { code: "zone", word: w::resource_space_zone, names: &["区", "展区角", "角"] },
    Choice {
        code: "theatre",
        word: w::resource_space_theatre,
        names: &["报告厅", "影院", "球幕影院", "影厅", "礼堂", "会议厅"],
    },
    Choice {
        code: "classroom",
        word: w::resource_space_classroom,
        names: &["实验室", "活动室", "工作室", "培训室", "会议室"],
    },
    Choice { code: "outdoor", word: w::resource_space_outdoor, names: &["户外", "广场"] },
];

/// How an exhibit is.
pub(super) const EXHIBIT_CONDITIONS: &[Choice] = &[
    Choice {
        code: "on_show",
        word: w::resource_exhibit_on_show,
        names: &["正常", "完好", "展出", "运行", "良好", "在用"],
    },
    Choice { code: "in_store", word: w::resource_exhibit_in_store, names: &["库存", "入库", "库房"] },
    Choice {
        code: "under_repair",
        word: w::resource_exhibit_under_repair,
        names: &["维修中", "故障", "待修", "损坏", "停用维修", "报修"],
    },
];

/// What a site is.
pub(super) const SITE_KINDS: &[Choice] = &[
    Choice {
        code: "school",
        word: w::resource_site_school,
        names: &["中学", "小学", "中小学", "幼儿园", "学校（中小学）", "大学"],
    },
    Choice { code: "rural", word: w::resource_site_rural, names: &["乡村", "村", "乡镇", "村委会"] },
    Choice { code: "community", word: w::resource_site_community, names: &["街道", "居委会"] },
    Choice { code: "enterprise", word: w::resource_site_enterprise, names: &["公司", "工厂", "园区"] },
    Choice { code: "government_body", word: w::resource_site_government_body, names: &["政府", "机关单位"] },
    Choice { code: "model_community", word: w::resource_site_model_community, names: &["示范社区"] },
    Choice { code: "teaching_point", word: w::resource_site_teaching_point, names: &["科普教学点"] },
    Choice {
        code: "civilization_practice_centre",
        word: w::resource_site_civilization_practice_centre,
        names: &["新时代文明实践中心", "文明实践所", "文明实践站"],
    },
    Choice { code: "party_service_centre", word: w::resource_site_party_service_centre, names: &["党群中心"] },
    Choice { code: "public_place", word: w::resource_site_public_place, names: &["广场", "公园", "商圈"] },
    Choice { code: "other", word: w::resource_site_other, names: &["其它"] },
];

/// Which of the five outreach places a stop is.
pub(super) const OUTREACH_PLACES: &[Choice] = &[
    Choice { code: "school", word: w::print_outreach_school, names: &["学校", "进学校", "校园"] },
    Choice { code: "rural", word: w::print_outreach_rural, names: &["农村", "乡村", "进农村"] },
    Choice { code: "community", word: w::print_outreach_community, names: &["社区"] },
    Choice { code: "enterprise", word: w::print_outreach_enterprise, names: &["企业"] },
    Choice { code: "government_body", word: w::print_outreach_government_body, names: &["机关"] },
];
