//! Which case is meant by what was typed.

use crate::cli::asking::Asking;
use crate::cli::desk::{Desk, Listing};
use crate::cli::failure::Failure;
use crate::cli::people::Typed;
use crate::cli::{ask, not_there, people};
use crate::operation::stem;
use crate::problem::Problem;
use crate::store::{CaseFile, CasePath, Recorder, Version};

impl Desk<'_> {
    /// Every case file by name.
    pub(in crate::cli) fn listing(&self) -> Listing {
        whole(self.version.list_cases(&|_| true))
    }

    /// The case that is meant.
    pub(in crate::cli) fn find(&self, typed: &str) -> Result<CasePath, Failure> {
        self.find_among(typed, &listing(&self.version, &[typed])?)
    }

    fn find_among(&self, typed: &str, listing: &[CasePath]) -> Result<CasePath, Failure> {
        let Some(found) = people::by_id(typed, listing, &|case| case.stem().to_owned())? else {
            let cases = self.version.load(None).cases;
            let found = people::find(typed, &cases, &self.asking(&cases))
                .map_err(|failure| not_there::instead(&self.version, typed, failure))?
                .path();
            let listing = self::listing(&self.version, &[found.stem()])?;
            return the_only_one(found, &listing);
        };
        the_only_one(found.clone(), listing)
    }

    /// The file of the case that is meant, though it may be gone from the folder.
    pub(in crate::cli) fn find_even_if_gone(
        &self,
        recorder: &Recorder,
        typed: &str,
    ) -> Result<String, Failure> {
        let gone = recorder
            .edited()?
            .into_iter()
            .find(|file| file.starts_with("cases/") && stem(file).eq_ignore_ascii_case(typed));
        gone.map_or_else(|| self.find(typed).map(|case| case.file), Ok)
    }

    /// The cases that are meant; asks for one where none is named.
    pub(in crate::cli) fn people(&self, typed: &[String]) -> Result<Vec<CasePath>, Failure> {
        self.people_among(typed, listing(&self.version, typed))
    }

    pub(super) fn people_among(
        &self,
        typed: &[String],
        listing: Listing,
    ) -> Result<Vec<CasePath>, Failure> {
        if typed.is_empty() {
            return Ok(vec![self.pick()?]);
        }
        let listing = listing?;
        let mut found: Vec<CasePath> = Vec::new();
        for typed in typed {
            let case = self.find_among(typed, &listing)?;
            if !found.iter().any(|other| other.file == case.file) {
                found.push(case);
            }
        }
        Ok(found)
    }

    /// Who is asking for one of these cases.
    pub(in crate::cli) fn asking(&self, cases: &[CaseFile]) -> Asking {
        Asking::of(&self.folder.root, &self.folder.settings, cases, self.today)
    }

    /// Asks which case is meant.
    fn pick(&self) -> Result<CasePath, Failure> {
        if !ask::is_possible() {
            let message = "it is not said for whom";
            return Err(Failure::command_line(message, "name the case, for example A-0042"));
        }
        let mut cases = self.version.load(None).cases;
        let asking = self.asking(&cases);
        // Restricted ones are not suggested: they can be typed.
        cases.retain(|case| asking.comes_across(case));
        if cases.is_empty() {
            let hint = "`caseload refer` opens the first";
            return Err(Failure::request("there is no case yet", hint));
        }
        let options: Vec<String> =
            cases.iter().map(|case| people::description(case, &asking)).collect();
        Ok(cases[ask::pick("For whom?", &options)?].path())
    }
}

/// The case files whose ids may be what was typed, by name; none where nothing was.
pub(super) fn listing<T: AsRef<str> + Sync>(version: &Version, typed: &[T]) -> Listing {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let typed: Vec<Typed> = typed.iter().map(|typed| Typed::new(typed.as_ref())).collect();
    whole(version.list_cases(&|id| typed.iter().any(|typed| typed.begins(id))))
}

/// A case, if no other file has its id.
fn the_only_one(found: CasePath, listing: &[CasePath]) -> Result<CasePath, Failure> {
    let same = |case: &&CasePath| case.stem().eq_ignore_ascii_case(found.stem());
    let twins: Vec<&str> = listing.iter().filter(same).map(|case| case.file.as_str()).collect();
    if twins.len() > 1 {
        return Err(Failure::request(
            format!("two files have the id `{}`: {}", found.stem(), twins.join(" and ")),
            "keep one of the two",
        ));
    }
    Ok(found)
}

/// The listing, if every case file is in it.
fn whole((listing, problems): (Vec<CasePath>, Vec<Problem>)) -> Listing {
    let unlisted: Vec<Problem> = problems.into_iter().filter(Problem::is_error).collect();
    if unlisted.is_empty() {
        return Ok(listing);
    }
    let message = "not everything below `cases` can be read, so nothing was recorded";
    Err(Failure::request(message, "mend that first").with_problems(unlisted))
}
