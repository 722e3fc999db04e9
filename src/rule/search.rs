//! Finding the entry that met an obligation, and saying why the others did not.

use crate::calendar::{Day, Moment};
use crate::case::{Contact, Outcome};
use crate::journey::{Evidence, Journey};
use crate::programme::{ContactForm, Covering, MetBy, OnOrAfter};
use crate::rule::instance::{Instance, Met};
use crate::rule::trail::{Considered, Verdict};

/// Where to look, beyond what the rule itself says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bounds {
    /// The first day that is looked at.
    pub(super) from: Option<Day>,
    /// The last day that is looked at.
    pub(super) to: Option<Day>,
    /// An entry must come after this moment: later in the day counts.
    pub(super) after: Option<Moment>,
    /// Whether the limit is in hours: the time of day is then kept, where both times are known.
    pub(super) by_the_minute: bool,
}

/// Finds the earliest entry that meets an obligation, and notes every entry that was looked at.
pub(super) fn meet<'a>(instance: &mut Instance<'a>, journey: &Journey<'a>, bounds: Bounds) {
    let first = bounds
        .from
        .map_or(0, |from| journey.evidence.partition_point(|entry| entry.on().day < from));
    for entry in &journey.evidence[first..] {
        if bounds.to.is_some_and(|to| to < entry.on().day) {
            break;
        }
        if bounds.after == Some(entry.on()) && is_miss(*entry) {
            continue;
        }
        let Some(verdict) = judge(*entry, instance, journey, bounds) else { continue };
        let counts = verdict.counts();
        let reference = entry.entry();
        if counts {
            let timed = bounds.by_the_minute && instance.due.time.is_some();
            let time = entry.on().time.filter(|_| timed);
            let on = Moment { day: entry.on().day, time };
            instance.met = Some(Met { on, evidence: vec![reference] });
        }
        instance.trail.considered.push(Considered { entry: reference, verdict });
        if counts {
            return;
        }
    }
}

/// Whether an entry is itself a missed appointment, which is what is followed up.
fn is_miss(entry: Evidence<'_>) -> bool {
    matches!(entry, Evidence::Contact(contact) if contact.outcome == Outcome::Missed)
}

/// The verdict on an entry: the best that any way to meet the rule gives. None where the entry has
/// nothing to do with the rule.
fn judge(
    entry: Evidence<'_>,
    instance: &Instance<'_>,
    journey: &Journey<'_>,
    bounds: Bounds,
) -> Option<Verdict> {
    let mut refused = None;
    for way in &instance.rule.met_by {
        match judge_way(entry, way, instance, journey, bounds) {
            None => {}
            Some(verdict) if verdict.counts() => return Some(verdict),
            Some(verdict) => refused = refused.or(Some(verdict)),
        }
    }
    refused
}

fn judge_way(
    entry: Evidence<'_>,
    way: &MetBy,
    instance: &Instance<'_>,
    journey: &Journey<'_>,
    bounds: Bounds,
) -> Option<Verdict> {
    let verdict = match (&way.covering, entry) {
        (Covering::Document(words) | Covering::Entry(words), _) => {
            covering(entry, words, &way.covering)?
        }
        (Covering::Contact(_, words), Evidence::Contact(contact))
            if words.is_empty() && way.with.is_some_and(|whom| !contact.with.contains(&whom)) =>
        {
            return None;
        }
        (Covering::Contact(form, words), Evidence::Contact(contact)) => {
            contact_verdict(contact, *form, words, journey)?
        }
        (Covering::Contact(..), Evidence::Document(_)) => return None,
    };
    if !verdict.counts() {
        return Some(verdict);
    }
    Some(circumstances(entry, way, instance, journey, bounds).unwrap_or(verdict))
}

/// Whether an entry covers one of the words, as a document or as a held contact.
fn covering(entry: Evidence<'_>, words: &[String], covering: &Covering) -> Option<Verdict> {
    if !words.iter().any(|word| entry.names(word)) {
        return None;
    }
    Some(match (covering, entry) {
        (Covering::Document(_), Evidence::Contact(_)) => Verdict::NoDocument,
        (_, Evidence::Contact(contact)) if !words.iter().any(|word| entry.covers(word)) => {
            Verdict::NotHeld(contact.outcome)
        }
        _ => Verdict::Counted,
    })
}

/// Whether a contact has the form that is asked for and covers one of the words, if any are.
fn contact_verdict(
    contact: &Contact,
    form: ContactForm,
    words: &[String],
    journey: &Journey<'_>,
) -> Option<Verdict> {
    use Outcome::{Held, Sent};
    let entry = Evidence::Contact(contact);
    let named = words.iter().any(|word| entry.names(word));
    let held = contact.outcome == Held;
    let verdict = match form {
        ContactForm::Held if held => Verdict::Counted,
        ContactForm::HeldOrSent if held || contact.outcome == Sent => Verdict::Counted,
        ContactForm::Held | ContactForm::HeldOrSent => Verdict::NotHeld(contact.outcome),
        ContactForm::HeldFaceToFace if !held => Verdict::NotHeld(contact.outcome),
        ContactForm::HeldFaceToFace => face_to_face(contact, journey),
        ContactForm::OfferedFaceToFace => offered_face_to_face(contact, journey),
    };
    match words.first() {
        Some(word) if !named => {
            // A meeting of the right form that forgot to say what it covered is worth a word.
            verdict.counts().then(|| Verdict::DoesNotCover(word.clone()))
        }
        _ => Some(verdict),
    }
}

/// Whether a held contact was face to face, or counts by exception.
fn face_to_face(contact: &Contact, journey: &Journey<'_>) -> Verdict {
    let rules = &journey.programme.face_to_face;
    if contact.mode == rules.mode {
        Verdict::Counted
    } else if rules.by_exception != Some(contact.mode) {
        Verdict::NotFaceToFace(contact.mode)
    } else if contact.has_reason() {
        Verdict::CountedByException
    } else {
        Verdict::NoReason(contact.mode)
    }
}

/// Whether a contact offered a face-to-face meeting, whatever came of it, or was one by exception.
fn offered_face_to_face(contact: &Contact, journey: &Journey<'_>) -> Verdict {
    let rules = &journey.programme.face_to_face;
    if contact.mode == rules.mode {
        if rules.no_offer_if.contains(&contact.outcome) {
            return Verdict::NoOffer(contact.outcome);
        }
        return Verdict::Counted;
    }
    if rules.by_exception == Some(contact.mode) && contact.outcome != Outcome::Held {
        return Verdict::NotHeld(contact.outcome);
    }
    face_to_face(contact, journey)
}

/// Why an entry of the right kind does not count after all; none if it does.
fn circumstances(
    entry: Evidence<'_>,
    way: &MetBy,
    instance: &Instance<'_>,
    journey: &Journey<'_>,
    bounds: Bounds,
) -> Option<Verdict> {
    let day = entry.on().day;
    if way.participant_needed && !entry.has_participant() {
        return Some(Verdict::NotWithParticipant);
    }
    if let (Some(whom), Evidence::Contact(contact)) = (way.with, entry)
        && !contact.with.contains(&whom)
    {
        return Some(Verdict::NotWith(whom));
    }
    if let (Some(whom), Evidence::Document(document)) = (way.issued_to, entry)
        && !document.issued_to.contains(&whom)
    {
        return Some(Verdict::NotIssuedTo(whom));
    }
    if let Some(first) = first_day(way.on_or_after, instance, journey)
        && day < first
    {
        return Some(Verdict::Before(first));
    }
    if let Some(after) = bounds.after
        && entry.on().at_the_latest() <= after.at_the_earliest()
    {
        return Some(Verdict::NotAfter(after));
    }
    if way.of_this_job && journey.job_of(entry) != instance.job {
        return Some(Verdict::OtherJob);
    }
    let closed = instance.scope.closes.filter(|closes| *closes < day);
    closed.map(Verdict::AfterClose)
}

fn first_day(
    on_or_after: Option<OnOrAfter>,
    instance: &Instance<'_>,
    journey: &Journey<'_>,
) -> Option<Day> {
    match on_or_after? {
        OnOrAfter::Referral => journey.referred_or_started(),
        OnOrAfter::Start => journey.started,
        OnOrAfter::JobKnown => instance.job.map(|index| journey.jobs[index].known),
        OnOrAfter::ExtensionPeriod => {
            journey.standard_days().and_then(|days| journey.date_of_day(days + 1))
        }
    }
}
