//! Text made safe to show: no control character and no bidirectional override reaches an output.

/// Whether a character could command a terminal or reorder what a person reads.
///
/// Line feed and tab count as unsafe here; the callers that allow them say so.
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

/// The text as one safe line: a line feed or a tab becomes a space, anything else unsafe becomes
/// the replacement character. The number of characters stays the same.
pub fn safe_line(text: &str) -> String {
    if !text.chars().any(is_unsafe) {
        return text.to_owned();
    }
    text.chars().map(safe_character).collect()
}

/// The text with its line feeds kept and everything else unsafe replaced.
pub fn safe_text(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' => '\n',
            other => safe_character(other),
        })
        .collect()
}

fn safe_character(character: char) -> char {
    match character {
        '\n' | '\r' | '\t' => ' ',
        other if is_unsafe(other) => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_a_terminal_is_replaced() {
        assert_eq!(safe_line("a\u{1b}[31mb\u{202E}c\u{9b}d"), "a�[31mb�c�d");
        assert_eq!(safe_line("a\tb\nc"), "a b c");
        assert_eq!(safe_text("a\tb\nc\u{7f}"), "a b\nc�");
    }

    #[test]
    fn what_people_write_stays() {
        let text = "Zoë Ó Briain, שלום, 李, 👩‍🦽";
        assert_eq!(safe_line(text), text);
    }
}
