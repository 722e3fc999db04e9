//! What erasing a case takes and means, as it is told before and after.

use crate::calendar::long;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::report::{Erasing, local_day};
use crate::retention::Kept;
use crate::store::{self, CasePath, Survey};

/// What erasing takes and means.
pub(super) fn erasing(desk: &Desk<'_>, survey: &Survey) -> Result<Erasing, Failure> {
    let timezone = desk.folder.settings.timezone;
    let day = |seconds: i64| local_day(seconds, timezone);
    let own = store::user_email(&desk.folder.root).unwrap_or_default().to_lowercase();
    let others = survey.authors.iter().filter(|(email, _)| **email != own);
    let given_out = survey.given_out.iter().filter_map(|(at, how)| Some((day(*at)?, how.word())));
    Ok(Erasing {
        id: survey.id.clone(),
        files: survey.files.clone(),
        keeping: keeping(desk, survey),
        versions: survey.versions,
        commits: survey.commits,
        remade: survey.remade,
        signatures: survey.signatures,
        given_out: given_out.collect(),
        others: others.filter_map(|(email, at)| Some((email.clone(), day(*at)?))).collect(),
        remote: store::Remote::of(&desk.folder.root)?.map(|remote| remote.shown()),
        unsure: survey.unsure.clone(),
        elsewhere: survey.elsewhere.clone(),
        earlier: survey.earlier,
        tags: survey.tags.clone(),
        holding: survey.holding.clone(),
        done: None,
    })
}

/// How long a case is to be kept, as far as it can be read.
fn keeping(desk: &Desk<'_>, survey: &Survey) -> Option<String> {
    let open = desk.look(&CasePath { file: survey.files.first()?.clone() }).ok()?;
    let evaluation = open.evaluate(desk.today);
    let retention = &desk.folder.settings.retention;
    let Some(keeping) = retention.of(&evaluation.journey.programme.id) else {
        return Some("Keeping: caseload.toml sets no retention period for it.".to_owned());
    };
    Some(match Kept::of(&evaluation.journey, keeping) {
        None => "Keeping: the case is open, so no retention period has begun.".to_owned(),
        Some(kept) if kept.is_past(desk.today) => {
            format!("Keeping: its retention period was over after {}.", long(kept.until))
        }
        Some(kept) => format!("Keeping: it is to be kept until {}.", long(kept.until)),
    })
}

/// Ensures that a case is not erased because its retention period is over, where a period is set and is
/// not over.
pub(super) fn refuse_before_its_time(desk: &Desk<'_>, survey: &Survey) -> Result<(), Failure> {
    let is_kept = |file: &String| {
        let open = desk.look(&CasePath { file: file.clone() }).ok()?;
        let evaluation = open.evaluate(desk.today);
        let keeping = desk.folder.settings.retention.of(&evaluation.journey.programme.id)?;
        Some(Kept::of(&evaluation.journey, keeping).is_none_or(|kept| !kept.is_past(desk.today)))
    };
    if !survey.files.first().and_then(is_kept).unwrap_or(false) {
        return Ok(());
    }
    let why = keeping(desk, survey).unwrap_or_default();
    let why = why.trim_start_matches("Keeping: ").trim_end_matches('.').to_owned();
    let hint = "`caseload retention` lists those whose period is over; if there is another reason: \
                --reason request, mistake or transfer";
    Err(Failure::request(format!("{} is not erased for retention: {why}", survey.id), hint))
}
