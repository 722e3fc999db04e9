//! What can be recorded, of every kind.

use crate::recording::Dice;

/// Something of every kind, in an order in which each can be recorded.
pub(crate) const EVERY_KIND: [&str; 28] = [
    "refer A-0009 --programme ipes --on 2026-11-05 --name Jo",
    "start A-0009 --on 2026-11-06",
    "contact A-0001 --mode phone --on 2026-11-18 --note Rang",
    "contact A-0001 A-0002 A-0009 --mode in-person --hours 2 --covers needs-assessment",
    "document action-plan A-0001 A-0003 --signed --agreed-with participant",
    "activity training A-0002 A-0001 --hours 2.5",
    "job offer A-0001 --employer Mill --starts 2027-04-01",
    "job start A-0001 --employer Mill --on 2026-12-01 --hours-per-week 16",
    "job end A-0001 --employer Mill --on 2027-02-01 --note Over",
    "extend A-0001 --basis in-work --on 2027-02-15",
    "concern A-0001 --employer Mill",
    "note A-0009 --note Word",
    "excuse weekly-contact-offer A-0001 --due 2027-03-07 --reason Away",
    "assign priya A-0001 A-0003",
    "handover priya morgan --yes",
    "exit A-0002 --reason completed",
    "reopen A-0002 --reason Mistake",
    "exit A-0003 --reason died --on 2027-02-02",
    "reopen A-0003",
    "correct A-0001 1 mode=phone hours=1.5 --reason Slip",
    "correct A-0002 1 covers=",
    "correct A-0002 1 note=",
    "remove A-0001 2 --reason Twice",
    "remove A-0002 1",
    "set A-0001 name=Other restricted=yes --reason Asked",
    "set A-0002 name=",
    "edit A-0001",
    "edit A-0003",
];

/// What is drawn from: a word in brackets is another one each time.
const COMMANDS: [&str; 30] = [
    "refer <new> --programme <programme> --on <day> --name <word>",
    "refer <new> --on <day>",
    "start <case> --on <day>",
    "contact <case> --mode <mode> --on <day> --note <word>",
    "contact <case> --mode <mode> --outcome missed --on <day> --time 09:30",
    "contact <case> <case> --mode phone --outcome no-answer --on <day>",
    "contact A-0003 A-0002 A-0001 --mode in-person --hours 1.5 --on <day>",
    "document action-plan <case> --signed --on <day>",
    "document employer-support-plan <case> <case> --employer <word> --on <day>",
    "activity training <case> <case> --hours 2.5 --on <day>",
    "activity work-experience <case> --outcome missed --on <day>",
    "job offer <case> --employer <employer> --starts 2027-04-01 --on <day>",
    "job start <case> --employer <employer> --on <day>",
    "job end <case> --employer <employer> --on <day> --note <word>",
    "extend <case> --basis offer --on <day>",
    "concern <case> --on <day>",
    "note <case> --note <word>",
    "excuse weekly-contact-offer <case> --due <day> --reason <word>",
    "assign <worker> <case> <case> --on <day>",
    "handover <worker> <worker> --yes",
    "exit <case> --reason completed --on <day>",
    "reopen <case> --reason <word>",
    "reopen <case>",
    "correct <case> <entry> on=<day> --reason <word>",
    "correct <case> <entry> note=<word> worker=",
    "correct <case> <entry> mode=<mode>",
    "remove <case> <entry> --reason <word>",
    "remove <case> <entry>",
    "set <case> name=<word> worker=<worker>",
    "edit <case>",
];

/// A command line, drawn. It may well be refused.
pub(crate) fn some_command(dice: &mut Dice) -> String {
    let template = pick(dice, &COMMANDS);
    let words: Vec<String> = template.split(' ').map(|word| filled(word, dice)).collect();
    words.join(" ")
}

/// A word with what stands in brackets drawn.
fn filled(word: &str, dice: &mut Dice) -> String {
    let Some((before, rest)) = word.split_once('<') else { return word.to_owned() };
    let (name, after) = rest.split_once('>').unwrap();
    let drawn = match name {
        "new" => format!("A-00{}", 10 + dice.below(5)),
        "case" => {
            pick(dice, &["A-0001", "A-0001", "A-0002", "A-0002", "A-0003", "A-0010"]).to_owned()
        }
        "programme" => pick(dice, &["ipes", "work-choice"]).to_owned(),
        "day" => format!("202{}-0{}-1{}", 7, 1 + dice.below(2), dice.below(10)),
        "mode" => pick(dice, &["in-person", "video", "letter"]).to_owned(),
        "employer" => pick(dice, &["Mill", "Quarry", "Brook"]).to_owned(),
        "worker" => pick(dice, &["alex", "priya", "morgan"]).to_owned(),
        "entry" => (1 + dice.below(5)).to_string(),
        "word" => format!("word-{}", dice.below(1000)),
        name => panic!("nothing is known of <{name}>"),
    };
    format!("{before}{drawn}{after}")
}

fn pick<'w>(dice: &mut Dice, among: &[&'w str]) -> &'w str {
    among[usize::try_from(dice.below(among.len() as u64)).unwrap()]
}
