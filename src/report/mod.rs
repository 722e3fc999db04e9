//! Reports: values first, then one renderer a file.
//!
//! A report is made from evaluations and knows neither folder nor terminal. It can be laid out as
//! a [`Page`] (for a terminal, a browser, a mailbox), as JSON with keys of its own, and, where it has
//! them, as records for a spreadsheet and as a feed for a calendar.

mod about;
mod audit;
mod by;
mod calendar;
mod caseload;
mod changes;
mod check;
mod coverage;
mod disclosure;
mod due;
mod erasing;
mod explain;
mod export;
mod feed;
mod filter;
mod forecast;
mod frame;
mod history;
mod import;
mod list;
mod obligation;
mod pack;
mod packed;
mod page;
mod performance;
mod picture;
mod printed;
mod provenance;
mod programme;
mod recorded;
mod records;
mod retention;
mod review;
mod rows;
mod sample;
pub mod render;
mod scenarios;
mod show;
mod status;
mod supposed;
mod sync;
mod stamp;
mod verified;
mod verify;
mod words;

pub use about::About;
pub use audit::Audit;
pub use by::By;
pub use calendar::{CalendarSum, CalendarYear};
pub use caseload::Caseload;
pub use changes::{CaseChange, Changed, Changes, Since, Then};
pub use check::Check;
pub use coverage::Coverage;
pub use disclosure::{
    Answer, Disclosure, Held, HeldCase, Mention, OfItsIds, TakenAway, ToLookAt, Trail, mentions,
};
pub use due::{Due, DueLine};
pub use erasing::{ErasedCase, ErasedList, Erasing, Gone};
pub use explain::Explain;
pub use export::{Export, ExportedCase};
pub use feed::{Feed, FeedItem};
pub use filter::Filter;
pub use forecast::{Forecast, horizon};
pub use history::{History, HistoryStep, local_day};
pub use import::Imported;
pub use list::{List, ListRow};
pub use pack::{
    BUNDLE, Drawn, FACTS, MANIFEST, Manifest, ORIGINAL, Pack, PackFacts, PackedCase,
    PackedProgramme, differing,
};
pub use packed::Packed;
pub use page::{Block, Cell, Chapter, Column, Node, Page, Row, Table, Tone};
pub use performance::{Behind, Outcome, Performance};
pub use picture::{
    Bar, Bars, Lane, Mark, Picture, Span, SpanKind, Timeline, Week, WeekState, Weeks,
};
pub use printed::Printed;
pub use programme::{ProgrammeList, ProgrammeShow};
pub use recorded::{RecordedCase, Recording};
pub use records::{Field, Record, Records};
pub use retention::Retention;
pub use review::Review;
pub use rows::{Rows, RowsError};
pub use sample::{Sample, draw};
pub use scenarios::Scenarios;
pub use show::Show;
pub use stamp::{SUPPOSED, Stamp};
pub use status::Status;
pub use supposed::{Supposed, SupposedSide};
pub use sync::{Received, Synced};
pub use verified::{Finding, Findings, Verified, Wholeness, named};
pub use verify::{Trust, TrustDone, TrustedKey, Verification};
pub use words::person;

use crate::problem::Problem;

/// What every report can be turned into.
pub trait Report {
    /// The report as a page for people.
    fn page(&self) -> Page;

    /// The same as a file of its own, which has to say what it is of.
    fn page_alone(&self) -> Page {
        self.page()
    }

    /// What it says before its rows; its title, unless it has more to say.
    fn opening(&self, page: &mut Page) {
        let whole = self.page();
        page.blocks.extend(whole.blocks.into_iter().find(|it| matches!(it, Block::Heading(_))));
        page.gap();
    }

    /// What it says after its rows.
    fn closing(&self, _page: &mut Page) {}

    /// What is wrong with the files that it was made from.
    fn problems(&self) -> &[Problem] {
        &[]
    }

    /// The report as JSON, with stable keys.
    fn json(&self) -> serde_json::Value;

    /// What it was made from; none where it judges nothing.
    fn stamp(&self) -> Option<&Stamp> {
        None
    }

    /// What is to be done, for a calendar; none where the report is of something else.
    fn feed(&self) -> Option<Feed> {
        None
    }

    /// Whether the rows are all that there is to say; a page may have tables of something else.
    fn rows_say_all(&self) -> bool {
        true
    }

    /// The rows, for whatever takes rows; none where the report has none.
    fn records(&self) -> Option<Records> {
        None
    }
}
