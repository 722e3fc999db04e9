//! Cases that were erased: what `sync` does about them, and what is said of them.

use std::collections::BTreeSet;
use std::path::Path;

use crate::calendar::{long, plural};
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::{clock, output};
use crate::reading::safe_line;
use crate::report::{ErasedCase, Synced};
use crate::store::{self, Erased, ErasedToo, Exchange, Recorder};

/// A branch elsewhere, with what was erased settled on both sides.
pub(super) struct Settled {
    /// What it is without what is erased; none where there is nothing.
    pub(super) there: Option<String>,
    /// What has to be replaced there, if it holds what is erased.
    pub(super) replaces: Option<String>,
}

/// Erases here what was erased there, and leaves out what is erased of what is there. A trial only says
/// what would be erased, and gives none then: what comes in besides is not known before.
pub(super) fn settle(
    recorder: &mut Recorder,
    there: Option<String>,
    is_trial: bool,
) -> Result<Option<Settled>, Failure> {
    let Some(there) = there else {
        return Ok(Some(Settled { there: None, replaces: None }));
    };
    if !is_trial {
        return settle_with(recorder, &there).map(Some);
    }
    let ids = recorder.erased_on_one_side(&there)?.join(", ");
    if ids.is_empty() {
        return Ok(Some(Settled { there: Some(there), replaces: None }));
    }
    output::say(&format!(
        "a sync would erase on the other side too, here or there: {ids}; nothing was brought in or sent"
    ));
    Ok(None)
}

fn settle_with(recorder: &mut Recorder, there: &str) -> Result<Settled, Failure> {
    for ErasedToo { id, lay_as } in recorder.erase_as_there(there)? {
        let known_as = match lay_as.as_slice() {
            [] => String::new(),
            others => format!("; here it was {}", others.join(", ")),
        };
        output::say(&format!("{id} was erased elsewhere, and is erased here too{known_as}"));
    }
    let (cleaned, lost) = recorder.without_erased(there)?;
    for ErasedToo { id, lay_as } in lost {
        let others = lay_as.join(", ");
        output::say(&format!(
            "{id} was erased; the same case had been given another id elsewhere, and {others} goes too"
        ));
    }
    let replaces = (cleaned != there).then(|| there.to_owned());
    Ok(Settled { there: Some(cleaned), replaces })
}

/// Puts the records of erasures back where somebody took them away.
pub(super) fn put_back(recorder: &mut Recorder) -> Result<(), Failure> {
    for id in recorder.put_records_back()? {
        output::say(&format!(
            "the record that {id} was erased had been taken away, and was put back: git log -- erasures says by whom"
        ));
    }
    Ok(())
}

/// Records that this clone has erased what it was told to, of which it was found that it is gone. Says
/// whether there was anything to record.
pub(super) fn confirm(desk: &Desk<'_>, gone: &BTreeSet<String>) -> Result<bool, Failure> {
    let mut recorder = desk.begin(clock::now())?;
    Ok(recorder.confirm_erasures(gone, desk.day_by_the_clock(), &desk.who())?)
}

/// Takes away what is left of an erasure, and says what came of it. Gives the ids that can be confirmed
/// since.
pub(super) fn finish(desk: &Desk<'_>) -> Result<BTreeSet<String>, Failure> {
    let looking = Progress::of("taking away what is erased, and looking for what should be gone");
    let finished = store::finish_erasing(&desk.folder.root);
    drop(looking);
    let Some(proof) = finished? else { return Ok(BTreeSet::new()) };
    if proof.left.is_empty() {
        output::say(&format!(
            "what was erased is gone: nothing of it is in {} and {}",
            number(proof.objects, "object"),
            number(proof.files, "file")
        ));
        return Ok(proof.confirmable);
    }
    let message = format!("what was erased is still in: {}", proof.left.join(", "));
    let how = match proof.tags.as_slice() {
        [] => "take that away".to_owned(),
        tags => format!("tags hold it: git tag -d {}", safe_line(&tags.join(" "))),
    };
    let hint = format!("{how}; then run the same again, which confirms it. All else is done");
    Err(Failure::conflict(safe_line(&message), hint))
}

/// Adds what is new of erasures to what a sync says.
pub(super) fn tell(
    desk: &Desk<'_>,
    before: &[Erased],
    is_replaced: bool,
    synced: &mut Synced,
) -> Result<(), Failure> {
    store::remember_erasures(&desk.folder.root)?;
    let is_news = |erased: &&Erased| {
        let known = before.iter().find(|it| it.erasure.id == erased.erasure.id);
        known.is_none_or(|it| it.confirmed.len() != erased.confirmed.len()) || is_replaced
    };
    let after = store::erasures(&desk.folder.root)?;
    let news: Vec<&Erased> = after.iter().filter(is_news).collect();
    if news.is_empty() {
        return Ok(());
    }
    for erased in news {
        synced.erase(value(erased));
    }
    synced.leave_out(Exchange::begin(&desk.folder.root)?.of_other_histories()?);
    Ok(())
}

/// A case that was erased, as reports say it.
pub(super) fn value(erased: &Erased) -> ErasedCase {
    let Erased { erasure, confirmed } = erased;
    ErasedCase {
        id: erasure.id.clone(),
        on: erasure.on,
        by: erasure.by.clone(),
        reason: erasure.reason.word(),
        confirmed: confirmed.iter().map(|it| (it.by.clone(), it.on)).collect(),
    }
}

/// Why there is no such case, if it was erased.
pub(super) fn instead(root: &Path, typed: &str, failure: Failure) -> Failure {
    let erased = store::erasures(root).unwrap_or_default();
    match erased.iter().find(|it| it.erasure.id.eq_ignore_ascii_case(typed)) {
        Some(erased) => Failure::no_such_case(
            format!("{typed} was erased on {}", long(erased.erasure.on)),
            "caseload erase, without an id, says more of it",
        ),
        None => failure,
    }
}

fn number(of: usize, what: &str) -> String {
    plural(i64::try_from(of).unwrap_or(i64::MAX), what)
}
