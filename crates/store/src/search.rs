//! Search tokens (being written).
/// Tokens of a text.
pub fn tokens(text: &str) -> Vec<String> {
    let mut t: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    t.sort();
    t.dedup();
    t
}
/// Sort key.
pub fn sort_key(text: &str) -> String {
    text.to_lowercase()
}
