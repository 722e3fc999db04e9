//! `caseload sync`: what was recorded apart, brought together.

use std::thread;
use std::time::Duration;

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::desk::Desk;
use crate::cli::erased::Settled;
use crate::cli::failure::{Failure, known};
use crate::cli::incoming::Incoming;
use crate::cli::{clock, erased, hand_edits, output, verify};
use crate::operation::Side;
use crate::report::Synced;
use crate::store::{self, Exchange, Pushed, RecordError, Recorder, Trouble};

/// How often one tries again when somebody else was faster.
const ATTEMPTS: u32 = 8;

/// Bring together what was recorded on this machine and on others
///
/// What was edited by hand is recorded first; what others recorded is fetched from the remote and
/// merged entry by entry; then everything is sent. Without a network nothing is lost: run it again
/// when there is one.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload sync                   fetch, merge and send
  caseload sync --dry-run         what would come in
  caseload sync --keep here       of settings that both changed, keep those of this machine")]
pub(super) struct Sync {
    /// Where both sides changed one key of settings or programmes, keep what this machine says of it
    /// (here) or the others (there)
    #[arg(long, value_name = "SIDE")]
    keep: Option<String>,
    /// Go on though the history at the remote was rewritten
    #[arg(long)]
    accept_rewritten: bool,
    /// Show what would come in, and neither bring it in nor send anything
    #[arg(long)]
    dry_run: bool,
}

/// Fetches, merges and sends.
pub(super) fn run(common: &Common, command: &Sync) -> Result<u8, Failure> {
    let desk = Desk::open(common)?;
    let root = &desk.folder.root;
    let favoured = favoured(command.keep.as_deref())?;
    let exchange = Exchange::begin(root)?;
    let mut synced = Synced::new(exchange.remote().shown(), command.dry_run);
    let before = store::erasures(root)?;
    let met = bring_together(command, &desk, &exchange, favoured, &mut synced);
    drop(exchange);
    let Ok(Some(is_replaced)) = met else {
        // What was fetched may hold what is erased here. Why it failed is what has to be said.
        let _ = store::finish_erasing(root);
        return met.map(|_| 0);
    };
    let concluded = conclude(command, &desk, favoured, &mut synced);
    erased::tell(&desk, &before, is_replaced, &mut synced)?;
    keep_up(&desk);
    if !command.dry_run {
        verify::keep_receipt(root);
    }
    output::show_done(&synced, common, Some(root), !command.dry_run)?;
    concluded.map(|()| 0)
}

/// Takes away what is left of what is erased; and once nothing of it is found any more, and not before,
/// records that and sends it.
fn conclude(
    command: &Sync,
    desk: &Desk<'_>,
    favoured: Option<Side>,
    synced: &mut Synced,
) -> Result<(), Failure> {
    loop {
        let gone = erased::finish(desk)?;
        if command.dry_run || !erased::confirm(desk, &gone)? {
            return Ok(());
        }
        let exchange = Exchange::begin(&desk.folder.root)?;
        bring_together(command, desk, &exchange, favoured, synced)?;
    }
}

/// Fetches, merges and sends until both sides have the same. Says whether a history at the remote was
/// replaced; nothing where a trial cannot say what would come in.
fn bring_together(
    command: &Sync,
    desk: &Desk<'_>,
    exchange: &Exchange,
    favoured: Option<Side>,
    synced: &mut Synced,
) -> Result<Option<bool>, Failure> {
    let mut seen = None;
    for attempt in 1..=ATTEMPTS {
        let fetched = exchange.fetch(command.accept_rewritten);
        let mut recorder = desk.begin(clock::now())?;
        // Without a network too: what was edited by hand is on record then.
        if !command.dry_run {
            hand_edits::save_everything(desk, &mut recorder)?;
        }
        let there = fetched.map_err(|error| waiting(desk, &recorder, error, seen.as_deref()))?;
        seen.clone_from(&there);
        let settled = erased::settle(&mut recorder, there, command.dry_run)?;
        let Some(Settled { there, replaces }) = settled else { return Ok(None) };
        let unsent = recorder.unsent(there.as_deref())?.len();
        if let Some(there) = &there {
            let incoming = Incoming::of(desk, &recorder, there, favoured)?;
            incoming.bring_in(&mut recorder, command.dry_run)?;
            incoming.tell(desk, synced);
        }
        if !command.dry_run {
            erased::put_back(&mut recorder)?;
        }
        let here = recorder.newest();
        drop(recorder);
        synced.stands_at(here.clone());
        let is_sent = here.is_none() || here == there && replaces.is_none() || command.dry_run;
        let commit = here.as_deref().unwrap_or_default();
        if is_sent || exchange.push(commit, replaces.as_deref())? == Pushed::Done {
            synced.send(unsent);
            return Ok(Some(replaces.is_some()));
        }
        // Those who collide do not come back at the same moment.
        let share = std::process::id() % 97;
        thread::sleep(Duration::from_millis(u64::from(attempt * (20 + share))));
    }
    Err(RecordError::busy(
        "others sent so often that this machine did not get its turn",
        "everything is recorded here; run caseload sync again",
    )
    .into())
}

pub(super) fn favoured(typed: Option<&str>) -> Result<Option<Side>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    known("side", typed, &["here", "there"])?;
    Ok(Some(if typed == "here" { Side::Here } else { Side::There }))
}

/// Keeps the repository small when that is due. What keeps it from being done is no failure of a sync.
fn keep_up(desk: &Desk<'_>) {
    if store::is_upkeep_due(&desk.folder.root)
        && let Err(error) = store::upkeep(&desk.folder.root)
    {
        output::say(&format!("upkeep was not done: {error}"));
    }
}

/// Where the remote cannot be reached: how much waits to be sent.
fn waiting(
    desk: &Desk<'_>,
    recorder: &Recorder,
    error: RecordError,
    seen: Option<&str>,
) -> Failure {
    if error.trouble == Trouble::Network
        && let Ok(unsent) = recorder.unsent(seen.or(store::last_seen(&desk.folder.root).as_deref()))
        && !unsent.is_empty()
    {
        let number =
            crate::calendar::plural(i64::try_from(unsent.len()).unwrap_or(i64::MAX), "operation");
        output::say(&format!("still to be sent from this machine: {number}"));
    }
    error.into()
}
