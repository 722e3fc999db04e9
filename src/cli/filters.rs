//! The filters of every list, as they are typed and as a report takes them.

use clap::{Args, ValueEnum};

use crate::cli::arguments::{Common, Mailing, Redacting, Standpoint};
use crate::cli::completions;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, known};
use crate::obligation::Status;
use crate::programme::Severity;
use crate::reading::Word;
use crate::report::{By, Filter};

/// The filters of every list.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct FilterArguments {
    /// These cases only: an id, or the beginning of one or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    pub(super) people: Vec<String>,
    /// Those you are key worker of
    #[arg(help_heading = "Filters", long, conflicts_with = "worker")]
    pub(super) mine: bool,
    /// Those of this key worker
    #[arg(help_heading = "Filters", long, value_name = "WORKER", add = completions::workers())]
    pub(super) worker: Option<String>,
    /// Those on this programme
    #[arg(help_heading = "Filters", long, value_name = "PROGRAMME", add = completions::programmes())]
    pub(super) programme: Option<String>,
    /// This rule only; can be given again
    #[arg(help_heading = "Filters", long, value_name = "RULE", value_delimiter = ',', add = completions::rule_ids())]
    pub(super) rule: Vec<String>,
    /// This severity only: must, milestone, prompt or optional
    #[arg(help_heading = "Filters", long, value_name = "SEVERITY", value_delimiter = ',')]
    pub(super) severity: Vec<String>,
    /// This status only, such as overdue, open or missed
    #[arg(help_heading = "Filters", long, value_name = "STATUS", value_delimiter = ',')]
    pub(super) status: Vec<String>,
    /// Those in this stage, such as pre-work or in-work
    #[arg(help_heading = "Filters", long, value_name = "STAGE", add = completions::stages())]
    pub(super) stage: Option<String>,
    /// How the rows are put together
    #[arg(help_heading = "Filters", long, value_name = "GROUP")]
    by: Option<Group>,
    #[command(flatten)]
    pub(super) rows: RowsArguments,
    #[command(flatten)]
    pub(super) standpoint: Standpoint,
    #[command(flatten)]
    pub(super) redacting: Redacting,
    /// Restricted cases too; your own are in your own lists
    #[arg(help_heading = "Filters", long)]
    pub(super) restricted: bool,
}

/// Which columns the rows have, and in which order they stand.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct RowsArguments {
    /// These columns alone, by their names in CSV, such as case,title,due
    #[arg(help_heading = "Rows", long, value_name = "COLUMN", value_delimiter = ',')]
    pub(super) columns: Vec<String>,
    /// In the order of these columns; with a - before it, the last first
    #[arg(
        help_heading = "Rows",
        long,
        value_name = "COLUMN",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub(super) sort: Vec<String>,
}

/// How the rows are put together.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Group {
    /// By person
    Person,
    /// By key worker
    Worker,
    /// By the day to do it
    Day,
}

impl FilterArguments {
    /// How the rows are put together.
    pub(super) fn by(&self) -> By {
        match self.by {
            None => By::Usual,
            Some(Group::Person) => By::Person,
            Some(Group::Worker) => By::Worker,
            Some(Group::Day) => By::Day,
        }
    }

    /// Refuses to put rows together in a way that the report does not know.
    pub(super) fn refuse_groups(&self, known: &[By]) -> Result<(), Failure> {
        let by = self.by();
        if by == By::Usual || known.contains(&by) {
            return Ok(());
        }
        let hint = if known.is_empty() { "leave out --by" } else { "it knows --by worker" };
        Err(Failure::command_line("this report is not put together so", hint))
    }

    /// The folder, and the filter that was asked for. People are found by their names before these are
    /// kept back, which they are where the report is to be sent.
    pub(super) fn open(
        &self,
        common: &Common,
        mailing: &Mailing,
    ) -> Result<(Context, Filter), Failure> {
        let context = Context::open(common, &self.standpoint)?;
        let context = context.restricted_as_now().finding_for(self.redacting);
        let filter = self.resolve(&context)?;
        Ok((context.for_sending(common, mailing, self.redacting), filter))
    }

    /// The same, for a report of what is to be done, which hardly ever asks more of a case than that.
    pub(super) fn open_to_do(
        &self,
        common: &Common,
        mailing: &Mailing,
    ) -> Result<(Context, Filter), Failure> {
        let looks_elsewhere = !self.standpoint.is_here_and_now();
        let names_somebody = !self.people.is_empty();
        if names_somebody || looks_elsewhere || self.redacting.redact || common.format.is_sent() {
            return self.open(common, mailing);
        }
        let context = Context::open_to_do(common)?;
        let worker = if self.mine { Some(context.me()?) } else { self.worker.clone() };
        // One whom the settings do not know can be in a case.
        if worker.is_some_and(|worker| !context.workers().contains(&worker.as_str())) {
            return self.open(common, mailing);
        }
        let filter = self.resolve(&context)?;
        Ok((context, filter))
    }

    /// The filter that was asked for; a word that nothing can match is refused.
    pub(super) fn resolve(&self, context: &Context) -> Result<Filter, Failure> {
        let mut cases = Vec::new();
        for person in &self.people {
            cases.push(context.find_case(person)?.stem.clone());
        }
        let worker = if self.mine { Some(context.me()?) } else { self.worker.clone() };
        // Their own list, whichever way they ask for it.
        let own =
            worker.clone().filter(|worker| self.mine || context.me().ok().as_ref() == Some(worker));
        if let Some(worker) = &worker {
            known("key worker", worker, &context.workers())?;
        }
        let programmes: Vec<&str> =
            context.folder.programmes.iter().map(|known| known.id.as_str()).collect();
        if let Some(programme) = &self.programme {
            known("programme", programme, &programmes)?;
        }
        for rule in &self.rule {
            known("rule", rule, &context.rules())?;
        }
        if let Some(stage) = &self.stage {
            known("stage", stage, &context.stages())?;
        }
        Ok(Filter {
            cases,
            worker,
            programme: self.programme.clone(),
            rules: self.rule.clone(),
            severities: words::<Severity>("severity", &self.severity)?,
            statuses: words::<Status>("status", &self.status)?,
            stage: self.stage.clone(),
            restricted: self.restricted,
            own,
            ..Filter::default()
        })
    }
}

pub(super) fn words<W: Word>(what: &str, typed: &[String]) -> Result<Vec<W>, Failure> {
    let all: Vec<&str> = W::WORDS.iter().map(|(word, _)| *word).collect();
    typed
        .iter()
        .map(|typed| {
            known(what, typed, &all)?;
            Ok(W::WORDS.iter().filter(move |(word, _)| word == typed).map(|(_, value)| *value))
        })
        .collect::<Result<Vec<_>, Failure>>()
        .map(|found| found.into_iter().flatten().collect())
}
