//! The programmes that come with the tool, with their scenarios.

use std::sync::LazyLock;
use std::thread;

use crate::programme::{Programme, ProgrammeFile, read_programme_file};
use crate::reading::Source;

/// An embedded programme: its files.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    /// Its id.
    pub id: &'static str,
    /// The programme file.
    pub text: &'static str,
    /// The scenario file.
    pub scenarios: &'static str,
}

/// Every embedded programme.
pub const BUILTIN: [Builtin; 2] = [
    Builtin {
        id: "ipes",
        text: include_str!("ipes.toml"),
        scenarios: include_str!("ipes.scenarios.toml"),
    },
    Builtin {
        id: "work-choice",
        text: include_str!("work-choice.toml"),
        scenarios: include_str!("work-choice.scenarios.toml"),
    },
];

/// Begins to read them beside whatever else is done: nearly every command waits for them.
pub fn begin_reading() {
    // Where no thread can be had they are read when they are asked for.
    let _ = thread::Builder::new().spawn(builtin);
}

/// The embedded programmes as read. A test holds that each of them can be.
pub fn builtin() -> &'static [Programme] {
    static ALL: LazyLock<Vec<Programme>> =
        LazyLock::new(|| BUILTIN.iter().filter_map(|builtin| read(*builtin)).collect());
    &ALL
}

fn read(builtin: Builtin) -> Option<Programme> {
    let source = Source::new(format!("{}.toml", builtin.id), builtin.text);
    match read_programme_file(&source).0 {
        Some(ProgrammeFile::Whole(programme)) => Some(*programme),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_programme_is_read_without_a_problem() {
        for builtin in BUILTIN {
            let source = Source::new(format!("{}.toml", builtin.id), builtin.text);
            let (file, problems) = read_programme_file(&source);
            assert_eq!(problems, [], "{}", builtin.id);
            assert!(matches!(file, Some(ProgrammeFile::Whole(_))), "{}", builtin.id);
        }
        assert_eq!(super::builtin().len(), BUILTIN.len());
    }
}
