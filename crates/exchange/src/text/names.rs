//! Several names in a cell.

use super::is_blank;

/// The names in a cell, in its order. A space parts names only where every part is a person's name by its look; one
/// within a name of two signs (`王　伟`) is filled up space.
pub fn split(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split(['、', '，', ',', ';', '；', '/', '／', '\n', '\r', '\t', '+', '＋', '&', '＆', '|', '｜'])
    {
        let part = part.trim_matches(is_blank);
        let words: Vec<&str> = part.split(is_blank).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => {}
            [one] => add(&mut names, one),
            words if words.len() == 2 && words.iter().all(|word| is_han(word) && signs(word) == 1) => {
                add(&mut names, &words.concat());
            }
            words if words.iter().all(|word| is_han(word) && (2..=4).contains(&signs(word))) => {
                words.iter().for_each(|word| add(&mut names, word));
            }
            words => add(&mut names, &words.join(" ")),
        }
    }
    names
}

fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

fn signs(word: &str) -> usize {
    word.chars().count()
}

/// Whether all signs are Chinese ones, rare ones included.
pub(crate) fn is_han(word: &str) -> bool {
    !word.is_empty()
        && word.chars().all(
            |sign| matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '·'),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_where_that_is_safe() {
        for (text, names) in [
            ("周小满", vec!["周小满"]),
            ("周小满、林知远", vec!["周小满", "林知远"]),
            ("周小满，林知远; 𬭎㛃䶮", vec!["周小满", "林知远", "𬭎㛃䶮"]),
            ("周小满 林知远", vec!["周小满", "林知远"]),
            ("周小满\n林知远", vec!["周小满", "林知远"]),
            ("王　伟", vec!["王伟"]),
            ("儿童厅/基础科学厅", vec!["儿童厅", "基础科学厅"]),
            ("Lab 2", vec!["Lab 2"]),
            ("Li Ming", vec!["Li Ming"]),
            ("周小满、周小满", vec!["周小满"]),
            ("阿迪力·买买提", vec!["阿迪力·买买提"]),
            (" 、 ", vec![]),
        ] {
            assert_eq!(split(text), names, "{text}");
        }
    }
}
