//! Two machines that record on the same cases, again and again without a network.

use crate::recording::office::{Office, words as words_of};

const ROUNDS: usize = 12;

/// What happens in one round: on the first machine, then on the second.
const WORK: [[&[&str]; 2]; 4] = [
    [
        &["contact A-0001 --mode phone --note N", "contact A-0002 --mode email --note N"],
        &["contact A-0001 --mode video --reason x --note N", "note A-0003 --note N"],
    ],
    [
        &["job start A-0001 --employer E --new --note N", "assign robin A-0003 --note N"],
        &["job start A-0001 --employer E --new --note N", "assign priya A-0003 --note N"],
    ],
    [
        &["activity training A-0002 --hours 1 --note N"],
        &["concern A-0001 --note N", "contact A-0003 --mode phone --note N"],
    ],
    [
        &["job end A-0001 --employer E", "note A-0001 --note N"],
        &["contact A-0002 --mode in-person --note N"],
    ],
];

/// Ensures that twelve rounds of two machines end with the same record on both, with everything in
/// it once.
#[test]
fn twelve_rounds_apart_lose_nothing() {
    let here = Office::with_cases().with_workers(&["priya", "robin"]).with_remote();
    here.done("2026-11-16T12:00:00Z", &["refer", "A-0003", "--on", "2026-11-05"]);
    here.done("2026-11-16T12:01:00Z", &["start", "A-0003", "--on", "2026-11-06"]);
    here.done("", &["sync"]);
    let there = here.other_machine("Priya");
    let mut notes = Vec::new();
    for round in 0..ROUNDS {
        let machines = [("north", &here), ("south", &there)];
        for ((who, machine), work) in machines.into_iter().zip(WORK[round % WORK.len()]) {
            for (number, line) in work.iter().enumerate() {
                let note = format!("{who}-{round:02}-{number}");
                let employer = format!("{who}-{}", round / WORK.len());
                let words = line.split(' ').map(|word| match word {
                    "N" => note.as_str(),
                    "E" => employer.as_str(),
                    word => word,
                });
                let now = format!("2026-11-{:02}T10:00:0{number}Z", 17 + round / 4);
                let said = words_of(&machine.done(&now, &words.collect::<Vec<_>>()));
                // Whoever is key worker already is not made so again.
                if line.ends_with(" N") && !said.contains("already") {
                    notes.push(note);
                }
            }
        }
        let turns = if round % 2 == 0 { [&here, &there, &here] } else { [&there, &here, &there] };
        for machine in turns {
            machine.done("2026-11-20T12:00:00Z", &["sync"]);
        }
        assert_eq!(here.tip(), there.tip(), "round {round}");
    }
    assert_eq!(here.files(), there.files());
    assert!(notes.len() > 30, "{notes:?}");
    for machine in [&here, &there] {
        for note in &notes {
            assert_eq!(machine.recorded(note), 1, "{note}");
        }
        machine.done("2026-11-20T12:00:00Z", &["check"]);
        assert_eq!(machine.not_sound(), [""; 0]);
    }
}
