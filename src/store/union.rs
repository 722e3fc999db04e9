//! Lines of two texts put together by git's own merge of lines.

use git2::{Config, FileFavor, MergeFileInput, MergeFileOptions, merge_file};

/// The lines of both texts where either changed what they began with; of both, one after the other,
/// where both changed the same place.
pub fn union_of_lines(base: Option<&str>, one: &str, other: &str) -> String {
    // Nothing else of git's may have been asked for yet, and this does not wake its library.
    drop(Config::new());
    let [base, first, second] = [base.unwrap_or_default(), one, other].map(|text| {
        let mut input = MergeFileInput::new();
        input.content(text.as_bytes());
        input
    });
    let mut options = MergeFileOptions::new();
    options.favor(FileFavor::Union);
    merge_file(&base, &first, &second, Some(&mut options)).map_or_else(
        // What it cannot merge is seen to say something else than both, and left to a person.
        |_| one.to_owned(),
        |merged| String::from_utf8_lossy(merged.content()).into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_added_in_one_place_are_all_there() {
        assert_eq!(union_of_lines(Some("a\n"), "a\nb\n", "a\nc\n"), "a\nb\nc\n");
        assert_eq!(union_of_lines(Some("a\nb\n"), "a\n", "0\na\nb\n"), "0\na\n");
        assert_eq!(union_of_lines(None, "a\n", "b\n"), "a\nb\n");
    }
}
