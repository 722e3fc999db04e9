//! What people read meanwhile: it can always be read, and nothing that was recorded is missing.

use serde_json::Value;

use crate::soak::deeds::Worker;

/// What is read; each answers as JSON.
const READING: [&str; 10] = [
    "due",
    "list",
    "audit",
    "check",
    "history",
    "history <case>",
    "explain <case>",
    "due --at HEAD~2",
    "show A-0001 --at HEAD~1",
    "performance",
];

impl Worker<'_> {
    /// Reads something.
    pub(crate) fn look(&mut self) {
        let case = self.calm();
        if self.dice.below(2) == 0 {
            return self.look_at(&case);
        }
        let typed = self.pick(&READING).replace("<case>", &case);
        let (code, said, line) = self.read(&typed);
        let cases = said.as_ref().and_then(|said| said["cases"].as_array()).map(Vec::len);
        let is_short =
            typed == "list" && cases.is_none_or(|cases| cases < self.world.calm.all().len());
        if code == Some(1) && said.as_ref().is_some_and(|said| self.is_of_erased(said)) {
            return self.world.ledger.count("read while something was erased");
        }
        if code != Some(0) || said.is_none() || is_short {
            self.world.ledger.finding(&format!("{} {typed}: {code:?} {line} {cases:?}", self.at));
        }
    }

    /// Looks at a case, in which everything has to be that this machine was told is on record.
    fn look_at(&mut self, case: &str) {
        let told = self.world.ledger.told(self.at, case);
        let (code, said, line) = self.read(&format!("show {case}"));
        let entries = said.as_ref().and_then(|said| said["case"]["entries"].as_array());
        let notes = entries.into_iter().flatten().filter_map(|entry| entry["note"].as_str());
        let notes: Vec<&str> = notes.collect();
        let is_once =
            |word: &&String| notes.iter().filter(|note| note.contains(word.as_str())).count() == 1;
        let wrong: Vec<&String> = told.iter().filter(|word| !is_once(word)).collect();
        if code != Some(0) || entries.is_none() || !wrong.is_empty() {
            let what =
                format!("{} show {case}: {code:?} {line}, not there once: {wrong:?}", self.at);
            self.world.ledger.finding(&what);
        }
    }

    /// Whether everything that is wrong with what was read is of cases that are erased: the past of one goes
    /// while it is read, and plain git brings the record of an erasure without erasing anything.
    fn is_of_erased(&self, said: &Value) -> bool {
        let erased = self.world.ledger.erasures();
        let problems = said["problems"].as_array().into_iter().flatten();
        let errors = problems.filter(|problem| problem["severity"] == "error");
        let mut files = errors.filter_map(|problem| problem["file"].as_str()).peekable();
        files.peek().is_some()
            && files.all(|file| erased.keys().any(|id| file.ends_with(&format!("/{id}.toml"))))
    }

    fn read(&mut self, typed: &str) -> (Option<i32>, Option<Value>, String) {
        let now = self.world.moment(&mut self.dice);
        let typed = format!("{typed} --format json");
        let arguments: Vec<&str> = typed.split(' ').collect();
        let _beside = self.world.machines[self.at].beside();
        let ended = self.world.caseload(self.at, &now, &arguments, None);
        (ended.code, serde_json::from_str(&ended.said).ok(), ended.line())
    }
}
