//! The built page, embedded.

include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// A file of the page by its path, and what kind of file it is.
pub(crate) fn file(path: &str) -> Option<(&'static [u8], &'static str)> {
    let path = if path.is_empty() { "index.html" } else { path };
    let (name, bytes) = PAGE.iter().find(|(name, _)| *name == path)?;
    Some((bytes, media_type(name)))
}

/// Whether a page was built before the program was.
pub(crate) fn is_built() -> bool {
    file("").is_some()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("md" | "txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
