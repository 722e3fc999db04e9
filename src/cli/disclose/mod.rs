//! `caseload disclose`: everything held on one participant, for whoever asks to see it.

mod finding;
mod gathering;
mod place;

use clap::Args;

use crate::calendar::{Day, long, plain};
use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::{Failure, WRONG};
use crate::cli::{ask, given_out, output};
use crate::operation::GivenOut;
use crate::problem::any_error;
use crate::report::{Answer, Disclosure, Filter};

/// Show everything held on one participant, for whoever asks to see it, and when the answer is due
///
/// Notes, reasons, evidence, what was corrected or struck, who recorded it, where it is held and who was
/// given a copy. What may name somebody else stands between marks, to be reviewed first. A case whose file
/// is gone is told out of the history. That it was done is put on record.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload disclose A-0042 --received 2026-11-16 --output ~/answer.html
  caseload disclose A-0042 --received yesterday --output ~/answers
  caseload disclose A-0042 --received 16/11/2026 --format json --output ~/answer.json")]
pub(super) struct Disclose {
    /// The case: its id, or the beginning of it or of a name; its whole id where its file is gone
    #[arg(value_name = "ID", add = completions::cases())]
    person: String,
    /// The day on which the request was received; asked for where it is not said
    #[arg(long, value_name = "DAY")]
    received: Option<String>,
}

/// Shows it, and puts on record that it was given out.
pub(super) fn run(common: &Common, command: &Disclose) -> Result<u8, Failure> {
    output::refuse_rows(common)?;
    let (context, asked) = finding::find(common, &command.person)?;
    let file = asked.file(&context)?;
    let root = &context.folder.root;
    let common = &place::of_answer(common, &file.stem, root)?;
    let received = received(command.received.as_deref(), context.today)?;
    let (case, problems) = gathering::case(&context, file, asked.gone.as_ref())?;
    let evaluation = context.evaluate(file);
    let (history, of_its_ids) = gathering::history(&context, &case)?;
    let answer = Answer::to(received, gathering::division(&context, file));
    let held = gathering::held(&context, evaluation.as_ref(), &case)?;
    let stamp = context.stamp(evaluation.as_slice(), &Filter::default());
    let (settings, is_damaged) = (&context.folder.settings, any_error(&problems));
    let disclosure = Disclosure::new(
        case,
        evaluation.as_ref(),
        &history,
        answer,
        (settings, held),
        problems,
        stamp,
    );
    let elsewhere = gathering::elsewhere(&context, file, disclosure.name());
    let look_at = disclosure.to_look_at(elsewhere, of_its_ids);
    let cases = vec![file.stem.clone()];
    given_out::log(root, settings.timezone, GivenOut::Disclosure, cases)?;
    output::show(&disclosure, common, Some(root))?;
    output::say_report(&look_at);
    Ok(if is_damaged { WRONG } else { 0 })
}

/// The day on which the request came in; asked for at a terminal.
fn received(typed: Option<&str>, today: Day) -> Result<Day, Failure> {
    let read = |typed: &str| date_words::day(typed, today, Looking::Back);
    match typed {
        Some(typed) => in_time(read(typed).map_err(|it| it.within("--received"))?, today),
        None if ask::is_possible() => {
            let question = "On which day was the request received?";
            ask::until_read(question, None, |typed| in_time(read(typed)?, today))
        }
        None => {
            let hint = "add --received DAY: the answer is due a month after that";
            Err(Failure::command_line("it is not said when the request was received", hint))
        }
    }
}

/// The day, if it has come and if the law gives a month for a request of it.
fn in_time(received: Day, today: Day) -> Result<Day, Failure> {
    let day = long(received);
    let hint = format!(
        "--received is the day on which it came in, {} at the latest: write it as {}, or as yesterday",
        long(today),
        plain(today)
    );
    if received > today {
        let message = format!("a request of {day} has not been received yet");
        return Err(Failure::request(message, hint));
    }
    if !Answer::is_set_for(received) {
        let message = format!("a request of {day} came in before the law that gives it a month");
        return Err(Failure::request(message, hint));
    }
    Ok(received)
}
