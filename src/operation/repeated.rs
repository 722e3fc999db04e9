//! What is asked for again though it is on record.

use crate::calendar::{Day, long, plain};
use crate::case::{Job, Record, Value};
use crate::operation::change::{Change, Requested};
use crate::operation::job::{JobRequest, number};
use crate::operation::keys::{Keys, Provenance};
use crate::operation::{OpenCase, Refusal};

/// It is on record already, as the words say. What comes with it and is new, a note or how it is known, is
/// added as a note of that day; otherwise nothing is written.
///
/// # Errors
///
/// If the case with the note would have something wrong in it.
pub(super) fn on_record<'f>(
    open: &OpenCase<'f>,
    words: String,
    on: Day,
    own: &Record,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let Some(new) = new_in(open, on, own, provenance) else {
        return Ok(Requested::OnRecord(words));
    };
    let entry = Keys::new().with("on", Value::Day(on)).entry("note", &new);
    let change = Change::adding(open, &entry, format!("note {}", plain(on)))?;
    let said = format!("on record already: {words}; added: {}", change.said);
    Ok(Change { said, ..change }.into())
}

/// What neither the entry itself nor a note of that day carries; none if that is nothing.
fn new_in(
    open: &OpenCase<'_>,
    on: Day,
    own: &Record,
    provenance: &Provenance,
) -> Option<Provenance> {
    let notes = open.case.notes.iter().filter(|note| note.on.day == on);
    let records: Vec<&Record> = notes.map(|note| &note.record).chain([own]).collect();
    // A file keeps lines by their sense, however the system that they come from ends them.
    let sense = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    let new = |asked: &Option<String>, of: fn(&Record) -> Option<&String>| {
        let asked = asked.as_ref().filter(|asked| !asked.trim().is_empty())?;
        let is_there = |record: &&Record| of(record).is_some_and(|it| sense(it) == sense(asked));
        (!records.iter().any(is_there)).then(|| asked.clone())
    };
    let found = Provenance {
        note: new(&provenance.note, |record| record.note.as_ref()),
        obtained: new(&provenance.obtained, |record| record.obtained.as_ref()),
        reference: new(&provenance.reference, |record| record.reference.as_ref()),
        ..provenance.clone()
    };
    let parts = [&found.note, &found.obtained, &found.reference];
    parts.iter().any(|part| part.is_some()).then_some(found)
}

/// A key of a job with what is asked and what is written; none where it is not written.
pub(super) type Differing = (&'static str, String, Option<String>);

/// What a request says of a job otherwise than its entry.
pub(super) fn differing(job: &Job, request: &JobRequest) -> Vec<Differing> {
    let truth = |is_so: bool| is_so.then(|| "true".to_owned());
    let [asked_hours, hours] =
        [request.hours_per_week, job.hours_per_week].map(|it| it.map(|it| it.to_string()));
    let all = [
        ("starts", request.starts.map(plain), job.starts.map(plain)),
        ("hours-per-week", asked_hours, hours),
        ("self-employed", truth(request.self_employed), truth(job.self_employed)),
        ("own-supply-chain", truth(request.own_supply_chain), truth(job.own_supply_chain)),
    ];
    let asked = all.into_iter().filter_map(|(key, asked, written)| Some((key, asked?, written)));
    asked.filter(|(_, asked, written)| written.as_ref() != Some(asked)).collect()
}

/// What is on record of a job already, in words.
pub(super) fn words(job: &Job, request: &JobRequest) -> String {
    let (event, employer) = (request.event.word(), job.employer.value.trim());
    format!("the {event} of the job with {employer} on {}", long(request.on))
}

/// That it is on record already and says something else of the job.
pub(super) fn otherwise(
    open: &OpenCase<'_>,
    job: &Job,
    request: &JobRequest,
    differing: &[Differing],
) -> Refusal {
    let written = differing.iter().map(|(key, asked, written)| match written {
        Some(written) => format!("{key}={written}"),
        None if asked == "true" => format!("not {key}"),
        None => format!("no {key}"),
    });
    let asked = differing.iter().map(|(key, asked, _)| format!("{key}={asked}"));
    let [written, asked] = [written.collect::<Vec<_>>(), asked.collect()];
    Refusal::new(
        format!("on record already, with {}: {}", written.join(", "), words(job, request)),
        format!(
            "if that is to change: caseload correct {} {} {}; if it is another job: --new",
            open.id(),
            number(open, job),
            asked.join(" ")
        ),
    )
}
