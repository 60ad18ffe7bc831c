//! The sample's lists: departments, spaces, people, vehicles, kits, sites, roads, exhibits, profiles, duty.
//!
//! All names are made up; the places are those the caravans of Chongqing really drive to.

use std::collections::HashMap;

use rules::time::{DAY_MINUTES, Minute};
use store::{rows, search};
use uuid::Uuid;

use crate::gate::Call;
use crate::{Failure, Role};

/// Name, and whether it is the one that keeps the house.
const DEPARTMENTS: &[&str] = &["展览教育部", "科普活动部", "馆校合作部", "巡展部", "展品技术部", "观众服务部"];

/// A space of the sample.
type SpaceLine = (&'static str, Option<&'static str>, &'static str, i64, i64, i64);

/// Name, hall it is part of, kind, people, square metres, lanes.
const SPACES: &[SpaceLine] = &[
    ("儿童厅", None, "hall", 160, 900, 2),
    ("建构角", Some("儿童厅"), "zone", 40, 160, 1),
    ("水区", Some("儿童厅"), "zone", 50, 220, 1),
    ("宇航厅", None, "hall", 200, 1_200, 2),
    ("防灾厅", None, "hall", 150, 800, 2),
    ("基础科学厅", None, "hall", 240, 1_500, 3),
    ("力学区", Some("基础科学厅"), "zone", 100, 600, 2),
    ("电磁区", Some("基础科学厅"), "zone", 100, 500, 2),
    ("生活科技厅", None, "hall", 180, 1_000, 2),
    ("临展厅", None, "hall", 300, 1_800, 2),
    ("实验剧场", None, "theatre", 80, 150, 0),
    ("儿童剧场", None, "theatre", 120, 200, 0),
    ("球幕影院", None, "theatre", 150, 400, 0),
    ("报告厅", None, "theatre", 300, 420, 0),
    ("探究教室一", None, "classroom", 48, 90, 0),
    ("探究教室二", None, "classroom", 48, 90, 0),
    ("科学广场", None, "outdoor", 800, 3_000, 0),
];

/// A person: name, kind, department, licence class, qualifications as aspect and value.
type Someone =
    (&'static str, &'static str, &'static str, Option<&'static str>, &'static [(&'static str, &'static str)]);

const PEOPLE: &[Someone] = &[
    ("周敏", "staff", "观众服务部", None, &[]),
    ("陈立", "staff", "观众服务部", None, &[]),
    ("林晚", "staff", "巡展部", Some("C1"), &[("role", "docent")]),
    ("许澄", "staff", "展览教育部", None, &[("role", "docent")]),
    ("秦川", "staff", "巡展部", Some("A1A2"), &[]),
    ("何远", "staff", "巡展部", Some("B1"), &[]),
    ("白渡", "staff", "展品技术部", Some("C1"), &[]),
    ("苏禾", "docent", "展览教育部", None, &[("language", "en")]),
    (
        "沈舟",
        "docent",
        "展览教育部",
        None,
        &[("language", "en"), ("theme", "航天"), ("theme", "基础科学"), ("theme", "数学")],
    ),
    ("蒲苇", "docent", "展览教育部", None, &[("hall", "儿童厅"), ("hall", "生活科技厅"), ("age_band", "学龄前")]),
    ("叶青", "docent", "展览教育部", None, &[]),
    ("江临", "docent", "展览教育部", None, &[]),
    ("唐柚", "docent", "展览教育部", None, &[]),
    ("何砚", "docent", "展览教育部", None, &[]),
    ("冉溪", "docent", "展览教育部", None, &[("language", "en")]),
    ("周予安", "docent", "展览教育部", None, &[]),
    ("陶然", "staff", "科普活动部", None, &[]),
    ("季白", "staff", "科普活动部", None, &[]),
    ("安溪", "staff", "科普活动部", None, &[]),
    ("方圆", "staff", "馆校合作部", None, &[]),
    ("黎光", "staff", "馆校合作部", None, &[]),
    ("罗小满", "volunteer", "展览教育部", None, &[("role", "docent")]),
    ("杜若", "volunteer", "展览教育部", None, &[("role", "docent"), ("language", "en")]),
    ("石榴", "volunteer", "观众服务部", None, &[]),
];

/// Name, plate, kind, licence class, kilometres, years in use.
const VEHICLES: &[(&str, &str, &str, &str, i64, i64)] = &[
    ("大篷车1号", "渝A·示001", "中型，12箱", "B1", 86_400, 6),
    ("大篷车2号", "渝A·示002", "小型，8箱", "C1", 101_300, 8),
];

const KITS: &[(&str, &[(&str, i64)])] = &[
    ("球幕天文箱", &[("充气球幕", 1), ("数字投影机", 1), ("鼓风机", 2), ("星图卡", 60), ("插线板20米", 3)]),
    ("机器人体验箱", &[("人形机器人", 2), ("编程积木", 30), ("平板电脑", 15), ("充电箱", 1)]),
    ("趣味化学箱", &[("实验台布", 4), ("护目镜", 40), ("液氮罐5升", 1), ("灭火毯", 2), ("急救包", 1)]),
];

/// Name, district, kind, address, contact, power, parking.
const SITES: &[(&str, &str, &str, &str, &str, &str, &str)] = &[
    ("幼岚小学", "500236", "school", "奉节县夔州路示例1号", "周老师", "380 V，操场西侧", "校门宽4.2 m，可停12 m车"),
    ("竹园中学", "500236", "school", "奉节县竹园镇示例2号", "冉老师", "220 V，报告厅", "操场可停"),
    ("静观社区", "500109", "model_community", "北碚区静观镇示例3号", "邓主任", "220 V", "社区广场"),
    (
        "塘坝镇文明实践中心",
        "500152",
        "civilization_practice_centre",
        "潼南区塘坝镇示例4号",
        "唐站长",
        "220 V",
        "院内3个车位",
    ),
    ("临江小学", "500154", "school", "开州区临江镇示例5号", "向老师", "380 V", "操场"),
    ("龙潭中学", "500240", "school", "石柱县龙潭乡示例6号", "谭老师", "220 V", "校门宽3.8 m"),
    ("关坝镇广场", "500110-wansheng", "public_place", "万盛经开区关坝镇示例7号", "李站长", "发电机自带", "广场"),
];

/// District, minutes and metres from the museum, and who says so.
const ROADS: &[(&str, i64, i64)] = &[
    ("500236", 330, 410_000),
    ("500109", 45, 40_000),
    ("500240", 205, 234_000),
    ("500152", 90, 102_000),
    ("500110-wansheng", 110, 119_000),
];

/// Name, space, condition.
const EXHIBITS: &[(&str, &str, &str)] = &[
    ("水的旅行", "水区", "on_show"),
    ("万能积木墙", "建构角", "on_show"),
    ("三轴陀螺训练器", "宇航厅", "on_show"),
    ("返回舱模型", "宇航厅", "on_show"),
    ("地震体验屋", "防灾厅", "on_show"),
    ("特斯拉线圈", "电磁区", "under_repair"),
    ("无形的力", "力学区", "on_show"),
    ("莫比乌斯带过山车", "临展厅", "on_show"),
    ("勾股定理水轮", "临展厅", "on_show"),
    ("旧式放映机", "球幕影院", "in_store"),
];

/// Exhibits that belong to the exhibition that is on.
pub(super) const EXHIBITION_EXHIBITS: &[&str] = &["莫比乌斯带过山车", "勾股定理水轮"];

/// Profiles by role, one each.
const PROFILES: &[(&str, Role)] = &[
    ("前台", Role::FrontDesk),
    ("林晚（巡展）", Role::Planner),
    ("许澄（排班）", Role::RosterLead),
    ("陈立（值班经理）", Role::DutyManager),
    ("周敏（馆领导）", Role::Manager),
];

/// The ids of everything on the lists, by name.
pub(super) struct Lists {
    today: Minute,
    ids: HashMap<&'static str, String>,
}

impl Lists {
    /// Gives everything its id.
    pub(super) fn new(today: Minute) -> Lists {
        let names = DEPARTMENTS
            .iter()
            .copied()
            .chain(SPACES.iter().map(|space| space.0))
            .chain(PEOPLE.iter().map(|person| person.0))
            .chain(VEHICLES.iter().map(|vehicle| vehicle.0))
            .chain(KITS.iter().map(|kit| kit.0))
            .chain(SITES.iter().map(|site| site.0))
            .chain(EXHIBITS.iter().map(|exhibit| exhibit.0));
        Lists { today, ids: names.map(|name| (name, Uuid::now_v7().to_string())).collect() }
    }

    /// The id of a name on the lists; empty for one that is not, which the gate then refuses.
    pub(super) fn id(&self, name: &str) -> String {
        self.ids.get(name).cloned().unwrap_or_default()
    }

    /// The ids of several names.
    pub(super) fn ids(&self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.id(name)).collect()
    }

    fn day(&self, days: i64) -> Minute {
        self.today + days * DAY_MINUTES
    }

    /// Writes the lists.
    pub(super) fn write(&self, call: &mut Call<'_>) -> Result<(), Failure> {
        self.departments_and_spaces(call);
        self.people(call);
        self.fleet(call);
        self.sites(call);
        self.exhibits(call);
        for (name, role) in PROFILES {
            let row = rows::Profile {
                id: call.new_id(),
                revision: 0,
                name: (*name).to_owned(),
                sort_key: search::sort_key(name),
                role: role.code().to_owned(),
                pin_hash: None,
                active: true,
            };
            call.batch.insert(&row);
        }
        for days in -super::DAYS_BACK..=35 {
            let leader =
                ["周敏", "陈立", "许澄"][usize::try_from((self.day(days) / DAY_MINUTES).rem_euclid(3)).unwrap_or(0)];
            let row = rows::Duty { id: call.new_id(), revision: 0, day: self.day(days), leader_id: self.id(leader) };
            call.batch.insert(&row);
        }
        Ok(())
    }

    fn departments_and_spaces(&self, call: &mut Call<'_>) {
        for name in DEPARTMENTS {
            call.batch.insert(&rows::Department {
                id: self.id(name),
                revision: 0,
                name: (*name).to_owned(),
                sort_key: search::sort_key(name),
                active: true,
            });
        }
        for (rank, (name, parent, kind, capacity, area, lanes)) in (0..).zip(SPACES) {
            call.batch.insert(&rows::Space {
                id: self.id(name),
                revision: 0,
                parent_id: parent.map(|parent| self.id(parent)),
                name: (*name).to_owned(),
                sort_key: search::sort_key(name),
                rank,
                kind: (*kind).to_owned(),
                capacity: Some(*capacity),
                area_square_metres: Some(*area),
                lanes: *lanes,
                active: true,
            });
        }
    }

    fn people(&self, call: &mut Call<'_>) {
        for (number, (name, kind, department, licence, qualifications)) in (1..).zip(PEOPLE) {
            call.batch.insert(&rows::Person {
                id: self.id(name),
                revision: 0,
                name: (*name).to_owned(),
                sort_key: search::sort_key(name),
                kind: (*kind).to_owned(),
                department_id: Some(self.id(department)),
                // 1380000 is no assigned block: nobody is called by mistake.
                phone: Some(format!("1380000{:04}", 1_000 + number)),
                licence_class: licence.map(str::to_owned),
                licence_expires: licence.map(|_| self.day(700)),
                remark: None,
                active: true,
            });
            for (aspect, value) in *qualifications {
                // One English qualification runs out in the weeks ahead, as they do.
                let soon = *name == "沈舟" && *aspect == "language";
                let row = rows::Qualification {
                    id: call.new_id(),
                    revision: 0,
                    person_id: self.id(name),
                    aspect: (*aspect).to_owned(),
                    value: if *aspect == "hall" { self.id(value) } else { (*value).to_owned() },
                    expires: soon.then(|| self.day(18)),
                };
                call.batch.insert(&row);
            }
        }
        for (name, weekdays) in [("罗小满", [5, 6]), ("杜若", [5, 6]), ("石榴", [2, 5])] {
            for weekday in weekdays {
                let row = rows::Availability {
                    id: call.new_id(),
                    revision: 0,
                    person_id: self.id(name),
                    weekday,
                    starts: 9 * 60,
                    ends: 17 * 60,
                    valid_from: None,
                    valid_to: None,
                };
                call.batch.insert(&row);
            }
        }
        for (name, from, to, kind) in
            [("江临", 8, 11, "annual"), ("唐柚", -6, -4, "annual"), ("季白", 3, 4, "official")]
        {
            let row = rows::Leave {
                id: call.new_id(),
                revision: 0,
                person_id: self.id(name),
                starts: self.day(from),
                ends: self.day(to),
                kind: kind.to_owned(),
                remark: None,
            };
            call.batch.insert(&row);
        }
    }

    fn fleet(&self, call: &mut Call<'_>) {
        for (name, plate, kind, class, kilometres, years) in VEHICLES {
            call.batch.insert(&rows::Vehicle {
                id: self.id(name),
                revision: 0,
                name: (*name).to_owned(),
                sort_key: search::sort_key(name),
                plate: (*plate).to_owned(),
                kind: (*kind).to_owned(),
                licence_class: (*class).to_owned(),
                inspection_expires: Some(self.day(160)),
                insurance_expires: Some(self.day(95)),
                acquired: Some(self.day(-years * 365)),
                odometer_kilometres: Some(*kilometres),
                remark: None,
                active: true,
            });
        }
        for (name, items) in KITS {
            call.batch.insert(&rows::Kit {
                id: self.id(name),
                revision: 0,
                name: (*name).to_owned(),
                sort_key: search::sort_key(name),
                remark: None,
                active: true,
            });
            for (rank, (item, quantity)) in (0..).zip(*items) {
                let row = rows::KitItem {
                    id: call.new_id(),
                    revision: 0,
                    kit_id: self.id(name),
                    name: (*item).to_owned(),
                    quantity: *quantity,
                    rank,
                };
                call.batch.insert(&row);
            }
        }
    }

    fn sites(&self, call: &mut Call<'_>) {
        for (number, (name, district, kind, address, contact, power, parking)) in (1..).zip(SITES) {
            call.batch.insert(&rows::Site {
                id: self.id(name),
                revision: 0,
                name: (*name).to_owned(),
                sort_key: search::sort_key(name),
                district_code: (*district).to_owned(),
                kind: (*kind).to_owned(),
                address: Some((*address).to_owned()),
                contact_name: Some((*contact).to_owned()),
                contact_phone: Some(format!("1390000{:04}", 2_000 + number)),
                power: Some((*power).to_owned()),
                parking: Some((*parking).to_owned()),
                remark: None,
                active: true,
            });
        }
        for (district, minutes, metres) in ROADS {
            let row = rows::TravelTime {
                id: call.new_id(),
                revision: 0,
                from_code: "500157".to_owned(),
                to_code: (*district).to_owned(),
                minutes: *minutes,
                metres: *metres,
                provenance: "里程记录".to_owned(),
            };
            call.batch.insert(&row);
        }
    }

    fn exhibits(&self, call: &mut Call<'_>) {
        for (name, space, condition) in EXHIBITS {
            let id = self.id(name);
            call.batch.insert(&rows::Exhibit {
                id: id.clone(),
                revision: 0,
                name: (*name).to_owned(),
                sort_key: search::sort_key(name),
                space_id: Some(self.id(space)),
                exhibition_id: None,
                condition: (*condition).to_owned(),
                remark: None,
                active: true,
            });
            if *condition == "under_repair" {
                let row = rows::ExhibitFault {
                    id: call.new_id(),
                    revision: 0,
                    exhibit_id: id,
                    reported: self.day(-3) + 10 * 60,
                    words: "放电间隙异常，已断电等待配件".to_owned(),
                    mended: None,
                };
                call.batch.insert(&row);
            }
        }
    }
}
