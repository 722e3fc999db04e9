//! `caseload sample`: cases drawn by a seed, repeatably.

use std::ffi::OsString;

use clap::Args;

use crate::calendar::plural;
use crate::cli::arguments::Common;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::filters::FilterArguments;
use crate::cli::output;
use crate::obligation::Evaluation;
use crate::reading::safe_line;
use crate::report::{self, Filter};

/// Draw a sample of cases by a seed, so that anybody can draw it again
///
/// With the same seed and the same cases it is the same on any machine and in any release. Restricted
/// cases are left out, unless asked for.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload sample --number 10 --seed 'spring 2027'
  caseload sample --cases 10 --seed 'spring 2027'     says the same
  caseload sample --number 5 --seed 7 --programme ipes --worker alex")]
pub(super) struct Sample {
    #[command(flatten)]
    filter: FilterArguments,
    /// How many; `--cases N` says the same
    #[arg(long, value_name = "N", value_parser = how_many, allow_negative_numbers = true)]
    number: usize,
    /// Whatever the officer chooses: a word, a date, a number
    #[arg(long, value_name = "SEED", value_parser = seed)]
    seed: String,
}

/// What of the options that lists have in common makes no sense for a sample: refused with the reason, and not
/// offered.
const NOT_OFFERED: [&str; 2] = ["suppose", "by"];

/// The command as its help offers it.
pub(super) fn offered(command: clap::Command) -> clap::Command {
    NOT_OFFERED.iter().fold(command, |command, name| command.mut_arg(name, |arg| arg.hide(true)))
}

/// Draws a sample.
pub(super) fn run(common: &Common, command: &Sample) -> Result<u8, Failure> {
    command.filter.refuse_groups(&[])?;
    if !command.filter.standpoint.suppose.is_empty() {
        let hint = "leave out --suppose: a sample is drawn of what is on record";
        return Err(Failure::command_line("a sample of what is only supposed is none", hint));
    }
    let context = Context::open(common, &command.filter.standpoint)?;
    let filter = command.filter.resolve(&context)?;
    let evaluations = context.evaluations();
    let sample = drawn(&context, &evaluations, &filter, (command.number, &command.seed))?;
    output::show_cases(&sample, common, &context.folder.root, &command.filter.rows, None)
}

/// A sample of the cases that are asked for, if there are as many.
pub(super) fn drawn<'e, 'a>(
    context: &'e Context,
    evaluations: &'e [Evaluation<'a>],
    filter: &Filter,
    (number, seed): (usize, &str),
) -> Result<report::Sample<'e, 'a>, Failure> {
    let stamp = context.stamp(evaluations, filter);
    let problems = &context.folder.problems;
    let sample = report::Sample::new(evaluations, filter, (number, seed), problems, stamp);
    let there = sample.of();
    if number == 0 || number > there {
        return Err(not_as_many(number, there, sample.restricted()));
    }
    Ok(sample)
}

/// A sample of none, or of more than there are.
fn not_as_many(number: usize, there: usize, restricted: i64) -> Failure {
    let from = match there {
        0 => "there is no case to draw from".to_owned(),
        1 => "there is 1 case to draw from".to_owned(),
        many => format!("there are {many} cases to draw from"),
    };
    let hint = match there {
        0 => "name other cases, or narrow them less".to_owned(),
        1 => "draw 1".to_owned(),
        many => format!("draw from 1 to {many}"),
    };
    let more = match restricted {
        0 => String::new(),
        some => {
            format!("; {} can be drawn too with --restricted", plural(some, "restricted case"))
        }
    };
    Failure::request(format!("`{number}` cannot be drawn: {from}"), format!("{hint}{more}"))
}

/// How many cases to draw, as it is typed.
pub(super) fn how_many(typed: &str) -> Result<usize, String> {
    typed.parse().map_err(|_| "type how many cases, a whole number such as 10".to_owned())
}

/// A seed, as it is typed: something that can be read off a page and typed again.
pub(super) fn seed(typed: &str) -> Result<String, String> {
    const SUCH_AS: &str = "any word, date or number will do, such as 'spring 2027'";
    if typed.trim().is_empty() {
        return Err(format!("a seed is something that was chosen: {SUCH_AS}"));
    }
    if typed.trim() != typed || safe_line(typed) != typed {
        return Err(format!(
            "it begins or ends with a blank, or holds what cannot be seen, and nobody could type it \
             again: {SUCH_AS}"
        ));
    }
    Ok(typed.to_owned())
}

/// The words of a command line in which `sample --cases 10` means ten cases, and not a folder. A folder
/// with such a name is `./10`.
pub(super) fn with_number(words: Vec<OsString>) -> Vec<OsString> {
    if !words.iter().any(|word| word == "sample") {
        return words;
    }
    let definition = super::definition();
    let takes_value = |word: &str| {
        let name = word.strip_prefix("--");
        let known = definition.get_arguments().find(|option| option.get_long() == name);
        name.is_some() && known.is_some_and(|option| option.get_action().takes_values())
    };
    let mut at = 1;
    while let Some(word) = words.get(at).and_then(|word| word.to_str()) {
        match word {
            "sample" => break,
            option if takes_value(option) => at += 2,
            option if option.starts_with('-') => at += 1,
            _ => return words,
        }
    }
    let is_number = |word: &str| {
        let digits = word.strip_prefix('-').unwrap_or(word);
        !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
    };
    let mut changed = words.clone();
    for index in at..words.len() {
        let word = words[index].to_str().unwrap_or_default();
        let next = words.get(index + 1).and_then(|next| next.to_str()).unwrap_or_default();
        match word.strip_prefix("--cases") {
            Some("") if is_number(next) => changed[index] = "--number".into(),
            Some(value) if value.strip_prefix('=').is_some_and(is_number) => {
                changed[index] = format!("--number{value}").into();
            }
            _ if word == "--" => break,
            _ => {}
        }
    }
    changed
}
