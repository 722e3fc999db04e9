//! `caseload document`: something agreed, completed, issued or entered.

use clap::Args;

use crate::case::With;
use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::words::{employer, one_of, words};
use crate::cli::writing::Entry;
use crate::operation::{DocumentRequest, Provenance, document};
use crate::programme::shell_word;

/// Record a document: something agreed, completed, issued or entered
///
/// To whom it was issued is taken from the programme, where such a document usually goes to
/// somebody, unless --issued-to says otherwise.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload document action-plan sam --signed --agreed-with participant
  caseload document employer-support-plan A-0042 --employer \"Brook Garden Centre\"")]
pub(super) struct Document {
    /// What it is, such as action-plan
    #[arg(value_name = "KIND", add = completions::documents())]
    kind: Option<String>,
    /// The cases: an id, or the beginning of one or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    people: Vec<String>,
    /// The employer it concerns
    #[arg(long, value_name = "EMPLOYER")]
    employer: Option<String>,
    /// To whom it was issued: participant, employer, network, other
    #[arg(long, value_name = "WHOM", value_delimiter = ',', add = completions::people_words())]
    issued_to: Option<Vec<String>>,
    /// With whom it was agreed: participant, employer, network, other
    #[arg(long, value_name = "WHOM", value_delimiter = ',', add = completions::people_words())]
    agreed_with: Vec<String>,
    /// It is signed
    #[arg(long)]
    signed: bool,
    /// What it covers besides, such as transition-timetable
    #[arg(long, value_name = "COVER", value_delimiter = ',', add = completions::covers())]
    covers: Vec<String>,
    #[command(flatten)]
    entry: Entry,
}

/// Records a document.
pub(super) fn run(common: &Common, command: &Document) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, &command.people)
        .map_err(|failure| swapped(common, command, failure))?;
    let kind = match &command.kind {
        Some(kind) => kind.clone(),
        None => {
            let open = desk.look(&people[0])?;
            let documents = open.programme.kinds.documents.iter();
            let kinds: Vec<String> = documents.map(|document| document.kind.clone()).collect();
            kinds[one_of("kind of document", "it", "What is it?", &kinds)?].clone()
        }
    };
    let issued_to = command.issued_to.as_ref().map(|typed| words::<With>("person", typed));
    let request = DocumentRequest {
        kind,
        on: command.entry.moment(&desk)?,
        covers: command.covers.clone(),
        employer: employer(command.employer.as_ref())?,
        issued_to: issued_to.transpose()?,
        agreed_with: words::<With>("person", &command.agreed_with)?,
        signed: command.signed,
    };
    let provenance = command.entry.provenance(&desk)?;
    desk.record(&people, command.entry.trying(), &|sheet| {
        let provenance = Provenance { logged: sheet.logged.clone(), ..provenance.clone() };
        Ok(document(sheet.open, &request, &provenance)?)
    })
}

/// What is said where the case was typed first, and then what the document is.
fn swapped(common: &Common, command: &Document, failure: Failure) -> Failure {
    let (Some(first), [second]) = (&command.kind, &command.people[..]) else { return failure };
    let Ok(desk) = Desk::open_to_look(common) else { return failure };
    let mut documents =
        desk.folder.programmes.iter().flat_map(|programme| &programme.kinds.documents);
    let is_swapped = documents.any(|document| document.kind == *second);
    if !is_swapped {
        return failure;
    }
    let words = [first, second].map(|word| shell_word(word));
    failure
        .with_hint(format!("what it is comes first: caseload document {} {}", words[1], words[0]))
}
