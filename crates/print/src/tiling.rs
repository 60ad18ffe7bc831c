//! An A3 sheet on two A4 pages, where a museum has no A3 printer.
//!
//! The sheet is set once; each of its pages is then shown through two windows, a little smaller, so that everything on
//! it stays clear of what a printer cannot reach and a strip stands on both pages to glue them by. The first page of a
//! pair keeps the whole sheet's structure and is read aloud as the sheet; the second is the same sheet shown on, for
//! the eye alone.

use serde_json::{Value, json};
use typst::foundations::{Content, NativeElement as _};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{Abs, Axes, Frame, FrameItem, GroupItem, Point, Ratio, Rect, Size, Transform};
use typst::model::Document as _;
use typst::pdf::{ArtifactElem, ArtifactKind};
use typst::visualize::Curve;
use typst_layout::{Page, PagedDocument};
use words::Locale;

use crate::PrintError;
use crate::sheet::Orientation;
use crate::typesetter::Set;

/// Along the long and the short side of A3, in millimetres.
const A3: (f64, f64) = (420.0, 297.0);
/// A4 along the long and the short side.
const A4: (f64, f64) = (297.0, 210.0);
/// What no office printer reaches, on each side.
const MARGIN: f64 = 5.0;
/// The strip that stands on both pages.
const OVERLAP: f64 = 8.0;
/// The room for a mark between the margin and the sheet.
const TICK: f64 = 2.5;
/// White that every A3 sheet keeps at its left and right, and at its top and bottom: `common.typ` sets it.
const SHEET_SIDE: f64 = 11.0;
const SHEET_EDGE: f64 = 8.0;

/// How a sheet falls on its two pages. All lengths are millimetres; `along` is the side that is cut.
#[derive(Debug, Clone, Copy)]
struct Plan {
    /// Whether the pages lie side by side, or else one below the other.
    beside: bool,
    /// What is on the sheet, along and across, without its white edges.
    content: (f64, f64),
    /// Where that begins on the sheet.
    begins: (f64, f64),
    /// A page, along and across.
    page: (f64, f64),
}

impl Plan {
    fn of(orientation: Orientation) -> Plan {
        let beside = orientation == Orientation::Landscape;
        // The long side of A3 is cut in both; white differs with the way a sheet hangs.
        let begins = if beside { (SHEET_SIDE, SHEET_EDGE) } else { (SHEET_EDGE, SHEET_SIDE) };
        Plan { beside, content: (A3.0 - 2.0 * begins.0, A3.1 - 2.0 * begins.1), begins, page: (A4.1, A4.0) }
    }

    /// A page's reach along the cut side.
    fn reach(self) -> f64 {
        self.page.0 - 2.0 * MARGIN
    }

    /// How much smaller the sheet becomes: both pages less the strip hold all of it.
    fn scale(self) -> f64 {
        (2.0 * self.reach() - OVERLAP) / self.content.0
    }

    /// Where page `index` begins on the sheet, along.
    fn window(self, index: usize) -> f64 {
        let step = if index == 0 { 0.0 } else { self.reach() - OVERLAP };
        self.begins.0 + step / self.scale()
    }

    /// A point from along and across.
    fn point(self, along: f64, across: f64) -> Point {
        let (x, y) = if self.beside { (along, across) } else { (across, along) };
        Point::new(Abs::mm(x), Abs::mm(y))
    }

    fn size(self, along: f64, across: f64) -> Size {
        let point = self.point(along, across);
        Axes::new(point.x, point.y)
    }

    /// From the sheet to the window of page `index`.
    fn placed(self, index: usize) -> Transform {
        let scale = Ratio::new(self.scale());
        let begins = self.point(self.window(index) * self.scale(), self.begins.1 * self.scale());
        Transform::translate(-begins.x, -begins.y).pre_concat(Transform::scale(scale, scale))
    }

    /// The window itself: as far along as a page reaches, as high as the sheet.
    fn opening(self) -> Size {
        self.size(self.reach(), self.content.1 * self.scale())
    }
}

/// The same sheet on twice as many pages.
///
/// # Errors
/// As [`crate::typesetter::set`], for the marks.
pub(crate) fn tiled(set: &Set, orientation: Orientation, locale: Locale) -> Result<Set, PrintError> {
    let plan = Plan::of(orientation);
    let sheets = set.document.pages();
    let marks = crate::typesetter::set("tiling.typ", &marks(plan, sheets.len(), locale))?;
    let mut pages = Vec::with_capacity(2 * sheets.len());
    for (number, sheet) in sheets.iter().enumerate() {
        for index in 0..2 {
            let at = 2 * number + index;
            let marks = marks.document.pages().get(at).map(|page| &page.frame);
            pages.push(page(plan, sheet, index, at, marks));
        }
    }
    let document = PagedDocument::new(pages.into_iter().collect(), set.document.info().clone());
    Ok(Set { document, smallest_points: (set.smallest_points * plan.scale()).min(marks.smallest_points) })
}

fn page(plan: Plan, sheet: &Page, index: usize, at: usize, marks: Option<&Frame>) -> Page {
    let mut frame = Frame::hard(plan.size(plan.page.0, plan.page.1));
    let place = plan.placed(index);
    let mut shown = Frame::hard(plan.opening());
    let mut whole = GroupItem::new(sheet.frame.clone());
    whole.transform = place;
    if index > 0 {
        // What the window does not show is not there twice, and nothing of it is read aloud again.
        whole.frame = seen(&sheet.frame, place, plan.opening());
    }
    shown.push(Point::zero(), FrameItem::Group(whole));
    shown.clip(Curve::rect(plan.opening()));
    let origin = plan.point(MARGIN, MARGIN + TICK);
    if index == 0 {
        frame.push_frame(origin, shown);
        unread(&mut frame, at, |frame| push_marks(frame, marks));
    } else {
        unread(&mut frame, at, |frame| {
            frame.push_frame(origin, shown);
            push_marks(frame, marks);
        });
    }
    Page { frame, number: at as u64 + 1, ..sheet.clone() }
}

fn push_marks(frame: &mut Frame, marks: Option<&Frame>) {
    if let Some(marks) = marks {
        let all = seen(marks, Transform::identity(), marks.size());
        frame.push_frame(Point::zero(), all);
    }
}

/// Puts something on a page that is not part of what it says.
fn unread(frame: &mut Frame, at: usize, put: impl FnOnce(&mut Frame)) {
    let flags = TagFlags { introspectable: false, tagged: true };
    // Unlike any place of a set document: those are hashes.
    let location = Location::new(at as u128 + 1);
    let mut artifact = ArtifactElem::new(Content::empty()).with_kind(ArtifactKind::Page).pack();
    artifact.set_location(location);
    frame.push(Point::zero(), FrameItem::Tag(Tag::Start(artifact, flags)));
    put(frame);
    frame.push(Point::zero(), FrameItem::Tag(Tag::End(location, 0, flags)));
}

/// What of a frame touches a window, without any structure.
fn seen(frame: &Frame, place: Transform, window: Size) -> Frame {
    let mut left = Frame::new(frame.size(), frame.kind());
    let touches = |at: Point, bounds: Rect| {
        let corners =
            [bounds.min, Point::new(bounds.max.x, bounds.min.y), bounds.max, Point::new(bounds.min.x, bounds.max.y)];
        let corners = corners.map(|corner| (at + corner).transform(place));
        let least = |of: fn(Point) -> Abs| corners.iter().map(|&corner| of(corner)).fold(Abs::inf(), Abs::min);
        let most = |of: fn(Point) -> Abs| corners.iter().map(|&corner| of(corner)).fold(-Abs::inf(), Abs::max);
        least(|point| point.x) <= window.x
            && most(|point| point.x) >= Abs::zero()
            && least(|point| point.y) <= window.y
            && most(|point| point.y) >= Abs::zero()
    };
    for (at, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let inner = place.pre_concat(Transform::translate(at.x, at.y)).pre_concat(group.transform);
                let frame = seen(&group.frame, inner, window);
                if !frame.is_empty() {
                    left.push(*at, FrameItem::Group(GroupItem { frame, parent: None, label: None, ..group.clone() }));
                }
            }
            FrameItem::Text(text) => {
                let bounds = Rect::new(Point::with_y(-text.size), Point::new(text.width(), text.size * 0.4));
                if touches(*at, bounds) {
                    left.push(*at, item.clone());
                }
            }
            FrameItem::Shape(shape, _) if touches(*at, shape.bbox(true)) => left.push(*at, item.clone()),
            FrameItem::Image(_, size, _) if touches(*at, Rect::new(Point::zero(), size.to_point())) => {
                left.push(*at, item.clone());
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
    left
}

/// What `tiling.typ` draws: where to cut, where to glue, which page this is.
fn marks(plan: Plan, sheets: usize, locale: Locale) -> Value {
    let below = MARGIN + TICK + plan.content.1 * plan.scale();
    let sides = if plan.beside {
        [words::print_tile_left(locale), words::print_tile_right(locale)]
    } else {
        [words::print_tile_upper(locale), words::print_tile_lower(locale)]
    };
    let pages: Vec<Value> = (0..2 * sheets)
        .map(|at| {
            let first = at % 2 == 0;
            let seam = if first { plan.page.0 - MARGIN - OVERLAP } else { MARGIN };
            json!({
                "seam": seam,
                "said": words::print_tile_page(locale, at + 1, 2 * sheets, sides[at % 2]),
                "act": if first { words::print_tile_glue(locale) } else { words::print_tile_cut(locale) },
            })
        })
        .collect();
    json!({
        "beside": plan.beside,
        "along": plan.page.0,
        "across": plan.page.1,
        "margin": MARGIN,
        "tick": TICK,
        "below": below,
        "lang": match locale { Locale::ZhCn => "zh", Locale::En => "en" },
        "pages": pages,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_pages_hold_the_sheet_and_share_a_strip_clear_of_every_printer() {
        for orientation in [Orientation::Landscape, Orientation::Portrait] {
            let plan = Plan::of(orientation);
            let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
            // The first begins where the sheet does, the second ends where it does.
            assert!(near(plan.window(0), plan.begins.0), "{orientation:?}");
            let end = plan.window(1) + plan.reach() / plan.scale();
            assert!(near(end, plan.begins.0 + plan.content.0), "{orientation:?}: {end}");
            let shared = plan.window(0) + plan.reach() / plan.scale() - plan.window(1);
            assert!(near(shared * plan.scale(), OVERLAP), "{orientation:?}: {shared}");
            // A line of marks fits below, and nothing comes nearer to an edge than the margin.
            let below = plan.page.1 - MARGIN - (MARGIN + TICK + plan.content.1 * plan.scale());
            assert!(below >= 5.5, "{orientation:?}: {below} mm for the marks");
            assert!(plan.scale() > 0.96 && plan.scale() < 1.0, "{orientation:?}");
        }
    }
}
