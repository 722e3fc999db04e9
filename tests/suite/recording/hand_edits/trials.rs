//! Every command that changes a case, and what it makes of one.

use crate::recording::odd::plain;

/// When the commands are run.
pub(crate) const NOW: &str = "2026-11-20T10:00:00Z";
/// What each of them finds on its standard input.
pub(crate) const TYPED: &str = "It rang.\nHe said \"no\".\n";
/// The editor: somebody who changes a remark.
pub(crate) const EDITOR: &str = "sed -i s/library/library,upstairs/";

/// A command with the text that it finds and the one that it leaves.
pub(crate) struct Trial {
    /// The command line; ID stands for the case.
    pub(crate) arguments: &'static [&'static str],
    /// How the text that it finds differs from the usual one.
    found: (&'static str, &'static str),
    /// What it changes in the text.
    changed: (&'static str, &'static str),
    /// What it adds to the end of the text.
    added: &'static str,
    /// How many more entries there are.
    pub(crate) more: isize,
}

const USUAL: Trial =
    Trial { arguments: &[], found: ("", ""), changed: ("", ""), added: "", more: 0 };

/// One that adds an entry at the end.
const fn adds(arguments: &'static [&'static str], added: &'static str) -> Trial {
    Trial { arguments, added, more: 1, ..USUAL }
}

/// One that changes something where it stands.
const fn changes(
    arguments: &'static [&'static str],
    from: &'static str,
    to: &'static str,
) -> Trial {
    Trial { arguments, changed: (from, to), ..USUAL }
}

const STARTED: &str = "started    = 2026-11-04 # day 1\n";
const WORKER: &str = "worker     = \"alex\"\n";
const OFFERED: &str = "\toffered  = 2026-11-10   # by letter\n";
const HAND_WRITTEN: &str = "[[note]]\non=2026-11-17\nnote=\"Typed by hand.\"\n";
const EXIT: &str = "# why it ended\n[exit] # so\non = 2026-11-18\n\treason='completed'\n";

pub(crate) const TRIALS: [Trial; 24] = [
    Trial {
        arguments: &["start", "ID", "--on", "2026-11-18"],
        found: (STARTED, ""),
        changed: (WORKER, "worker     = \"alex\"\nstarted = 2026-11-18\n"),
        ..USUAL
    },
    adds(
        &["contact", "ID", "--mode", "phone", "--on", "2026-11-18", "--note", "-"],
        "\n[[contact]]\non = 2026-11-18\nmode = \"phone\"\noutcome = \"held\"\nworker = \"alex\"\nnote = \"\"\"\nIt rang.\nHe said \"no\".\"\"\"\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    adds(
        &["document", "action-plan", "ID", "--signed", "--agreed-with", "participant,network"],
        "\n[[document]]\nkind = \"action-plan\"\non = 2026-11-20\nissued-to = [\"participant\"]\nagreed-with = [\"participant\", \"network\"]\nsigned = true\nworker = \"alex\"\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    adds(
        &["activity", "training", "ID", "--hours", "2.5"],
        "\n[[activity]]\nkind = \"training\"\non = 2026-11-20\nhours = 2.5\nworker = \"alex\"\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    adds(
        &["job", "offer", "ID", "--employer", "Mill", "--starts", "2026-12-01"],
        "\n[[job]]\nemployer = \"Mill\"\noffered = 2026-11-20\nstarts = 2026-12-01\nworker = \"alex\"\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    changes(
        &["job", "start", "ID", "--employer", "brook garden centre", "--on", "2026-11-19"],
        OFFERED,
        "\toffered  = 2026-11-10   # by letter\nstarted = 2026-11-19\n",
    ),
    changes(
        &["job", "end", "ID", "--on", "2026-11-19"],
        OFFERED,
        "\toffered  = 2026-11-10   # by letter\nended = 2026-11-19\n",
    ),
    adds(
        &["extend", "ID", "--basis", "in-work"],
        "\n[extension]\nentered = 2026-11-20\nbasis = \"in-work\"\nworker = \"alex\"\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    adds(
        &["concern", "ID"],
        "\n[[concern]]\non = 2026-11-20\nworker = \"alex\"\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    adds(
        &["note", "ID", "--note", "Ring \\ back."],
        "\n[[note]]\non = 2026-11-20\nworker = \"alex\"\nnote = \"Ring \\\\ back.\"\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    adds(
        &[
            "excuse",
            "weekly-contact-offer",
            "ID",
            "--from",
            "2026-11-23",
            "--to",
            "2026-11-29",
            "--reason",
            "Away.",
        ],
        "\n[[excuse]]\nrule = \"weekly-contact-offer\"\nfrom = 2026-11-23\nto = 2026-11-29\nreason = \"Away.\"\non = 2026-11-20\nworker = \"alex\"\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    adds(
        &["assign", "priya", "ID"],
        "\n[[assignment]]\nworker = \"priya\"\nfrom = 2026-11-20\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    Trial {
        arguments: &["handover", "morgan", "priya", "--yes"],
        found: (WORKER, "worker     = \"morgan\"\n"),
        added: "\n[[assignment]]\nworker = \"priya\"\nfrom = 2026-11-20\nlogged = 2026-11-20T10:00:00.000Z\n",
        more: 1,
        ..USUAL
    },
    adds(
        &["exit", "ID", "--reason", "completed"],
        "\n[exit]\non = 2026-11-20\nreason = \"completed\"\nworker = \"alex\"\nlogged = 2026-11-20T10:00:00.000Z\n",
    ),
    Trial {
        arguments: &["reopen", "ID"],
        found: (
            HAND_WRITTEN,
            "# why it ended\n[exit] # so\non = 2026-11-18\n\treason='completed'\n\n[[note]]\non=2026-11-17\nnote=\"Typed by hand.\"\n",
        ),
        changed: (EXIT, ""),
        more: -1,
        ..USUAL
    },
    changes(&["correct", "ID", "1", "mode=phone"], "'in-person'", "\"phone\""),
    changes(
        &["correct", "ID", "1", "note=Short."],
        "'''\nIt said \"yes\" \\ and went on.\n\n# no comment, but text\n'''",
        "\"Short.\"",
    ),
    changes(
        &["correct", "ID", "1", "note=-"],
        "'''\nIt said \"yes\" \\ and went on.\n\n# no comment, but text\n'''",
        "\"\"\"\nIt rang.\nHe said \"no\".\"\"\"",
    ),
    changes(
        &["correct", "ID", "1", "covers="],
        "covers   = [\n    \"initial-meeting\",   # first\n\n    'needs-assessment',\n]\n",
        "",
    ),
    changes(
        &["correct", "ID", "3", "worker=priya"],
        HAND_WRITTEN,
        "[[note]]\non=2026-11-17\nnote=\"Typed by hand.\"\nworker = \"priya\"\n",
    ),
    Trial {
        arguments: &["remove", "ID", "2"],
        changed: (
            "\n   [[ job ]]\n\temployer = \"Brook Garden Centre\"\n\toffered  = 2026-11-10   # by letter\n",
            "",
        ),
        more: -1,
        ..USUAL
    },
    changes(&["set", "ID", "name=Jo Lake"], "\"\"\"\nSam \\\n    Lake\"\"\"", "\"Jo Lake\""),
    changes(
        &["set", "ID", "restricted=yes"],
        STARTED,
        "started    = 2026-11-04 # day 1\nrestricted = true\n",
    ),
    changes(&["edit", "ID"], "in the library\n", "in the library,upstairs\n"),
];

impl Trial {
    /// The plain text that it finds.
    pub(crate) fn begun(&self, id: &str) -> String {
        replaced(&plain(id), self.found)
    }

    /// The plain text that it leaves.
    pub(crate) fn expected(&self, id: &str) -> String {
        replaced(&self.begun(id), self.changed) + self.added
    }
}

/// A text with what stands there once replaced.
fn replaced(text: &str, (from, to): (&str, &str)) -> String {
    if from.is_empty() {
        return text.to_owned();
    }
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replacen(from, to, 1)
}
