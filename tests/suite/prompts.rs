//! What is asked at a terminal: a real one, with a shell in it and keys that are typed.

pub(crate) mod terminal;
mod trusting;

use crate::prompts::terminal::{ENTER, Terminal, WORDS};
use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-20T10:00:00Z";
/// What takes back a question.
const ESCAPE: &str = "\u{1b}";
const CONTROL_C: &str = "\u{3}";

/// Ensures that `contact` alone asks for whom, in what form and on which day, and records that.
#[test]
fn a_contact_is_asked_for_whole() {
    let office = Office::with_cases();
    let mut terminal = Terminal::at(&office, NOW, &["contact"]);
    terminal.sees("For whom?").sees("A-0001 Sam").sees("A-0002");
    terminal.types("A-0002").types(ENTER);
    terminal.sees("In what form?").sees("in-person").types("video").types(ENTER);
    terminal.sees("On which day?").sees("today").types("17/11/2026").types(ENTER);
    terminal.sees("contact by video, held, on Tue 17 Nov 2026").ends(0);
    let written = std::fs::read_to_string(office.case("A-0002")).unwrap();
    let entry = "\n[[contact]]\non = 2026-11-17\nmode = \"video\"\noutcome = \"held\"\n\
                 worker = \"alex\"\nlogged = 2026-11-20T10:00:00.000Z\n";
    assert!(written.ends_with(entry), "{written}");
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that nothing typed at the question for the day is the day by the clock.
#[test]
fn the_usual_answer_is_taken() {
    let office = Office::with_cases();
    let mut terminal = Terminal::at(&office, NOW, &["note"]);
    terminal.sees("For whom?").types(ENTER).sees("On which day?").types(ENTER);
    terminal.sees("note:").types("Rang twice.").types(ENTER);
    terminal.sees("note, on Fri 20 Nov 2026").ends(0);
    assert_eq!(office.recorded("Rang twice."), 1);
}

/// Ensures that a wrong answer is asked for again, with what is wrong with it.
#[test]
fn a_wrong_answer_is_asked_for_again() {
    let office = Office::with_cases();
    let mut terminal = Terminal::at(&office, NOW, &["contact", "--mode", "phone"]);
    terminal.sees("For whom?").types(ENTER).sees("On which day?").types("someday").types(ENTER);
    terminal.sees("`someday` is not a day; write 2026-11-18, 18/11/2026, today");
    terminal.sees("On which day?").types("tomorrow").types(ENTER);
    terminal.sees("Sat 21 Nov 2026 lies ahead");
    terminal.sees("On which day?").types("yesterday").types(ENTER);
    terminal.sees("on Thu 19 Nov 2026").ends(0);

    let mut terminal = Terminal::at(&office, NOW, &["activity", "training", "A-0001"]);
    terminal.sees("How many hours?").types("many").types(ENTER).sees("`many`");
    terminal.sees("How many hours?").types("2.5").types(ENTER).sees("2.5 hours").ends(0);

    let excuse = ["excuse", "weekly-contact-offer", "A-0001", "--reason", "Away."];
    let mut terminal = Terminal::at(&office, NOW, &excuse);
    terminal.sees("Which due date?").types("32/1/2027").types(ENTER).sees("is not a day");
    terminal.sees("Which due date?").types("29/11/2026").types(ENTER).ends(0);
}

/// Ensures that whoever takes a question back, whichever and by whichever key, has recorded nothing,
/// and finds the terminal as it was.
#[test]
fn taking_a_question_back_records_nothing() {
    let office = Office::with_cases().with_workers(&["priya"]);
    let (tip, listing) = (office.tip(), office.git_says(&["status", "--porcelain"]));
    for key in [ESCAPE, CONTROL_C] {
        for answered in 0..3 {
            let mut terminal = Terminal::at(&office, NOW, &["contact"]);
            let questions = ["For whom?", "In what form?", "On which day?"];
            for question in &questions[..answered] {
                terminal.sees(question).types(ENTER);
            }
            terminal.sees(questions[answered]).types(key);
            terminal.sees("given up; nothing was recorded").ends(8);
        }
        let mut terminal = Terminal::at(&office, NOW, &["note", "A-0001"]);
        terminal.sees("note:").types("half a wo").types(key).ends(8);
        let mut terminal = Terminal::at(&office, NOW, &["handover", "alex", "priya"]);
        terminal.sees("Hand 2 cases from alex to priya").types(key).ends(8);
        assert_eq!(office.tip(), tip);
        assert_eq!(office.git_says(&["status", "--porcelain"]), listing);
    }
}

/// Ensures that many cases are changed only by who says yes.
#[test]
fn many_cases_are_changed_after_a_yes_alone() {
    let office = Office::with_cases();
    let settings = office.folder().join("caseload.toml");
    let known = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, known + "\n[workers.priya]\n").unwrap();
    office.done(NOW, &["save"]);
    for (answer, code, more) in [("", 8, 0), ("n", 8, 0), ("y", 0, 1)] {
        let commits = office.commits();
        let mut terminal = Terminal::at(&office, NOW, &["handover", "alex", "priya"]);
        terminal.sees("Hand 2 cases from alex to priya").types(answer).types(ENTER).ends(code);
        assert_eq!(office.commits(), commits + more, "{answer:?}");
    }
}

/// Ensures that a private text which is asked for stands in the case alone: in no command line,
/// which a shell keeps and other users see, and not in the history's words.
#[test]
fn a_private_text_stands_in_the_case_alone() {
    let office = Office::with_cases();
    for (arguments, question) in [
        (&["note", "A-0001"][..], "note:"),
        (&["contact", "A-0001", "--mode", "phone", "--reason"], "reason:"),
        (&["set", "A-0002", "name"], "name:"),
        (&["refer", "A-0009", "--name"], "name:"),
    ] {
        let mut terminal = Terminal::at(&office, NOW, arguments);
        terminal.sees(question).types(WORDS).sees(WORDS);
        let lines = terminal.command_lines();
        assert!(lines.iter().any(|line| line.contains(arguments[0])), "{lines:?}");
        assert!(!lines.iter().any(|line| line.contains(WORDS)), "{lines:?}");
        terminal.types(ENTER).ends(0);
    }
    assert_eq!(office.recorded(WORDS), 4);
    let history = office.git_says(&["log", "--format=%B%N"]);
    assert!(!history.contains(WORDS), "{history}");
}

/// Ensures that who is asked about an employer nearly on record can say which is meant.
#[test]
fn a_near_miss_is_asked_about() {
    for (answer, jobs) in [(ENTER, 1), ("another\r", 2)] {
        let office = Office::with_cases();
        office.done(NOW, &["job", "offer", "A-0001", "--employer", "Brook Garden Centre"]);
        let start = ["job", "start", "A-0001", "--employer", "Brook Garden Center"];
        let mut terminal = Terminal::at(&office, "2026-11-20T11:00:00Z", &start);
        terminal.sees("Which employer is meant?").types(answer).sees("To take it back").ends(0);
        assert_eq!(office.recorded("employer = "), jobs);
    }
}

/// Ensures that who saves an older version is asked what is meant.
#[test]
fn saving_an_older_version_asks_what_is_meant() {
    for (answer, code, contacts) in
        [("put back\r", 0, 2), ("record\r", 0, 1), ("give up\r", 8, 2), (ESCAPE, 8, 2)]
    {
        let office = Office::with_cases();
        let older = std::fs::read_to_string(office.case("A-0001")).unwrap();
        office.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
        std::fs::write(office.case("A-0001"), older + "# typed\n").unwrap();
        let mut terminal = Terminal::at(&office, "2026-11-20T11:00:00Z", &["save"]);
        terminal.sees("This would disappear").sees("contact by phone");
        terminal.sees("What shall be done?").types(answer).ends(code);
        assert_eq!(office.recorded("\\[\\[contact\\]\\]"), contacts, "{answer:?}");
    }
}

/// Ensures that nothing is asked where standard input is no terminal, that the exit code says so,
/// and that what to type is said.
#[test]
fn nothing_is_asked_without_a_terminal() {
    let office = Office::with_cases();
    let tip = office.tip();
    for (line, hint) in [
        ("contact", "name the case, for example A-0042"),
        ("contact A-0001", "add --mode with one of: in-person, video, phone"),
        ("contact A-0001 --mode phone --note", "give it as --note -"),
        ("contact A-0001 --mode phone --reason", "give it as --reason -"),
        ("document", "name the case"),
        ("activity", "name the case"),
        ("extend A-0001", "add --basis with one of: offer, due-to-start, in-work"),
        ("excuse weekly-contact-offer A-0001", "add --due DAY"),
        ("note A-0001", "give it as --note -"),
        ("set A-0001 name", "give it as name=-"),
        ("assign", "name the case"),
        ("exit A-0001", "add --reason with one of: "),
        ("reopen A-0001 --reason", "give it as --reason -"),
        ("correct A-0001", "caseload show A-0001 --all numbers them"),
        ("correct A-0001 1", "write KEY=VALUE; for example mode=in-person"),
        ("set A-0001", "write KEY=VALUE; the keys are programme, name, ref"),
        ("refer A-0009 --name", "give it as --name -"),
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = office.caseload(NOW, &arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{line}: {}", words(&output));
        assert!(said.contains("hint: ") && said.contains(hint), "{line}: {said}");
        assert!(output.stdout.is_empty(), "{line}: {}", words(&output));
        assert_eq!(office.tip(), tip, "{line}");
    }
    // Though there is one to read on.
    let mut terminal = Terminal::without_input(&office, NOW, &["contact"]);
    terminal.sees("name the case, for example A-0042").ends(2);
}

/// Ensures that what `disclose` and `erase` have to know is asked for at a terminal.
#[test]
fn what_was_not_said_of_a_request_or_an_erasure_is_asked_for() {
    let office = Office::with_cases();
    let place = office.home().join("answer.html");
    let disclose = ["disclose", "A-0001", "--format", "html", "--output", place.to_str().unwrap()];
    let mut terminal = Terminal::at(&office, NOW, &disclose);
    let question = "On which day was the request received?";
    terminal.sees(question).types("tomorrow").types(ENTER).sees("has not been received yet");
    terminal.sees(question).types("yesterday").types(ENTER).ends(0);
    assert!(std::fs::read_to_string(&place).unwrap().contains("Thu 19 Nov 2026"));
    let output = office.caseload(NOW, &["disclose", "A-0001"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(words(&output).contains("it is not said when the request was received"));

    let mut terminal = Terminal::at(&office, NOW, &["erase", "A-0002"]);
    terminal.sees("Why is it erased?").sees("retention: The period for which").types("mistake");
    terminal.types(ENTER).sees("To erase it, type its id (A-0002):").types("A-0002").types(ENTER);
    terminal.sees("nothing of it is left").ends(0);
    let record = std::fs::read_to_string(office.folder().join("erasures/A-0002/erased.toml"));
    assert!(record.unwrap().contains("mistake"));
}
