//! Finding the person who is meant: an id, or the beginning of one or of a name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::cli::asking::Asking;
use crate::cli::failure::Failure;
use crate::reading::{nearest, safe_line};
use crate::store::{CaseFile, CasePath, Folder, Version};

/// What a case can be called by.
pub(super) trait Called {
    /// Its id.
    fn id(&self) -> &str;
}

impl Called for CaseFile {
    fn id(&self) -> &str {
        &self.stem
    }
}

impl Called for CasePath {
    fn id(&self) -> &str {
        self.stem()
    }
}

/// What was typed for a person, to be compared letter case and accents aside.
pub(super) struct Typed(String);

impl Typed {
    /// As it was typed.
    pub(super) fn new(typed: &str) -> Typed {
        Typed(folded(typed))
    }

    /// Whether an id is that, or begins so.
    pub(super) fn begins(&self, id: &str) -> bool {
        let wanted = self.0.as_bytes();
        // Nearly every id is plain, and there are thousands of them.
        if id.is_ascii() {
            let beginning = id.trim().as_bytes().get(..wanted.len());
            return beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(wanted));
        }
        folded(id).starts_with(&self.0)
    }

    /// Whether an id is that.
    fn is(&self, id: &str) -> bool {
        folded(id) == self.0
    }
}

/// Reads of a folder no more than is needed for the case that is meant: that case alone, where its id
/// tells it; every case, where a name may. What only all of them show, such as that somebody else has the
/// same number, is for the lists and `check` to say.
pub(super) fn load_one(version: &Version, typed: &str) -> Folder {
    let wanted = Typed::new(typed);
    let listing = version.list_cases(&|id| wanted.begins(id)).0;
    if let Ok(Some(found)) = by_id(typed, &listing, &|case| case.stem().to_owned()) {
        return version.load_only(&|id| id.eq_ignore_ascii_case(found.stem()));
    }
    version.load(None)
}

/// The case that is meant: the exact id, else the only id that begins so, else the only one that has
/// this number elsewhere, else the only name in which a word begins so; letter case and accents
/// aside. The first letters of a name lead to a restricted case only its own key worker; anybody else
/// has to know the whole name.
pub(super) fn find<'f>(
    typed: &str,
    cases: &'f [CaseFile],
    asking: &Asking,
) -> Result<&'f CaseFile, Failure> {
    if let Some(one) = by_id(typed, cases, &|case| description(case, asking))? {
        return Ok(one);
    }
    by_number(typed, cases, asking)?.map_or_else(|| by_name(typed, cases, asking), Ok)
}

/// The case that has this number elsewhere. None if none has.
fn by_number<'f>(
    typed: &str,
    cases: &'f [CaseFile],
    asking: &Asking,
) -> Result<Option<&'f CaseFile>, Failure> {
    let has_it = |case: &&CaseFile| {
        let number = case.case.as_ref().and_then(|case| case.reference.as_ref());
        number.is_some_and(|number| number.trim() == typed.trim() && !typed.trim().is_empty())
    };
    let candidates: Vec<&CaseFile> = cases.iter().filter(has_it).collect();
    match candidates[..] {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(ambiguous(typed, &candidates, "type the id", &|case| description(case, asking))),
    }
}

/// The case whose id is meant: the exact one, else the only one that begins so. None if no id does.
pub(super) fn by_id<'f, C: Called>(
    typed: &str,
    cases: &'f [C],
    described: &dyn Fn(&C) -> String,
) -> Result<Option<&'f C>, Failure> {
    if let Some(exact) = cases.iter().find(|case| case.id() == typed) {
        return Ok(Some(exact));
    }
    let wanted = Typed::new(typed);
    let alike: Vec<&C> = cases.iter().filter(|case| wanted.is(case.id())).collect();
    if let [one] = alike[..] {
        return Ok(Some(one));
    }
    let begin_so = cases.iter().filter(|case| wanted.begins(case.id()));
    let candidates: Vec<&C> = begin_so.filter(|_| !wanted.0.is_empty()).collect();
    match candidates[..] {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(ambiguous(typed, &candidates, "type more of it", described)),
    }
}

/// The case in whose name a word begins so.
fn by_name<'f>(
    typed: &str,
    cases: &'f [CaseFile],
    asking: &Asking,
) -> Result<&'f CaseFile, Failure> {
    let wanted = folded(typed);
    let has_word = |case: &&CaseFile| {
        case.case.as_ref().and_then(|it| it.name.as_deref()).is_some_and(|name| {
            let name = folded(name);
            let begins = name.starts_with(&wanted)
                || name.split_whitespace().any(|word| word.starts_with(&wanted));
            begins && (name == wanted || asking.comes_across(case))
        })
    };
    let candidates: Vec<&CaseFile> =
        cases.iter().filter(has_word).filter(|_| !wanted.is_empty()).collect();
    match candidates[..] {
        [one] => Ok(one),
        [] => Err(no_such_case(typed, cases, asking)),
        _ => {
            // Of several of one name, there is no more to be typed of it.
            let is_whole = |case: &&&CaseFile| {
                let name = case.case.as_ref().and_then(|it| it.name.as_deref());
                name.is_some_and(|name| folded(name) == wanted)
            };
            let has_more = candidates.iter().filter(is_whole).count() < 2;
            let do_what = if has_more { "type more of it" } else { "type the id" };
            Err(ambiguous(typed, &candidates, do_what, &|case| description(case, asking)))
        }
    }
}

/// That nobody is called so; the nearest id of those that may be suggested, or how one is found.
fn no_such_case(typed: &str, cases: &[CaseFile], asking: &Asking) -> Failure {
    let suggested = cases.iter().filter(|case| asking.comes_across(case));
    let near = nearest(typed, suggested.map(|case| case.stem.as_str()));
    let hint = near
        .map_or_else(|| asking.how_to_find().to_owned(), |near| format!("did you mean `{near}`?"));
    Failure::no_such_case(format!("there is no case `{typed}`"), hint)
}

fn ambiguous<C: Called>(
    typed: &str,
    candidates: &[&C],
    do_what: &str,
    described: &dyn Fn(&C) -> String,
) -> Failure {
    let listed: Vec<String> = candidates.iter().take(8).map(|case| described(case)).collect();
    let more = if candidates.len() > 8 { " and others" } else { "" };
    Failure::no_such_case(
        format!("`{typed}` could be {} people", candidates.len()),
        format!("{do_what}: {}{more}", listed.join(", ")),
    )
}

/// A case in a list: its id, and the name if it is known and may be said.
pub(super) fn description(file: &CaseFile, asking: &Asking) -> String {
    let name = file.case.as_ref().and_then(|case| case.name.as_deref());
    match name.filter(|_| asking.may_be_named(file)) {
        Some(name) => format!("{} {}", file.stem, safe_line(name)),
        None => file.stem.clone(),
    }
}

/// Text in lower case and without its accents.
fn folded(text: &str) -> String {
    text.trim().nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_letter_case_do_not_matter() {
        assert_eq!(folded("Zoë Ó Briain "), "zoe o briain");
        assert_eq!(folded("ŁUKASZ"), "łukasz");
        for (typed, id) in [("a-00", "A-0042"), ("É", "e-1"), ("e", "É-1"), ("A-0042", " a-0042")]
        {
            assert!(Typed::new(typed).begins(id), "{typed} {id}");
        }
        for (typed, id) in [("a-0043", "A-0042"), ("A-0042", "A-004"), ("é", "a-1")] {
            assert!(!Typed::new(typed).begins(id), "{typed} {id}");
        }
    }
}
