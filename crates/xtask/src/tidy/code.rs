//! Reading code without being taken in by its comments and strings: both are blanked, lines kept.

use crate::tree::Source;

/// A language with its own comments and strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Rust.
    Rust,
    /// TypeScript and JavaScript.
    Script,
    /// SQL.
    Sql,
}

/// What is kept of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The code alone.
    Code,
    /// The code and what its strings hold.
    CodeAndStrings,
}

/// The text with its comments (and its strings, unless kept) as spaces; every line keeps its number.
pub fn blanked(text: &str, language: Language, keep: Keep) -> String {
    Blanking { rest: text.chars().collect(), at: 0, language, keep, output: String::with_capacity(text.len()) }.run()
}

struct Blanking {
    rest: Vec<char>,
    at: usize,
    language: Language,
    keep: Keep,
    output: String,
}

impl Blanking {
    fn run(mut self) -> String {
        while self.at < self.rest.len() {
            if self.starts("//") && self.language != Language::Sql
                || self.starts("--") && self.language == Language::Sql
            {
                self.blank_to("\n", false);
            } else if self.starts("/*") {
                self.block_comment();
            } else if self.raw_string() || self.string() {
            } else {
                self.take(false);
            }
        }
        self.output
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    fn starts(&self, words: &str) -> bool {
        words.chars().enumerate().all(|(ahead, letter)| self.peek(ahead) == Some(letter))
    }

    /// Moves on by one character, written as it is or as a space.
    fn take(&mut self, blank: bool) {
        if let Some(letter) = self.peek(0) {
            self.output.push(if blank && letter != '\n' { ' ' } else { letter });
            self.at += 1;
        }
    }

    fn blank_to(&mut self, end: &str, included: bool) {
        while self.at < self.rest.len() && !self.starts(end) {
            self.take(true);
        }
        for _ in 0..if included { end.len() } else { 0 } {
            self.take(true);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            if self.starts("/*") && (depth == 0 || self.language == Language::Rust) {
                depth += 1;
                self.take(true);
            } else if self.starts("*/") {
                depth -= 1;
                self.take(true);
            }
            self.take(true);
            if depth == 0 || self.at >= self.rest.len() {
                return;
            }
        }
    }

    /// `r"…"`, `r#"…"#`, with or without `b` before.
    fn raw_string(&mut self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.rest.get(at)).copied();
        if self.language != Language::Rust || self.peek(0) != Some('r') {
            return false;
        }
        if before.is_some_and(|letter| letter.is_alphanumeric() && letter != 'b' || letter == '_') {
            return false;
        }
        let hashes = (1..).take_while(|ahead| self.peek(*ahead) == Some('#')).count();
        if self.peek(1 + hashes) != Some('"') {
            return false;
        }
        for _ in 0..hashes + 2 {
            self.take(false);
        }
        let end = format!("\"{}", "#".repeat(hashes));
        while self.at < self.rest.len() && !self.starts(&end) {
            self.take(self.keep == Keep::Code);
        }
        for _ in 0..end.len() {
            self.take(false);
        }
        true
    }

    fn string(&mut self) -> bool {
        let Some(quote) = self.peek(0) else { return false };
        let is_string = match (self.language, quote) {
            // A lifetime is no string: a character literal closes after one character or an escape.
            (Language::Rust, '\'') => self.peek(1) == Some('\\') || self.peek(2) == Some('\''),
            (Language::Rust | Language::Sql, '"') | (Language::Sql, '\'') => true,
            (Language::Script, '"' | '\'' | '`') => true,
            _ => false,
        };
        if !is_string {
            return false;
        }
        self.take(false);
        while let Some(letter) = self.peek(0) {
            if letter == quote {
                self.take(false);
                break;
            }
            if letter == '\\' && self.language != Language::Sql {
                self.take(self.keep == Keep::Code);
            } else if quote == '`' && self.starts("${") {
                self.expression();
                continue;
            } else if letter == '\n' && self.language == Language::Script && quote != '`' {
                // An apostrophe in a page's own text, not a string.
                break;
            }
            self.take(self.keep == Keep::Code);
        }
        true
    }

    /// `${…}` within a template is code.
    fn expression(&mut self) {
        let mut depth = 0;
        while let Some(letter) = self.peek(0) {
            if matches!(letter, '"' | '\'' | '`') {
                self.string();
                continue;
            }
            depth += i32::from(letter == '{') - i32::from(letter == '}');
            self.take(false);
            if depth == 0 && letter == '}' {
                return;
            }
        }
    }
}

/// The language of a file, where it is one that is read here. A component is read as script:
/// its markup holds no comment marks of its own that would matter.
pub fn language(source: &Source) -> Option<Language> {
    if source.ends_in(&["rs"]) {
        Some(Language::Rust)
    } else if source.ends_in(&["ts", "js", "mjs", "svelte"]) {
        Some(Language::Script)
    } else if source.ends_in(&["sql"]) {
        Some(Language::Sql)
    } else {
        None
    }
}

/// The lines of the code alone, numbered from 1.
pub fn code_lines(source: &Source) -> Vec<(usize, String)> {
    let Some(language) = language(source) else { return Vec::new() };
    let text = if source.ends_in(&["svelte"]) { scripts(&source.text) } else { source.text.clone() };
    numbered(&blanked(&text, language, Keep::Code))
}

/// The lines of a text, numbered from 1.
pub fn numbered(text: &str) -> Vec<(usize, String)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line.to_owned())).collect()
}

/// A component with everything outside its scripts blanked.
fn scripts(text: &str) -> String {
    let mut within = false;
    let lines = text.lines().map(|line| {
        let kept = within && !line.trim_start().starts_with("</script");
        if line.trim_start().starts_with("<script") {
            within = !line.contains("</script");
        } else if line.contains("</script") {
            within = false;
        }
        if kept { line } else { "" }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines of Rust code that are no test: up to the first module under `#[cfg(test)]`.
pub fn product_lines(source: &Source) -> Vec<(usize, String)> {
    if source.is_test() {
        return Vec::new();
    }
    let lines = code_lines(source);
    let tests = lines.windows(2).position(|pair| {
        pair[0].1.trim() == "#[cfg(test)]"
            && (pair[1].1.trim_start().starts_with("mod ") || pair[1].1.contains(" mod "))
    });
    let end = tests.unwrap_or(lines.len());
    lines.into_iter().take(end).collect()
}

/// The lines of code that are test.
pub fn test_lines(source: &Source) -> Vec<(usize, String)> {
    let product = product_lines(source).len();
    code_lines(source).into_iter().skip(product).collect()
}

/// Whether a word stands in a line as a word of its own.
pub fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        !part(before) && !part(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked_and_lines_stay() {
        let code = |text, language| blanked(text, language, Keep::Code);
        assert_eq!(code("a // b\nc /* d\n e */ f", Language::Rust), "a     \nc     \n      f");
        assert_eq!(code("/* a /* b */ c */ d", Language::Rust), "                  d");
        assert_eq!(code("x(\"// \\\" y\") z", Language::Rust), "x(\"       \") z");
        assert_eq!(code("r#\"a\"b\"# c 'd' &'e f", Language::Rust), "r#\"   \"# c ' ' &'e f");
        assert_eq!(code("'\\'' a", Language::Rust), "'  ' a");
        assert_eq!(code("`a ${b(`c`)} d` e", Language::Script), "`  ${b(` `)}  ` e");
        assert_eq!(code("a 'it''s' -- c\nb", Language::Sql), "a '  '' '     \nb");
        assert_eq!(blanked("a \"b\" // c", Language::Script, Keep::CodeAndStrings), "a \"b\"     ");
    }

    #[test]
    fn tests_begin_at_their_module() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n".to_owned();
        let source = Source { path: "crates/x/src/a.rs".to_owned(), text };
        assert_eq!(product_lines(&source).len(), 1);
        assert_eq!(test_lines(&source).len(), 4);
    }

    #[test]
    fn a_word_stands_alone() {
        assert!(has_word("x: any;", "any"));
        assert!(!has_word("x: many; company; any_of", "any"));
    }
}
