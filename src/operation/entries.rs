//! The entries that commands add to a case: contacts, documents, activities and their like.
//!
//! Each is worked out from a request and the case's programme, which knows the kinds, covers and
//! reasons. What is equal to an entry on record, but for when it was logged and by whom, is on
//! record already.

use crate::calendar::{Day, Moment, plain};
use crate::case::{
    ActivityOutcome, Delivery, ExcuseSpan, Mode, NewEntry, Outcome, Said, Value, With, append,
};
use crate::operation::change::{Change, Requested};
use crate::operation::keys::{Keys, Provenance, text};
use crate::operation::refusal::known;
use crate::operation::{OpenCase, Refusal};
use crate::programme::Programme;
use crate::reading::Hundredths;

/// A contact to record.
#[derive(Clone, Debug)]
pub struct ContactRequest {
    /// When.
    pub on: Moment,
    /// Its form.
    pub mode: Mode,
    /// What came of it.
    pub outcome: Outcome,
    /// Whom it was with; nobody named is the participant.
    pub with: Vec<With>,
    /// What it covered.
    pub covers: Vec<String>,
    /// Hours spent.
    pub hours: Option<Hundredths>,
    /// Why it was not in person.
    pub reason: Option<String>,
    /// The employer it concerns.
    pub employer: Option<String>,
}

/// A document to record.
#[derive(Clone, Debug)]
pub struct DocumentRequest {
    /// What it is.
    pub kind: String,
    /// When.
    pub on: Moment,
    /// What else it covers.
    pub covers: Vec<String>,
    /// The employer it concerns.
    pub employer: Option<String>,
    /// To whom it was issued; none for whom it usually is.
    pub issued_to: Option<Vec<With>>,
    /// With whom it was agreed.
    pub agreed_with: Vec<With>,
    /// Whether it is signed.
    pub signed: bool,
}

/// An activity to record.
#[derive(Clone, Debug)]
pub struct ActivityRequest {
    /// What it was.
    pub kind: String,
    /// When.
    pub on: Moment,
    /// How long.
    pub hours: Option<Hundredths>,
    /// Whether the participant came.
    pub outcome: ActivityOutcome,
    /// Whether it was paid.
    pub paid: bool,
    /// Who delivered it.
    pub delivered_by: Delivery,
    /// The employer it concerns.
    pub employer: Option<String>,
}

/// Adds an entry, unless an equal one is on record.
fn add<'f>(
    open: &OpenCase<'f>,
    keys: Keys,
    kind: &'static str,
    provenance: &Provenance,
    what: String,
) -> Result<Requested<'f>, Refusal> {
    let entry = keys.entry(kind, provenance);
    if !provenance.again
        && let Some(words) = equal_entry(open, &entry)
    {
        return Ok(Requested::OnRecord(words));
    }
    Change::adding(open, &entry, what).map(Requested::from)
}

/// The words of an entry on record that is equal in all but `logged` and `worker`.
fn equal_entry(open: &OpenCase<'_>, entry: &NewEntry) -> Option<String> {
    let said = Said::by(&append("", entry).ok()?)?;
    let on = entry.on();
    let mut numbered = open.case.entries_with_text(open.text()).into_iter().zip(1..);
    let found = numbered.find(|((read, text), _)| {
        read.kind() == entry.kind && read.on() == on && Said::by(text).as_ref() == Some(&said)
    });
    found.map(|((read, _), number)| format!("entry {number}, {}", read.dated_words()))
}

/// Ensures that a programme knows what is covered.
fn covers_are_known(programme: &Programme, covers: &[String]) -> Result<(), Refusal> {
    let words = programme.kinds.coverable();
    let otherwise = listing(programme);
    covers.iter().try_for_each(|cover| known("cover", cover, words.iter().copied(), &otherwise))
}

fn listing(programme: &Programme) -> String {
    format!("`caseload programme show {}` lists them all", programme.id)
}

/// Records a contact.
///
/// # Errors
///
/// If the programme does not know what it covers.
pub fn contact<'f>(
    open: &OpenCase<'f>,
    request: &ContactRequest,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    covers_are_known(open.programme, &request.covers)?;
    let is_usual = request.with.is_empty() || request.with == [With::Participant];
    let keys = Keys::new()
        .with("on", Value::Moment(request.on))
        .with("mode", Value::Text(request.mode.word().to_owned()))
        .with("outcome", Value::Text(request.outcome.word().to_owned()))
        .people("with", if is_usual { &[] } else { &request.with })
        .texts("covers", &request.covers)
        .maybe("hours", request.hours.map(Value::Hours))
        .maybe("reason", request.reason.as_ref().map(text))
        .maybe("employer", request.employer.as_ref().map(text));
    let (mode, outcome) = (request.mode.word(), request.outcome.word());
    let what = format!("contact {} ({mode}, {outcome})", plain(request.on.day));
    add(open, keys, "contact", provenance, what)
}

/// Records a document; it was issued to whom such a document usually is, unless that is said.
///
/// # Errors
///
/// If the programme knows no such document, or not what it covers.
pub fn document<'f>(
    open: &OpenCase<'f>,
    request: &DocumentRequest,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let programme = open.programme;
    let words = programme.kinds.coverable();
    known("kind of document", &request.kind, words.iter().copied(), &listing(programme))?;
    covers_are_known(programme, &request.covers)?;
    let usual = programme.kinds.documents.iter().find(|kind| kind.kind == request.kind);
    let usual = usual.map(|kind| kind.issued_to.clone()).unwrap_or_default();
    let keys = Keys::new()
        .with("kind", text(&request.kind))
        .with("on", Value::Moment(request.on))
        .texts("covers", &request.covers)
        .maybe("employer", request.employer.as_ref().map(text))
        .people("issued-to", request.issued_to.as_ref().unwrap_or(&usual))
        .people("agreed-with", &request.agreed_with)
        .truth("signed", request.signed);
    let what = format!("document {} ({})", plain(request.on.day), request.kind);
    add(open, keys, "document", provenance, what)
}

/// Records an activity.
///
/// # Errors
///
/// If the programme knows no such activity, or an attended one has no hours.
pub fn activity<'f>(
    open: &OpenCase<'f>,
    request: &ActivityRequest,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let kinds = open.programme.kinds.activities.iter().map(|activity| activity.kind.as_str());
    known("kind of activity", &request.kind, kinds, &listing(open.programme))?;
    if request.outcome == ActivityOutcome::Attended && request.hours.is_none() {
        return Err(Refusal::new(
            "an activity that was attended needs its hours",
            "add them: --hours 1.5; or say that it was missed: --outcome missed",
        ));
    }
    let is_attended = request.outcome == ActivityOutcome::Attended;
    let outcome = Some(Value::Text(request.outcome.word().to_owned())).filter(|_| !is_attended);
    let by_provider = request.delivered_by == Delivery::Provider;
    let delivered = Value::Text(request.delivered_by.word().to_owned());
    let keys = Keys::new()
        .with("kind", text(&request.kind))
        .with("on", Value::Moment(request.on))
        .maybe("hours", request.hours.map(Value::Hours))
        .maybe("outcome", outcome)
        .truth("paid", request.paid)
        .maybe("delivered-by", Some(delivered).filter(|_| !by_provider))
        .maybe("employer", request.employer.as_ref().map(text));
    let (kind, outcome) = (&request.kind, request.outcome.word());
    let what = format!("activity {} ({kind}, {outcome})", plain(request.on.day));
    add(open, keys, "activity", provenance, what)
}

/// Records trouble keeping a job.
///
/// # Errors
///
/// If the case with it would have something wrong in it.
pub fn concern<'f>(
    open: &OpenCase<'f>,
    on: Moment,
    employer: Option<&String>,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let keys = Keys::new().with("on", Value::Moment(on)).maybe("employer", employer.map(text));
    add(open, keys, "concern", provenance, format!("concern {}", plain(on.day)))
}

/// Records a note.
///
/// # Errors
///
/// If it is blank.
pub fn note<'f>(
    open: &OpenCase<'f>,
    on: Moment,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    if provenance.note.as_ref().is_none_or(|note| note.trim().is_empty()) {
        return Err(Refusal::new("the note is blank", "type it after --note, or use --note -"));
    }
    let keys = Keys::new().with("on", Value::Moment(on));
    add(open, keys, "note", provenance, format!("note {}", plain(on.day)))
}

/// Records an excuse for a rule.
///
/// # Errors
///
/// If the programme has no such rule, or the reason is blank.
pub fn excuse<'f>(
    open: &OpenCase<'f>,
    rule: &str,
    covers: ExcuseSpan,
    reason: &str,
    on: Moment,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let rules = open.programme.rules.iter().map(|rule| rule.id.as_str());
    known("rule", rule, rules, &listing(open.programme))?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "an excuse needs a reason",
            "say it with --reason, or --reason - to read it from standard input",
        ));
    }
    let keys = Keys::new().with("rule", Value::Text(rule.to_owned()));
    let keys = match covers {
        ExcuseSpan::Due(day) => keys.with("due", Value::Day(day)),
        ExcuseSpan::Span(span) => {
            keys.with("from", Value::Day(span.from)).with("to", Value::Day(span.to))
        }
    };
    let keys = keys.with("reason", Value::Text(reason.to_owned())).with("on", Value::Moment(on));
    add(open, keys, "excuse", provenance, format!("excuse {} ({rule})", plain(on.day)))
}

/// Records a key worker from a day on.
///
/// # Errors
///
/// If the case with it would have something wrong in it.
pub fn assign<'f>(
    open: &OpenCase<'f>,
    worker: &str,
    from: Day,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let keys =
        Keys::new().with("worker", Value::Text(worker.to_owned())).with("from", Value::Day(from));
    let what = format!("assign {}", plain(from));
    if open.case.worker_on(from) != Some(worker) || provenance.again {
        // One that says the same may be on record, with another since that took its place.
        return Change::adding(open, &keys.entry("assignment", provenance), what)
            .map(Requested::from);
    }
    let Provenance { note, obtained, reference, .. } = provenance;
    if [note, obtained, reference].iter().all(|it| it.is_none()) {
        let words = format!("{worker} is key worker on {}", crate::calendar::long(from));
        return Ok(Requested::OnRecord(words));
    }
    // What is said with it is kept.
    add(open, keys, "assignment", provenance, what)
}
