//! What people do at a machine, in any order, and whether they are let finish.

use std::fs;
use std::process::Command;
use std::time::Duration;

use crate::recording::Dice;
use crate::recording::office::program;
use crate::soak::ledger::{Deed, Fate};
use crate::soak::running::{Ended, Victim};
use crate::soak::world::{WILD, World};

/// What adds an entry: a word in brackets is another one each time.
const ADDING: [&str; 8] = [
    "contact <case> --mode phone --on <day> --note <word>",
    "contact <case> --mode in-person --hours 1.5 --on <day> --note <word>",
    "contact <case> <other> --mode email --on <day> --note <word>",
    "document action-plan <case> --signed --agreed-with participant --on <day> --note <word>",
    "activity training <case> --hours 2.5 --on <day> --note <word>",
    "note <case> --on <day> --note <word>",
    "concern <case> --on <day> --note <word>",
    "job start <case> --employer Mill --new --hours-per-week 16 --on <day> --note <word>",
];

/// What changes what is there. Much of it is refused, as it has to be.
const CHANGING: [&str; 18] = [
    "correct <case> <entry> mode=<mode>",
    "correct <case> <entry> obtained=letter",
    "correct <case> <entry> hours=2",
    "remove <case> <entry>",
    "remove <case> <entry>",
    "undo <case>",
    "undo <case>",
    "redo",
    "set <named> name=<name>",
    "set <case> worker=<worker>",
    "set <case> ref=<mode> --reason asked",
    "assign <worker> <case>",
    "start <case> --on 2026-11-06",
    "extend <case> --basis offer --on <day>",
    "exit <case> --reason withdrew --on <day>",
    "reopen <case>",
    "settle <case> --keep",
    "settle <case> 1 --other",
];

/// Somebody at a machine.
pub(crate) struct Worker<'w> {
    pub(crate) world: &'w World,
    pub(crate) at: usize,
    pub(crate) dice: Dice,
    /// Whether nothing befalls what they do.
    pub(crate) is_spared: bool,
}

impl Worker<'_> {
    /// Works until all is over.
    pub(crate) fn work(&mut self) {
        while !self.world.is_over() {
            match self.dice.below(100) {
                0..40 => self.add(),
                40..58 => self.change(),
                58..64 => self.refer(),
                64..70 => self.edit(),
                70..73 => self.import(),
                73..75 => self.export(),
                75..78 => self.pull(),
                78 => self.erase(),
                79 => self.tidy(),
                80..90 => self.look(),
                _ => drop(self.sync()),
            }
        }
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.dice.below(of.len() as u64)).unwrap()]
    }

    fn word(&self) -> String {
        format!("w{:07}z", self.world.number())
    }

    pub(crate) fn calm(&mut self) -> String {
        let calm = self.world.calm_at(self.at);
        self.pick(&calm.each_ref()).clone()
    }

    fn wild(&mut self) -> String {
        let referred = self.world.ledger.those_referred();
        let recent = &referred[referred.len().saturating_sub(6)..];
        let all: Vec<&str> = WILD.into_iter().chain(recent.iter().map(String::as_str)).collect();
        self.pick(&all).to_owned()
    }

    fn day(&mut self) -> String {
        format!("2026-11-{:02}", 6 + self.dice.below(6))
    }

    /// Fills in what stands in brackets, but for cases and words.
    fn filled(&mut self, template: &str) -> String {
        let fill = |word: &str| match word.split_once('<') {
            Some((before, "day>")) => before.to_owned() + &self.day(),
            Some((before, "entry>")) => format!("{before}{}", 1 + self.dice.below(8)),
            Some((before, "mode>")) => before.to_owned() + self.pick(&["video", "phone", "text"]),
            Some((before, "name>")) => before.to_owned() + self.pick(&["Sam", "Kim", "Jo"]),
            Some((before, "named>")) => before.to_owned() + self.pick(&WILD),
            Some((before, "worker>")) => before.to_owned() + self.pick(&["alex", "priya", "robin"]),
            _ => word.to_owned(),
        };
        template.split(' ').map(fill).collect::<Vec<_>>().join(" ")
    }

    /// Somebody who is to be killed, and when.
    fn blow(&mut self) -> Option<(Duration, Victim)> {
        let is_struck = self.dice.below(8) == 0 && !self.is_spared;
        let victim = self.pick(&[Victim::Program, Victim::Program, Victim::All, Victim::Child]);
        let after = Duration::from_micros(self.dice.below(150_000));
        is_struck.then_some((after, victim))
    }

    /// Runs the program as it was typed, which may be struck, and puts down what it said it did.
    fn run(&mut self, typed: &str) -> Ended {
        let now = self.world.moment(&mut self.dice);
        let blow = self.blow();
        let is_confined = blow.is_none() && self.dice.below(20) == 0 && !self.is_spared;
        let is_json = !is_confined && self.dice.below(2) == 0;
        let typed = if is_json { format!("{typed} --format json") } else { typed.to_owned() };
        let arguments: Vec<&str> = typed.split(' ').collect();
        let _beside = self.world.machines[self.at].beside();
        let ended = if is_confined {
            let command = self.confined(&now, &arguments);
            self.world.ledger.count("blow: no file may be large");
            self.world.run(self.at, &typed, command, blow)
        } else {
            self.world.caseload(self.at, &now, &arguments, blow)
        };
        if is_json && ended.is_done() {
            self.note_operation(&typed, &ended);
        }
        ended
    }

    /// The program where no file that is written may become larger than some kilobytes.
    fn confined(&mut self, now: &str, arguments: &[&str]) -> Command {
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", 4 + self.dice.below(40));
        let first = ["sh", "-c", &script, "sh", program()];
        self.world.machines[self.at].office.through(&first, now, arguments)
    }

    fn note_operation(&self, typed: &str, ended: &Ended) {
        let Ok(said) = serde_json::from_str::<serde_json::Value>(&ended.said) else {
            return self.world.ledger.finding(&format!("{typed} said {}", ended.said));
        };
        if let Some(id) = said.get("operation").and_then(serde_json::Value::as_str) {
            self.world.ledger.operation(id, typed);
        }
    }

    /// Puts down what became of something that adds a word.
    pub(crate) fn put(&self, word: &str, cases: &[String], fate: Fate) {
        self.world.ledger.put(word, Deed { cases: cases.to_vec(), fate, at: self.at });
    }

    fn add(&mut self) {
        let is_calm = self.dice.below(3) > 0;
        let mut template = self.pick(&ADDING).to_owned();
        let mut cases = Vec::new();
        for place in ["<case>", "<other>"] {
            if template.contains(place) {
                let id = if is_calm { self.calm() } else { self.wild() };
                template = template.replace(place, &id);
                cases.push(id);
            }
        }
        cases.dedup();
        let word = self.word();
        let typed = self.filled(&template).replace("<word>", &word);
        let ended = self.run(&typed);
        let mut fate = fate(&ended);
        let is_one_more = typed.contains("--new");
        if ended.is_cut() && is_calm && !is_one_more && self.dice.below(2) == 0 {
            // Whoever does not know does it again, which is no second entry unless one is asked for.
            let again = self.run(&typed);
            if again.is_done() {
                fate = Fate::Recorded;
            }
        }
        self.put(&word, &cases, fate);
    }

    fn change(&mut self) {
        let template = self.pick(&CHANGING);
        let case = self.wild();
        let typed = self.filled(&template.replace("<case>", &case));
        self.run(&typed);
    }

    fn refer(&mut self) {
        let (word, id) = (self.word(), format!("A-{}", 100_000 + self.world.number()));
        let typed =
            format!("refer {id} --programme ipes --worker alex --name {word} --on 2026-11-05");
        let ended = self.run(&typed);
        self.put(&word, std::slice::from_ref(&id), fate(&ended));
        if ended.is_done() {
            self.world.ledger.referred(&id);
        }
    }

    /// Edits a case in an editor which has it as it is now, or as it was a while ago.
    fn edit(&mut self) {
        let (id, word) = (self.wild(), self.word());
        let _pen = self.world.machines[self.at].pen();
        let office = &self.world.machines[self.at].office;
        let path = office.case(&id);
        let is_stale = self.dice.below(4) == 0;
        let text = if is_stale {
            let before = format!("HEAD~{}:cases/2026/11/{id}.toml", 1 + self.dice.below(8));
            let shown = office.git(&["show", &before]);
            shown.status.success().then(|| String::from_utf8_lossy(&shown.stdout).into_owned())
        } else {
            fs::read_to_string(&path).ok()
        };
        let Some(text) = text else { return };
        let day = self.day();
        let text = format!("{text}\n[[note]]\non = {day}\nnote = \"{word}\"\n");
        let beside = office.home().join(format!("editor-{word}"));
        let is_written =
            path.exists() && fs::write(&beside, text).is_ok() && fs::rename(&beside, &path).is_ok();
        let _ = fs::remove_file(&beside);
        if is_written {
            self.world.ledger.log(&format!("{} {id} is edited: {word}, stale {is_stale}", self.at));
            self.world.ledger.count("edited by hand");
            let ended = self.run(&format!("save {id} --keep"));
            // Until somebody saves it, it lies there; and in the blink between a command's last look at a
            // file and its own version of it, an editor's may be lost.
            let is_nothing = ["Nothing was edited", "\"operation\": null"];
            let is_saved = ended.is_done() && !is_nothing.iter().any(|it| ended.said.contains(it));
            let fate = if is_saved { Fate::Recorded } else { Fate::Cut };
            self.put(&word, &[id], fate);
        }
    }

    /// Imports a sheet of several entries, which are on record all or none.
    fn import(&mut self) {
        let rows: Vec<(String, String)> =
            (0..=self.dice.below(6)).map(|_| (self.calm(), self.word())).collect();
        let number = self.world.number();
        let [sheet, mapping] =
            ["csv", "toml"].map(|it| self.world.scratch.path().join(format!("rows-{number}.{it}")));
        let day = self.day();
        let row = |(case, word): &(String, String)| format!("r-{},{case},{day},{word}", &word[1..]);
        let text: Vec<String> = rows.iter().map(row).collect();
        fs::write(&sheet, format!("No,Client,Date,Notes\n{}\n", text.join("\n"))).unwrap();
        let columns = "[columns]\ncase = \"Client\"\non = \"Date\"\nnote = \"Notes\"\n";
        let always = "[always]\nentry = \"contact\"\nmode = \"phone\"\noutcome = \"held\"\n";
        fs::write(&mapping, format!("rows = \"entries\"\nkey = \"No\"\n{columns}{always}"))
            .unwrap();
        let typed = format!("import {} --mapping {} --yes", sheet.display(), mapping.display());
        let fate = fate(&self.run(&typed));
        for (case, word) in rows {
            self.put(&word, &[case], fate);
        }
    }

    fn export(&mut self) {
        let place = self.world.scratch.path().join(format!("export-{}", self.world.number()));
        self.run(&format!("export {}", place.display()));
        let _ = fs::remove_dir_all(&place);
    }

    fn erase(&mut self) {
        let referred = self.world.ledger.those_referred();
        if referred.len() < 4 || self.dice.below(2) == 0 {
            return;
        }
        let id = referred[usize::try_from(self.dice.below(referred.len() as u64)).unwrap()].clone();
        self.erase_this(&id);
    }

    fn erase_this(&mut self, id: &str) {
        self.world.ledger.erased(id, false);
        let ended = self.run(&format!("erase {id} --reason request --yes"));
        if ended.is_done() {
            self.world.ledger.erased(id, true);
        }
    }

    fn tidy(&mut self) {
        // The second writes the index, if it can.
        let typed = self.pick(&["upkeep", "status --short", "gc --auto --quiet"]);
        if typed == "upkeep" {
            self.run(typed);
        } else {
            let _beside = self.world.machines[self.at].beside();
            self.git(typed);
        }
    }

    /// Syncs, and does what it says is to be done.
    pub(crate) fn sync(&mut self) -> bool {
        let ended = self.run("sync");
        if !ended.is_done() && !ended.is_cut() {
            self.mend(&ended.line());
        }
        ended.is_done()
    }

    /// Records what is still edited, and syncs.
    pub(crate) fn settle_down(&mut self) -> bool {
        self.run("save --keep");
        self.sync()
    }

    /// Does what the program said has to be done first.
    fn mend(&mut self, line: &str) {
        if line.contains("caseload save") {
            self.run("save --keep");
        } else if let Some((_, id)) = line.split_once("It goes by: caseload erase ") {
            // Git itself brought back what was erased.
            let id = id.split(' ').next().unwrap_or_default().to_owned();
            self.erase_this(&id);
        }
    }

    /// Brings in what others recorded by git alone. It reads its index before it locks it, and so may nobody
    /// else, be it another git, be at work there; and the disk has to be well.
    pub(crate) fn pull(&mut self) {
        let machine = &self.world.machines[self.at];
        let _alone = machine.alone();
        let _whole = machine.disk.whole();
        let ended = self.git("pull --quiet --no-rebase --no-edit origin main");
        if !ended.is_done() {
            self.finish_merge();
        }
    }

    /// Finishes what a pull left waiting, if it did.
    fn finish_merge(&mut self) {
        let office = &self.world.machines[self.at].office;
        if !office.git_folder().join("MERGE_HEAD").exists() {
            return;
        }
        let now = self.world.moment(&mut self.dice);
        self.world.caseload(self.at, &now, &["resolve"], None);
        if !self.git("commit --quiet --no-edit").is_done() {
            self.git("merge --abort");
        }
    }

    fn git(&mut self, typed: &str) -> Ended {
        let office = &self.world.machines[self.at].office;
        let command = office.through(&["git"], "", &typed.split(' ').collect::<Vec<_>>());
        self.world.run(self.at, &format!("git {typed}"), command, None)
    }
}

/// What became of something, as whoever asked for it was told.
fn fate(ended: &Ended) -> Fate {
    match ended.code {
        Some(0) => Fate::Recorded,
        Some(_) => Fate::Refused,
        None => Fate::Cut,
    }
}
