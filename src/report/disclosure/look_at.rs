//! What a member of staff is to look at before an answer is given out; no part of the answer.

use serde_json::{Value, json};

use crate::calendar::plural;
use crate::report::Report;
use crate::report::disclosure::{Answer, Mention};
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::count;

/// What is to be looked at.
#[derive(Clone, Debug)]
pub struct ToLookAt {
    id: String,
    answer: Answer,
    names: usize,
    mentions: Vec<Mention>,
    other_ids: Vec<String>,
    left_out: usize,
}

impl ToLookAt {
    pub(super) fn new(
        id: &str,
        answer: &Answer,
        names: usize,
        mentions: Vec<Mention>,
        (other_ids, left_out): (Vec<String>, usize),
    ) -> ToLookAt {
        let (id, answer) = (id.to_owned(), answer.clone());
        ToLookAt { id, answer, names, mentions, other_ids, left_out }
    }
}

impl Report for ToLookAt {
    fn page(&self) -> Page {
        let mut page = Page::default();
        page.text(self.answer.words());
        if self.names > 0 {
            page.text(format!(
                "Names of others, or what may be one, stand between \u{ab} and \u{bb}; the checklist at the \
                 end has them all: {}. It is a help and finds not every one: read it through before you give \
                 it out.",
                self.names
            ));
        }
        if !self.other_ids.is_empty() {
            let others = self.other_ids.join(", ");
            page.toned(
                format!(
                    "A case was renumbered here: {others}. What was recorded under another id is not in it, nor \
                     are {} of this id that may be about somebody else: caseload history {} shows them.",
                    plural(count(self.left_out), "operation"),
                    self.id
                ),
                Tone::Soon,
            );
        }
        if !self.mentions.is_empty() {
            page.text(format!(
                "Other files that speak of {} or may do so are not in it, since they are about others. To \
                 look at:",
                self.id
            ));
            let columns = vec![
                Column { title: "File", width: None },
                Column { title: "Line", width: Some(6) },
                Column { title: "By", width: Some(20) },
            ];
            let rows = self.mentions.iter().map(|mention| Row {
                cells: vec![
                    Cell::plain(&mention.file),
                    Cell::plain(mention.line.to_string()),
                    Cell::plain(mention.by),
                ],
                sentence: format!("{}:{}: {}.", mention.file, mention.line, mention.by),
            });
            page.table(Table { columns, rows: rows.collect() });
        }
        page
    }

    fn json(&self) -> Value {
        let mention = |it: &Mention| json!({"file": it.file, "line": it.line, "by": it.by});
        json!({
            "schema": 1,
            "case": self.id,
            "names": self.names,
            "mentions": self.mentions.iter().map(mention).collect::<Vec<_>>(),
            "other_ids": self.other_ids,
            "left_out": self.left_out,
        })
    }
}
