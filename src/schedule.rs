//! A report that comes by itself: what runs when, as the files of the programs that run things on
//! time.
//!
//! It is pure: nothing here is installed or run. A systemd user timer makes up for a run that was
//! missed; a line of a crontab does not, and its clock is the machine's.

use chrono::Weekday;

use crate::digest::digest;
use crate::reading::{is_unsafe, safe_line};

/// A report that comes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Its name, of small letters and hyphens.
    pub name: String,
    /// What comes, in words.
    pub title: String,
    /// The folder that it is about, as a whole path.
    pub folder: String,
    /// The program that makes it, as a whole path.
    pub program: String,
    /// What is handed to the program.
    pub arguments: Vec<String>,
    /// The days on which it comes; every day if there is none.
    pub days: Vec<Weekday>,
    /// The time of day.
    pub time: (u32, u32),
    /// The time zone that the time is of.
    pub timezone: String,
}

impl Schedule {
    /// The name by which it is known to whatever runs it: one for each report and folder.
    pub fn id(&self) -> String {
        Schedule::id_of(&self.name, &self.folder)
    }

    /// The same of a report and a folder.
    pub fn id_of(name: &str, folder: &str) -> String {
        format!("caseload-{name}-{}", digest(folder))
    }

    /// The systemd service that makes it once.
    pub fn service(&self) -> String {
        let command = std::iter::once(&self.program).chain(&self.arguments);
        let command: Vec<String> = command.map(|word| for_systemd(word)).collect();
        format!(
            "[Unit]\nDescription={}\n\n[Service]\nType=oneshot\nExecStart={}\n\
             # Something is due, or overdue: no failure.\nSuccessExitStatus=10 11\n",
            self.description(),
            command.join(" ")
        )
    }

    /// The systemd timer that starts the service, and makes up for a start that was missed.
    pub fn timer(&self) -> String {
        let names: Vec<String> = self.days.iter().map(ToString::to_string).collect();
        let days = if names.is_empty() { String::new() } else { names.join(",") + " " };
        let (hour, minute) = self.time;
        format!(
            "[Unit]\nDescription={}\n\n[Timer]\n\
             OnCalendar={days}*-*-* {hour:02}:{minute:02}:00 {}\nPersistent=true\n\n\
             [Install]\nWantedBy=timers.target\n",
            self.description(),
            self.timezone
        )
    }

    /// The line of a crontab, with its id behind it as a comment of the shell.
    pub fn crontab_line(&self) -> String {
        let command = std::iter::once(&self.program).chain(&self.arguments);
        let command: Vec<String> = command.map(|word| for_shell(word)).collect();
        // A bare per cent is a line end to cron.
        let command = command.join(" ").replace('%', "\\%");
        let days: Vec<String> =
            self.days.iter().map(|day| day.num_days_from_sunday().to_string()).collect();
        let days = if days.is_empty() { "*".to_owned() } else { days.join(",") };
        let (hour, minute) = self.time;
        format!("{minute} {hour} * * {days} {command} # {}", self.id())
    }

    /// A word of it that no line of a timer or a crontab can hold as it is; none if there is none.
    pub fn unfit(&self) -> Option<&str> {
        let words = [&self.folder, &self.program].into_iter().chain(&self.arguments);
        // To cron, what stands before a per cent decides whether the line ends there.
        let is_unfit = |word: &&str| word.chars().any(is_unsafe) || word.contains("\\%");
        words.map(String::as_str).find(is_unfit)
    }

    fn description(&self) -> String {
        let words = format!("caseload: {} ({})", self.title, self.folder);
        safe_line(&words).replace('%', "%%")
    }
}

/// A word of a command as systemd reads it.
fn for_systemd(word: &str) -> String {
    let mut quoted = String::from("\"");
    for character in word.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '%' | '$' => quoted.extend([character, character]),
            '\n' => quoted += "\\n",
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

/// A word of a command as a shell reads it.
fn for_shell(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(folder: &str, days: &[Weekday]) -> Schedule {
        Schedule {
            name: "due".to_owned(),
            title: "what is due".to_owned(),
            folder: folder.to_owned(),
            program: "/usr/bin/caseload".to_owned(),
            arguments: ["--cases", folder, "due", "--if-any"].map(str::to_owned).to_vec(),
            days: days.to_vec(),
            time: (7, 5),
            timezone: "Europe/London".to_owned(),
        }
    }

    #[test]
    fn a_path_of_any_kind_is_one_word() {
        let odd = schedule("/home/a b/100%/it's \"$x\\y", &[]);
        assert!(
            odd.service().contains(
                "ExecStart=\"/usr/bin/caseload\" \"--cases\" \"/home/a b/100%%/it's \\\"$$x\\\\y\" \"due\""
            ),
            "{}",
            odd.service()
        );
        assert!(
            odd.crontab_line().starts_with(
                "5 7 * * * /usr/bin/caseload --cases '/home/a b/100\\%/it'\\''s \"$x\\y' due --if-any # caseload-due-"
            ),
            "{}",
            odd.crontab_line()
        );
    }

    #[test]
    fn what_would_end_a_line_is_unfit() {
        for folder in ["/a\n* * * * * sh /evil #", "/a\rExecStart=/evil", "/50\\%", "/\u{202E}"] {
            assert_eq!(schedule(folder, &[]).unfit(), Some(folder));
        }
        assert_eq!(schedule("/a b/100%/it's \"$x\\y", &[]).unfit(), None);
    }

    #[test]
    fn days_are_named_as_each_program_names_them() {
        let weekly = schedule("/c", &[Weekday::Mon, Weekday::Sun]);
        assert!(weekly.timer().contains("OnCalendar=Mon,Sun *-*-* 07:05:00 Europe/London\n"));
        assert!(weekly.timer().contains("Persistent=true\n"));
        assert!(weekly.crontab_line().starts_with("5 7 * * 1,0 "), "{}", weekly.crontab_line());
        assert!(schedule("/c", &[]).timer().contains("OnCalendar=*-*-* 07:05:00"));
        assert_ne!(weekly.id(), schedule("/d", &[]).id());
    }
}
