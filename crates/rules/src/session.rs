//! What a session is: its kinds, its one state machine, the reasons it may move or end with.
//!
//! Kinds add fields and steps, never a second state machine.

mod particulars;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use particulars::{Particulars, PostShape};

/// Declares a code enum: its words in storage and JSON, and the list of all.
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $( $(#[$variant_meta])* $variant, )* }

        impl $name {
            /// All of them, in the order of the glossary.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word in storage and JSON.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// The value behind a stored word.
            pub fn from_code(code: &str) -> Option<$name> {
                match code { $($word => Some($name::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What kind a session is. A caravan stop is one; its side table holds what only it has.
    pub enum SessionKind {
        /// 讲解.
        GuidedTour = "guided_tour",
        /// 课.
        Lesson = "lesson",
        /// 科普实验.
        Demonstration = "demonstration",
        /// 科普剧.
        Show = "show",
        /// 讲座.
        Lecture = "lecture",
        /// 科普活动.
        Activity = "activity",
        /// 培训.
        Training = "training",
        /// 线上.
        Online = "online",
        /// 影片.
        Film = "film",
        /// 大篷车站点.
        Caravan = "caravan",
        /// 官方接待: an event that may bump others, by the duty manager.
        Reception = "reception",
        /// 检修: a planned closure of a space.
        Maintenance = "maintenance",
    }
}

impl SessionKind {
    /// Whether it takes place in the house and so takes spaces.
    pub fn is_in_house(self) -> bool {
        !matches!(self, SessionKind::Caravan | SessionKind::Online)
    }

    /// Whether it is a planned closure rather than something to attend.
    pub fn is_closure(self) -> bool {
        self == SessionKind::Maintenance
    }

    /// Minutes a session of this kind usually lasts; the entry's default.
    pub fn usual_minutes(self) -> i64 {
        match self {
            SessionKind::GuidedTour | SessionKind::Lesson => 45,
            SessionKind::Demonstration => 25,
            SessionKind::Show => 40,
            SessionKind::Activity => 60,
            SessionKind::Film => 30,
            SessionKind::Lecture | SessionKind::Training | SessionKind::Online => 90,
            SessionKind::Caravan | SessionKind::Reception | SessionKind::Maintenance => 120,
        }
    }
}

codes! {
    /// Where a session stands. `in_progress` is not stored: it follows the clock.
    pub enum SessionState {
        /// 草稿: occupies nothing, may be deleted.
        Draft = "draft",
        /// 已排: its occupancy is fixed, the public does not see it.
        Planned = "planned",
        /// 已发布: on the wall.
        Published = "published",
        /// 进行中: published, and the clock is within it.
        InProgress = "in_progress",
        /// 已办: a person confirmed that it took place.
        Held = "held",
        /// 已计数.
        Counted = "counted",
        /// 已锁定.
        Locked = "locked",
        /// 已改期: points at the session it became.
        Moved = "moved",
        /// 已取消, with a reason.
        Cancelled = "cancelled",
        /// 无观众: took place, nobody came.
        NoAudience = "no_audience",
    }
}

codes! {
    /// What a person wants done with a session's state.
    pub enum Transition {
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
        /// Confirm that it took place.
        Hold = "hold",
        /// Confirm that it took place and nobody came.
        NobodyCame = "nobody_came",
        /// Take the confirmation back before it is counted.
        Unhold = "unhold",
    }
}

codes! {
    /// Why a published session is moved or any is cancelled.
    pub enum Reason {
        /// 天气.
        Weather = "weather",
        /// 观众未到.
        VisitorsAbsent = "visitors_absent",
        /// 人员.
        Staff = "staff",
        /// 设备.
        Equipment = "equipment",
        /// 疫情.
        Epidemic = "epidemic",
        /// 其他, with words.
        Other = "other",
    }
}

/// Why a transition is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransitionRefusal {
    /// Not from this state.
    WrongState,
    /// It has not begun yet, so nobody can say it took place.
    NotYet,
    /// It is over, so its plan is closed.
    Past,
}

impl SessionState {
    /// What a stored state looks like at minute `now`: a published session within its time is in progress.
    pub fn at(self, starts: i64, ends: i64, now: i64) -> SessionState {
        if self == SessionState::Published && starts <= now && now < ends { SessionState::InProgress } else { self }
    }

    /// Whether it occupies its spaces and people.
    pub fn occupies(self) -> bool {
        !matches!(self, SessionState::Draft | SessionState::Moved | SessionState::Cancelled)
    }

    /// Whether its plan may still be edited: nothing that was held changes, and what is over is only confirmed.
    pub fn is_open(self) -> bool {
        matches!(self, SessionState::Draft | SessionState::Planned | SessionState::Published)
    }

    /// The state after a transition of a session at `starts`, judged at minute `now`.
    ///
    /// # Errors
    /// A [`TransitionRefusal`] when the machine has no such edge or the clock forbids it.
    pub fn after(
        self,
        transition: Transition,
        starts: i64,
        ends: i64,
        now: i64,
    ) -> Result<SessionState, TransitionRefusal> {
        use SessionState as S;
        use Transition as T;
        let next = match (self, transition) {
            (S::Draft, T::Plan) | (S::Published, T::Withdraw) | (S::Cancelled, T::Reinstate) => S::Planned,
            (S::Draft | S::Planned, T::Publish) | (S::Held | S::NoAudience, T::Unhold) => S::Published,
            (S::Planned | S::Published, T::Cancel) => S::Cancelled,
            (S::Planned | S::Published, T::Hold) => S::Held,
            (S::Planned | S::Published, T::NobodyCame) => S::NoAudience,
            _ => return Err(TransitionRefusal::WrongState),
        };
        match transition {
            T::Hold | T::NobodyCame if now < starts => Err(TransitionRefusal::NotYet),
            T::Publish | T::Reinstate if ends <= now => Err(TransitionRefusal::Past),
            _ => Ok(next),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole machine as a table: every state under every transition.
    #[test]
    fn the_machine_has_these_edges_and_no_others() {
        use SessionState as S;
        use Transition as T;
        let edges = [
            (S::Draft, T::Plan, S::Planned),
            (S::Draft, T::Publish, S::Published),
            (S::Planned, T::Publish, S::Published),
            (S::Published, T::Withdraw, S::Planned),
            (S::Planned, T::Cancel, S::Cancelled),
            (S::Published, T::Cancel, S::Cancelled),
            (S::Cancelled, T::Reinstate, S::Planned),
            (S::Planned, T::Hold, S::Held),
            (S::Published, T::Hold, S::Held),
            (S::Planned, T::NobodyCame, S::NoAudience),
            (S::Published, T::NobodyCame, S::NoAudience),
            (S::Held, T::Unhold, S::Published),
            (S::NoAudience, T::Unhold, S::Published),
        ];
        for &state in S::ALL {
            for &transition in T::ALL {
                let expected =
                    edges.iter().find(|(from, by, _)| *from == state && *by == transition).map(|(_, _, to)| *to);
                // Judged while the session runs: the clock forbids nothing.
                assert_eq!(state.after(transition, 600, 645, 610).ok(), expected, "{state:?} {transition:?}");
            }
        }
    }

    #[test]
    fn the_clock_forbids_confirming_early_and_publishing_late() {
        let published = SessionState::Published;
        assert_eq!(published.after(Transition::Hold, 600, 645, 599), Err(TransitionRefusal::NotYet));
        assert_eq!(published.after(Transition::Hold, 600, 645, 600), Ok(SessionState::Held));
        assert_eq!(SessionState::Planned.after(Transition::Publish, 600, 645, 645), Err(TransitionRefusal::Past));
        assert_eq!(published.at(600, 645, 600), SessionState::InProgress);
        assert_eq!(published.at(600, 645, 645), SessionState::Published);
        assert_eq!(SessionState::Planned.at(600, 645, 610), SessionState::Planned);
    }

    #[test]
    fn codes_read_back() {
        for &kind in SessionKind::ALL {
            assert_eq!(SessionKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }
}
