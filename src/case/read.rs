//! Reading a case file, with every problem that can be told without its programme.

use crate::calendar::Window;
use crate::case::conflict::read_conflict;
use crate::case::entry::{
    Activity, Assignment, Concern, Contact, Document, Excuse, ExcuseSpan, Exit, Extension, Job,
    Note, Record,
};
use crate::case::words::{ActivityOutcome, Delivery, Outcome, With};
use crate::case::{Case, CaseId};
use crate::problem::{Problem, any_error};
use crate::reading::{Fields, Reader, Source, Written, safe_line};

impl Case {
    /// Reads a case file. `stem` is the file's name without `.toml`, which its id must equal.
    ///
    /// The problems are all those of the file; the case is there only if none of them is an error.
    pub fn read(source: &Source, stem: &str) -> (Option<Case>, Vec<Problem>) {
        let (case, problems) = Case::read_what_can_be(source, stem);
        (case.filter(|_| !any_error(&problems)), problems)
    }

    /// Reads what can be read of a case file, errors or not, so that further checks can look at
    /// it. Not to be judged if a problem is an error.
    pub fn read_what_can_be(source: &Source, stem: &str) -> (Option<Case>, Vec<Problem>) {
        let reader = Reader::new(source);
        let table = reader.parse();
        let mut fields = Fields::of(&reader, &table, "a case");
        fields.require("id");
        fields.require("programme");
        let id = read_id(&mut fields, stem).or_else(|| CaseId::new("unknown"));
        let programme = fields.string("programme");
        let known = programme.is_some();
        let programme = programme.unwrap_or(Written { value: String::new(), span: 0..0 });
        let case = id.map(|id| read_body(&mut fields, id, programme));
        fields.finish();
        (case.filter(|_| known), reader.into_problems())
    }

    /// Reads the facts of a scenario: a case without `id` and `programme`, which are given.
    ///
    /// The problems are collected by the reader that the fields belong to.
    pub fn read_facts(mut fields: Fields<'_, '_, '_>, id: CaseId, programme: &str) -> Case {
        let programme = Written { value: programme.to_owned(), span: fields.span().clone() };
        let case = read_body(&mut fields, id, programme);
        fields.finish();
        case
    }
}

fn read_id(fields: &mut Fields<'_, '_, '_>, stem: &str) -> Option<CaseId> {
    let written = fields.string("id")?;
    let shown = safe_line(&written.value);
    let Some(id) = CaseId::new(&written.value) else {
        fields.reader().error(
            &written.span,
            "id",
            format!("`{shown}` is not an id"),
            "an id is letters, digits, `.`, `_` and `-`, and starts with a letter or a digit",
        );
        return None;
    };
    if id.as_str() != stem {
        fields.reader().error(
            &written.span,
            "id",
            format!("the id `{shown}` is not the file's name"),
            format!(
                "if this is a copy, take it away; else write `id = \"{}\"`, or rename the file to `{shown}.toml`",
                safe_line(stem)
            ),
        );
    }
    Some(id)
}

fn read_body(fields: &mut Fields<'_, '_, '_>, id: CaseId, programme: Written<String>) -> Case {
    let case = Case {
        id,
        programme,
        name: fields.string("name").map(|name| name.value),
        reference: fields.string("ref").map(|reference| reference.value),
        worker: fields.string("worker"),
        calendar: fields.division("calendar"),
        referred: fields.day("referred"),
        started: fields.day("started"),
        restricted: fields.boolean("restricted").is_some_and(|restricted| restricted.value),
        is_nameless: false,
        record_starts: fields.day("record-starts").map(|day| day.value),
        extension: fields.table("extension", "the extension").and_then(read_extension),
        exit: fields.table("exit", "the exit").and_then(read_exit),
        contacts: each(fields, "contact", "a contact", read_contact),
        documents: each(fields, "document", "a document", read_document),
        activities: each(fields, "activity", "an activity", read_activity),
        jobs: each(fields, "job", "a job", read_job),
        concerns: each(fields, "concern", "a concern", read_concern),
        assignments: each(fields, "assignment", "an assignment", read_assignment),
        excuses: each(fields, "excuse", "an excuse", read_excuse),
        notes: each(fields, "note", "a note", read_note),
        conflicts: fields.tables("conflict", "a conflict").into_iter().map(read_conflict).collect(),
    };
    if !fields.has("referred") && !fields.has("started") {
        fields.reader().error(
            fields.span(),
            "required",
            "a case needs `referred` or `started`",
            "add a line `referred = 2026-11-02`",
        );
    }
    exit_after_start(fields, &case);
    case
}

fn each<T>(
    fields: &mut Fields<'_, '_, '_>,
    key: &'static str,
    what: &'static str,
    read: fn(Fields<'_, '_, '_>) -> Option<T>,
) -> Vec<T> {
    fields.tables(key, what).into_iter().filter_map(read).collect()
}

fn exit_after_start(fields: &Fields<'_, '_, '_>, case: &Case) {
    let (Some(exit), Some(started)) = (&case.exit, &case.started) else { return };
    if exit.on.value < started.value {
        fields.reader().error(
            &exit.on.span,
            "order",
            format!("the exit on `{}` lies before the start on `{}`", exit.on.value, started.value),
            "mend `on` below [exit], or `started`",
        );
    }
}

/// What every entry may carry.
fn read_record(fields: &mut Fields<'_, '_, '_>) -> Record {
    Record {
        line: fields.reader().source().line_of(fields.span().start),
        span: fields.span().clone(),
        logged: fields.timestamp("logged").map(|logged| logged.value),
        worker: fields.string("worker").map(|worker| worker.value),
        note: fields.string("note").map(|note| note.value),
        obtained: fields.string("obtained").map(|obtained| obtained.value),
        reference: fields.string("ref").map(|reference| reference.value),
    }
}

fn read_contact(mut fields: Fields<'_, '_, '_>) -> Option<Contact> {
    for key in ["on", "mode", "outcome"] {
        fields.require(key);
    }
    let record = read_record(&mut fields);
    let on = fields.moment("on");
    let mode = fields.word("mode");
    let outcome: Option<Written<Outcome>> = fields.word("outcome");
    let with = values(fields.word_list("with")).unwrap_or_else(|| vec![With::Participant]);
    let covers = fields.strings("covers").unwrap_or_default();
    let hours = fields.hundredths("hours").map(|hours| hours.value);
    let reason = fields.string("reason").map(|reason| reason.value);
    let employer = fields.string("employer");
    fields.finish();
    Some(Contact {
        record,
        on: on?.value,
        mode: mode?.value,
        outcome: outcome?.value,
        with,
        covers,
        hours,
        reason,
        employer,
    })
}

fn read_document(mut fields: Fields<'_, '_, '_>) -> Option<Document> {
    fields.require("kind");
    fields.require("on");
    let record = read_record(&mut fields);
    let kind = fields.string("kind");
    let on = fields.moment("on");
    let covers = fields.strings("covers").unwrap_or_default();
    let employer = fields.string("employer");
    let issued_to = values(fields.word_list("issued-to")).unwrap_or_default();
    let agreed_with = values(fields.word_list("agreed-with")).unwrap_or_default();
    let signed = fields.boolean("signed").is_some_and(|signed| signed.value);
    fields.finish();
    Some(Document {
        record,
        kind: kind?,
        on: on?.value,
        covers,
        employer,
        issued_to,
        agreed_with,
        signed,
    })
}

fn read_activity(mut fields: Fields<'_, '_, '_>) -> Option<Activity> {
    fields.require("kind");
    fields.require("on");
    let record = read_record(&mut fields);
    let kind = fields.string("kind");
    let on = fields.moment("on");
    let outcome = fields.word("outcome").map_or(ActivityOutcome::Attended, |word| word.value);
    if outcome == ActivityOutcome::Attended {
        fields.require("hours");
    }
    let hours = fields.hundredths("hours").map(|hours| hours.value);
    let paid = fields.boolean("paid").is_some_and(|paid| paid.value);
    let delivered_by = fields.word("delivered-by").map_or(Delivery::Provider, |word| word.value);
    let employer = fields.string("employer");
    fields.finish();
    Some(Activity {
        record,
        kind: kind?,
        on: on?.value,
        hours,
        outcome,
        paid,
        delivered_by,
        employer,
    })
}

fn read_job(mut fields: Fields<'_, '_, '_>) -> Option<Job> {
    fields.require("employer");
    let record = read_record(&mut fields);
    let employer = fields.string("employer");
    let [offered, starts, started, ended] =
        ["offered", "starts", "started", "ended"].map(|key| fields.day(key));
    if !fields.has("offered") && !fields.has("started") {
        fields.reader().error(
            fields.span(),
            "job",
            "a job needs `offered` or `started`",
            "add the day of the offer: `offered = 2027-01-04`",
        );
    }
    if let (Some(started), Some(ended)) = (&started, &ended)
        && ended.value < started.value
    {
        fields.reader().error(
            &ended.span,
            "order",
            format!("the job ends on `{}`, before it starts on `{}`", ended.value, started.value),
            "mend `ended` or `started`",
        );
    }
    let hours_per_week = fields.hundredths("hours-per-week").map(|hours| hours.value);
    let reader = fields.reader();
    let self_employed = fields.boolean("self-employed").is_some_and(|own| own.value);
    let own_supply_chain = fields.boolean("own-supply-chain").is_some_and(|own| own.value);
    fields.finish();
    let [offered, starts, started, ended] =
        [offered, starts, started, ended].map(|day| day.map(|day| day.value));
    let employer = employer?;
    if employer.value.trim().is_empty() {
        let hint = "write who it is with: `employer = \"Brook Garden Centre\"`";
        reader.error(&employer.span, "required", "the employer is blank", hint);
    }
    Some(Job {
        record,
        employer,
        offered,
        starts,
        started,
        ended,
        hours_per_week,
        self_employed,
        own_supply_chain,
    })
}

fn read_concern(mut fields: Fields<'_, '_, '_>) -> Option<Concern> {
    fields.require("on");
    let record = read_record(&mut fields);
    let on = fields.moment("on");
    let employer = fields.string("employer");
    fields.finish();
    Some(Concern { record, on: on?.value, employer })
}

fn read_assignment(mut fields: Fields<'_, '_, '_>) -> Option<Assignment> {
    fields.require("worker");
    if !fields.has("on") {
        fields.require("from");
    }
    let worker = fields.string("worker");
    let record = read_record(&mut fields);
    let on = fields.day("on");
    let from = fields.day("from").or(on);
    fields.finish();
    Some(Assignment { record, worker: worker?, from: from? })
}

fn read_excuse(mut fields: Fields<'_, '_, '_>) -> Option<Excuse> {
    for key in ["rule", "on", "reason"] {
        fields.require(key);
    }
    let record = read_record(&mut fields);
    let rule = fields.string("rule");
    let on = fields.moment("on");
    let reason = fields.string("reason");
    if let Some(reason) = reason.as_ref().filter(|reason| reason.value.trim().is_empty()) {
        fields.reader().error(
            &reason.span,
            "excuse",
            "the reason of an excuse is blank",
            "say why in `reason`",
        );
    }
    let covers = read_excuse_span(&mut fields);
    fields.finish();
    Some(Excuse { record, rule: rule?, covers: covers?, reason: reason?.value, on: on?.value })
}

fn read_excuse_span(fields: &mut Fields<'_, '_, '_>) -> Option<ExcuseSpan> {
    let written = ["due", "from", "to"].map(|key| fields.has(key));
    let [due, from, to] = ["due", "from", "to"].map(|key| fields.day(key));
    match written {
        [true, false, false] => due.map(|due| ExcuseSpan::Due(due.value)),
        [false, true, true] => {
            let (from, to) = from.zip(to)?;
            if to.value < from.value {
                fields.reader().error(
                    &to.span,
                    "order",
                    format!("the span ends on `{}`, before it begins", to.value),
                    "mend `from` or `to`",
                );
            }
            Some(ExcuseSpan::Span(Window { from: from.value, to: to.value }))
        }
        _ => {
            fields.reader().error(
                fields.span(),
                "excuse",
                "an excuse needs either `due`, or both `from` and `to`",
                "write `due = 2027-03-07` for one date, or `from` and `to` for a span",
            );
            None
        }
    }
}

fn read_note(mut fields: Fields<'_, '_, '_>) -> Option<Note> {
    fields.require("on");
    let record = read_record(&mut fields);
    let on = fields.moment("on");
    fields.finish();
    Some(Note { record, on: on?.value })
}

fn read_extension(mut fields: Fields<'_, '_, '_>) -> Option<Extension> {
    fields.require("entered");
    let record = read_record(&mut fields);
    let entered = fields.day("entered");
    let basis = fields.word("basis").map(|basis| basis.value);
    fields.finish();
    Some(Extension { record, entered: entered?, basis })
}

fn read_exit(mut fields: Fields<'_, '_, '_>) -> Option<Exit> {
    fields.require("on");
    let record = read_record(&mut fields);
    let on = fields.day("on");
    let reason = fields.string("reason");
    fields.finish();
    Some(Exit { record, on: on?, reason, tells_reason: true })
}

fn values<T>(written: Option<Vec<Written<T>>>) -> Option<Vec<T>> {
    written.map(|items| items.into_iter().map(|item| item.value).collect())
}
