//! The facts about a pack: when it was made, of what, by which release. They are all that a pack says of
//! itself that follows from nothing else in it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::calendar::{Day, Holidays, parse_day, plain};
use crate::digest::digest;
use crate::programme::shell_word;
use crate::report::pack::{FACTS, HOLIDAYS, ORIGINAL};

/// How the cases of a pack were drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// How many.
    pub number: usize,
    /// Out of how many.
    pub of: usize,
    /// The seed, which anybody may choose.
    pub seed: String,
    /// Whether restricted cases could be drawn too.
    pub restricted: bool,
}

impl Drawn {
    /// The command that draws the same again, from the commit that was read.
    pub fn command(&self, revision: Option<&str>) -> String {
        let at = revision.and_then(|commit| commit.get(..12));
        let at = at.map_or_else(String::new, |commit| format!(" --at {commit}"));
        let seed = shell_word(&self.seed);
        let restricted = if self.restricted { " --restricted" } else { "" };
        format!("caseload sample --number {} --seed {seed}{restricted}{at}", self.number)
    }
}

/// A programme that cases of a pack are on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedProgramme {
    /// Its id.
    pub id: String,
    /// The digest of its file or files.
    pub digest: String,
}

/// The facts about a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFacts {
    /// The release that made it.
    pub release: String,
    /// The moment at which it was made, as RFC 3339 has it.
    pub made: String,
    /// The provider's name.
    pub provider: Option<String>,
    /// The day judged.
    pub today: Day,
    /// The commit that was read; none where the folder has no history.
    pub revision: Option<String>,
    /// How the cases were drawn; none if they were named.
    pub drawn: Option<Drawn>,
    /// The id and the file of each case.
    pub cases: Vec<(String, String)>,
    /// The programmes that they are on.
    pub programmes: Vec<PackedProgramme>,
    /// The digest of the table of bank holidays.
    pub holidays: String,
    /// The digest of the folder's settings.
    pub settings: String,
    /// The git name of the file of settings, which is not in the pack.
    pub settings_object: Option<String>,
}

impl PackFacts {
    /// The facts as JSON.
    pub fn json(&self) -> Value {
        let cases = self.cases.iter().map(|(id, file)| json!({"case": id, "file": file}));
        let programmes =
            self.programmes.iter().map(|it| json!({"programme": it.id, "digest": it.digest}));
        let drawn = self.drawn.as_ref();
        let drawn = drawn.map(|it| {
            json!({
                "number": it.number, "of": it.of, "seed": it.seed, "restricted": it.restricted,
            })
        });
        json!({
            "schema": 1,
            "release": self.release,
            "made": self.made,
            "provider": self.provider,
            "today": plain(self.today),
            "revision": self.revision,
            "drawn": drawn,
            "cases": cases.collect::<Vec<_>>(),
            "programmes": programmes.collect::<Vec<_>>(),
            "holidays": self.holidays,
            "settings": self.settings,
            "settings_object": self.settings_object,
        })
    }

    /// The facts that JSON tells; none if it does not tell all.
    pub fn read(bytes: &[u8]) -> Option<PackFacts> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let text = |value: &Value, key: &str| Some(value.get(key)?.as_str()?.to_owned());
        let number = |value: &Value, key: &str| usize::try_from(value.get(key)?.as_u64()?).ok();
        let list = |key: &str| value.get(key)?.as_array();
        let drawn = value.get("drawn").filter(|drawn| !drawn.is_null());
        let drawn = match drawn {
            None => None,
            Some(it) => Some(Drawn {
                number: number(it, "number")?,
                of: number(it, "of")?,
                seed: text(it, "seed")?,
                restricted: it.get("restricted").and_then(Value::as_bool).unwrap_or_default(),
            }),
        };
        let cases = list("cases")?.iter().map(|it| Some((text(it, "case")?, text(it, "file")?)));
        let programmes = list("programmes")?.iter().map(|it| {
            Some(PackedProgramme { id: text(it, "programme")?, digest: text(it, "digest")? })
        });
        if value.get("schema")?.as_u64()? != 1 {
            return None;
        }
        Some(PackFacts {
            release: text(&value, "release")?,
            made: text(&value, "made")?,
            provider: text(&value, "provider"),
            today: parse_day(&text(&value, "today")?)?,
            revision: text(&value, "revision"),
            drawn,
            cases: cases.collect::<Option<_>>()?,
            programmes: programmes.collect::<Option<_>>()?,
            holidays: text(&value, "holidays")?,
            settings: text(&value, "settings")?,
            settings_object: text(&value, "settings_object"),
        })
    }

    /// What of the rules among these files has another digest than is said here, in words: the file, and
    /// what is wrong. Nothing of a programme that is not there.
    pub fn unlike(&self, files: &BTreeMap<String, Vec<u8>>) -> Vec<(String, String)> {
        let digest_of =
            |file: &str| files.get(file).map(|bytes| digest(&String::from_utf8_lossy(bytes)));
        let mut found = Vec::new();
        let mut compare = |file: String, name: &str, said: &str, known: &[String]| {
            if !known.is_empty() && !known.iter().any(|it| it == said) {
                let is = known.join(" or ");
                let what = format!("the digest of {name} is {is}, and {FACTS} says {said}");
                found.push((file, what));
            }
        };
        for programme in &self.programmes {
            let own = format!("{ORIGINAL}programmes/{}.toml", programme.id);
            let rules = format!("rules/{}.toml", programme.id);
            // One of the folder's own is there by itself, or goes on from the one of the release.
            let known = match (digest_of(&rules), digest_of(&own)) {
                (Some(rules), Some(own)) => vec![format!("{rules}+{own}"), own],
                (rules, own) => rules.into_iter().chain(own).collect(),
            };
            let file = if files.contains_key(&own) { own } else { rules };
            compare(file, &format!("programme {}", programme.id), &programme.digest, &known);
        }
        let holidays: Vec<String> = digest_of(HOLIDAYS).into_iter().collect();
        compare(HOLIDAYS.to_owned(), "the bank holidays", &self.holidays, &holidays);
        found
    }

    /// What of the rules differs from what this release would judge by, in words.
    pub fn differences(&self, programmes: &[PackedProgramme]) -> Vec<String> {
        let mut found = Vec::new();
        for packed in &self.programmes {
            let own = programmes.iter().find(|own| own.id == packed.id);
            match own {
                Some(own) if own.digest == packed.digest => {}
                Some(own) => found.push(format!(
                    "programme {} is {} there and {} here",
                    packed.id, packed.digest, own.digest
                )),
                None => found.push(format!("programme {} is not known here", packed.id)),
            }
        }
        let holidays = Holidays::digest();
        if self.holidays != holidays {
            let words =
                format!("the bank holidays are {} there and {holidays} here", self.holidays);
            found.push(words);
        }
        found
    }
}
