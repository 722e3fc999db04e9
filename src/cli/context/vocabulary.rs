//! The words that a folder knows: its key workers, rules and stages, by which lists are narrowed.

use crate::cli::context::Context;

impl Context {
    /// Every key worker that the settings or a case know.
    pub(in crate::cli) fn workers(&self) -> Vec<&str> {
        let settings = self.folder.settings.workers.iter().map(|worker| worker.id.as_str());
        let cases = self.folder.cases.iter().filter_map(|file| file.case.as_ref());
        let of_cases = cases.flat_map(|case| {
            let assigned = case.assignments.iter().map(|assignment| &assignment.worker);
            case.worker.iter().chain(assigned).map(|worker| worker.value.as_str())
        });
        sorted(settings.chain(of_cases))
    }

    /// Every rule of every programme.
    pub(in crate::cli) fn rules(&self) -> Vec<&str> {
        let programmes = self.folder.programmes.iter();
        sorted(programmes.flat_map(|known| known.rules.iter().map(|rule| rule.id.as_str())))
    }

    /// Every stage of every programme.
    pub(in crate::cli) fn stages(&self) -> Vec<&str> {
        let programmes = self.folder.programmes.iter();
        sorted(programmes.flat_map(|known| known.stages.iter().map(|stage| stage.id.as_str())))
    }
}

fn sorted<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}
