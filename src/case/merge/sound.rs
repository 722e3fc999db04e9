//! Keys of two sides that do not go together.
//!
//! Each side may be a valid entry and the two of them, key by key, none: one side ends a job on the
//! day before the other starts it. Then the whole of one side is taken, and every key that the other
//! changed is left to be settled.

use crate::case::Case;
use crate::case::meaning::Meaning;
use crate::case::merge::body::{MergedBody, greater};
use crate::case::merge::choose::normal;
use crate::case::merge::disagreement::{header, removed};
use crate::case::merge::lines::surplus;
use crate::case::merge::sheet::{Body, Piece};
use crate::problem::any_error;
use crate::reading::Source;

/// A header that is valid with any entry.
const ANY_HEADER: &str = "id = \"A\"\nprogramme = \"any\"\nreferred = 2000-01-01\n";

/// The merged keys of an entry, or one side of it whole where they do not go together.
pub(super) fn sound_entry(
    entry: Option<&str>,
    base: &Body,
    sides: [&Body; 2],
    merged: MergedBody,
) -> MergedBody {
    let is_sound = |body: &Body| is_valid("A", &format!("{ANY_HEADER}\n{}", body.text()));
    if !merged.is_mixed || is_sound(&merged.body) || !sides.into_iter().all(is_sound) {
        return merged;
    }
    let taken = usize::from(!greater(sides[0], sides[1]));
    one_whole(entry, base, sides, taken)
}

/// One side whole: what the other changed otherwise is left to be settled, and the comments that
/// only the other wrote stay behind the entry.
fn one_whole(entry: Option<&str>, base: &Body, sides: [&Body; 2], taken: usize) -> MergedBody {
    let (one, other) = (sides[taken], sides[1 - taken]);
    let mut merged = MergedBody { body: one.clone(), ..MergedBody::default() };
    for (name, meaning) in other.content() {
        let is = |body: &Body| body.part(name).is_some_and(|part| part.meaning == *meaning);
        if !is(base) && !is(one) {
            let raw = |body: &Body| body.part(name).map_or_else(removed, |part| part.raw.clone());
            merged.find(entry, name, raw(one), raw(other));
        }
    }
    for (name, _) in base.content() {
        if let Some(part) = one.part(name).filter(|_| other.part(name).is_none()) {
            merged.find(entry, name, part.raw.clone(), removed());
        }
    }
    let known = [base, one].map(Body::comments);
    let new = surplus(&other.comments(), &known[0]);
    merged.loose[1 - taken] =
        new.into_iter().filter(|comment| !known[1].contains_key(comment)).collect();
    merged
}

/// What the header and the exit of one text are.
#[derive(Clone, Copy)]
pub(super) struct Frame<'b> {
    pub(super) top: &'b Body,
    pub(super) exit: Option<&'b Body>,
}

impl Frame<'_> {
    fn is_sound(&self) -> bool {
        let id = self.top.part("id").map(|id| &id.meaning);
        matches!(id, Some(Meaning::Text(id)) if is_valid(id, &self.text()))
    }

    fn text(&self) -> String {
        let exit = self.exit.map(|exit| format!("\n{}", exit.text())).unwrap_or_default();
        self.top.text() + &exit
    }
}

/// Header and exit of one side whole, where the merged ones do not go together and each side's do:
/// an exit before the start, or a case without `referred` and `started`. None if all is well.
pub(super) fn sound_frame(
    merged: Frame<'_>,
    base: Frame<'_>,
    sides: [Frame<'_>; 2],
) -> Option<(MergedBody, Option<MergedBody>)> {
    if merged.is_sound() || !sides.iter().all(Frame::is_sound) {
        return None;
    }
    // No exit is lost: if one side has it, it is that side which is taken.
    let taken = match sides.map(|side| merged.exit.and(side.exit).is_some()) {
        [true, false] => 0,
        [false, true] => 1,
        _ => {
            let texts = sides.map(|side| side.text());
            let [ours, theirs] = texts.each_ref().map(|text| (normal(text), text));
            usize::from(ours < theirs)
        }
    };
    let top = one_whole(Some(&header()), base.top, sides.map(|side| side.top), taken);
    let none = Body::default();
    let exit = match sides.map(|side| side.exit) {
        [Some(ours), Some(theirs)] => {
            let base = base.exit.unwrap_or(&none);
            Some(one_whole(Some("\"exit\""), base, [ours, theirs], taken))
        }
        _ => None,
    };
    Some((top, exit))
}

fn is_valid(stem: &str, text: &str) -> bool {
    let (_, problems) = Case::read(&Source::new("case.toml", text), stem);
    !any_error(&problems)
}

/// Whether an entry is the `[exit]`.
pub(super) fn is_exit(piece: &Piece) -> bool {
    piece.kind == "exit" && !piece.repeated
}
