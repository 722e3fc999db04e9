//! `--suppose`: a writing command carried out on a copy in memory. Nothing is written.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveTime, Utc};
use clap::FromArgMatches;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;

use crate::calendar::{Day, plural};
use crate::cli::arguments::{Common, Format};
use crate::cli::ask;
use crate::cli::failure::Failure;
use crate::operation::Operation;
use crate::reading::{nearest, safe_line};
use crate::store::Version;

/// What can be supposed: what happens in a case, recorded by one command.
const COMMANDS: [&str; 17] = [
    "refer", "start", "contact", "document", "activity", "job", "extend", "concern", "note",
    "excuse", "assign", "handover", "exit", "reopen", "correct", "remove", "set",
];

/// The options that are those of the whole, and not of what is supposed.
const OF_THE_WHOLE: [&str; 6] = ["cases", "today", "format", "output", "view", "no_pager"];

/// Where a writing command is carried out that is only supposed.
pub(super) struct Supposing {
    /// The day on which things happened unless another is named.
    pub(super) today: Day,
    /// The folder as it is recorded.
    pub(super) recorded: Version,
    version: Mutex<Version>,
    what: Mutex<Vec<String>>,
    /// The cases that nobody named and that whoever asks may not come across.
    kept_back: Mutex<Vec<String>>,
    /// Which of the commands is carried out, counted from 1.
    number: AtomicUsize,
}

impl fmt::Debug for Supposing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Supposing").finish_non_exhaustive()
    }
}

/// What is supposed.
pub(super) struct Supposition {
    /// The folder as it would be.
    pub(super) version: Version,
    /// What was supposed, one sentence for each: no name, note or reason.
    pub(super) what: Vec<String>,
    /// The cases in it that are not to be named, unless restricted ones are asked for.
    pub(super) kept_back: Vec<String>,
}

impl Supposing {
    /// The folder as it would be by what is supposed so far.
    pub(super) fn version(&self) -> Version {
        locked(&self.version).clone()
    }

    /// When it is supposed to be recorded: on the day judged, so that the same is supposed whenever
    /// that is asked.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.today.and_time(NaiveTime::MIN).and_utc()
    }

    /// Takes an operation for done.
    pub(super) fn suppose(&self, operation: &Operation) {
        if operation.files.is_empty() {
            // It is said of each case why.
            return;
        }
        locked(&self.version).suppose(&operation.files);
        let kept_back = locked(&self.kept_back);
        let (hidden, named): (Vec<&String>, Vec<&String>) =
            operation.cases.iter().partition(|case| kept_back.contains(case));
        let mut cases: Vec<String> = named.into_iter().cloned().collect();
        if !hidden.is_empty() {
            let number = i64::try_from(hidden.len()).unwrap_or(i64::MAX);
            cases.push(plural(number, "restricted case"));
        }
        self.say(format!("{}: {}", cases.join(", "), safe_line(&operation.what)));
    }

    /// Keeps back who these cases are, which nobody named.
    pub(super) fn keep_back(&self, cases: impl Iterator<Item = String>) {
        locked(&self.kept_back).extend(cases);
    }

    /// Says that a command changes nothing of cases, and why.
    pub(super) fn changes_nothing(&self, cases: &[&str], is_recorded: bool) {
        if cases.is_empty() {
            return;
        }
        let (cases, number) = (cases.join(", "), self.number.load(Ordering::Relaxed));
        let already = if is_recorded { "on record" } else { "supposed" };
        self.say(format!("{cases}: --suppose {number} changes nothing, it is {already} already"));
    }

    fn say(&self, words: String) {
        locked(&self.what).push(words);
    }
}

/// Carries out what is supposed, one command after the other, on a version of the folder.
pub(super) fn carry_out(
    common: &Common,
    version: &Version,
    today: Day,
    commands: &[String],
) -> Result<Option<Supposition>, Failure> {
    if commands.is_empty() {
        return Ok(None);
    }
    if common.format == Format::Ics {
        let message = "what is only supposed is not put into a calendar, where it would look real";
        return Err(Failure::command_line(message, "use --format table, html or json"));
    }
    ask::never();
    let supposing = Arc::new(Supposing {
        today,
        recorded: version.clone(),
        version: Mutex::new(version.clone()),
        what: Mutex::default(),
        kept_back: Mutex::default(),
        number: AtomicUsize::new(0),
    });
    for (command, number) in commands.iter().zip(1..) {
        supposing.number.store(number, Ordering::Relaxed);
        suppose(command, &supposing)
            .map_err(|failure| failure.within(&format!("--suppose {number}")))?;
    }
    let (what, kept_back) = (locked(&supposing.what).clone(), locked(&supposing.kept_back).clone());
    Ok(Some(Supposition { version: supposing.version(), what, kept_back }))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn suppose(command: &str, supposing: &Arc<Supposing>) -> Result<(), Failure> {
    let Some(words) = shlex::split(command) else {
        let hint = "close every quotation mark, as in a shell";
        return Err(Failure::command_line("it ends within a quotation", hint));
    };
    let mut words: Vec<String> = words;
    // Commands are shown with the program's name before them, ready to copy.
    if words.first().is_none_or(|word| word != "caseload") {
        words.insert(0, "caseload".to_owned());
    }
    let matches = super::definition().try_get_matches_from(&words).map_err(|it| refused(&it))?;
    let known = matches.subcommand().filter(|(name, _)| COMMANDS.contains(name));
    let Some((_, typed)) = known else { return Err(not_supposed(matches.subcommand_name())) };
    let is_typed = |name: &&&str| {
        let source = |matches: &clap::ArgMatches| {
            matches.try_contains_id(name).is_ok_and(|known| known)
                && matches.value_source(name) == Some(ValueSource::CommandLine)
        };
        source(&matches) || source(typed)
    };
    if let Some(option) = OF_THE_WHOLE.iter().find(is_typed) {
        let message = format!("`--{}` is not part of what is supposed", option.replace('_', "-"));
        return Err(Failure::command_line(message, "write it behind, outside of the quotation"));
    }
    let mut arguments = super::Arguments::from_arg_matches(&matches).map_err(|it| refused(&it))?;
    arguments.common.supposing = Some(Arc::clone(supposing));
    super::dispatch(&arguments).map(|_| ())
}

/// Why a command that is to be supposed cannot be understood.
fn refused(error: &clap::Error) -> Failure {
    let asks = [ErrorKind::DisplayHelp, ErrorKind::DisplayVersion];
    if asks.contains(&error.kind()) {
        return not_supposed(Some("--help"));
    }
    not_understood(error, "write it as you would record it")
}

/// Why words that are not those of the command line itself cannot be understood.
pub(super) fn not_understood(error: &clap::Error, otherwise: &str) -> Failure {
    let text = error.render().to_string();
    let first = text.lines().next().unwrap_or_default();
    let tip = match error
        .get(ContextKind::SuggestedArg)
        .or(error.get(ContextKind::SuggestedSubcommand))
        .or(error.get(ContextKind::SuggestedValue))
    {
        Some(ContextValue::String(near)) => format!("did you mean `{near}`?"),
        Some(ContextValue::Strings(near)) if !near.is_empty() => {
            // They do not come with the nearest first.
            let nearest = match error.get(ContextKind::InvalidSubcommand) {
                Some(ContextValue::String(typed)) => {
                    nearest(typed, near.iter().map(String::as_str))
                }
                _ => None,
            };
            let near = nearest.map_or_else(|| near.join("`, `"), str::to_owned);
            format!("did you mean `{near}`?")
        }
        _ => otherwise.to_owned(),
    };
    Failure::command_line(first.trim_start_matches("error: "), tip)
}

fn not_supposed(command: Option<&str>) -> Failure {
    let message = match command {
        Some(command) => format!("`{command}` cannot be supposed"),
        None => "it is not said what is supposed".to_owned(),
    };
    Failure::command_line(message, format!("what can be is {}", COMMANDS.join(", ")))
}
