//! Of two versions of one text, the one that a merge keeps.

use std::borrow::Cow;

/// A text with its lines ending in line feeds: two that differ in their line endings alone are the
/// same.
pub(super) fn normal(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

/// The version that was changed; of two changed ones the greater. Whoever is asked first, the
/// answer is the same, and asked again with its own answer it stays.
pub(super) fn choose<'t>(base: Option<&'t str>, ours: &'t str, theirs: &'t str) -> &'t str {
    choose_by(base.as_ref(), ours, theirs, |text| normal(text))
}

/// The same of anything that has an order, where some differences are smaller than others: what is
/// alike in `plain` is changed only where nothing greater is.
pub(super) fn choose_by<T: Ord, K: Ord>(
    base: Option<&T>,
    ours: T,
    theirs: T,
    plain: impl Fn(&T) -> K,
) -> T {
    let [plain_ours, plain_theirs] = [&ours, &theirs].map(&plain);
    let plain_base = base.map(&plain);
    let is_ours = if plain_ours == plain_theirs {
        if base == Some(&ours) { false } else { base == Some(&theirs) || ours > theirs }
    } else if plain_base.as_ref() == Some(&plain_ours) {
        false
    } else {
        plain_base.as_ref() == Some(&plain_theirs)
            || (&plain_ours, &ours) > (&plain_theirs, &theirs)
    };
    if is_ours { ours } else { theirs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_changed_version_is_kept_and_of_two_the_greater() {
        for (base, ours, theirs, kept) in [
            (Some("a"), "a", "b", "b"),
            (Some("b"), "a", "b", "a"),
            (Some("a"), "b", "c", "c"),
            (None, "a", "b", "b"),
            (Some("x\n"), "x\r\n", "y\n", "y\n"),
            (Some("x\n"), "x\r\n", "x\n", "x\r\n"),
            (Some("y\n"), "x\r\n", "x\n", "x\r\n"),
        ] {
            assert_eq!(choose(base, ours, theirs), kept);
            assert_eq!(choose(base, theirs, ours), kept);
            assert_eq!(choose(base, kept, theirs), kept);
            assert_eq!(choose(base, ours, kept), kept);
        }
    }
}
