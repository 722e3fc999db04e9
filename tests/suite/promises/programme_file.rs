//! Programme files: refused with problems that can be shown, or fit to judge any case by.

use caseload::case::Case;
use caseload::problem::{Problem, any_error};
use caseload::programme::{Programme, ProgrammeFile, builtin, read_programme_file};
use caseload::reading::Source;

use super::{BETWEEN, EVERY_KEY, as_on_windows, case_file, hold_presentable, judge_by, read};

/// Ensures that a file is the same programme whatever editor saved it, and that a case that has
/// every key, and one that stands behind the file, can be judged by it.
pub(crate) fn hold(input: &str) {
    let (text, case) = input.split_once(BETWEEN).unwrap_or((input, EVERY_KEY));
    let Some(understood) = programme(text) else { return };
    for other in as_on_windows(text) {
        assert_eq!(format!("{:?}", programme(&other)), format!("{:?}", Some(&understood)));
    }
    for case in [EVERY_KEY, case] {
        let source = Source::new("a.toml", case);
        if let (Some(case), _) = Case::read(&source, &case_file::stem(case)) {
            judge_by(&understood, &case);
        }
    }
}

/// The programme that a file is, or makes of the built-in one that it extends, without its digest.
fn programme(text: &str) -> Option<Programme> {
    let (mut programme, problems) = programme_and_problems(text)?;
    programme.digest.clear();
    (!any_error(&problems)).then_some(programme)
}

/// The same, with its digest and the problems of both.
fn programme_and_problems(text: &str) -> Option<(Programme, Vec<Problem>)> {
    let (file, mut problems) = read(text, read_programme_file);
    let programme = match file? {
        ProgrammeFile::Whole(programme) => *programme,
        ProgrammeFile::Extends(extension) => {
            let base = builtin().iter().find(|it| it.id == extension.extends.value)?;
            let (programme, further) = extension.apply(base, &Source::new("a.toml", text));
            hold_presentable(&further, text);
            problems.extend(further);
            programme
        }
    };
    Some((programme, problems))
}
