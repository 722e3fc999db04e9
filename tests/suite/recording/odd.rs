//! A case file as no tool would write it, in files of many kinds: every byte of it is somebody's.

/// Comments everywhere, keys in an order of their own, aligned and not, tabs, texts in every kind of
/// quotes and over lines, a list over lines, blank lines of any number. Everything in it is right.
const CASE: &str = r#"# The file of A-0001: by hand and by the tool.


referred   =   2026-11-02   # as the department wrote it
id         = 'A-0001'

# the programme stands below the id
	programme="ipes"
name = """
Sam \
    Lake"""	# after a tab
worker     = "alex"
started    = 2026-11-04 # day 1



#  stands alone

# about the first meeting
[[contact]]  # in the library
mode     = 'in-person'   # evidence
outcome  = "held"
on       = 2026-11-16T10:30:00
covers   = [
    "initial-meeting",   # first

    'needs-assessment',
]
note     = '''
It said "yes" \ and went on.

# no comment, but text
'''
logged   = 2026-11-16T11:00:00.000Z
# below the meeting

   [[ job ]]
	employer = "Brook Garden Centre"
	offered  = 2026-11-10   # by letter
[[note]]
on=2026-11-17
note="Typed by hand."


# the end
"#;

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Lf,
    CrLf,
    /// As most lines do, but for the first.
    LfButOne,
    CrLfButOne,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Odd {
    ends: Ends,
    /// Whether a byte order mark stands in front.
    has_mark: bool,
    last_line_ends: bool,
}

/// Every kind of file that is tried.
pub(crate) const ODD: [Odd; 7] = [
    Odd { ends: Ends::Lf, has_mark: false, last_line_ends: true },
    Odd { ends: Ends::CrLf, has_mark: false, last_line_ends: true },
    Odd { ends: Ends::Lf, has_mark: true, last_line_ends: true },
    Odd { ends: Ends::Lf, has_mark: false, last_line_ends: false },
    Odd { ends: Ends::CrLf, has_mark: true, last_line_ends: false },
    Odd { ends: Ends::LfButOne, has_mark: false, last_line_ends: true },
    Odd { ends: Ends::CrLfButOne, has_mark: true, last_line_ends: true },
];

impl Odd {
    /// A plain text, its lines ending in line feeds, as a file of this kind holds it.
    pub(crate) fn file(self, plain: &str) -> String {
        let mark = if self.has_mark { "\u{feff}" } else { "" };
        let plain =
            if self.last_line_ends { plain } else { plain.strip_suffix('\n').unwrap_or(plain) };
        let end = |(number, line): (usize, &str)| {
            let with_return = match self.ends {
                Ends::Lf => false,
                Ends::CrLf => true,
                Ends::LfButOne => number == 0,
                Ends::CrLfButOne => number > 0,
            };
            if with_return { line.replace('\n', "\r\n") } else { line.to_owned() }
        };
        let lines: String = plain.split_inclusive('\n').enumerate().map(end).collect();
        format!("{mark}{lines}")
    }
}

/// The plain text of the case of an id.
pub(crate) fn plain(id: &str) -> String {
    CASE.replace("A-0001", id)
}
