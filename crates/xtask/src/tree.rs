//! The repository's own files: what git tracks or would track, with their text.

use std::path::Path;

use crate::Outcome;
use crate::program::{output, program};

/// One text file.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path from the root, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Whether the name ends in one of these, without the dot.
    pub fn ends_in(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, end)| extensions.contains(&end))
    }

    /// Whether the whole file is test code.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || name == "tests.rs"
            || name.contains(".test.")
            || name.contains(".spec.")
    }

    /// Whether it is written by a program.
    pub fn is_generated(&self) -> bool {
        self.path.starts_with("ui/src/contract/") || self.path.starts_with("ui/src/paraglide/")
    }
}

/// All text files, and the names of the others.
#[derive(Debug, Default)]
pub struct Tree {
    /// Files that are text.
    pub sources: Vec<Source>,
    /// Every path there is, text or not.
    pub paths: Vec<String>,
}

impl Tree {
    /// Reads the repository.
    ///
    /// # Errors
    /// When git does not answer.
    pub fn of_repository(root: &Path) -> Outcome<Tree> {
        let listing = output(program("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"], root))?;
        let mut tree = Tree::default();
        for path in listing.split('\0').filter(|path| !path.is_empty()) {
            // A file that was removed but not yet committed is listed and not there.
            let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
            tree.paths.push(path.to_owned());
            if let Ok(text) = String::from_utf8(bytes) {
                tree.sources.push(Source { path: path.to_owned(), text });
            }
        }
        Ok(tree)
    }

    /// A tree of given files.
    pub fn of(files: &[(&str, &str)]) -> Tree {
        Tree {
            sources: files.iter().map(|(path, text)| Source { path: (*path).into(), text: (*text).into() }).collect(),
            paths: files.iter().map(|(path, _)| (*path).to_owned()).collect(),
        }
    }

    /// The file at a path.
    pub fn source(&self, path: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.path == path)
    }

    /// Whether a file or a folder of that path exists.
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        self.paths.iter().any(|known| known == path || known.starts_with(&folder))
    }

    /// Text files with one of these endings, in order of their paths.
    pub fn ending_in<'t>(&'t self, extensions: &'t [&'t str]) -> impl Iterator<Item = &'t Source> {
        self.sources.iter().filter(move |source| source.ends_in(extensions))
    }
}
