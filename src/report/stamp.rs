//! What a report was made from: the day, the release, the commit, and digests of everything that
//! its dates depend on. The same release makes the same report from them again.

use crate::calendar::{Day, Holidays, long};
use crate::programme::Programme;
use crate::report::page::{Page, Tone};

/// What a report was made from.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The day judged.
    pub today: Day,
    /// The commit that was read, with `-dirty` if files differ; none outside git.
    pub revision: Option<String>,
    /// The release of the tool.
    pub release: String,
    /// Digests of programmes, holiday table and settings, by name.
    pub digests: Vec<(String, String)>,
    /// Notices of the programmes that occur.
    pub notices: Vec<String>,
}

impl Stamp {
    /// What the last line says where the folder is no repository of its own.
    pub(super) const NO_REPOSITORY: &str = "not from a repository of its own";
    /// What it says behind the commit where files differ from it.
    pub(super) const DIRTY: &str = " with changes not yet saved";

    /// The stamp of a report about cases on these programmes.
    pub fn new(
        today: Day,
        revision: Option<String>,
        settings: &str,
        programmes: &[&Programme],
    ) -> Stamp {
        let mut digests: Vec<(String, String)> =
            programmes.iter().map(|known| (known.id.clone(), known.digest.clone())).collect();
        digests.push(("holidays".to_owned(), Holidays::digest()));
        if !settings.is_empty() {
            digests.push(("settings".to_owned(), settings.to_owned()));
        }
        let notices = programmes
            .iter()
            .filter_map(|known| Some(format!("{}: {}", known.title, known.notice.as_ref()?)))
            .collect();
        let release = env!("CARGO_PKG_VERSION").to_owned();
        Stamp { today, revision, release, digests, notices }
    }

    /// The same, and every page says that names are kept back.
    #[must_use]
    pub fn redacted(mut self) -> Stamp {
        let kept_back =
            "Without names, employers, notes and reasons, and without where evidence lies.";
        self.notices.insert(0, kept_back.to_owned());
        self
    }

    /// The same, and every page says this of what it looks at.
    #[must_use]
    pub fn noting(mut self, notice: Option<String>) -> Stamp {
        self.notices.splice(0..0, notice);
        self
    }

    /// Adds the notices to a page, before what it says.
    pub fn notices(&self, page: &mut Page) {
        for notice in &self.notices {
            page.toned(notice, Tone::Faint);
        }
    }

    /// Adds the last line of a page: what it was made from.
    pub fn footer(&self, page: &mut Page) {
        let digests: Vec<String> =
            self.digests.iter().map(|(name, digest)| format!("{name} {digest}")).collect();
        let revision = self.revision.as_deref();
        let supposed = revision.is_some_and(|revision| revision.ends_with(SUPPOSED));
        let read = revision.map(|revision| revision.trim_end_matches(SUPPOSED));
        let read = match read.filter(|read| !read.is_empty()) {
            Some(read) => {
                let (commit, dirty) = match read.strip_suffix("-dirty") {
                    Some(commit) => (commit, Stamp::DIRTY),
                    None => (read, ""),
                };
                format!("commit {}{dirty}", commit.get(..12).unwrap_or(commit))
            }
            None => Stamp::NO_REPOSITORY.to_owned(),
        };
        // It must not be taken for a report of what is on record.
        let (judged, supposed) =
            if supposed { ("Supposed", ", with what is only supposed") } else { ("Judged", "") };
        page.toned(
            format!(
                "{judged} on {} by caseload {}; {read}{supposed}; {}.",
                long(self.today),
                self.release,
                digests.join(", ")
            ),
            Tone::Faint,
        );
    }
}

/// What stands behind the commit of a report that is of something supposed.
pub const SUPPOSED: &str = "-supposed";
