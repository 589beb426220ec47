//! Finding the next plausible record after a broken one.

use super::log::Log;

/// Whether a record may begin at some place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// It does.
    Yes,
    /// It may; more bytes would tell.
    Maybe,
    /// It does not.
    No,
}

/// What a search came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Search {
    /// The next record begins here.
    Found(usize),
    /// Nothing before this place; more bytes are needed from there on.
    Wait(usize),
}

/// A stretch of a file in which no record could be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost {
    /// The length that the broken record claimed.
    pub claimed: u64,
    /// Bytes passed over so far.
    pub skipped: u64,
}

impl Lost {
    /// The sentence for a search that ended well.
    pub(super) fn found(&self, what: &str) -> String {
        let Self { claimed, skipped } = self;
        format!("{what} header claims {claimed} bytes; skipped {skipped} bytes to the next plausible packet")
    }

    /// The sentence for a search that reached the end of the file.
    pub(super) fn unfound(&self, what: &str) -> String {
        let Self { claimed, skipped } = self;
        format!("{what} header claims {claimed} bytes; nothing readable in the last {skipped} bytes of the file")
    }
}

/// Counts into `lost`, if anything is, what a search from `at` passed over; once it is found the log says so.
pub(super) fn settle(lost: &mut Option<Lost>, found: Search, at: usize, what: &str, log: &mut Log) {
    let (Search::Found(place) | Search::Wait(place)) = found;
    if let Some(open) = lost {
        open.skipped += (place - at) as u64;
        if let Search::Found(_) = found {
            log.upcoming(open.found(what));
            *lost = None;
        }
    }
}

/// Tries every place in `from..end` with `check`. A certain find behind a mere possibility wins,
/// because a record that contains another one is none.
pub(super) fn search(from: usize, end: usize, check: impl Fn(usize) -> Verdict) -> Search {
    let mut maybe = None;
    for place in from..end {
        match check(place) {
            Verdict::Yes => return Search::Found(place),
            Verdict::Maybe => maybe = maybe.or(Some(place)),
            Verdict::No => {}
        }
    }
    Search::Wait(maybe.unwrap_or(end))
}
