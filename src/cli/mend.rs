//! `caseload correct`, `caseload remove` and `caseload set`: mending what is on record.

use clap::Args;

use crate::calendar::Day;
use crate::case::schema;
use crate::cli::arguments::Common;
use crate::cli::ask::{self, Private};
use crate::cli::completions;
use crate::cli::date_words::{self, Looking};
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::words::one_of;
use crate::cli::writing::Trying;
use crate::operation::{HEADER_KEYS, Refusal, Setting, correct, set_header, strike};
use crate::reading::{nearest, safe_line};
use crate::store::CasePath;

/// Correct an entry: give keys other values
///
/// The entry is named by its number in `show`. What it said before stays in the history.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload correct sam 5 mode=in-person
  caseload correct sam 5 on=2026-11-16T10:30 covers=initial-meeting,needs-assessment
  caseload correct sam 5 hours=              takes the key away")]
pub(super) struct Correct {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// The entry's number in `show`
    #[arg(value_name = "ENTRY", value_parser = entry_number, allow_negative_numbers = true)]
    entry: Option<usize>,
    /// Keys with their new values; KEY= takes a key away, KEY=- reads standard input, KEY asks
    #[arg(value_name = "KEY=VALUE")]
    settings: Vec<String>,
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    why: Why,
}

/// Strike an entry that should not be on record
///
/// The entry is named by its number in `show`. It stays in the history.
#[derive(Clone, Debug, Args)]
pub(super) struct Remove {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// The entry's number in `show`
    #[arg(value_name = "ENTRY", value_parser = entry_number, allow_negative_numbers = true)]
    entry: Option<usize>,
    #[command(flatten)]
    why: Why,
}

/// Set a value of a case: name, ref, worker, programme, calendar, referred, started, restricted,
/// record-starts
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload set sam started=2026-11-16
  caseload set A-0042 name                   asks for the name
  caseload set A-0042 restricted=yes")]
pub(super) struct Set {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// Keys with their new values; KEY= takes a key away, KEY=- reads standard input, KEY asks
    #[arg(value_name = "KEY=VALUE", add = completions::header_keys())]
    settings: Vec<String>,
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    why: Why,
}

/// The number of an entry, as it is typed.
fn entry_number(typed: &str) -> Result<usize, String> {
    typed
        .parse()
        .map_err(|_| "type the entry's number; `caseload show ID` has it before each".to_owned())
}

#[derive(Clone, Debug, Args)]
struct Days {
    /// Record it though a day lies ahead
    #[arg(long)]
    force_future: bool,
}

#[derive(Clone, Debug, Args)]
struct Why {
    /// Why, kept as a note; without a value it is asked for, and - reads standard input
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "")]
    reason: Option<Private>,
    #[command(flatten)]
    trying: Trying,
}

impl Days {
    /// How days are read: one on which something happened cannot lie ahead, unless it is meant.
    fn reading_days<'w>(
        &'w self,
        desk: &'w Desk<'_>,
    ) -> impl Fn(&str, bool) -> Result<Day, Refusal> + 'w {
        |typed, has_happened| {
            let day = date_words::day(typed, desk.today, Looking::Back);
            let day = day.map_err(Failure::into_refusal)?;
            let force = self.force_future || !has_happened;
            desk.refuse_the_future(day, force).map_err(Failure::into_refusal)?;
            Ok(day)
        }
    }
}

impl Why {
    fn reason(&self) -> Result<Option<String>, Failure> {
        ask::private(self.reason.as_ref(), "reason")
    }
}

/// Corrects an entry.
pub(super) fn run_correct(common: &Common, command: &Correct) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let number = entry(&desk, &people[0], command.entry)?;
    let known = schema::ENTRY.map(|key| key.name);
    let settings = settings(&command.settings, "for example mode=in-person", &known)?;
    known_workers(&desk, &settings)?;
    let reason = command.why.reason()?;
    desk.record(&people, &command.why.trying, &|sheet| {
        let read_day = command.days.reading_days(&desk);
        let why = desk.why(sheet, reason.as_deref());
        Ok(correct(sheet.open, number, &settings, &read_day, &why)?)
    })
}

/// Strikes an entry.
pub(super) fn run_remove(common: &Common, command: &Remove) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let number = entry(&desk, &people[0], command.entry)?;
    let reason = command.why.reason()?;
    desk.record(&people, &command.why.trying, &|sheet| {
        Ok(strike(sheet.open, number, &desk.why(sheet, reason.as_deref()))?.into())
    })
}

/// Sets values of the header.
pub(super) fn run_set(common: &Common, command: &Set) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let example = format!("the keys are {}", HEADER_KEYS.join(", "));
    let settings = settings(&command.settings, &example, &HEADER_KEYS)?;
    known_workers(&desk, &settings)?;
    let reason = command.why.reason()?;
    desk.record(&people, &command.why.trying, &|sheet| {
        let read_day = command.days.reading_days(&desk);
        let why = desk.why(sheet, reason.as_deref());
        Ok(set_header(sheet.open, &settings, &read_day, &why)?)
    })
}

/// The number of the entry that is meant; asked for at a terminal.
fn entry(desk: &Desk<'_>, file: &CasePath, typed: Option<usize>) -> Result<usize, Failure> {
    if let Some(number) = typed {
        return Ok(number);
    }
    let open = desk.look(file)?;
    let numbered = open.case.entries().into_iter().zip(1..);
    let entries: Vec<String> = numbered
        .map(|(entry, number): (_, usize)| format!("{number}. {}", entry.dated_words()))
        .collect();
    if !ask::is_possible() {
        let hint = format!("caseload show {} --all numbers them", open.id());
        return Err(Failure::command_line("it is not said which entry is meant", hint));
    }
    Ok(one_of("entry", "it", "Which entry?", &entries)? + 1)
}

/// Ensures that the settings know whoever is named as a key worker.
fn known_workers(desk: &Desk<'_>, settings: &[Setting]) -> Result<(), Failure> {
    let mut workers = settings.iter().filter(|setting| setting.key == "worker");
    workers.try_for_each(|setting| {
        setting.value.as_deref().map_or(Ok(()), |worker| desk.known_worker(worker))
    })
}

/// Ensures that what was typed is a key with a value, or a key to be asked for, and each key once.
fn refuse_pieces(typed: &[String], known: &[&str]) -> Result<(), Failure> {
    const WRITE: &str = "write KEY=VALUE, without a blank before or after the `=`; quote a value that has \
                         blanks: name='Sam Okafor'";
    let mut keys: Vec<&str> = Vec::new();
    for typed in typed {
        let key = typed.split_once('=').map_or(typed.as_str(), |(key, _)| key).trim();
        if key.is_empty() || !typed.contains('=') && !known.contains(&key) {
            let message = format!("`{}` is no key with its value", safe_line(typed));
            let near = nearest(key, known.iter().copied()).filter(|_| !key.is_empty());
            let hint =
                near.map_or_else(|| WRITE.to_owned(), |near| format!("did you mean `{near}`?"));
            return Err(Failure::command_line(message, hint));
        }
        if keys.contains(&key) {
            let message = format!("`{}` is given twice", safe_line(key));
            return Err(Failure::command_line(message, "give each key once"));
        }
        keys.push(key);
    }
    Ok(())
}

/// The settings that were typed, of keys that are known.
fn settings(typed: &[String], example: &str, known: &[&str]) -> Result<Vec<Setting>, Failure> {
    let mut given = typed.to_vec();
    if given.is_empty() && ask::is_possible() {
        given.push(ask::text("Which key?")?);
    }
    if given.is_empty() {
        return Err(Failure::command_line(
            "it is not said what to set",
            format!("write KEY=VALUE; {example}"),
        ));
    }
    refuse_pieces(&given, known)?;
    given
        .iter()
        .map(|typed| {
            let (key, value) = match typed.split_once('=') {
                Some((key, "")) => return Ok(Setting { key: key.trim().to_owned(), value: None }),
                Some((key, value)) => (key, Some(value.to_owned())),
                None => (typed.as_str(), None),
            };
            // A text may be private: asked for, or read from standard input.
            let how = value.map_or(Private::Ask, Private::from);
            let value = ask::private_value(&how, key.trim())?;
            Ok(Setting { key: key.trim().to_owned(), value })
        })
        .collect()
}
