//! What a holder, a session or another, takes of the occupancy, and the findings it bears.

use rules::conflict::{Claim, Clash, HolderKind};
use rules::time::Span;
use serde_json::json;
use store::rows;

use super::settle::Settled;
use crate::gate::{Actor, Call};

/// Makes the holder's occupancy equal to its claims; rows that stay are not touched.
pub(crate) fn claim(
    call: &mut Call<'_>,
    holder_kind: HolderKind,
    holder: &str,
    claims: &[Claim],
    before: Vec<rows::Occupancy>,
) {
    let (gone, wanted) = difference(claims, before);
    gone.iter().for_each(|row| call.batch.delete(row));
    occupy(call, holder_kind, holder, wanted);
}

/// What is held but no longer claimed, and what is claimed but not held yet.
pub(crate) fn difference(claims: &[Claim], before: Vec<rows::Occupancy>) -> (Vec<rows::Occupancy>, Vec<Claim>) {
    let mut wanted = claims.to_vec();
    wanted.sort();
    wanted.dedup();
    let mut gone = Vec::new();
    for row in before {
        let span = Span { starts: row.starts, ends: row.ends };
        match wanted.iter().position(|claim| row.live && claim.resource == row.resource && claim.span == span) {
            Some(place) => drop(wanted.remove(place)),
            None => gone.push(row),
        }
    }
    (gone, wanted)
}

/// Takes what is claimed. Everything that another holder gives up in the same batch is given up before.
pub(crate) fn occupy(call: &mut Call<'_>, holder_kind: HolderKind, holder: &str, claims: Vec<Claim>) {
    for claim in claims {
        let row = rows::Occupancy {
            id: call.new_id(),
            revision: 0,
            resource: claim.resource,
            starts: claim.span.starts,
            ends: claim.span.ends,
            live: true,
            holder_kind: holder_kind.code().to_owned(),
            holder_id: holder.to_owned(),
        };
        call.batch.insert(&row);
    }
}

/// Makes a holder's findings those that are let pass, and answers them.
pub(crate) fn write_findings(
    call: &mut Call<'_>,
    holder_kind: HolderKind,
    holder: &str,
    before: &[rows::Finding],
    settled: Settled,
) -> Vec<rows::Finding> {
    for finding in before {
        if !settled.kept.iter().any(|kept| kept.id == finding.id) {
            call.batch.delete(finding);
        }
    }
    let mut findings = settled.kept;
    findings.extend(insert_findings(call, holder_kind, holder, settled.new));
    findings
}

/// Adds findings to those a holder has.
pub(crate) fn insert_findings(
    call: &mut Call<'_>,
    holder_kind: HolderKind,
    holder: &str,
    new: Vec<(Clash, String, Actor)>,
) -> Vec<rows::Finding> {
    new.into_iter()
        .map(|(clash, reason, author)| {
            let row = rows::Finding {
                id: call.new_id(),
                revision: 0,
                holder_kind: holder_kind.code().to_owned(),
                holder_id: holder.to_owned(),
                code: clash.code.code().to_owned(),
                facts: json!(clash).to_string(),
                reason,
                author_id: author.id,
                author_name: author.name,
                decided_utc_milliseconds: call.museum.utc_milliseconds(),
            };
            call.batch.insert(&row);
            row
        })
        .collect()
}
