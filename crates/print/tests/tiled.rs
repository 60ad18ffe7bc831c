//! An A3 sheet on two A4 pages, as a reader of the paper has it: the printed PDFs, read back by poppler.

#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

mod support;

use std::path::Path;
use std::process::Command;

use print::{DocumentKind, Orientation, Paper, Printed, print};
use support::{every_document, masthead_of};
use words::Locale;

fn poppler(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program).args(arguments).arg(file).arg("-").output();
    let output = output.expect("poppler-utils reads the prints back");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a PDF with their boxes in points, page by page.
fn words_of(printed: &Printed) -> Vec<Vec<(String, [f64; 4])>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("print.pdf");
    std::fs::write(&file, printed.pdf().unwrap()).unwrap();
    let mut pages = Vec::new();
    for line in poppler("pdftotext", &["-bbox"], &file).lines() {
        let line = line.trim();
        if line.starts_with("<page") {
            pages.push(Vec::new());
        }
        let Some(rest) = line.strip_prefix("<word ") else { continue };
        let number = |name: &str| -> f64 {
            rest.split_once(&format!("{name}=\"")).unwrap().1.split_once('"').unwrap().0.parse().unwrap()
        };
        let text = rest.split_once('>').unwrap().1.trim_end_matches("</word>").to_owned();
        pages.last_mut().unwrap().push((text, ["xMin", "yMin", "xMax", "yMax"].map(number)));
    }
    pages
}

fn pixels(printed: &Printed) -> Vec<(usize, usize, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("print.pdf");
    std::fs::write(&file, printed.pdf().unwrap()).unwrap();
    let prefix = folder.path().join("page");
    let done = Command::new("pdftoppm").args(["-gray", "-r", "50.8"]).arg(&file).arg(&prefix).status().unwrap();
    assert!(done.success());
    let mut files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "pgm"));
    files.sort();
    files
        .iter()
        .map(|file| {
            let bytes = std::fs::read(file).unwrap();
            let mut at = 0;
            let mut fields = Vec::new();
            while fields.len() < 4 {
                let end = at + bytes[at..].iter().position(u8::is_ascii_whitespace).unwrap();
                fields.push(String::from_utf8_lossy(&bytes[at..end]).into_owned());
                at = end + 1;
            }
            (fields[1].parse().unwrap(), fields[2].parse().unwrap(), bytes[at..].to_vec())
        })
        .collect()
}

/// Pixels a millimetre at the resolution of [`pixels`].
const PER_MILLIMETRE: f64 = 2.0;

#[test]
fn every_a3_sheet_falls_on_two_a4_pages_with_nothing_lost_and_nothing_near_an_edge() {
    for document in every_document(120) {
        let kind = document.kind();
        assert_eq!(
            kind.papers().contains(&Paper::A3),
            kind.papers().contains(&Paper::A3Tiled),
            "{kind:?}: there is no A3 in every office"
        );
        if !kind.papers().contains(&Paper::A3) {
            continue;
        }
        for locale in Locale::ALL {
            let said = format!("{kind:?} in {locale:?}");
            let whole = print(&document, &masthead_of(&document, Paper::A3, locale)).unwrap();
            let tiled = print(&document, &masthead_of(&document, Paper::A3Tiled, locale)).unwrap();
            assert_eq!(tiled.pages(), 2 * whole.pages(), "{said}");
            assert!(tiled.smallest_points >= Paper::A3Tiled.smallest_points(), "{said}: {}", tiled.smallest_points);
            assert!(tiled.smallest_points < whole.smallest_points, "{said}: it says that type became smaller");
            let beside = kind.orientation() == Orientation::Landscape;
            for (index, (width, height, grey)) in pixels(&tiled).into_iter().enumerate() {
                let a4 = if beside { (420, 594) } else { (594, 420) };
                assert!(width.abs_diff(a4.0) <= 1 && height.abs_diff(a4.1) <= 1, "{said}: {width} × {height}");
                let margin = (4.8 * PER_MILLIMETRE) as usize;
                let inked = |x: usize, y: usize| grey[y * width + x] < 200;
                for y in 0..height {
                    for x in 0..width {
                        let near = x < margin || y < margin || x >= width - margin || y >= height - margin;
                        assert!(!near || !inked(x, y), "{said}, page {}: ink at {x}, {y}", index + 1);
                    }
                }
            }
        }
    }
}

#[test]
fn each_character_of_the_sheet_is_on_one_of_the_pages_and_text_stays_text() {
    for document in every_document(120).into_iter().filter(|document| document.kind().papers().contains(&Paper::A3)) {
        let kind = document.kind();
        let whole = print(&document, &masthead_of(&document, Paper::A3, Locale::ZhCn)).unwrap();
        let tiled = print(&document, &masthead_of(&document, Paper::A3Tiled, Locale::ZhCn)).unwrap();
        let count = |pages: &[Vec<(String, [f64; 4])>]| {
            let mut counts = std::collections::BTreeMap::<char, usize>::new();
            for character in pages.iter().flatten().flat_map(|(text, _)| text.chars()) {
                *counts.entry(character).or_default() += 1;
            }
            counts
        };
        let (before, after) = (count(&words_of(&whole)), count(&words_of(&tiled)));
        for (character, times) in before {
            let found = after.get(&character).copied().unwrap_or(0);
            assert!(found >= times, "{kind:?}: {character} stood {times} times, now {found}");
        }
    }
}

#[test]
fn the_pages_say_which_they_are_and_how_they_are_joined() {
    for document in every_document(15).into_iter().filter(|document| document.kind().papers().contains(&Paper::A3)) {
        let kind = document.kind();
        let tiled = print(&document, &masthead_of(&document, Paper::A3Tiled, Locale::ZhCn)).unwrap();
        let beside = kind.orientation() == Orientation::Landscape;
        let sides = if beside { ["左", "右"] } else { ["上", "下"] };
        let pages = words_of(&tiled);
        for (index, page) in pages.iter().enumerate() {
            let text: String = page.iter().map(|(text, _)| text.as_str()).collect();
            let number = format!("{}/{}·{}", index + 1, pages.len(), sides[index % 2]);
            assert!(text.contains(&number), "{kind:?}: {number} in {text}");
            assert_eq!(text.contains("沿这条线裁下"), index % 2 == 1, "{kind:?}");
        }
    }
}

/// The same ink: the two pages laid over each other along the strip are the sheet made smaller.
#[test]
fn glued_together_they_are_the_sheet() {
    let document = every_document(120).into_iter().find(|each| each.kind() == DocumentKind::HallWeek).unwrap();
    let whole = print(&document, &masthead_of(&document, Paper::A3, Locale::ZhCn)).unwrap();
    let tiled = print(&document, &masthead_of(&document, Paper::A3Tiled, Locale::ZhCn)).unwrap();
    let sheet = pixels(&whole).remove(0);
    let pages = pixels(&tiled);
    // From common.typ and the test in tiling.rs: white edges of 11 and 8 mm, reach 200, strip 8, marks from 7.5 mm.
    let scale = 392.0 / 398.0;
    let dark = |(width, _, grey): &(usize, usize, Vec<u8>), x: f64, y: f64, around: usize| {
        let (x, y) = ((x * PER_MILLIMETRE) as usize, (y * PER_MILLIMETRE) as usize);
        let near = (y - around..=y + around).flat_map(|y| (x - around..=x + around).map(move |x| (x, y)));
        near.map(|(x, y)| grey[y * width + x]).min()
    };
    let matched = |shifted: f64| {
        let (mut same, mut inked) = (0, 0);
        for step_y in 0..540 {
            for step_x in 0..780 {
                let (x, y) = (12.0 + f64::from(step_x) * 0.5, 9.0 + f64::from(step_y) * 0.5);
                let at = (x - 11.0) * scale;
                let (page, along) = if at < 192.0 { (&pages[0], at + 5.0) } else { (&pages[1], at - 192.0 + 5.0) };
                if dark(&sheet, x, y, 0) < Some(90) {
                    inked += 1;
                    same += usize::from(dark(page, along + shifted, (y - 8.0) * scale + 7.5 + shifted, 1) < Some(190));
                }
            }
        }
        (same, inked)
    };
    let (same, inked) = matched(0.0);
    assert!(inked > 10_000, "{inked}");
    assert!(same * 100 >= inked * 98, "{same} of {inked} points of ink are where they belong");
    // Laid three millimetres off they are not: the figure can fail.
    let (same, _) = matched(3.0);
    assert!(same * 100 < inked * 85, "{same} of {inked}");
}
