//! Names of others in what is held on somebody: what can be told by where it stands, and words that may
//! be a name by how they are written. A help for whoever reviews it, and no more than that.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What stands before and after what may name somebody else.
const MARK: [&str; 2] = ["\u{ab}", "\u{bb}"];

/// Who a name is of, as far as it can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    /// One of the staff.
    Staff,
    /// An employer.
    Employer,
    /// By the way it is written.
    MayBe,
}

impl Whose {
    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Whose::Staff => "a member of staff",
            Whose::Employer => "an employer",
            Whose::MayBe => "may be a name",
        }
    }
}

/// Words that begin with a capital letter and are nobody's name: days and months, and what people say of
/// themselves.
const COMMON: [&str; 44] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "i",
    "i'm",
    "i'd",
    "i'll",
    "i've",
    "english",
];

/// Words that stand before a name, with or without a full stop.
const TITLES: [&str; 8] = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "st"];

/// Where a name stands in a text; with the name and whose it is, where it is a known one.
type Spotted = (Range<usize>, Option<(String, Whose)>);

/// What was marked, by whose it is and by the name, and how often.
pub(super) type Found = BTreeMap<(Whose, String), usize>;

/// A word of a text.
#[derive(Clone, Debug)]
struct Token {
    span: Range<usize>,
    lower: String,
    is_capitalised: bool,
    begins_sentence: bool,
}

/// The names of others in the texts on one person.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// Names that are known, by their words in small letters.
    known: BTreeMap<Vec<String>, (String, Whose)>,
    /// Words that stand as a name somewhere, so that they are known where a sentence begins with one.
    seen: BTreeSet<String>,
    /// The words of the person's own names, of now and before.
    own: BTreeSet<String>,
    /// What was marked so far.
    found: Found,
}

impl Marks {
    /// The names of others, besides those that are known, as the texts that people wrote on somebody tell
    /// them; `own` are the person's own names.
    pub(super) fn new<'t>(
        own: &[&str],
        known: &[(String, Whose)],
        texts: impl Iterator<Item = &'t str>,
    ) -> Marks {
        let lower = |text: &str| tokens(text).into_iter().map(|token| token.lower).collect();
        let own = own.iter().flat_map(|name| -> Vec<String> { lower(name) });
        let mut marks = Marks { own: own.collect(), ..Marks::default() };
        for (name, whose) in known {
            let words: Vec<String> = lower(name);
            marks.seen.extend(words.iter().filter(|word| word.chars().count() > 2).cloned());
            if !words.is_empty() {
                marks.known.entry(words).or_insert((name.trim().to_owned(), *whose));
            }
        }
        for text in texts {
            let new = tokens(text).into_iter().filter(|it| marks.may_be_a_name(it, false));
            let new: Vec<String> = new.map(|token| token.lower).collect();
            marks.seen.extend(new);
        }
        marks
    }

    /// A text that people wrote, with what may name somebody else between marks.
    pub(super) fn free(&mut self, text: &str) -> String {
        self.marked(text, true)
    }

    /// A text of our own making, with the names that are known between marks.
    pub(super) fn known(&mut self, text: &str) -> String {
        self.marked(text, false)
    }

    /// What was marked in all of these texts. Nothing else counts, so that it is what stands there.
    pub(super) fn found(self) -> Found {
        self.found
    }

    fn marked(&mut self, text: &str, is_free: bool) -> String {
        let mut marked = String::with_capacity(text.len());
        let mut at = 0;
        for (span, known) in self.spans(text, is_free) {
            let name = &text[span.clone()];
            marked += &text[at..span.start];
            marked += &[MARK[0], name, MARK[1]].concat();
            at = span.end;
            let (name, whose) = known.unwrap_or_else(|| (name.to_owned(), Whose::MayBe));
            *self.found.entry((whose, name)).or_default() += 1;
        }
        marked + &text[at..]
    }

    /// Where names stand in a text, in its order; with the name, where it is a known one.
    fn spans(&self, text: &str, is_free: bool) -> Vec<Spotted> {
        let tokens = tokens(text);
        let mut spans: Vec<Spotted> = Vec::new();
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            if let Some((length, known)) = self.known_at(&tokens[index..]) {
                let end = tokens[index + length - 1].span.end;
                spans.push((token.span.start..end, Some(known.clone())));
                index += length;
                continue;
            }
            if is_free && self.may_be_a_name(token, true) {
                match spans.last_mut() {
                    // A first name and a last one are one name.
                    Some((last, None)) if &text[last.end..token.span.start] == " " => {
                        last.end = token.span.end;
                    }
                    _ => spans.push((token.span.clone(), None)),
                }
            }
            index += 1;
        }
        spans
    }

    /// The longest known name that begins here, and how many words it has.
    fn known_at(&self, tokens: &[Token]) -> Option<(usize, &(String, Whose))> {
        let begins = |words: &&Vec<String>| {
            words.len() <= tokens.len()
                && words.iter().zip(tokens).all(|(word, token)| *word == token.lower)
        };
        let longest = self.known.keys().filter(begins).max_by_key(|words| words.len())?;
        Some((longest.len(), self.known.get(longest)?))
    }

    /// Whether a word may be a name: it begins with a capital letter where no sentence does, or it is
    /// one that does so elsewhere.
    fn may_be_a_name(&self, token: &Token, knows_others: bool) -> bool {
        token.is_capitalised
            && !self.own.contains(&token.lower)
            && !COMMON.contains(&token.lower.as_str())
            && !TITLES.contains(&token.lower.as_str())
            && (!token.begins_sentence || knows_others && self.seen.contains(&token.lower))
    }
}

/// The words of a text, as they stand there.
pub(super) fn words_of(text: &str) -> Vec<&str> {
    tokens(text).into_iter().map(|token| &text[token.span]).collect()
}

/// The words of a text.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut begins_sentence = true;
    let mut rest = 0;
    while let Some(start) = text[rest..].find(char::is_alphanumeric).map(|at| rest + at) {
        begins_sentence |= text[rest..start].contains(['.', '!', '?', ':', '=', '\n', '\u{2022}']);
        let is_after_title = tokens.last().is_some_and(|last| {
            TITLES.contains(&last.lower.as_str()) && matches!(&text[rest..start], ". " | " ")
        });
        let is_inside =
            |(at, c): &(usize, char)| c.is_alphanumeric() || joins(&text[start..], *at, *c);
        let length: usize =
            text[start..].char_indices().take_while(is_inside).map(|(_, c)| c.len_utf8()).sum();
        let span = start..start + length;
        let word = &text[span.clone()];
        rest = span.end;
        tokens.push(Token {
            is_capitalised: is_capitalised(word),
            begins_sentence: begins_sentence && !is_after_title,
            lower: word.replace('\u{2019}', "'").to_lowercase(),
            span,
        });
        begins_sentence = false;
    }
    tokens
}

/// Whether a character joins two parts of one word, as in `O'Brien` and `Mei-Lin`.
fn joins(text: &str, at: usize, character: char) -> bool {
    let next = text[at + character.len_utf8()..].chars().next();
    matches!(character, '\'' | '\u{2019}' | '-') && next.is_some_and(char::is_alphanumeric)
}

/// Whether a word begins with a capital letter and is no abbreviation in capitals.
fn is_capitalised(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    word.starts_with(char::is_uppercase) && (word.chars().count() == 1 || capitals * 2 <= letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(texts: &[&str]) -> Marks {
        let known = [
            ("alex".to_owned(), Whose::Staff),
            ("Alex Reed".to_owned(), Whose::Staff),
            ("Brook Lane Kitchen".to_owned(), Whose::Employer),
        ];
        Marks::new(&["Sam O'Brien", "Sam Ó Briain-Smith"], &known, texts.iter().copied())
    }

    #[test]
    fn names_of_others_are_marked_and_nothing_else() {
        for (text, expected) in [
            ("Met at brook lane KITCHEN.", "Met at «brook lane KITCHEN»."),
            ("Spoke to Priya Nair on Monday.", "Spoke to «Priya Nair» on Monday."),
            ("Sam said so; O\u{2019}Brien too.", "Sam said so; O\u{2019}Brien too."),
            ("Then Mrs Briain-Smith.", "Then Mrs Briain-Smith."),
            ("Alex Reed called. alex wrote.", "«Alex Reed» called. «alex» wrote."),
            ("Saw Dr. Haddad-Lee and mum.", "Saw Dr. «Haddad-Lee» and mum."),
            ("Mrs Lee came.\nShe left.", "Mrs «Lee» came.\nShe left."),
            ("The DWP and PRaP, in May, I'm told.", "The DWP and PRaP, in May, I'm told."),
            ("Went home. Then he slept: Fine.", "Went home. Then he slept: Fine."),
            ("Zoë and Łukasz Ó Brien", "Zoë and «Łukasz» Ó «Brien»"),
            ("", ""),
            ("...", "..."),
        ] {
            assert_eq!(marks(&[text]).free(text), expected);
        }
    }

    #[test]
    fn a_name_that_stands_elsewhere_is_known_where_a_sentence_begins_with_it() {
        let texts = ["Priya called. No answer.", "Asked Priya."];
        let mut marks = marks(&texts);
        assert_eq!(marks.free(texts[0]), "«Priya» called. No answer.");
        assert_eq!(marks.free(texts[1]), "Asked «Priya».");
        // Our own words are not taken for somebody's.
        assert_eq!(marks.known("Priya Work, by ALEX"), "Priya Work, by «ALEX»");
        let times = |whose, name: &str, times| ((whose, name.to_owned()), times);
        let found: Vec<_> = marks.found().into_iter().collect();
        assert_eq!(found, [times(Whose::Staff, "alex", 1), times(Whose::MayBe, "Priya", 2)]);
    }

    /// Any text comes out as it is but for the marks.
    #[test]
    fn nothing_is_lost_by_marking() {
        for text in ["a\u{301}É-", "-'A'-B", "İstanbul İ", "ß Ss 𐐀 Ⓐ", "«A» B", "1st A2 2A"]
        {
            let marked = marks(&[text]).free(&format!("x {text}"));
            let bare: String = marked.chars().filter(|c| !"«»".contains(*c)).collect();
            let expected: String = text.chars().filter(|c| !"«»".contains(*c)).collect();
            assert_eq!(bare, format!("x {expected}"));
        }
    }
}
