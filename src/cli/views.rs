//! Saved views: the options of a command that the settings keep under a name.

use std::ffi::OsString;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};

use crate::cli::arguments::Common;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::suppose::not_understood;
use crate::problem::Problem;
use crate::reading::{did_you_mean, safe_line};
use crate::settings::{Settings, View};
use crate::store;

/// The command that is run where none is typed.
const USUAL: &str = "due";

/// The commands that a view can be of: those that show, and change nothing. A folder may come from
/// somebody else, and must not be able to run anything here.
const COMMANDS: [&str; 9] =
    ["due", "show", "explain", "audit", "list", "performance", "review", "forecast", "report"];

/// Those of them that are about one case, which is named where they are typed.
const OF_ONE_CASE: [&str; 2] = ["show", "explain"];

/// The options that a view can have: what is shown and how, never where it goes or who is named.
const OPTIONS: [&str; 33] = [
    "at",
    "all",
    "behind",
    "by",
    "changed-since",
    "columns",
    "exit-code",
    "format",
    "from",
    "if-any",
    "mine",
    "month",
    "no-alarms",
    "no-names",
    "no-pager",
    "over",
    "programme",
    "quiet-for",
    "redact",
    "restricted",
    "rule",
    "severity",
    "sort",
    "stage",
    "status",
    "tasks",
    "to",
    "today",
    "unassigned",
    "week",
    "weeks",
    "within",
    "worker",
];

/// The words of the command line with those of the view behind them: what is typed counts, where
/// both name an option.
pub(super) fn with_view(
    mut definition: Command,
    matches: &ArgMatches,
    common: &Common,
    name: &str,
    words: &[OsString],
) -> Result<Vec<OsString>, Failure> {
    definition.build();
    let root = store::find(common.folder())?;
    let settings = store::settings(&root).0;
    let known: Vec<&str> = settings.views.iter().map(|view| view.name.as_str()).collect();
    let Some(view) = settings.views.iter().find(|view| view.name == name) else {
        let hint = format!("write [view.{name}] into caseload.toml, with the options below it");
        let message = format!("the settings know no view `{}`", safe_line(name));
        return Err(Failure::request(message, did_you_mean(name, &known, &hint)));
    };
    require_command(view)?;
    let (command, typed) = match (matches.subcommand(), &view.command) {
        (Some((command, _)), Some(of)) if command != of => {
            let message = format!("the view `{name}` is one of `{of}`, not of `{command}`");
            return Err(Failure::command_line(message, format!("caseload {of} --view {name}")));
        }
        (Some((command, typed)), _) => (command.to_owned(), Some(typed)),
        (None, of) => (of.clone().unwrap_or_else(|| USUAL.to_owned()), None),
    };
    let of_view = options(&definition, &command, view, typed)?;
    // What stands behind a -- is no option.
    let ends = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let mut all = words[..ends].to_vec();
    if typed.is_none() {
        all.push(command.into());
    }
    all.extend(of_view);
    all.extend_from_slice(&words[ends..]);
    Ok(all)
}

/// What is wrong with the views of a folder, for `check`; their values too, where they can be tried.
pub(super) fn problems(settings: &Settings, trying: Option<(&Common, &Context)>) -> Vec<Problem> {
    let mut definition = super::definition();
    definition.build();
    let of_view = |view: &View| {
        let command = view.command.as_deref().unwrap_or(USUAL);
        // Without a command of its own it may be of any.
        let others = COMMANDS.iter().filter(|_| view.command.is_none()).copied();
        let tried = std::iter::once(command).chain(others);
        let failures = tried.map(|command| {
            let words =
                require_command(view).and_then(|()| options(&definition, command, view, None));
            let tried = words.and_then(|words| match trying {
                Some((common, context)) => try_out(common, context, (view, command), words),
                None => Ok(()),
            });
            tried.err()
        });
        let failures: Vec<Option<Failure>> = failures.collect();
        if failures.iter().any(Option::is_none) {
            return None;
        }
        let failure = failures.into_iter().flatten().next()?;
        let problem = Problem::error("caseload.toml", "settings", failure.message());
        Some(problem.with_hint(failure.hint()).as_warning())
    };
    settings.views.iter().filter_map(of_view).collect()
}

/// Carries out a command with the options of a view, and shows nothing.
fn try_out(
    common: &Common,
    context: &Context,
    (view, command): (&View, &str),
    mut words: Vec<OsString>,
) -> Result<(), Failure> {
    // Who is asking is no matter of the view.
    words.retain(|word| word != "--mine");
    words.splice(0..0, ["caseload".into(), command.into()]);
    if OF_ONE_CASE.contains(&command) {
        let Some(case) = context.folder.cases.first() else { return Ok(()) };
        words.extend(["--".into(), case.stem.clone().into()]);
    }
    let in_view = |failure: Failure| failure.within(&format!("the view `{}`", view.name));
    let parsed = super::definition().try_get_matches_from(words);
    let parsed = parsed.and_then(|matches| super::Arguments::from_arg_matches(&matches));
    let otherwise = format!("caseload {command} --help says what it can be");
    let parsed = parsed.map_err(|error| in_view(not_understood(&error, &otherwise)));
    let mut arguments = parsed?;
    arguments.common.only_tried = true;
    arguments.common.cases = Some(context.folder.root.clone());
    arguments.common.today = arguments.common.today.or_else(|| common.today.clone());
    super::dispatch(&arguments).map(|_| ()).map_err(in_view)
}

/// Ensures that a view is of a command that shows something.
fn require_command(view: &View) -> Result<(), Failure> {
    match view.command.as_deref().filter(|it| !COMMANDS.contains(it)) {
        None => Ok(()),
        Some(command) => {
            let message = format!("the view `{}` is of `{}`", view.name, safe_line(command));
            let hint = format!("a view can be of {}", COMMANDS.join(", "));
            Err(Failure::request(message, did_you_mean(command, &COMMANDS, &hint)))
        }
    }
}

/// The options of a view as they would be typed, but for those that are typed already, or that cannot
/// stand beside one that is.
fn options(
    definition: &Command,
    command: &str,
    view: &View,
    typed: Option<&ArgMatches>,
) -> Result<Vec<OsString>, Failure> {
    let Some(of) = definition.find_subcommand(command) else {
        let message = format!(
            "the view `{}` is of `{}`, and there is no such command",
            view.name,
            safe_line(command)
        );
        return Err(Failure::request(message, "mend it in caseload.toml"));
    };
    let is_typed = |option: &Arg| {
        let source = typed.and_then(|typed| typed.value_source(option.get_id().as_str()));
        source == Some(ValueSource::CommandLine)
    };
    let mut words = Vec::new();
    for (key, values) in &view.options {
        let option = option_of(of, view, key)?;
        if !is_typed(option) && !of.get_arg_conflicts_with(option).into_iter().any(is_typed) {
            words.extend(as_typed(option, of, view, (key, values))?);
        }
    }
    Ok(words)
}

/// The option of a command that a key of a view means.
fn option_of<'c>(of: &'c Command, view: &View, key: &str) -> Result<&'c Arg, Failure> {
    let command = of.get_name();
    let is_it = |known: &&Arg| {
        let others = known.get_all_aliases().unwrap_or_default();
        known.get_long() == Some(key) || others.contains(&key)
    };
    let Some(option) = of.get_arguments().find(is_it) else {
        let message = format!(
            "the view `{}` has `{}`, and `{command}` has no such option",
            view.name,
            safe_line(key)
        );
        let known: Vec<&str> = of.get_arguments().filter_map(Arg::get_long).collect();
        let hint = did_you_mean(key, &known, &format!("caseload {command} --help lists them"));
        return Err(Failure::request(message, hint));
    };
    if !OPTIONS.contains(&key) {
        let message =
            format!("the view `{}` has `{}`, which is to be typed", view.name, safe_line(key));
        let hint = "a view says what is shown and how, not where it goes or who is named";
        return Err(Failure::request(message, hint));
    }
    Ok(option)
}

/// An option with its values, as they would be typed.
fn as_typed(
    option: &Arg,
    of: &Command,
    view: &View,
    (key, values): (&str, &[String]),
) -> Result<Vec<OsString>, Failure> {
    let is_flag = matches!(option.get_action(), ArgAction::SetTrue);
    if is_flag != values.is_empty() {
        let message =
            format!("`{key}` of the view `{}` is not as `{}` has it", view.name, of.get_name());
        let hint = if is_flag {
            format!("write {key} = true")
        } else {
            format!("give it a value: {key} = \"...\"")
        };
        return Err(Failure::request(message, hint));
    }
    if is_flag {
        return Ok(vec![format!("--{key}").into()]);
    }
    Ok(values.iter().map(|value| OsString::from(format!("--{key}={value}"))).collect())
}
