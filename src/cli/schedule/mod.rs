//! `caseload schedule`: reports that come by themselves.

mod scheduled;

use std::env;
use std::path::{Path, PathBuf};

use chrono::Timelike;
use clap::Args;

use scheduled::{Scheduled, days};

use crate::calendar::parse_time;
use crate::cli::arguments::{Common, Format};
use crate::cli::failure::Failure;
use crate::cli::mailing::require_addresses;
use crate::cli::output;
use crate::reading::safe_line;
use crate::schedule::Schedule;
use crate::store::{self, Runner, TimerError};

/// Have a report come by itself: what is due on Mondays, what is overdue each day, the week that was
///
/// Shows what would be set up: a systemd timer and service of your own, or a line of your crontab
/// where there is no systemd. With --yes it is set up. It names nobody unless --names is added.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload schedule due --mail-to morgan@example.org          what would be set up
  caseload schedule due --mail-to morgan@example.org --yes    set it up: Mondays at 7:30
  caseload schedule overdue --at 8:00 --file ~/overdue.html --yes
  caseload schedule                                      what is set up
  caseload schedule due --remove --yes")]
pub(super) struct ScheduleOf {
    /// The report; what is set up, if none is named
    #[arg(value_name = "REPORT")]
    report: Option<Scheduled>,
    /// The days on which it comes, such as monday,thursday, or daily [default: as the report]
    #[arg(long, value_name = "DAYS", value_delimiter = ',')]
    on: Vec<String>,
    /// The time of day
    #[arg(long, value_name = "TIME", default_value = "7:30")]
    at: String,
    /// Send it there, as a message
    #[arg(long, value_name = "ADDRESS", conflicts_with = "file")]
    mail_to: Vec<String>,
    /// The mailer, which reads the message
    #[arg(long, value_name = "COMMAND", default_value = "sendmail -t", requires = "mail_to")]
    send_with: String,
    /// Write it to this file, as a page
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: Option<PathBuf>,
    /// Name people and employers
    #[arg(long)]
    names: bool,
    /// A line of the crontab, even where there is systemd
    #[arg(long)]
    cron: bool,
    /// Take it away
    #[arg(long, requires = "report")]
    remove: bool,
    /// Do it, not only show it
    #[arg(long)]
    yes: bool,
}

/// Shows, sets up or takes away.
pub(super) fn run(common: &Common, command: &ScheduleOf) -> Result<u8, Failure> {
    let root = store::find(common.folder())?;
    let root = root.canonicalize().map_err(|error| {
        Failure::cannot_read(format!("`{}`: {error}", root.display()), "is the folder there?")
    })?;
    let folder = root.to_str().ok_or_else(|| {
        let message = format!("`{}` is a path that no timer can hold", root.display());
        Failure::request(message, "give its folders names of plain letters")
    })?;
    if common.format != Format::Table || common.output.is_some() {
        let message = "--format and --output do not say how the report comes";
        let hint = "--file FILE writes it as a page, --mail-to ADDRESS sends it";
        return Err(Failure::command_line(message, hint));
    }
    let runner = if command.cron { Runner::Cron } else { Runner::of_this_machine() };
    let Some(report) = command.report else { return show_installed(common, folder, runner) };
    let schedule = schedule(&root, folder, report, command)?;
    if let Some(word) = schedule.unfit() {
        let message = format!("no timer can hold `{}`", safe_line(word));
        return Err(Failure::request(message, "give it a name of plain letters"));
    }
    if command.remove {
        return remove(common, &schedule, runner, command.yes);
    }
    let mut text = match runner {
        Runner::Systemd => format!(
            "# {id}.timer\n{}\n# {id}.service\n{}",
            schedule.timer(),
            schedule.service(),
            id = schedule.id()
        ),
        Runner::Cron => schedule.crontab_line() + "\n",
    };
    if command.yes {
        runner.install(&schedule).map_err(|error| refused(&error))?;
        text += &format!(
            "\nIt is set up. To take it away: caseload schedule {} --remove --yes\n",
            report.name()
        );
    } else {
        text += "\nOnly shown: add --yes to set it up.\n";
    }
    text += match runner {
        Runner::Systemd => {
            "A run that is missed is made up for. It comes while you are logged in; to have it come \
             always: loginctl enable-linger\n"
        }
        Runner::Cron => {
            "A run that is missed, since the machine was off, is not made up for. The time is the \
             machine's own.\n"
        }
    };
    output::write_text(&text, common)?;
    Ok(0)
}

fn schedule(
    root: &Path,
    folder: &str,
    report: Scheduled,
    command: &ScheduleOf,
) -> Result<Schedule, Failure> {
    let time = parse_time(&command.at).ok_or_else(|| {
        let message = format!("`{}` is not a time of day", safe_line(&command.at));
        Failure::command_line(message, "write it as 7:30 or 16:00")
    })?;
    let mut arguments = vec!["--cases".to_owned(), folder.to_owned()];
    let of_report = report.command().iter().copied();
    // A file is to say so if nothing is due any more.
    let of_report = of_report.filter(|word| command.file.is_none() || *word != "--if-any");
    arguments.extend(of_report.map(str::to_owned));
    arguments.push(if command.names { "--names" } else { "--redact" }.to_owned());
    let mut add = |words: &[&str]| arguments.extend(words.iter().map(|word| (*word).to_owned()));
    if !command.mail_to.is_empty() {
        require_addresses(&command.mail_to)?;
        add(&["--format", "eml", "--send-with", &mailer(&command.send_with)]);
        command.mail_to.iter().for_each(|address| add(&["--mail-to", address]));
    }
    if let Some(file) = &command.file {
        add(&["--format", "html", "--output", &file_to_write(file, root)?]);
    }
    let program = env::current_exe().ok().and_then(|path| path.to_str().map(str::to_owned));
    Ok(Schedule {
        name: report.name().to_owned(),
        title: report.title().to_owned(),
        folder: folder.to_owned(),
        program: program.unwrap_or_else(|| "caseload".to_owned()),
        arguments,
        days: days(report, &command.on)?,
        time: (time.hour(), time.minute()),
        timezone: store::settings(root).0.timezone.name().to_owned(),
    })
}

/// A file by its whole path, in a folder that is there, and not among the cases.
fn file_to_write(file: &Path, root: &Path) -> Result<String, Failure> {
    let whole = std::path::absolute(file).ok();
    let is_fit = |file: &PathBuf| {
        file.parent().is_some_and(Path::is_dir) && !file.starts_with(root.join("cases"))
    };
    let path = whole.filter(is_fit).and_then(|file| file.to_str().map(str::to_owned));
    path.ok_or_else(|| {
        let message = format!("`{}` cannot be written", safe_line(&file.to_string_lossy()));
        Failure::command_line(message, "name a file in a folder that is there, not below cases")
    })
}

/// A mailer by its whole path, where it is found: what starts a timer knows fewer places, and none for
/// administrators.
fn mailer(command: &str) -> String {
    let (word, rest) = command.split_once(' ').unwrap_or((command, ""));
    if word.contains(['/', '=', '\'', '"']) {
        return command.to_owned();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let places = env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = places.map(|place| place.join(word)).find(|file| file.is_file());
    match found.as_deref().and_then(Path::to_str) {
        Some(found) => format!("{found} {rest}").trim_end().to_owned(),
        None => command.to_owned(),
    }
}

fn remove(common: &Common, schedule: &Schedule, runner: Runner, yes: bool) -> Result<u8, Failure> {
    let id = schedule.id();
    if !yes {
        let text = format!("{id} would be taken away: add --yes to do it.\n");
        output::write_text(&text, common)?;
        return Ok(0);
    }
    if !runner.remove(&id).map_err(|error| refused(&error))? {
        let hint = "caseload schedule shows what is set up; --cron looks into the crontab";
        return Err(Failure::request(format!("{id} is not set up"), hint));
    }
    output::write_text(&format!("{id} is taken away.\n"), common)?;
    Ok(0)
}

/// What is set up for this folder.
fn show_installed(common: &Common, folder: &str, runner: Runner) -> Result<u8, Failure> {
    let ids = Scheduled::ALL.map(|report| Schedule::id_of(report.name(), folder));
    let found = runner.installed(&ids).map_err(|error| refused(&error))?;
    let mut text: String =
        found.iter().flat_map(|(id, kept)| ["# ", id, "\n", kept, "\n"]).collect();
    if found.is_empty() {
        text += "Nothing is set up for this folder: caseload schedule due, overdue, review or report shows \
                 what could be.\n";
    }
    output::write_text(&text, common)?;
    Ok(0)
}

fn refused(error: &TimerError) -> Failure {
    Failure::cannot_read(error.to_string(), "without --yes it is shown, to be set up by hand")
}
