//! Rows that are no content: sums, notes, signatures.

/// Words with which a row begins that is no content.
const REMARKS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "备注",
    "注：",
    "注:",
    "说明",
    "填表",
    "制表",
    "审核",
    "审批",
    "联系人：",
    "统计",
    "total",
    "note:",
    "以上",
    "※",
    "*",
];

/// Whether a text begins a row that is no content.
pub(super) fn begins_a_remark(text: &str) -> bool {
    let text = text.trim();
    REMARKS.iter().any(|word| text.get(..word.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(word)))
}
