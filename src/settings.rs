//! The folder's settings, `caseload.toml`. An empty file is valid: every setting has a default.

mod retention;
mod signers;

use std::collections::BTreeMap;

pub use retention::{Keeping, KeptFrom, Retention};
pub use signers::{Signer, SignerKey};

use crate::reading::Kind;

use crate::calendar::{Calendar, Changes, Division, Timezone, plain};
use crate::case::Value;
use crate::digest::digest;
use crate::problem::Problem;
use crate::reading::{Fields, Reader, Source, lines_of, safe_line};
use crate::settings::retention::read_retention;

/// The newest format of folder that this release knows.
pub const FORMAT: i64 = 1;

/// A key worker as the settings know one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// The short name that case files use.
    pub id: String,
    /// The name in full.
    pub name: Option<String>,
    /// E-mail addresses, by which git's author is recognised.
    pub email: Vec<String>,
}

/// A saved view: options of a command under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The command that it is of; none if any command that knows its options will do.
    pub command: Option<String>,
    /// The options by their long names, each with its values; one without a value stands by itself.
    pub options: Vec<(String, Vec<String>)>,
}

/// The folder's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The provider's name.
    pub provider: Option<String>,
    /// The programme of a new case that names none.
    pub programme: String,
    /// The time zone in which days are days.
    pub timezone: Timezone,
    /// How ids of new cases are made: `random`, or a pattern such as `A-####`.
    pub ids: String,
    /// The key workers.
    pub workers: Vec<Worker>,
    /// Days added to or dropped from each calendar.
    pub calendars: BTreeMap<Division, Changes>,
    /// Saved views.
    pub views: Vec<View>,
    /// How long cases are kept once they have ended.
    pub retention: Retention,
    /// Who signs what they record, and by which keys.
    pub signers: Vec<Signer>,
    /// A digest of the file.
    pub digest: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            provider: None,
            programme: "ipes".to_owned(),
            timezone: Timezone::LONDON,
            ids: "random".to_owned(),
            workers: Vec::new(),
            calendars: BTreeMap::new(),
            views: Vec::new(),
            retention: Retention::default(),
            signers: Vec::new(),
            digest: String::new(),
        }
    }
}

impl Settings {
    /// Reads the settings. What is wrong is collected and its default taken; a folder of a newer
    /// format gives none, and one problem only.
    pub fn read(source: &Source) -> (Option<Settings>, Vec<Problem>) {
        let reader = Reader::new(source);
        let table = reader.parse();
        let mut fields = Fields::of(&reader, &table, "the settings file");
        let format = fields.count("format");
        if let Some(format) = format.as_ref().filter(|format| format.value > FORMAT) {
            let problem = newer_format(source, format.value);
            return (None, vec![problem.at(Some(source.place(&format.span)))]);
        }
        if let Some(format) = format.filter(|format| format.value < FORMAT) {
            let message = format!("there is no format {}", format.value);
            reader.error(&format.span, "format", message, "write `format = 1`, or leave it out");
        }
        let settings = read_fields(&mut fields, source);
        fields.finish();
        (Some(settings), reader.into_problems())
    }

    /// The calendar of a division, with the days that these settings add or drop.
    pub fn calendar(&self, division: Division) -> Calendar {
        Calendar::new(division, self.calendars.get(&division).unwrap_or(&Changes::default()))
    }

    /// What of these settings dates depend on, as a file of settings that names nobody of the staff.
    pub fn without_people(&self) -> String {
        let mut text = String::from(
            "# What of the folder's settings dates depend on. Who works there is left out.\n\nformat = 1\n",
        );
        let value = |text: &str| Value::Text(text.to_owned());
        if let Some(provider) = &self.provider {
            text += &format!("provider = {}\n", value(provider));
        }
        text += &format!("programme = {}\n", value(&self.programme));
        text += &format!("timezone = {}\n", value(self.timezone.name()));
        for (division, changes) in &self.calendars {
            text += &format!("\n[calendars.{}]\n", division.name());
            for (key, days) in [("add", &changes.add), ("drop", &changes.drop)] {
                let days: Vec<String> = days.iter().map(|day| plain(*day)).collect();
                text += &format!("{key} = [{}]\n", days.join(", "));
            }
        }
        text
    }

    /// The worker who has an e-mail address, letter case aside.
    pub fn worker_with_email(&self, email: &str) -> Option<&Worker> {
        self.workers
            .iter()
            .find(|worker| worker.email.iter().any(|own| own.eq_ignore_ascii_case(email.trim())))
    }
}

fn newer_format(source: &Source, format: i64) -> Problem {
    Problem::error(
        source.name(),
        "format",
        format!(
            "this folder has format {format}; this release, {}, knows format {FORMAT}",
            env!("CARGO_PKG_VERSION")
        ),
    )
    .with_hint(format!("install a release of caseload that knows format {format}"))
}

fn read_fields(fields: &mut Fields<'_, '_, '_>, source: &Source) -> Settings {
    let usual = Settings::default();
    let workers = read_workers(fields);
    let names: Vec<String> = workers.iter().map(|worker| worker.id.clone()).collect();
    Settings {
        provider: fields.string("provider").map(|provider| provider.value),
        programme: fields.string("programme").map_or(usual.programme, |id| id.value),
        timezone: read_timezone(fields).unwrap_or(usual.timezone),
        ids: read_ids(fields).unwrap_or(usual.ids),
        workers,
        signers: signers::read_signers(fields, &names),
        calendars: read_calendars(fields),
        views: read_views(fields),
        retention: read_retention(fields),
        digest: digest(source.text()),
    }
}

fn read_timezone(fields: &mut Fields<'_, '_, '_>) -> Option<Timezone> {
    let written = fields.string("timezone")?;
    let zone = Timezone::named(&written.value);
    if zone.is_none() {
        fields.reader().error(
            &written.span,
            "settings",
            format!("`{}` is not a time zone", safe_line(&written.value)),
            "write `timezone = \"Europe/London\"`",
        );
    }
    zone
}

fn read_ids(fields: &mut Fields<'_, '_, '_>) -> Option<String> {
    let written = fields.string("ids")?;
    let is_pattern = written.value.contains('#')
        && crate::case::CaseId::new(&written.value.replace('#', "0")).is_some();
    if written.value == "random" || is_pattern {
        return Some(written.value);
    }
    fields.reader().error(
        &written.span,
        "settings",
        format!("`{}` is no way to make ids", safe_line(&written.value)),
        "write `ids = \"random\"`, or a pattern such as `ids = \"A-####\"`",
    );
    None
}

fn read_workers(fields: &mut Fields<'_, '_, '_>) -> Vec<Worker> {
    let Some(mut table) = fields.table("workers", "the workers") else { return Vec::new() };
    let entries = table.entries();
    entries
        .into_iter()
        .filter_map(|(id, value)| {
            let mut worker = table.table_of(&id.value, value, "a worker")?;
            let name = worker.string("name").map(|name| name.value);
            let email = worker.strings("email").unwrap_or_default();
            worker.finish();
            let email = email.into_iter().map(|email| email.value).collect();
            Some(Worker { id: id.value, name, email })
        })
        .collect()
}

fn read_calendars(fields: &mut Fields<'_, '_, '_>) -> BTreeMap<Division, Changes> {
    let Some(mut table) = fields.table("calendars", "the calendars") else {
        return BTreeMap::new();
    };
    let mut calendars = BTreeMap::new();
    for (name, value) in table.entries() {
        let Some(division) = fields.division_named(&name) else { continue };
        let Some(mut changes) = table.table_of(&name.value, value, "a calendar") else { continue };
        let days = |days: Vec<crate::reading::Written<crate::calendar::Day>>| {
            days.into_iter().map(|day| day.value).collect()
        };
        let (add, drop) = (days(changes.days("add")), days(changes.days("drop")));
        changes.finish();
        calendars.insert(division, Changes { add, drop });
    }
    calendars
}

fn read_views(fields: &mut Fields<'_, '_, '_>) -> Vec<View> {
    let Some(mut table) = fields.table("view", "the views") else { return Vec::new() };
    let mut views = Vec::new();
    for (name, value) in table.entries() {
        let Some(mut view) = table.table_of(&name.value, value, "a view") else { continue };
        let command = view.string("command").map(|command| command.value);
        let entries = view.entries().into_iter().filter(|(key, _)| key.value != "command");
        let mut options = Vec::new();
        for (key, value) in entries {
            match values(value) {
                Some(values) => options.extend(values.map(|values| (key.value.clone(), values))),
                None => {
                    let message = format!("`{}` cannot be this in a view", safe_line(&key.value));
                    let hint = "write a text, a number, true, or a list of texts";
                    fields.reader().error(&value.span(), "settings", message, hint);
                }
            }
        }
        views.push(View { name: name.value, command, options });
    }
    views
}

/// The values of an option as they would be typed; the inner none is an option that is off.
#[expect(clippy::option_option, reason = "what is no value at all is another thing")]
fn values(value: &crate::reading::Value<'_>) -> Option<Option<Vec<String>>> {
    Some(match value.get_ref() {
        Kind::String(text) => Some(vec![lines_of(text)]),
        Kind::Integer(number) => Some(vec![number.as_str().to_owned()]),
        Kind::Boolean(true) => Some(Vec::new()),
        Kind::Boolean(false) => None,
        Kind::Array(items) => {
            let texts = items.iter().map(|item| match item.get_ref() {
                Kind::String(text) => Some(lines_of(text)),
                _ => None,
            });
            Some(texts.collect::<Option<Vec<String>>>()?)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Settings>, Vec<Problem>) {
        Settings::read(&Source::new("caseload.toml", text))
    }

    #[test]
    fn an_empty_file_is_valid() {
        let (settings, problems) = read("");
        assert_eq!(problems, []);
        assert_eq!(settings.unwrap().programme, "ipes");
    }

    #[test]
    fn a_view_is_options_as_they_would_be_typed() {
        let text = "[view.monday]\ncommand = \"due\"\nby = \"worker\"\nmine = true\n\
                    restricted = false\nrule = [\"exit\", \"extension\"]\nweeks = 4\n";
        let (settings, problems) = read(text);
        assert_eq!(problems, []);
        let view = &settings.unwrap().views[0];
        assert_eq!((view.name.as_str(), view.command.as_deref()), ("monday", Some("due")));
        let option = |name: &str| view.options.iter().find(|(key, _)| key == name);
        assert_eq!(option("mine").unwrap().1, Vec::<String>::new());
        assert_eq!(option("rule").unwrap().1, ["exit", "extension"]);
        assert_eq!(option("weeks").unwrap().1, ["4"]);
        assert!(option("restricted").is_none() && option("command").is_none());
        let (_, problems) = read("[view.odd]\nby = 2026-11-18\n");
        assert_eq!(problems.len(), 1, "{problems:?}");
    }

    #[test]
    fn a_newer_format_is_one_problem() {
        let (settings, problems) = read("format = 2\nsomething-new = true\n");
        assert!(settings.is_none());
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("format 2"), "{}", problems[0].message);
    }
}
