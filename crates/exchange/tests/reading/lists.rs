//! Lists in the forms that museums keep them: what is proposed and what comes out.

use exchange::mapping::{Known, apply, check, propose};
use exchange::{Layout, SheetKind, Value, read};

/// The kind, the fields by column, of each table, and each entry's values in the order of its kind, `!` before one that
/// is refused.
fn shown(text: &str, name: &str) -> (String, String, Vec<String>) {
    let workbook = read::workbook(text.as_bytes(), name).expect("a csv");
    let mapping = propose(&workbook, name, &Known::default(), None);
    check(&mapping, &workbook).expect("a mapping that fits");
    let tables = mapping.sheets.iter().map(|sheet| {
        let Layout::List { columns, .. } = &sheet.layout else { panic!("a list: {:?}", sheet.layout) };
        let columns: Vec<String> =
            columns.iter().map(|column| format!("{}={}", column.column, column.fields.join("+"))).collect();
        (sheet.kind.clone(), columns.join(" "))
    });
    let (kinds, columns): (Vec<String>, Vec<String>) = tables.unzip();
    let fields = |sheet: usize| SheetKind::from_code(&kinds[sheet]).expect("a kind").fields();
    let entries = apply(&workbook, &mapping).entries.into_iter().map(|entry| {
        let said = |(value, field): (&Option<Value>, &exchange::Field)| {
            value.as_ref().map(|value| exchange::said(value, field, words::Locale::ZhCn))
        };
        let values: Vec<String> = entry.values.iter().zip(fields(entry.sheet)).filter_map(said).collect();
        format!("{}{}", if entry.refused { "!" } else { "" }, values.join("|"))
    });
    let entries = entries.collect();
    (kinds.join(" | "), columns.join(" | "), entries)
}

#[test]
fn lists_are_read_in_the_forms_that_museums_keep_them() {
    for (name, text, kind, columns, entries) in [
        (
            "a day with its times in one column.csv",
            "活动主题,活动时间,活动地点,主讲人,参加人数\n奇妙的光,2026年5月6日9:30-10:30,二楼教室,张一,30\n搭桥,5月9日（周六）14:00—15:30,创客空间,李二,20组家庭\n",
            "session",
            "A=title B=date+starts+ends C=spaces D=people E=capacity",
            vec!["奇妙的光|2026-05-06|09:30|10:30|二楼教室|张一|30", "!搭桥|2026-05-09|14:00|15:30|创客空间|李二"],
        ),
        (
            "no headings.csv",
            "2026-05-06,9:30-10:30,儿童厅,会讲故事的水,张一\n2026-05-07,9:30-10:30,儿童厅,力与机械,李二\n2026-05-08,9:30-10:30,宇航厅,飞向太空,王五\n",
            "session",
            "A=date B=starts+ends C=spaces D=title E=people",
            vec![
                "会讲故事的水|2026-05-06|09:30|10:30|儿童厅|张一",
                "力与机械|2026-05-07|09:30|10:30|儿童厅|李二",
                "飞向太空|2026-05-08|09:30|10:30|宇航厅|王五",
            ],
        ),
        (
            "讲解排班2026.csv",
            "日期,星期,时间,展厅,讲解员\n5月5日,周二,9:30-10:30,儿童厅,张一、李二\n,,14:00-15:00,宇航厅,王五\n,,15:00-16:00,宇航厅,张一\n5月6日,周三,9:30-10:30,儿童厅,李二\n",
            "session",
            "A=date C=starts+ends D=spaces E=people",
            vec![
                "讲解|讲解|2026-05-05|09:30|10:30|儿童厅|张一、李二",
                "讲解|讲解|2026-05-05|14:00|15:00|宇航厅|王五",
                "讲解|讲解|2026-05-05|15:00|16:00|宇航厅|张一",
                "讲解|讲解|2026-05-06|09:30|10:30|儿童厅|李二",
            ],
        ),
        (
            "志愿者.csv",
            "2026年志愿者名单\n序号,姓名,性别,联系电话,可服务时间\n1,李 二,男,138 0000 0002,周末全天\n",
            "person",
            "B=name D=phone E=availability",
            vec!["李二|志愿者|13800000002|周末全天"],
        ),
        (
            "临展2026.csv",
            "展览名称,展期,布展时间,展厅\n恐龙来了,2026.1.20-2026.4.20,2026.1.10-1.19,临展厅\n",
            "exhibition",
            "A=title B=opens_on+closes_on C=installs_from D=spaces",
            vec!["恐龙来了|临展厅|2026-01-10|2026-01-20|2026-04-20"],
        ),
        (
            "two people a row 2026.csv",
            "日期,时间,内容,讲解员1,讲解员2\n5月5日,9:30,小实验,张一,李二\n5月6日,9:30,小实验,张一,\n",
            "session",
            "A=date B=starts C=title D=people E=people",
            vec!["小实验|讲解|2026-05-05|09:30|张一、李二", "小实验|讲解|2026-05-06|09:30|张一"],
        ),
        (
            "two tables side by side 2026.csv",
            "日期,时间,场地,内容,,日期,时间,场地,内容\n5月5日,9:30,儿童厅,小实验,,5月12日,9:30,宇航厅,科学秀\n",
            "session | session",
            "A=date B=starts C=spaces D=title | F=date G=starts H=spaces I=title",
            vec!["小实验|2026-05-05|09:30|儿童厅", "科学秀|2026-05-12|09:30|宇航厅"],
        ),
        (
            "one table below another.csv",
            "人员\n姓名,类别,电话\n张一,讲解员,13800000001\n\n场地\n场地名称,类型,容纳人数\n儿童厅,展厅,200\n",
            "space | person",
            "A=name B=kind C=capacity | A=name B=kind C=phone",
            vec!["儿童厅|展厅|200", "张一|讲解员|13800000001"],
        ),
        (
            "words of their own 2026.csv",
            "课程代码,课程名,日期,时间,类别,教室\nK01,编程,5月5日,9:30,科创甲类,创意工坊\nK01,编程,5月6日,9:30,科创乙类,创意工坊\n",
            "session",
            "B=title C=date D=starts F=spaces",
            vec!["编程|2026-05-05|09:30|创意工坊", "编程|2026-05-06|09:30|创意工坊"],
        ),
        (
            "a slip in a list 2026.csv",
            "日期,时间,活动名称,类别,地点\n5月5日,9:30,小实验,实验,儿童厅\n5月6日,9:30,小实验,实验,儿童厅\n5月7日,9:30,小实验,蹦床,儿童厅\n",
            "session",
            "A=date B=starts C=title D=kind E=spaces",
            vec![
                "小实验|实验|2026-05-05|09:30|儿童厅",
                "小实验|实验|2026-05-06|09:30|儿童厅",
                "!小实验|2026-05-07|09:30|儿童厅",
            ],
        ),
        (
            "days of a month.csv",
            "2026年10月讲解\n日,时间,展厅,讲解员\n3,9:30,儿童厅,张一\n31,9:30,儿童厅,张一\n",
            "session",
            "A=date B=starts C=spaces D=people",
            vec!["讲解|讲解|2026-10-03|09:30|儿童厅|张一", "讲解|讲解|2026-10-31|09:30|儿童厅|张一"],
        ),
        (
            "how long it is 2026.csv",
            "日期,开始,时长,项目,地点\n5月5日,9:30,45分钟,小实验,儿童厅\n5月6日,14:00,1.5小时,小实验,儿童厅\n5月7日,14:00,90,小实验,儿童厅\n5月8日,23:30,1小时,小实验,儿童厅\n",
            "session",
            "A=date B=starts C=ends D=title E=spaces",
            vec![
                "小实验|2026-05-05|09:30|10:15|儿童厅",
                "小实验|2026-05-06|14:00|15:30|儿童厅",
                "小实验|2026-05-07|14:00|15:30|儿童厅",
                "!小实验|2026-05-08|23:30|儿童厅",
            ],
        ),
        (
            "months between the rows 2026.csv",
            "2026年讲解安排\n9月\n日期,时间,展厅,讲解员\n3日,9:30-10:30,儿童厅,张一\n注：12月闭馆检修\n4日,9:30-10:30,儿童厅,张一\n10月\n日期,时间,展厅,讲解员\n3日,9:30-10:30,儿童厅,张一\n",
            "session",
            "A=date B=starts+ends C=spaces D=people",
            vec![
                "讲解|讲解|2026-09-03|09:30|10:30|儿童厅|张一",
                "讲解|讲解|2026-09-04|09:30|10:30|儿童厅|张一",
                "讲解|讲解|2026-10-03|09:30|10:30|儿童厅|张一",
            ],
        ),
        (
            "runs without names.csv",
            "日期,学校,车辆,开始时间,结束时间,随车人员\n2026-10-12,永安小学,一号车,9:00,11:30,张一\n2026-10-12,西部中学,一号车,14:00,16:00,张一\n2026-10-13,江口小学,一号车,9:00,11:30,李二\n",
            "caravan_run",
            "A=date B=site C=vehicle D=starts E=ends F=crew",
            vec![
                "10月12日 永安小学|一号车|张一|永安小学|2026-10-12|09:00|11:30",
                "10月12日 永安小学|一号车|张一|西部中学|2026-10-12|14:00|16:00",
                "10月13日 江口小学|一号车|李二|江口小学|2026-10-13|09:00|11:30",
            ],
        ),
        (
            "展品.csv",
            "编号,展项名称,所在展厅,状态\nZP-001,傅科摆,基础科学厅,完好\nZP-002,静电球,基础科学厅,故障\n",
            "exhibit",
            "B=name C=space D=condition",
            vec!["傅科摆|基础科学厅|在展", "静电球|基础科学厅|维修"],
        ),
    ] {
        let (found_kind, found_columns, found_entries) = shown(text, name);
        assert_eq!((found_kind.as_str(), found_columns.as_str()), (kind, columns), "{name}");
        assert_eq!(found_entries, entries, "{name}");
    }
}
