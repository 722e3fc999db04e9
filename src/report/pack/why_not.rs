//! What of the guidance is not computed, and why: a date cannot say everything.

use crate::programme::Programme;
use crate::report::Page;
use crate::report::pack::Pack;
use crate::report::page::{Cell, Column, Row, Table, Tone};
use crate::report::words::cites;

impl<'a> Pack<'_, 'a> {
    /// The programmes that the cases are on, each once.
    pub(super) fn programmes(&self) -> Vec<&'a Programme> {
        let mut programmes: Vec<&Programme> = Vec::new();
        for case in &self.cases {
            let programme = case.evaluation.journey.programme;
            if !programmes.iter().any(|known| known.id == programme.id) {
                programmes.push(programme);
            }
        }
        programmes.sort_by_key(|programme| programme.id.as_str());
        programmes
    }

    /// The page of what is not computed.
    pub(super) fn not_modelled(&self) -> Page {
        let mut page = Page::default();
        page.heading("What is not modelled", Tone::Plain);
        page.text(
            "Whether support was good enough, or an employer well chosen, no date can say. These \
             paragraphs of the guidance are read by a person; `partly` says that a rule computes the rest.",
        );
        page.gap();
        for programme in self.programmes() {
            page.heading(programme.title.as_str(), Tone::Plain);
            let columns = vec![
                Column { title: "Paragraph", width: Some(24) },
                Column { title: "Why", width: None },
            ];
            let rows = programme.not_modelled.iter().map(|left_out| {
                let partly = if left_out.partly { "\npartly" } else { "" };
                let cite = cites(&left_out.cite);
                Row {
                    sentence: format!("{cite}: {}", left_out.reason),
                    cells: vec![
                        Cell::plain(format!("{cite}{partly}")),
                        Cell::plain(left_out.reason.as_str()),
                    ],
                }
            });
            page.table(Table { columns, rows: rows.collect() });
            page.gap();
        }
        page
    }
}
