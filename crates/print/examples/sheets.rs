//! Prints every document of an invented museum into a folder and says how long each took:
//! `cargo run -p print --example sheets -- FOLDER`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::time::Instant;

use print::{Document, Masthead, Paper, print};
use words::Locale;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    for locale in Locale::ALL {
        for document in support::every_document(120) {
            for &paper in document.kind().papers() {
                let name = format!("{}-{}-{}", document.kind().code(), paper.code(), locale.tag());
                write(folder, &name, &document, &support::masthead_of(&document, paper, locale))?;
            }
        }
    }
    let (document, issued) = support::eventful_hall_week();
    let masthead = Masthead { issued: Some(issued), ..support::masthead(Paper::A3, Locale::ZhCn) };
    write(folder, "eventful", &document, &masthead)?;
    for count in [0, 1, 400] {
        for document in support::every_document(count) {
            let name = format!("{}-of-{count}", document.kind().code());
            let paper = document.kind().papers()[0];
            write(folder, &name, &document, &support::masthead_of(&document, paper, Locale::ZhCn))?;
        }
    }
    Ok(())
}

fn write(
    folder: &Path,
    name: &str,
    document: &Document,
    masthead: &Masthead,
) -> Result<(), Box<dyn std::error::Error>> {
    let began = Instant::now();
    let printed = print(document, masthead)?;
    let set = began.elapsed();
    let pdf = printed.pdf()?;
    println!(
        "{name}: {} pages, set in {} ms, PDF after {} ms, {} bytes, smallest {} pt",
        printed.pages(),
        set.as_millis(),
        began.elapsed().as_millis(),
        pdf.len(),
        printed.smallest_points
    );
    std::fs::write(folder.join(format!("{name}.pdf")), pdf)?;
    Ok(())
}
