//! A whole programme.

use crate::programme::read::rule::strings;
use crate::programme::read::{dated, rule, warning};
use crate::programme::source::expand;
use crate::programme::{
    ActivityKind, Dated, DayOne, DocumentKind, FaceToFace, JobEntries, Kinds, Length, Milestone,
    NotModelled, Programme, Provision, Reference, Rule, Stage, WarningRule,
};
use crate::reading::{Fields, Span, Value, Written, safe_line};

/// A programme as read, with the places that later checks point at.
pub(super) struct Read {
    pub(super) programme: Programme,
    pub(super) rules: Vec<Span>,
    pub(super) warnings: Vec<Span>,
    pub(super) not_modelled: Vec<Span>,
    pub(super) milestones: Vec<Span>,
}

/// Reads a whole programme.
pub(super) fn read(mut fields: Fields<'_, '_, '_>, digest: String) -> Option<Read> {
    for key in
        ["id", "title", "applies-to", "calendar", "lead", "source", "provision", "stage", "rule"]
    {
        fields.require(key);
    }
    let id = fields.string("id");
    let title = fields.string("title");
    let applies_to = fields.string("applies-to");
    let calendar = fields.division("calendar");
    let notice = fields.string("notice").map(|notice| notice.value);
    let sources = sources(&mut fields);
    let provision = fields.table("provision", "the provision").and_then(provision);
    let face_to_face =
        fields.table("face-to-face", "face to face").map_or_else(FaceToFace::default, face_to_face);
    let job_entries =
        fields.table("job-entries", "job entries").map_or_else(JobEntries::default, job_entries);
    let stages = fields.tables("stage", "a stage").into_iter().filter_map(stage).collect();
    let lead = dated::days(&mut fields, "lead").unwrap_or(Dated::always(0));
    let rules = fields.tables("rule", "a rule").into_iter();
    let (rules, rule_spans): (Vec<Rule>, _) =
        split(rules.filter_map(|rule| rule::read(rule, &lead)));
    let (warnings, warning_spans): (Vec<WarningRule>, _) =
        split(fields.tables("warning", "a warning").into_iter().filter_map(warning::read));
    let (milestones, milestone_spans) =
        split(fields.tables("milestone", "a milestone").into_iter().filter_map(milestone));
    let kinds = kinds(&mut fields);
    let (not_modelled, not_modelled_spans) =
        split(fields.tables("not-modelled", "a reason").into_iter().filter_map(not_modelled));
    fields.finish();
    let programme = Programme {
        id: id?.value,
        title: title?.value,
        applies_to: applies_to?.value,
        calendar: calendar?,
        notice,
        sources,
        provision: provision?,
        face_to_face,
        job_entries,
        stages,
        rules,
        warnings,
        milestones,
        kinds,
        not_modelled,
        digest,
    };
    Some(Read {
        programme,
        rules: rule_spans,
        warnings: warning_spans,
        not_modelled: not_modelled_spans,
        milestones: milestone_spans,
    })
}

fn split<T>(written: impl Iterator<Item = Written<T>>) -> (Vec<T>, Vec<Span>) {
    written.map(|written| (written.value, written.span)).unzip()
}

fn sources(fields: &mut Fields<'_, '_, '_>) -> Vec<Reference> {
    fields.tables("source", "a source").into_iter().filter_map(source).collect()
}

fn source(mut fields: Fields<'_, '_, '_>) -> Option<Reference> {
    for key in ["name", "version", "compared", "paragraphs"] {
        fields.require(key);
    }
    let name = fields.string("name");
    let version = fields.string("version");
    let compared = fields.day("compared");
    let mut paragraphs = Vec::new();
    for written in fields.strings("paragraphs").unwrap_or_default() {
        match expand(&written.value) {
            Some(expanded) => paragraphs.extend(expanded),
            None => fields.reader().error(
                &written.span,
                "paragraphs",
                format!("`{}` is no range of paragraphs", safe_line(&written.value)),
                "write a single paragraph, or `6.01 to 6.53`",
            ),
        }
    }
    fields.finish();
    Some(Reference {
        name: name?.value,
        version: version?.value,
        compared: compared?.value,
        paragraphs,
    })
}

fn provision(mut fields: Fields<'_, '_, '_>) -> Option<Provision> {
    let day_one = fields.word("day-one").map_or(DayOne::Start, |word| word.value);
    let ruling = fields.string("ruling").map(|ruling| ruling.value);
    let days = fields.table("days", "the length in days");
    let maximum = fields.table("maximum", "the length");
    let length = match (days, maximum) {
        (Some(days), None) => length_in_days(days),
        (None, Some(maximum)) => maximum_length(maximum),
        _ => {
            fields.reader().error(
                fields.span(),
                "provision",
                "the length of the provision is not clear",
                "give either [provision.days] or [provision.maximum]",
            );
            None
        }
    };
    fields.finish();
    Some(Provision { day_one, length: length?, ruling })
}

fn length_in_days(mut fields: Fields<'_, '_, '_>) -> Option<Length> {
    for key in ["standard", "extended", "in-work-minimum"] {
        fields.require(key);
    }
    let standard = dated::day_of_provision(&mut fields, "standard");
    let extended = dated::day_of_provision(&mut fields, "extended");
    let in_work_minimum = dated::count(&mut fields, "in-work-minimum");
    fields.finish();
    Some(Length::Days {
        standard: standard?,
        extended: extended?,
        in_work_minimum: in_work_minimum?,
    })
}

fn maximum_length(mut fields: Fields<'_, '_, '_>) -> Option<Length> {
    fields.require("length");
    let length = dated::some_time(&mut fields, "length");
    let closes = fields.day("closes").map(|day| day.value);
    fields.finish();
    Some(Length::Maximum { length: length?, closes })
}

/// Reads what counts as face to face.
pub(super) fn face_to_face(mut fields: Fields<'_, '_, '_>) -> FaceToFace {
    let usual = FaceToFace::default();
    let read = FaceToFace {
        mode: fields.word("mode").map_or(usual.mode, |word| word.value),
        by_exception: fields.word("by-exception").map(|word| word.value),
        no_offer_if: fields
            .word_list("no-offer-if")
            .map_or(usual.no_offer_if, |words| words.into_iter().map(|word| word.value).collect()),
        cite: strings(&mut fields, "cite"),
        ruling: fields.string("ruling").map(|ruling| ruling.value),
    };
    fields.finish();
    read
}

/// Reads how an entry finds its job.
pub(super) fn job_entries(mut fields: Fields<'_, '_, '_>) -> JobEntries {
    let read = JobEntries {
        ahead: dated::period(&mut fields, "ahead"),
        ahead_for: strings(&mut fields, "ahead-for"),
    };
    fields.finish();
    read
}

fn stage(mut fields: Fields<'_, '_, '_>) -> Option<Stage> {
    for key in ["id", "title", "when"] {
        fields.require(key);
    }
    let id = fields.string("id");
    let title = fields.string("title");
    let when = fields.word("when");
    fields.finish();
    Some(Stage { id: id?.value, title: title?.value, when: when?.value })
}

fn milestone(mut fields: Fields<'_, '_, '_>) -> Option<Written<Milestone>> {
    for key in ["code", "title", "cite", "what"] {
        fields.require(key);
    }
    let span = fields.span().clone();
    let code = fields.string("code");
    let title = fields.string("title");
    let cite = strings(&mut fields, "cite");
    let what = fields.word("what");
    fields.finish();
    let value = Milestone { code: code?.value, title: title?.value, cite, what: what?.value };
    Some(Written { value, span })
}

fn not_modelled(mut fields: Fields<'_, '_, '_>) -> Option<Written<NotModelled>> {
    fields.require("cite");
    fields.require("reason");
    let span = fields.span().clone();
    let cite = strings(&mut fields, "cite");
    let reason = fields.string("reason");
    let partly = fields.boolean("partly").is_some_and(|partly| partly.value);
    fields.finish();
    Some(Written { value: NotModelled { cite, reason: reason?.value, partly }, span })
}

fn kinds(fields: &mut Fields<'_, '_, '_>) -> Kinds {
    let documents = named(fields, "documents", |kind, mut document| {
        let issued_to = document.word_list("issued-to").unwrap_or_default();
        document.finish();
        DocumentKind { kind, issued_to: issued_to.into_iter().map(|word| word.value).collect() }
    });
    let covers = named(fields, "covers", |cover, fields| {
        fields.finish();
        cover
    });
    let activities = named(fields, "activities", |kind, mut activity| {
        let experience = activity.boolean("experience-of-work");
        activity.finish();
        ActivityKind { kind, experience_of_work: experience.is_some_and(|truth| truth.value) }
    });
    let exit_reasons =
        fields.table("exit-reasons", "exit reasons").map_or_else(Vec::new, |mut t| {
            let entries = t.entries();
            entries
                .into_iter()
                .filter_map(|(reason, title)| {
                    t.text_of(&reason.value, title).map(|title| (reason.value, title.value))
                })
                .collect()
        });
    Kinds { documents, covers, activities, exit_reasons }
}

/// Reads a table whose keys are names and whose values are tables.
fn named<'r, 's, 'd, T>(
    fields: &mut Fields<'r, 's, 'd>,
    key: &'static str,
    read: impl Fn(String, Fields<'r, 's, 'd>) -> T,
) -> Vec<T> {
    let Some(mut table) = fields.table(key, "a list of kinds") else { return Vec::new() };
    let entries: Vec<(Written<String>, &'r Value<'d>)> = table.entries();
    entries
        .into_iter()
        .filter_map(|(name, value)| {
            table.table_of(&name.value, value, "a kind").map(|fields| read(name.value, fields))
        })
        .collect()
}
