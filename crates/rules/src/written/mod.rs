//! How people write times and numbers in a line or in a cell: read once here, for quick add and for sheets.

pub mod time;

/// Full-width digits, letters and punctuation as their narrow forms.
pub fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Whether `word` stands at the beginning of `rest`, in either case; Latin words only as whole ones.
pub fn starts_with(rest: &[char], word: &str) -> bool {
    let length = word.chars().count();
    let same = rest.len() >= length
        && rest.iter().zip(word.chars()).all(|(one, other)| one.to_lowercase().eq(other.to_lowercase()));
    let latin = word.chars().next_back().is_some_and(|last| last.is_ascii_alphabetic());
    same && !(latin && rest.get(length).is_some_and(|next| next.is_ascii_alphabetic()))
}

/// A whole number of one to six digits.
pub fn number_at(rest: &[char]) -> Option<(i64, usize)> {
    let digits: String = rest.iter().take_while(|character| character.is_ascii_digit()).collect();
    if digits.is_empty() || digits.len() > 6 {
        return None;
    }
    Some((digits.parse().ok()?, digits.len()))
}
