//! How a file of a pack differs from what it would be, said so that a reader finds the place: the section
//! and row of a page, the row and column of a table, the key of JSON, the line of a text.

use std::path::Path;

use serde_json::Value;

use crate::reading::safe_line;

/// How much of a text is shown, in characters.
const MOST_SHOWN: usize = 70;

/// How a file differs from what it would be, in words: the first difference. `expected` says in a word or
/// two where the other version comes from, such as `the originals give`.
pub fn differing(file: &str, there: &[u8], made: &[u8], expected: &str) -> String {
    let [one, other] = [there, made].map(String::from_utf8_lossy);
    let ending = Path::new(file).extension().and_then(|it| it.to_str()).unwrap_or_default();
    let found = match ending {
        "html" => in_page(&one, &other),
        "json" => in_json(&one, &other),
        "csv" => in_table(&one, &other),
        _ => None,
    };
    let found = found.unwrap_or_else(|| in_text(&one, &other));
    if found.says == found.gives {
        return "only its line ends or blanks differ".to_owned();
    }
    let [says, gives] = [&found.says, &found.gives].map(|text| shown(text.as_deref()));
    format!("{} it says {says}, and {expected} {gives}", found.place)
}

/// A difference: where it is, what it says there, and what it would.
struct Found {
    place: String,
    says: Option<String>,
    gives: Option<String>,
}

/// A value as it is shown; without its end if it is long.
fn shown(text: Option<&str>) -> String {
    let text = safe_line(text.unwrap_or_default().trim());
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let short: String = text.chars().take(MOST_SHOWN).collect();
    let more = if short.len() < text.len() { "..." } else { "" };
    format!("`{short}{more}`")
}

fn in_text(one: &str, other: &str) -> Found {
    let (mut left, mut right) = (one.lines(), other.lines());
    let mut line = 1;
    loop {
        let (says, gives) = (left.next(), right.next());
        if says != gives || says.is_none() {
            let [says, gives] = [says, gives].map(|it| it.map(str::to_owned));
            return Found { place: format!("in line {line}"), says, gives };
        }
        line += 1;
    }
}

fn in_json(one: &str, other: &str) -> Option<Found> {
    let [one, other] = [one, other].map(|text| serde_json::from_str::<Value>(text).ok());
    let mut path = Vec::new();
    let (says, gives) = differing_values(one.as_ref()?, other.as_ref()?, &mut path)?;
    let [says, gives] = [says, gives].map(|it| it.map(words));
    Some(Found { place: format!("at {}", path.join(".")), says, gives })
}

fn words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The first values that differ, with their keys put into the path; none if none do.
fn differing_values<'v>(
    one: &'v Value,
    other: &'v Value,
    path: &mut Vec<String>,
) -> Option<(Option<&'v Value>, Option<&'v Value>)> {
    let children = |value: &'v Value| -> Vec<(String, &'v Value)> {
        match value {
            Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
            Value::Array(list) => list
                .iter()
                .zip(1..)
                .map(|(value, at): (_, usize)| (at.to_string(), value))
                .collect(),
            _ => Vec::new(),
        }
    };
    if one == other {
        return None;
    }
    let (left, right) = (children(one), children(other));
    if left.is_empty() || right.is_empty() {
        return Some((Some(one), Some(other)));
    }
    for (key, value) in &right {
        let there = left.iter().find(|(known, _)| known == key).map(|(_, value)| *value);
        path.push(key.clone());
        let found = match there {
            Some(there) => differing_values(there, value, path),
            None => Some((None, Some(*value))),
        };
        if found.is_some() {
            return found;
        }
        path.pop();
    }
    let (key, value) = left.into_iter().find(|(key, _)| !right.iter().any(|(it, _)| it == key))?;
    path.push(key);
    Some((Some(value), None))
}

fn in_table(one: &str, other: &str) -> Option<Found> {
    let rows = |text: &str| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        reader.records().collect::<Result<Vec<csv::StringRecord>, _>>().ok()
    };
    let (left, right) = (rows(one)?, rows(other)?);
    let titles = right.first()?;
    for row in 0..left.len().max(right.len()) {
        let (says, gives) = (left.get(row), right.get(row));
        let cells = says.map_or(0, csv::StringRecord::len).max(titles.len());
        let cell =
            |of: Option<&csv::StringRecord>, at| of.and_then(|it| it.get(at)).map(str::to_owned);
        let Some(at) = (0..cells).find(|at| cell(says, *at) != cell(gives, *at)) else { continue };
        let column = titles.get(at).unwrap_or("further");
        let place = format!("in row {}, column {column},", row + 1);
        return Some(Found { place, says: cell(says, at), gives: cell(gives, at) });
    }
    None
}

/// A piece of a page: a tag with what is in it, or what stands between two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    Tag(&'t str),
    Text(&'t str),
}

fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = page;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        let end = after.find('>').map_or(after.len(), |at| at + 1);
        let (tag, after) = after.split_at(end);
        if !tag.is_empty() {
            pieces.push(Piece::Tag(tag.trim_matches(['<', '>'])));
        }
        rest = after;
    }
    pieces
}

fn in_page(one: &str, other: &str) -> Option<Found> {
    let (left, right) = (pieces(one), pieces(other));
    let at = (0..left.len().max(right.len())).find(|at| left.get(*at) != right.get(*at))?;
    let place = format!("{},", place_in(&right[..at.min(right.len())]));
    let text_from = |pieces: &[Piece<'_>]| {
        let texts = pieces.get(at..).unwrap_or_default().iter();
        let mut texts = texts.filter_map(|piece| match piece {
            Piece::Text(text) if !text.trim().is_empty() => Some(unescaped(text)),
            _ => None,
        });
        texts.next()
    };
    let (says, gives) = (text_from(&left), text_from(&right));
    if says != gives {
        return Some(Found { place, says, gives });
    }
    let tag = |pieces: &[Piece<'_>]| match pieces.get(at) {
        Some(Piece::Tag(tag) | Piece::Text(tag)) => Some((*tag).to_owned()),
        None => None,
    };
    Some(Found {
        place: format!("{place} where it is only laid out,"),
        says: tag(&left),
        gives: tag(&right),
    })
}

/// Where one is after these pieces: the section, and of a table the row and the column.
fn place_in(before: &[Piece<'_>]) -> String {
    let is = |piece: &Piece<'_>, names: &[&str]| match piece {
        Piece::Tag(tag) => names.iter().any(|name| tag.split(' ').next() == Some(name)),
        Piece::Text(_) => false,
    };
    let last = |names: &[&str]| before.iter().rposition(|piece| is(piece, names));
    let text_after = |at: usize| {
        before[at..].iter().find_map(|piece| match piece {
            Piece::Text(text) => Some(unescaped(text)),
            Piece::Tag(_) => None,
        })
    };
    let section = last(&["h1", "h2", "h3"]).and_then(text_after);
    let section = section.map_or("at its head".to_owned(), |title| format!("in `{title}`"));
    let row = last(&["tr"]).filter(|row| last(&["/tr"]).is_none_or(|end| end < *row));
    let Some(row) = row else { return section };
    let named =
        text_after(row).map_or(String::new(), |name| format!(", row {}", shown(Some(&name))));
    let column = before[row..].iter().rev().find_map(|piece| match piece {
        Piece::Tag(tag) => tag.split_once("data-title=\"")?.1.split('"').next(),
        Piece::Text(_) => None,
    });
    let column = column.map_or(String::new(), |title| format!(", {}", unescaped(title)));
    format!("{section}{named}{column}")
}

fn unescaped(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(file: &str, there: &str, made: &str) -> String {
        differing(file, there.as_bytes(), made.as_bytes(), "it was")
    }

    #[test]
    fn the_place_in_a_page_is_named() {
        let page = "<h1>A-1</h1><p>None.</p><h2>Contacts</h2><table><tr><th>1</th>\
                    <td data-title=\"What\">by phone</td></tr><tr><th>2</th><td>x</td></tr></table><p>y</p>";
        for (from, to, expected) in [
            (
                "by phone",
                "by post",
                "in `Contacts`, row `1`, What, it says `by post`, and it was `by phone`",
            ),
            ("None.", "&lt;b&gt;", "in `A-1`, it says `<b>`, and it was `None.`"),
            (">y<", "><", "in `Contacts`, it says nothing, and it was `y`"),
            ("<tr><th>2</th><td>x</td></tr>", "", "in `Contacts`, it says `y`, and it was `2`"),
        ] {
            assert_eq!(said("a.html", &page.replace(from, to), page), expected);
        }
        let hidden = said("a.html", &page.replace("<td>x", "<td hidden>x"), page);
        assert!(hidden.contains("only laid out, it says `td hidden`"), "{hidden}");
        assert_eq!(said("a.html", "", page), "at its head, it says nothing, and it was `A-1`");
    }

    #[test]
    fn the_place_in_a_table_in_json_and_in_a_text_is_named() {
        let table = "case,status\nA-1,met\nA-1,open\n";
        assert_eq!(
            said("a.csv", "case,status\nA-1,missed\nA-1,open\n", table),
            "in row 2, column status, it says `missed`, and it was `met`"
        );
        let less = said("a.csv", "case,status\nA-1,met\n", table);
        assert_eq!(less, "in row 3, column case, it says nothing, and it was `A-1`");
        let json = "{\"a\": [{\"b\": \"x\"}, 2], \"c\": null}";
        assert_eq!(
            said("a.json", &json.replace("\"x\"", "\"y\""), json),
            "at a.1.b it says `y`, and it was `x`"
        );
        let more = said("a.json", &json.replace("\"c\"", "\"d\": 1, \"c\""), json);
        assert_eq!(more, "at d it says `1`, and it was nothing");
        assert_eq!(said("a.json", "{", "x"), "in line 1 it says `{`, and it was `x`");
        assert_eq!(said("a.toml", "a\nb\n", "a\nc\n"), "in line 2 it says `b`, and it was `c`");
        assert_eq!(said("a.toml", "a\n", "a"), "only its line ends or blanks differ");
    }
}
