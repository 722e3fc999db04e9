//! Text that is written from right to left, kept in its place among text that is not.
//!
//! A terminal or a browser that knows both directions would let the number of a day that follows an
//! Arabic or Hebrew name jump before it, and out of its column.

/// A mark that is not seen, and has what follows run from left to right.
const LEFT_TO_RIGHT: char = '\u{200E}';

/// The text with a mark after each run that is written from right to left.
pub(super) fn kept_in_place(text: String) -> String {
    if text.is_ascii() || !text.chars().any(is_right_to_left) {
        return text;
    }
    let mut marked = String::with_capacity(text.len() + 64);
    let mut rest = text.as_str();
    while let Some(begins) = rest.find(is_right_to_left) {
        let ends = end_of_run(&rest[begins..]) + begins;
        marked.push_str(&rest[..ends]);
        marked.push(LEFT_TO_RIGHT);
        rest = &rest[ends..];
    }
    marked + rest
}

/// Where a run ends that begins with the text: after its last character from right to left before a
/// letter or digit that is not, or a line's end.
fn end_of_run(text: &str) -> usize {
    let mut end = 0;
    for (at, character) in text.char_indices() {
        if is_right_to_left(character) {
            end = at + character.len_utf8();
        } else if character.is_alphanumeric() || character == '\n' {
            break;
        }
    }
    end
}

/// Whether a character belongs to a script that is written from right to left (the blocks that Unicode
/// keeps for them).
fn is_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_stays_where_it_is() {
        for (text, expected) in [
            ("A-1 Sam by 15 Sep", "A-1 Sam by 15 Sep"),
            ("A-1 שרה כהן  15 Sep", "A-1 שרה כהן\u{200E}  15 Sep"),
            ("שרה (כהן)\nand 2", "שרה (כהן\u{200E})\nand 2"),
            ("محمد 1 שרה", "محمد\u{200E} 1 שרה\u{200E}"),
            ("é 陳 ok", "é 陳 ok"),
        ] {
            assert_eq!(kept_in_place(text.to_owned()), expected);
        }
    }
}
