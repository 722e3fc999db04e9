//! The shape of a rule, and what meets it.

use crate::programme::read::dated;
use crate::programme::{
    Chain, ChainFrom, ContactForm, Covering, Deadline, DeadlineFrom, EachJob, ExitShape,
    ExtensionShape, FollowUp, JobDay, Limit, MetBy, RunningTotal, Shape,
};
use crate::reading::{Fields, Written, safe_line};

/// Reads the one shape that a rule has.
pub(super) fn read(fields: &mut Fields<'_, '_, '_>) -> Option<Shape> {
    let written: Vec<&'static str> =
        Shape::WORDS.into_iter().filter(|word| fields.has(word)).collect();
    let [word] = written[..] else {
        fields.reader().error(
            fields.span(),
            "shape",
            if written.is_empty() {
                "the rule has no shape".to_owned()
            } else {
                format!("the rule has more than one shape: {}", written.join(", "))
            },
            format!("give it one of {}", Shape::WORDS.join(", ")),
        );
        return None;
    };
    let mut shape = fields.table(word, "the shape")?;
    let read = read_parameters(word, &mut shape);
    shape.finish();
    read
}

fn read_parameters(word: &str, shape: &mut Fields<'_, '_, '_>) -> Option<Shape> {
    Some(match word {
        "deadline" => Shape::Deadline(Deadline {
            from: required_word::<DeadlineFrom>(shape, "from")?,
            limit: limit(shape, Some(Limit::ByLastDay))?,
            aim: dated::period(shape, "aim"),
        }),
        "each-job" => Shape::EachJob(EachJob {
            from: required_word::<JobDay>(shape, "from")?,
            limit: limit(shape, Some(Limit::ByJobStart))?,
        }),
        "each-week" => Shape::EachWeek,
        "each-month" => {
            shape.require("hours");
            Shape::EachMonth(dated::hours(shape, "hours")?)
        }
        "chain" => {
            shape.require("every");
            let from = chain_from(shape)?;
            let every = dated::some_time(shape, "every");
            Shape::Chain(Chain { from, every: every?, aim: dated::period(shape, "aim") })
        }
        "follow-up" => Shape::FollowUp(FollowUp {
            of: required_word(shape, "of")?,
            limit: limit(shape, None)?,
        }),
        "running-total" => {
            shape.require("hours");
            let hours = dated::hours(shape, "hours");
            Shape::RunningTotal(RunningTotal { hours: hours?, by: required_word(shape, "by")? })
        }
        "extension" => {
            shape.require("days-before-standard");
            let days_before_standard = dated::count(shape, "days-before-standard")?;
            Shape::Extension(ExtensionShape { days_before_standard })
        }
        _ => Shape::Exit(ExitShape {
            out_of_work_within: dated::period(shape, "out-of-work-within"),
        }),
    })
}

fn required_word<W: crate::reading::Word>(
    fields: &mut Fields<'_, '_, '_>,
    key: &'static str,
) -> Option<W> {
    fields.require(key);
    fields.word(key).map(|word| word.value)
}

/// Reads `within`, `local-target`, or `by` where the shape has a day of its own to name.
fn limit(fields: &mut Fields<'_, '_, '_>, by: Option<Limit>) -> Option<Limit> {
    let written = ["within", "local-target", "by"].map(|key| fields.has(key));
    match written {
        [true, false, false] => dated::period(fields, "within").map(Limit::Within),
        [false, true, false] => dated::period(fields, "local-target").map(Limit::LocalTarget),
        [false, false, true] => {
            let written = fields.string("by")?;
            let named = match &by {
                Some(Limit::ByLastDay) => "last-day",
                Some(Limit::ByJobStart) => "start",
                _ => "",
            };
            if written.value == named {
                return by;
            }
            fields.reader().error(
                &written.span,
                "word",
                format!("`{}` is no day that this shape can name", safe_line(&written.value)),
                if named.is_empty() {
                    "give `within` or `local-target` instead".to_owned()
                } else {
                    format!("it can be `{named}`")
                },
            );
            None
        }
        _ => {
            fields.reader().error(
                fields.span(),
                "shape",
                "the shape needs one limit",
                "give either `within` (a limit in the guidance) or `local-target` (chosen here)",
            );
            None
        }
    }
}

fn chain_from(fields: &mut Fields<'_, '_, '_>) -> Option<ChainFrom> {
    let (start, rule) = (fields.string("from"), fields.string("from-rule"));
    match (start, rule) {
        (Some(start), None) if start.value == "start" => Some(ChainFrom::Start),
        (None, Some(rule)) => Some(ChainFrom::Rule(rule.value)),
        _ => {
            fields.reader().error(
                fields.span(),
                "shape",
                "the chain needs a beginning",
                "write `from = \"start\"`, or `from-rule` with the id of the rule it follows",
            );
            None
        }
    }
}

/// Reads `met-by`: one way to meet the rule, or a list of ways.
pub(super) fn met_by(fields: &mut Fields<'_, '_, '_>) -> Vec<MetBy> {
    use crate::reading::Kind;
    let Some(value) = fields.take("met-by") else { return Vec::new() };
    let ways = match value.get_ref() {
        Kind::Array(items) => items.iter().collect(),
        _ => vec![value],
    };
    ways.into_iter()
        .filter_map(|way| fields.table_of("met-by", way, "a way to meet the rule"))
        .filter_map(read_way)
        .collect()
}

fn read_way(mut way: Fields<'_, '_, '_>) -> Option<MetBy> {
    let document = texts(way.strings("document"));
    let entry = texts(way.strings("entry"));
    let contact: Option<Written<ContactForm>> = way.word("contact");
    let covers = texts(way.strings("covers"));
    let is_contact = contact.is_some();
    let mut idle = Vec::new();
    if !is_contact && covers.is_some() {
        idle.push("covers");
    }
    if !is_contact && way.has("with") {
        idle.push("with");
    }
    if is_contact && way.has("issued-to") {
        idle.push("issued-to");
    }
    for key in idle {
        let message = format!("`{key}` says nothing here");
        let hint = "`covers` and `with` go with `contact`, `issued-to` with `document`";
        way.reader().error(&way.span_of(key), "met-by", message, hint);
    }
    let covering = match (document, entry, contact) {
        (Some(kinds), None, None) => Some(Covering::Document(kinds)),
        (None, Some(kinds), None) => Some(Covering::Entry(kinds)),
        (None, None, Some(form)) => Some(Covering::Contact(form.value, covers.unwrap_or_default())),
        _ => {
            way.reader().error(
                way.span(),
                "met-by",
                "what meets the rule is not clear",
                "name one of `document`, `entry` (a document or a held contact) or `contact`",
            );
            None
        }
    };
    let met_by = MetBy {
        covering: covering?,
        on_or_after: way.word("on-or-after").map(|word| word.value),
        of_this_job: way.boolean("of-this-job").is_some_and(|truth| truth.value),
        issued_to: way.word("issued-to").map(|word| word.value),
        with: way.word("with").map(|word| word.value),
        participant_needed: participant_needed(&mut way),
    };
    way.finish();
    Some(met_by)
}

fn participant_needed(way: &mut Fields<'_, '_, '_>) -> bool {
    let Some(written) = way.string("participant") else { return true };
    if written.value != "not-needed" && written.value != "needed" {
        way.reader().error(
            &written.span,
            "word",
            format!("`participant` cannot be `{}`", safe_line(&written.value)),
            "it can be `needed` or `not-needed`",
        );
    }
    written.value != "not-needed"
}

fn texts(written: Option<Vec<Written<String>>>) -> Option<Vec<String>> {
    written.map(|items| items.into_iter().map(|item| item.value).collect())
}
