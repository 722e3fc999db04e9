//! `caseload settle`: one of two values stands.

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::writing::Trying;
use crate::cli::{ask, completions};
use crate::operation::{Conflicting, Stands, settle};

/// Settle what two people recorded differently
///
/// A merge takes one of two values and keeps the other beside it in a [[conflict]]. This says which
/// of them stands.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload settle A-0042             shows each, and asks
  caseload settle A-0042 --keep      what stands now stays
  caseload settle A-0042 2 --other   of the second, the other value stands")]
pub(super) struct Settle {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// Which of several, counted from 1 [default: all of them]
    #[arg(value_name = "NUMBER")]
    number: Option<usize>,
    /// What stands now stays
    #[arg(long, conflicts_with = "other")]
    keep: bool,
    /// The other value stands
    #[arg(long)]
    other: bool,
    #[command(flatten)]
    trying: Trying,
}

/// Settles it.
pub(super) fn run(common: &Common, command: &Settle) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let open = desk.look(&people[0])?;
    let all = Conflicting::all(open.text());
    let (number, stands) = match (command.keep, command.other) {
        (true, _) => (command.number, Stands::Taken),
        (_, true) => (command.number, Stands::Other),
        _ if all.is_empty() => (command.number, Stands::Taken),
        _ if ask::is_possible() => choose(&all, command.number)?,
        _ => {
            let listed: Vec<String> = all
                .iter()
                .zip(1..)
                .map(|(one, number): (_, usize)| format!("{number}. {}", one.words()))
                .collect();
            return Err(Failure::command_line(
                format!("it is not said what stands: {}", listed.join("; ")),
                "--keep leaves what stands now, --other takes the other value",
            ));
        }
    };
    drop(open);
    desk.record(&people, &command.trying, &|sheet| Ok(settle(sheet.open, number, stands)?.into()))
}

/// Asks which one is meant, and what stands.
fn choose(all: &[Conflicting], number: Option<usize>) -> Result<(Option<usize>, Stands), Failure> {
    let number = match number {
        Some(number) => number,
        None if all.len() == 1 => 1,
        None => {
            let options: Vec<String> = all.iter().map(Conflicting::words).collect();
            ask::pick("Which one?", &options)? + 1
        }
    };
    let Some(one) = all.get(number.wrapping_sub(1)) else {
        return Ok((Some(number), Stands::Taken));
    };
    let options = [format!("{}, which stands now", one.taken), one.other.clone()];
    let stands =
        if ask::pick(&one.words(), &options)? == 0 { Stands::Taken } else { Stands::Other };
    Ok((Some(number), stands))
}
