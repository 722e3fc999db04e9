//! Did-you-mean: the nearest of the words that would have been right.

/// The longest word, in bytes, that can be a slip of the hand; comparing one of a megabyte takes
/// seconds.
const LONGEST: usize = 200;

/// The nearest candidate, if it is near enough to be a slip of the hand.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.83)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
}

/// A hint: the nearest candidate, else all of them if they are few, else `otherwise`.
pub fn did_you_mean(word: &str, candidates: &[&str], otherwise: &str) -> String {
    if let Some(candidate) = nearest(word, candidates.iter().copied()) {
        return format!("did you mean `{candidate}`?");
    }
    if candidates.is_empty() || candidates.len() > 12 {
        return otherwise.to_owned();
    }
    let listed: Vec<String> = candidates.iter().map(|word| format!("`{word}`")).collect();
    format!("it can be {}", listed.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let modes = ["in-person", "video", "phone", "email"];
        assert_eq!(nearest("in-persn", modes), Some("in-person"));
        assert_eq!(nearest("Video", modes), Some("video"));
        assert_eq!(nearest("zzz", modes), None);
    }
}
