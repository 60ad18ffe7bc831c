//! How a character is spoken where it stands: names and words first, then the dictionary.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyin as _;

const NAMES: &str = include_str!("../../data/readings/names.tsv");
const WORDS: &str = include_str!("../../data/readings/words.tsv");

/// Characters of the longest word in the tables.
const WORD_CHARACTERS_MAX: usize = 3;

/// One spoken syllable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Syllable {
    /// Its letters; ü is v, as it is typed.
    pub(super) letters: String,
    /// Its tone, 1 to 5.
    pub(super) tone: u8,
    /// For a surname, what the character is in any other place.
    pub(super) commonly: Option<Box<Syllable>>,
}

struct Tables {
    words: HashMap<Vec<char>, Vec<Syllable>>,
    surnames: HashMap<char, Syllable>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { words: HashMap::new(), surnames: HashMap::new() };
    // The first word wins: names.tsv stands before words.tsv.
    for line in NAMES.lines().chain(WORDS.lines()).filter(|line| !line.starts_with('#')) {
        let Some((word, syllables)) = line.split_once('\t') else { continue };
        let syllables: Vec<Syllable> = syllables.split(' ').map(syllable).collect();
        match (word.strip_prefix('^').and_then(|surname| surname.chars().next()), syllables.first()) {
            (Some(surname), Some(first)) => {
                tables.surnames.insert(surname, first.clone());
            }
            _ => {
                tables.words.entry(word.chars().collect()).or_insert(syllables);
            }
        }
    }
    tables
});

/// Reads a syllable whose tone is its last letter, where it has one.
fn syllable(text: &str) -> Syllable {
    let tone = text.bytes().last().filter(u8::is_ascii_digit).map_or(5, |digit| digit - b'0');
    let letters = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    Syllable { letters: letters.replace('ü', "v").replace('ê', "e"), tone, commonly: None }
}

fn of_character(character: char) -> Option<Syllable> {
    let word = TABLES.words.get([character].as_slice()).and_then(|syllables| syllables.first().cloned());
    word.or_else(|| character.to_pinyin().map(|pinyin| syllable(pinyin.with_tone_num_end())))
}

/// The syllable of each character; a space, or a character that no dictionary has, gets none.
pub(super) fn readings(text: &[char]) -> Vec<Option<Syllable>> {
    let mut found = Vec::with_capacity(text.len());
    while found.len() < text.len() {
        let rest = &text[found.len()..];
        let word = (2..=WORD_CHARACTERS_MAX.min(rest.len())).rev().find_map(|length| TABLES.words.get(&rest[..length]));
        match word {
            Some(word) => found.extend(word.iter().cloned().map(Some)),
            None => found.push(of_character(rest[0])),
        }
    }
    let is_name = (2..=4).contains(&text.len()) && !text.contains(&' ');
    let in_word =
        is_name && (2..=WORD_CHARACTERS_MAX.min(text.len())).any(|length| TABLES.words.contains_key(&text[..length]));
    if let Some(surname) = text.first().filter(|_| is_name && !in_word).and_then(|first| TABLES.surnames.get(first)) {
        let commonly = found[0].take().filter(|common| common.letters != surname.letters).map(Box::new);
        found[0] = Some(Syllable { commonly, ..surname.clone() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_reads_each_character() {
        let mut lines = 0;
        for line in NAMES.lines().chain(WORDS.lines()).filter(|line| !line.starts_with('#')) {
            let (word, syllables) = line.split_once('\t').expect(line);
            let characters = word.trim_start_matches('^').chars().count();
            assert!(characters <= WORD_CHARACTERS_MAX, "{line}");
            assert_eq!(characters, syllables.split(' ').count(), "{line}");
            for text in syllables.split(' ') {
                assert!(syllable(text).letters.bytes().all(|letter| letter.is_ascii_lowercase()), "{line}");
            }
            lines += 1;
        }
        assert!(lines > 1_700, "{lines}");
    }

    #[test]
    fn the_dictionary_alone_would_read_these_wrongly() {
        for (text, spoken) in [
            ("重庆", "chong qing"),
            ("长寿", "chang shou"),
            ("丰都", "feng du"),
            ("曾明", "zeng ming"),
            ("音乐", "yin yue"),
        ] {
            let characters: Vec<char> = text.chars().collect();
            let letters: Vec<String> = readings(&characters).into_iter().flatten().map(|found| found.letters).collect();
            assert_eq!(letters.join(" "), spoken);
            let alone: Vec<&str> = characters.iter().filter_map(|one| one.to_pinyin()).map(|one| one.plain()).collect();
            assert_ne!(alone.join(" "), spoken, "{text} needs no line any more");
        }
    }
}
