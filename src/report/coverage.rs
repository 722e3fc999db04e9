//! Every paragraph of a programme's sources: cited by what, or why it is not computed.

use serde_json::json;

use crate::calendar::plural;
use crate::programme::Programme;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::count;
use crate::report::{Records, Report};

/// What became of one paragraph.
#[derive(Debug)]
struct Paragraph {
    source: String,
    name: String,
    cited_by: Vec<String>,
    not_modelled: Option<String>,
}

/// The coverage of programmes.
#[derive(Debug)]
pub struct Coverage {
    programmes: Vec<(String, Vec<Paragraph>)>,
}

impl Coverage {
    /// The coverage of these programmes.
    pub fn new(programmes: &[&Programme]) -> Coverage {
        let programmes =
            programmes.iter().map(|programme| (programme.id.clone(), paragraphs(programme)));
        Coverage { programmes: programmes.collect() }
    }

    /// The paragraphs on which a programme is silent.
    pub fn silent(&self) -> Vec<&str> {
        self.programmes
            .iter()
            .flat_map(|(_, paragraphs)| paragraphs)
            .filter(|paragraph| paragraph.is_silent())
            .map(|paragraph| paragraph.name.as_str())
            .collect()
    }
}

impl Paragraph {
    fn is_silent(&self) -> bool {
        self.cited_by.is_empty() && self.not_modelled.is_none()
    }

    fn words(&self) -> String {
        match (&self.not_modelled, self.cited_by.is_empty()) {
            (Some(reason), true) => format!("not modelled: {reason}"),
            (Some(reason), false) => {
                format!("{}; the rest is not modelled: {reason}", self.cited_by.join(", "))
            }
            (None, true) => "SILENT".to_owned(),
            (None, false) => self.cited_by.join(", "),
        }
    }
}

fn paragraphs(programme: &Programme) -> Vec<Paragraph> {
    programme
        .paragraphs()
        .map(|(source, paragraph)| Paragraph {
            source: source.name.clone(),
            name: paragraph.to_owned(),
            cited_by: cited_by(programme, paragraph),
            not_modelled: programme
                .not_modelled
                .iter()
                .find(|reason| reason.cite.iter().any(|cite| cite == paragraph))
                .map(|reason| reason.reason.clone()),
        })
        .collect()
}

fn cited_by(programme: &Programme, paragraph: &str) -> Vec<String> {
    let cites = |cite: &[String]| cite.iter().any(|own| own == paragraph);
    let rules = programme.rules.iter().filter(|rule| cites(&rule.cite));
    let warnings = programme.warnings.iter().filter(|warning| cites(&warning.cite));
    let milestones = programme.milestones.iter().filter(|milestone| cites(&milestone.cite));
    rules
        .map(|rule| format!("rule {}", rule.id))
        .chain(warnings.map(|warning| format!("warning {}", warning.code)))
        .chain(milestones.map(|milestone| format!("milestone {}", milestone.code)))
        .collect()
}

impl Report for Coverage {
    fn page(&self) -> Page {
        let mut page = Page::default();
        for (programme, paragraphs) in &self.programmes {
            page.heading(format!("Coverage of {programme}"), Tone::Plain);
            let mut sources: Vec<&str> = Vec::new();
            for paragraph in paragraphs {
                if !sources.contains(&paragraph.source.as_str()) {
                    sources.push(&paragraph.source);
                }
            }
            for source in sources {
                page.gap();
                page.heading(source, Tone::Plain);
                let of_source = paragraphs.iter().filter(|item| item.source == source);
                let rows = of_source.map(|item| Row {
                    cells: vec![
                        Cell::plain(item.name.as_str()),
                        Cell::toned(
                            item.words(),
                            if item.is_silent() { Tone::Bad } else { Tone::Plain },
                        ),
                    ],
                    sentence: format!("{}: {}", item.name, item.words()),
                });
                let column = |title, width| Column { title, width };
                let columns = vec![column("Paragraph", Some(19)), column("Where it went", None)];
                page.table(Table { columns, rows: rows.collect() });
            }
            page.gap();
            let cited = paragraphs.iter().filter(|item| !item.cited_by.is_empty()).count();
            let silent = paragraphs.iter().filter(|item| item.is_silent()).count();
            page.toned(
                format!(
                    "{programme}: {}; {cited} cited, {} not modelled, {silent} silent.",
                    plural(count(paragraphs.len()), "paragraph"),
                    paragraphs.len() - cited - silent,
                ),
                if silent > 0 { Tone::Bad } else { Tone::Good },
            );
        }
        page
    }

    fn json(&self) -> serde_json::Value {
        let programmes: Vec<serde_json::Value> = self
            .programmes
            .iter()
            .map(|(programme, paragraphs)| {
                let paragraphs: Vec<serde_json::Value> = paragraphs
                    .iter()
                    .map(|item| {
                        json!({
                            "source": item.source,
                            "paragraph": item.name,
                            "cited_by": item.cited_by,
                            "not_modelled": item.not_modelled,
                        })
                    })
                    .collect();
                json!({"programme": programme, "paragraphs": paragraphs})
            })
            .collect();
        json!({"schema": 1, "programmes": programmes})
    }

    fn records(&self) -> Option<Records> {
        let header = ["programme", "source", "paragraph", "cited_by", "not_modelled"];
        let rows = self.programmes.iter().flat_map(|(programme, paragraphs)| {
            paragraphs.iter().map(|item| {
                vec![
                    programme.into(),
                    (&item.source).into(),
                    (&item.name).into(),
                    item.cited_by.join(", ").into(),
                    item.not_modelled.as_deref().into(),
                ]
            })
        });
        Some(Records::plain(&header, rows))
    }
}
