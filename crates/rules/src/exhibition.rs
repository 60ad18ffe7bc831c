//! An exhibition's days: what phase it is in, what it closes, how it may move. Its state is one
//! of four; its phases follow from its dates.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::session::codes;
use crate::time::{DAY_MINUTES, Minute, Span};

codes! {
    /// Where an exhibition's plan stands.
    pub enum ExhibitionState {
        /// 草稿: occupies nothing, may be deleted.
        Draft = "draft",
        /// 已排.
        Planned = "planned",
        /// 已发布: on the wall.
        Published = "published",
        /// 已取消, with a reason.
        Cancelled = "cancelled",
    }
}

codes! {
    /// What a person wants done with an exhibition.
    pub enum ExhibitionTransition {
        /// Fix a draft.
        Plan = "plan",
        /// Put it on the wall.
        Publish = "publish",
        /// Take it off the wall again: the named reversal of publishing.
        Withdraw = "withdraw",
        /// Call it off, with a reason.
        Cancel = "cancel",
        /// Put a cancelled one back: the named reversal of cancelling.
        Reinstate = "reinstate",
    }
}

impl ExhibitionState {
    /// Whether it holds its spaces.
    pub fn occupies(self) -> bool {
        matches!(self, ExhibitionState::Planned | ExhibitionState::Published)
    }

    /// The state after a transition; `None` where there is no such edge.
    pub fn after(self, transition: ExhibitionTransition) -> Option<ExhibitionState> {
        use ExhibitionState as S;
        use ExhibitionTransition as T;
        match (self, transition) {
            (S::Draft, T::Plan) | (S::Published, T::Withdraw) | (S::Cancelled, T::Reinstate) => Some(S::Planned),
            (S::Draft | S::Planned, T::Publish) => Some(S::Published),
            (S::Planned | S::Published, T::Cancel) => Some(S::Cancelled),
            _ => None,
        }
    }
}

codes! {
    /// What happens to an exhibition on a day.
    pub enum ExhibitionPhase {
        /// Not begun.
        Ahead = "ahead",
        /// 布展.
        Installing = "installing",
        /// 展出.
        Open = "open",
        /// 撤展.
        Deinstalling = "deinstalling",
        /// Over.
        Over = "over",
    }
}

/// An exhibition's four days, each given by the minute at which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Phases {
    /// First day of installation; the opening day where nothing is installed.
    pub installs_from: Minute,
    /// First day it is open.
    pub opens_on: Minute,
    /// Last day it is open.
    pub closes_on: Minute,
    /// Last day of deinstallation; the closing day where nothing is taken down.
    pub deinstalls_until: Minute,
}

impl Phases {
    /// Whether each day follows the one before.
    pub fn are_in_order(self) -> bool {
        self.installs_from <= self.opens_on
            && self.opens_on <= self.closes_on
            && self.closes_on <= self.deinstalls_until
    }

    /// From the first minute of installation to the last of deinstallation.
    pub fn whole(self) -> Span {
        Span { starts: self.installs_from, ends: self.deinstalls_until + DAY_MINUTES }
    }

    /// The stretches in which its spaces are closed: installation and deinstallation.
    pub fn closures(self) -> Vec<Span> {
        let installation = Span::new(self.installs_from, self.opens_on);
        let deinstallation = Span::new(self.closes_on + DAY_MINUTES, self.deinstalls_until + DAY_MINUTES);
        installation.into_iter().chain(deinstallation).collect()
    }

    /// The phase at minute `now`.
    pub fn at(self, now: Minute) -> ExhibitionPhase {
        match now {
            now if now < self.installs_from => ExhibitionPhase::Ahead,
            now if now < self.opens_on => ExhibitionPhase::Installing,
            now if now < self.closes_on + DAY_MINUTES => ExhibitionPhase::Open,
            now if now < self.deinstalls_until + DAY_MINUTES => ExhibitionPhase::Deinstalling,
            _ => ExhibitionPhase::Over,
        }
    }

    /// The same some days later.
    #[must_use]
    pub fn later(self, days: i64) -> Phases {
        let shift = days * DAY_MINUTES;
        Phases {
            installs_from: self.installs_from + shift,
            opens_on: self.opens_on + shift,
            closes_on: self.closes_on + shift,
            deinstalls_until: self.deinstalls_until + shift,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phases(days: [i64; 4]) -> Phases {
        let [installs_from, opens_on, closes_on, deinstalls_until] = days.map(|day| day * DAY_MINUTES);
        Phases { installs_from, opens_on, closes_on, deinstalls_until }
    }

    #[test]
    fn each_day_has_one_phase() {
        use ExhibitionPhase as P;
        let exhibition = phases([10, 12, 15, 16]);
        for (day, expected) in [
            (9, P::Ahead),
            (10, P::Installing),
            (11, P::Installing),
            (12, P::Open),
            (15, P::Open),
            (16, P::Deinstalling),
            (17, P::Over),
        ] {
            assert_eq!(exhibition.at(day * DAY_MINUTES), expected, "day {day}");
            assert_eq!(exhibition.at(day * DAY_MINUTES + 1439), expected, "the end of day {day}");
        }
    }

    #[test]
    fn closures_are_the_days_around_the_open_ones() {
        let span = |from: i64, to: i64| Span { starts: from * DAY_MINUTES, ends: to * DAY_MINUTES };
        assert_eq!(phases([10, 12, 15, 16]).closures(), [span(10, 12), span(16, 17)]);
        assert_eq!(phases([10, 10, 15, 15]).closures(), []);
        assert_eq!(phases([10, 12, 15, 16]).whole(), span(10, 17));
        assert!(!phases([10, 9, 15, 16]).are_in_order());
    }

    #[test]
    fn the_machine_has_these_edges_and_no_others() {
        use ExhibitionState as S;
        use ExhibitionTransition as T;
        let edges = [
            (S::Draft, T::Plan, S::Planned),
            (S::Draft, T::Publish, S::Published),
            (S::Planned, T::Publish, S::Published),
            (S::Published, T::Withdraw, S::Planned),
            (S::Planned, T::Cancel, S::Cancelled),
            (S::Published, T::Cancel, S::Cancelled),
            (S::Cancelled, T::Reinstate, S::Planned),
        ];
        for &state in S::ALL {
            for &transition in T::ALL {
                let expected =
                    edges.iter().find(|(from, by, _)| *from == state && *by == transition).map(|(_, _, to)| *to);
                assert_eq!(state.after(transition), expected, "{state:?} {transition:?}");
            }
        }
    }
}
