//! The remarks in a case file: what people wrote behind a `#`, which no command reads.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The remarks of a text in their order, each without its `#`; those on lines that follow one another
/// are one each.
pub fn remarks(text: &str) -> Vec<String> {
    let comments = Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment);
    let words = comments.filter_map(|token| {
        let span = token.span();
        let remark = text.get(span.start()..span.end())?;
        Some(remark.trim_start_matches('#').trim().to_owned())
    });
    words.filter(|remark| !remark.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text_is_no_remark() {
        let text = "\u{feff}# one\r\nid = \"A # no\" # two\nnote = \"\"\"\n# no\n\"\"\"\n'k' = '# no' ## three\n#\n";
        assert_eq!(remarks(text), ["one", "two", "three"]);
        assert_eq!(remarks("name = \"open # no\n# yes"), ["yes"]);
    }
}
