//! What erasing a case takes and means; and, once it was done, what came of looking for it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::calendar::{Day, long, plural};
use crate::reading::safe_line;
use crate::report::Report;
use crate::report::page::{Page, Tone};
use crate::report::words::count;

/// What erasing a case takes and means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasing {
    /// The id of the case.
    pub id: String,
    /// Its files in the folder.
    pub files: Vec<String>,
    /// How long it is to be kept, in a sentence; none if it is not known.
    pub keeping: Option<String>,
    /// How many versions of them the history holds.
    pub versions: usize,
    /// How many commits there are.
    pub commits: usize,
    /// How many of them are made anew.
    pub remade: usize,
    /// How many of those lose a signature.
    pub signatures: usize,
    /// When a copy was given out, and how.
    pub given_out: Vec<(Day, &'static str)>,
    /// Who else recorded in this folder, and when last.
    pub others: Vec<(String, Day)>,
    /// Where the remote is, if there is one.
    pub remote: Option<String>,
    /// The ids of which it cannot be told whether they are the same case, each with the commit that took one
    /// file away and added the other.
    pub unsure: Vec<(String, String)>,
    /// Where else the participant's name or number stands.
    pub elsewhere: Vec<String>,
    /// How many of the versions are of somebody else, who had the id before and whose file is gone.
    pub earlier: usize,
    /// The tags with words of their own that go.
    pub tags: Vec<String>,
    /// The tags that stay, and hold a version of it.
    pub holding: Vec<String>,
    /// What came of it; none while it is only looked at.
    pub done: Option<Gone>,
}

/// What came of erasing a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// The commit that says so.
    pub commit: String,
    /// The operation's id.
    pub operation: String,
    /// How many of git's objects were looked through afterwards.
    pub objects: usize,
    /// How many other files.
    pub files: usize,
    /// Where something is left.
    pub left: Vec<String>,
}

impl Erasing {
    fn what_goes(&self) -> String {
        let files = match self.files.as_slice() {
            [] => "it is in no file of the folder any more".to_owned(),
            files => {
                format!("{} of the folder ({})", number(files.len(), "file"), files.join(", "))
            }
        };
        format!(
            "What goes: {files}; {} in the history; what commits say of it; git's logs of where its \
             branches were, and every object that no branch or tag holds.",
            number(self.versions, "version")
        )
    }

    /// That two people go, where the id had been somebody else's.
    fn about_an_earlier_one(&self) -> Option<String> {
        let Erasing { id, earlier, versions, done, .. } = self;
        let and_now = match done {
            Some(_) => "both went".to_owned(),
            None => format!(
                "both go. To erase only the one whose file is there, give it another id first \
                 (`caseload renumber {id}`), and erase that"
            ),
        };
        (*earlier > 0).then(|| {
            format!(
                "Two people had this id: {earlier} of the {} {} of somebody before, whose file was \
                 only taken away; {and_now}.",
                number(*versions, "version"),
                if *earlier == 1 { "is" } else { "are" },
            )
        })
    }

    fn about_tags(&self) -> Option<String> {
        let named = |tags: &[String]| {
            let tags: Vec<String> =
                tags.iter().map(|tag| format!("`{}`", safe_line(tag))).collect();
            tags.join(", ")
        };
        let verb = if self.done.is_some() { "went" } else { "go" };
        let going = (!self.tags.is_empty()).then(|| {
            let tags = named(&self.tags);
            format!(
                "Tags with words of their own {verb}, since what they name is made anew: {tags}."
            )
        });
        let holding = (!self.holding.is_empty()).then(|| {
            let first = if self.done.is_some() { "" } else { " first" };
            format!(
                "Tags that hold a version of it, and stay: {}. Take them away{first}: git tag -d {}",
                named(&self.holding),
                self.holding.iter().map(|tag| safe_line(tag)).collect::<Vec<_>>().join(" ")
            )
        });
        let all: Vec<String> = going.into_iter().chain(holding).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    fn about_the_history(&self) -> String {
        let signatures = match self.signatures {
            0 => "none of them bore a signature".to_owned(),
            1 => "the signature of one of them goes".to_owned(),
            many => format!("the signatures of {many} of them go"),
        };
        let first = match (self.signatures, self.done.is_some()) {
            (0, _) | (_, true) => "",
            _ => {
                " Run caseload verify first, and keep what it says: what is wrong with a commit that \
                 loses its signature cannot be found by it any more."
            }
        };
        format!(
            "The history: {} of {} made anew, in the same order, with the same authors and times; \
             {signatures}. Whoever asks for one by its old name is told which it is now.{first}",
            self.remade,
            match (self.commits, self.done.is_some()) {
                (1, false) => "one commit is".to_owned(),
                (1, true) => "one commit was".to_owned(),
                (many, false) => format!("{many} commits are"),
                (many, true) => format!("{many} commits were"),
            },
        )
    }

    fn about_the_remote(&self) -> String {
        match &self.remote {
            None => "Remote: there is none.".to_owned(),
            Some(remote) => format!(
                "Remote: {remote} holds it until the next caseload sync puts the new history there, and \
                 the disk under it for longer: whoever looks after it then runs `git gc --prune=now` there."
            ),
        }
    }

    fn about_others(&self) -> Option<String> {
        let named: Vec<String> = self
            .others
            .iter()
            .map(|(who, last)| format!("{} (last on {})", safe_line(who), long(*last)))
            .collect();
        (!named.is_empty()).then(|| {
            format!(
                "Other clones hold it until they sync, and confirm it then; of these people's it is known \
                 that there may be one: {}.",
                named.join(", ")
            )
        })
    }

    fn about_copies(&self) -> Option<String> {
        let mut often: BTreeMap<_, usize> = BTreeMap::new();
        for (day, how) in &self.given_out {
            *often.entry((day, *how)).or_default() += 1;
        }
        let named = often.into_iter().map(|((day, how), often)| match often {
            1 => format!("{how} on {}", long(*day)),
            _ => format!("{how} on {} ({often} times)", long(*day)),
        });
        let named: Vec<String> = named.collect();
        (!named.is_empty()).then(|| {
            format!("Copies that were given out stay where they are: {}.", named.join(", "))
        })
    }

    fn about_unsure(&self) -> impl Iterator<Item = String> {
        self.unsure.iter().map(|(id, commit)| {
            let id = safe_line(id);
            format!(
                "It cannot be told whether {id} is the same case: commit {} took the file of one away and \
                 added that of the other. If it is, erase it too: caseload erase {id}",
                commit.get(..12).unwrap_or(commit)
            )
        })
    }

    fn about_elsewhere(&self) -> Option<String> {
        (!self.elsewhere.is_empty()).then(|| {
            format!(
                "The name or number of this participant also stands in {}: look whether that is about \
                 the same person, and what is to be done.",
                self.elsewhere.iter().map(|place| safe_line(place)).collect::<Vec<_>>().join(", ")
            )
        })
    }

    fn outcome(&self, page: &mut Page, gone: &Gone) {
        let looked = format!(
            "Looked for afterwards in {} and {}",
            number(gone.objects, "object"),
            number(gone.files, "file")
        );
        if gone.left.is_empty() {
            page.toned(format!("{looked}: nothing of it is left."), Tone::Good);
            return;
        }
        let left: Vec<String> = gone.left.iter().map(|place| safe_line(place)).collect();
        page.toned(format!("{looked}: it is still in {}.", left.join(", ")), Tone::Bad);
        page.text(format!("Take that away, then run: caseload erase {}", self.id));
    }
}

fn number(of: usize, what: &str) -> String {
    plural(count(of), what)
}

impl Report for Erasing {
    fn page(&self) -> Page {
        let mut page = Page::default();
        match &self.done {
            None => page.heading(format!("{}: erasing it, for good", self.id), Tone::Bad),
            Some(_) => page.heading(format!("{} is erased", self.id), Tone::Plain),
        }
        page.gap();
        match &self.done {
            None => page.text(self.what_goes()),
            Some(gone) => self.outcome(&mut page, gone),
        }
        if let Some(words) = self.about_an_earlier_one() {
            page.toned(words, Tone::Bad);
        }
        if let (Some(keeping), None) = (&self.keeping, &self.done) {
            page.toned(keeping, Tone::Soon);
        }
        page.text(self.about_the_history());
        if let Some(words) = self.about_tags() {
            page.toned(words, Tone::Soon);
        }
        page.text(self.about_the_remote());
        for words in [self.about_others(), self.about_copies()].into_iter().flatten() {
            page.text(words);
        }
        page.text(
            "Not reached: backups, exports, packs, mail, printed pages, and what an editor keeps beside a \
             file. A disk may hold what was taken away until it writes something over it.",
        );
        for words in self.about_unsure() {
            page.toned(words, Tone::Soon);
        }
        if let Some(words) = self.about_elsewhere() {
            page.toned(words, Tone::Soon);
        }
        if self.done.is_none() {
            page.toned("It cannot be undone.", Tone::Bad);
        }
        page
    }

    fn json(&self) -> Value {
        let given_out =
            self.given_out.iter().map(|(day, how)| json!({"on": day.to_string(), "how": how}));
        let others =
            self.others.iter().map(|(who, day)| json!({"who": who, "last": day.to_string()}));
        let unsure = self.unsure.iter().map(|(id, commit)| json!({"case": id, "commit": commit}));
        let done = self.done.as_ref().map(|gone| {
            json!({
                "commit": gone.commit, "operation": gone.operation, "objects": gone.objects,
                "files": gone.files, "left": gone.left,
            })
        });
        json!({
            "schema": 1,
            "case": self.id,
            "files": self.files,
            "keeping": self.keeping,
            "versions": self.versions,
            "commits": self.commits,
            "remade": self.remade,
            "signatures": self.signatures,
            "given_out": given_out.collect::<Vec<_>>(),
            "others": others.collect::<Vec<_>>(),
            "remote": self.remote,
            "unsure": unsure.collect::<Vec<_>>(),
            "elsewhere": self.elsewhere,
            "earlier_versions": self.earlier,
            "tags": self.tags,
            "tags_that_hold_it": self.holding,
            "done": done,
        })
    }
}

/// A case that was erased, and the clones that have done so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedCase {
    /// Its id.
    pub id: String,
    /// The day.
    pub on: Day,
    /// Who erased it.
    pub by: String,
    /// Why.
    pub reason: &'static str,
    /// Who has confirmed, and when.
    pub confirmed: Vec<(String, Day)>,
}

impl ErasedCase {
    /// It in a sentence without its end.
    pub fn sentence(&self) -> String {
        let confirmed: Vec<String> =
            self.confirmed.iter().map(|(by, on)| format!("{by} on {}", long(*on))).collect();
        let confirmed = if confirmed.is_empty() {
            "no other clone has confirmed yet".to_owned()
        } else {
            format!("confirmed by {}", confirmed.join(", "))
        };
        let ErasedCase { id, on, by, reason, .. } = self;
        safe_line(&format!("{id}: erased on {} by {by} ({reason}); {confirmed}", long(*on)))
    }

    /// It as JSON.
    pub fn json(&self) -> Value {
        let confirmed =
            self.confirmed.iter().map(|(by, on)| json!({"by": by, "on": on.to_string()}));
        json!({
            "case": self.id, "on": self.on.to_string(), "by": self.by, "reason": self.reason,
            "confirmed": confirmed.collect::<Vec<_>>(),
        })
    }
}

/// What was erased from a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasedList {
    /// The cases.
    pub cases: Vec<ErasedCase>,
}

impl Report for ErasedList {
    fn page(&self) -> Page {
        let mut page = Page::default();
        if self.cases.is_empty() {
            page.text("Nothing was erased from this folder.");
        }
        for case in &self.cases {
            page.text(format!("{}.", case.sentence()));
        }
        page
    }

    fn json(&self) -> Value {
        let cases: Vec<Value> = self.cases.iter().map(ErasedCase::json).collect();
        json!({"schema": 1, "erased": cases})
    }
}
