//! What a member of staff is to look at before an answer is given out; no part of the answer.

use serde_json::{Value, json};

use crate::calendar::{Day, days_between, plural};
use crate::report::Report;
use crate::report::disclosure::{Answer, HeldCase, Mention};
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::count;

/// What is to be looked at.
#[derive(Clone, Debug)]
pub struct ToLookAt {
    id: String,
    answer: Answer,
    days_late: i64,
    is_gone: bool,
    names: usize,
    former_names: Vec<String>,
    mentions: Vec<Mention>,
    other_ids: Vec<String>,
    ids_of_others: Vec<String>,
    left_out: usize,
}

/// What the ids of a case tell besides its own history.
#[derive(Clone, Debug, Default)]
pub struct OfItsIds {
    /// Ids that it had besides.
    pub other_ids: Vec<String>,
    /// Ids that were given to other cases, which had its id before.
    pub ids_of_others: Vec<String>,
    /// How many operations are left out, since they may be about somebody else.
    pub left_out: usize,
}

impl ToLookAt {
    pub(super) fn new(
        case: &HeldCase,
        (answer, today): (&Answer, Day),
        (names, former_names): (usize, Vec<String>),
        mentions: Vec<Mention>,
        of_its_ids: OfItsIds,
    ) -> ToLookAt {
        let days_late = days_between(answer.due, today).max(0);
        let (id, answer) = (case.id.clone(), answer.clone());
        let is_gone = case.taken_away.is_some();
        ToLookAt {
            id,
            answer,
            days_late,
            is_gone,
            names,
            former_names,
            mentions,
            other_ids: of_its_ids.other_ids,
            ids_of_others: of_its_ids.ids_of_others,
            left_out: of_its_ids.left_out,
        }
    }

    /// What is marked in it, and what is not since it was the person's own name once.
    fn names(&self, page: &mut Page) {
        if self.names > 0 {
            page.text(format!(
                "Names of others, or what may be one, stand between \u{ab} and \u{bb}; the checklist at the \
                 end has them all: {}. It is a help and finds not every one: read it through before you give \
                 it out.",
                self.names
            ));
        }
        if !self.former_names.is_empty() {
            page.text(format!(
                "Not marked, since it was on record as the person's own name before: {}. Where that was \
                 somebody else's by mistake, it has to be taken out.",
                self.former_names.join(", ")
            ));
        }
    }

    /// What was recorded under the same id and may be about somebody else.
    fn left_out(&self, page: &mut Page) {
        let renumbered = match self.other_ids.join(", ") {
            others if others.is_empty() => String::new(),
            others => format!(
                "It had another id before: {others}. What is on record under that is in it, as far as it is \
                 of the same referral. "
            ),
        };
        let somebody_else = match self.ids_of_others.join(", ") {
            others if others.is_empty() => String::new(),
            others => format!(
                "Somebody else had the id {} before, and was given another: {others}. Nothing of that is in \
                 it. ",
                self.id
            ),
        };
        let left_out = match count(self.left_out) {
            0 => String::new(),
            number => format!(
                "{} of this id that may be about somebody else left out: caseload history {} shows them.",
                plural(number, "operation"),
                self.id
            ),
        };
        let told = format!("{renumbered}{somebody_else}{left_out}");
        if !told.is_empty() {
            page.toned(told.trim_end(), Tone::Soon);
        }
    }

    fn elsewhere(&self, page: &mut Page) {
        if self.mentions.is_empty() {
            return;
        }
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
}

impl Report for ToLookAt {
    fn page(&self) -> Page {
        let mut page = Page::default();
        page.text(self.answer.words());
        if self.days_late > 0 {
            let late = plural(self.days_late, "day");
            page.toned(format!("That day is past: the answer is {late} late."), Tone::Bad);
        }
        if self.is_gone {
            page.toned(
                format!(
                    "The file of {id} is not in the folder any more: this is what the history has of it, \
                     and caseload history {id} says what became of it.",
                    id = self.id
                ),
                Tone::Soon,
            );
        }
        self.names(&mut page);
        self.left_out(&mut page);
        self.elsewhere(&mut page);
        page
    }

    fn json(&self) -> Value {
        let mention = |it: &Mention| json!({"file": it.file, "line": it.line, "by": it.by});
        json!({
            "schema": 1,
            "case": self.id,
            "days_late": self.days_late,
            "is_gone": self.is_gone,
            "names": self.names,
            "former_names": self.former_names,
            "mentions": self.mentions.iter().map(mention).collect::<Vec<_>>(),
            "other_ids": self.other_ids,
            "ids_of_others": self.ids_of_others,
            "left_out": self.left_out,
        })
    }
}
