//! Reports that come by themselves: units that systemd takes, and a crontab that cron runs.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::recording::office::{Office, words};
use crate::tools::{can_call, can_try};

const NOW: &str = "2026-11-20T12:00:00Z";

/// A program of another name in a folder of its own, which writes down what it was asked, and keeps
/// what it is given.
fn stand_in(folder: &Path, name: &str, script: &str) {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// An office with stand-ins for the programs that run things on time.
struct Desk {
    office: Office,
    programs: PathBuf,
}

impl Desk {
    /// With a systemd that answers, or with a crontab alone.
    fn new(has_systemd: bool) -> Desk {
        let office = Office::with_cases();
        let programs = office.home().join("programs");
        fs::create_dir_all(&programs).unwrap();
        let log = programs.join("asked");
        let answer = if has_systemd { "exit 0" } else { "exit 1" };
        stand_in(&programs, "systemctl", &format!("echo \"$@\" >> '{}'\n{answer}", log.display()));
        let table = programs.join("table");
        stand_in(
            &programs,
            "crontab",
            &format!(
                "if [ \"$1\" = -l ]; then cat '{0}' 2>/dev/null || {{ echo 'no crontab for you' >&2; \
                 exit 1; }}; else cat > '{0}'; fi",
                table.display()
            ),
        );
        Desk { office, programs }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let path = std::env::var("PATH").unwrap();
        let mut command = self.office.caseload(NOW, arguments);
        command.env("PATH", format!("{}:{path}", self.programs.display()));
        command.env_remove("XDG_CONFIG_HOME");
        command.output().unwrap()
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    fn units(&self) -> Vec<PathBuf> {
        let folder = self.office.home().join(".config/systemd/user");
        let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
        let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        files
    }

    fn asked(&self) -> String {
        fs::read_to_string(self.programs.join("asked")).unwrap_or_default()
    }

    fn table(&self) -> String {
        fs::read_to_string(self.programs.join("table")).unwrap_or_default()
    }
}

#[test]
fn a_timer_is_shown_set_up_and_taken_away() {
    let desk = Desk::new(true);
    let shown = desk.done(&["schedule", "due", "--mail-to", "a@example.org"]);
    assert!(shown.contains("OnCalendar=Mon *-*-* 07:30:00 Europe/London"), "{shown}");
    assert!(shown.contains("Persistent=true") && shown.contains("enable-linger"), "{shown}");
    assert!(shown.contains("Only shown") && desk.units().is_empty());
    assert!(desk.done(&["schedule"]).contains("Nothing is set up"));
    desk.done(&["schedule", "due", "--mail-to", "a@example.org", "--yes"]);
    let units = desk.units();
    assert_eq!(units.len(), 2, "{units:?}");
    assert!(desk.asked().contains("daemon-reload") && desk.asked().contains("enable --now"));
    let service = fs::read_to_string(&units[0]).unwrap();
    assert!(service.contains("\"--redact\" \"--format\" \"eml\""), "{service}");
    assert!(desk.done(&["schedule"]).contains("OnCalendar=Mon"));
    desk.done(&["schedule", "due", "--on", "thursday", "--at", "16:00", "--yes"]);
    assert!(desk.done(&["schedule"]).contains("OnCalendar=Thu *-*-* 16:00:00"));
    assert_eq!(desk.units().len(), 2, "the same one, set anew");
    assert!(desk.done(&["schedule", "due", "--remove"]).contains("add --yes"));
    assert_eq!(desk.units().len(), 2);
    desk.done(&["schedule", "due", "--remove", "--yes"]);
    assert!(desk.units().is_empty() && desk.asked().contains("disable --now"));
    let again = desk.run(&["schedule", "due", "--remove", "--yes"]);
    assert_eq!(again.status.code(), Some(1), "{}", words(&again));
}

#[test]
fn systemd_takes_every_timer_and_service() {
    if !can_call("systemd-analyze", "the units that systemd is given") {
        return;
    }
    let desk = Desk::new(true);
    for report in ["due", "overdue", "review"] {
        let odd = desk.office.home().join("100% \"sure\" $HOME.html");
        let file = ["schedule", report, "--file", odd.to_str().unwrap(), "--yes"];
        desk.done(&file);
    }
    let units = desk.units();
    assert_eq!(units.len(), 6);
    let output = Command::new("systemd-analyze")
        .args(["verify", "--user", "--man=no"])
        .args(&units)
        .env("HOME", desk.office.home())
        .env("XDG_RUNTIME_DIR", desk.office.home())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let of_ours: Vec<&str> = said.lines().filter(|line| line.contains("caseload-")).collect();
    assert!(output.status.success() && of_ours.is_empty(), "{said}");
    let calendar = Command::new("systemd-analyze")
        .args(["calendar", "Mon,Tue,Wed,Thu,Fri *-*-* 07:30:00 Europe/London"])
        .output()
        .unwrap();
    assert!(calendar.status.success(), "{}", words(&calendar));
}

#[test]
fn a_crontab_keeps_its_other_lines_to_the_byte() {
    let desk = Desk::new(false);
    // In letters of another time, and without an end to its last line.
    let own = b"# caf\xe9\r\n5 4 * * * backup";
    fs::write(desk.programs.join("table"), own).unwrap();
    let removing = ["schedule", "overdue", "--remove", "--yes"];
    assert!(!desk.run(&removing).status.success(), "there was nothing to take away");
    desk.done(&["schedule", "overdue", "--yes"]);
    desk.done(&removing);
    let kept = fs::read(desk.programs.join("table")).unwrap();
    assert_eq!(kept, [&own[..], b"\n"].concat());
    fs::write(desk.programs.join("table"), "# mine\n5 4 * * * backup\n").unwrap();
    let shown = desk.done(&["schedule", "overdue"]);
    assert!(
        shown.starts_with("30 7 * * 1,2,3,4,5 ") && shown.contains("not made up for"),
        "{shown}"
    );
    desk.done(&["schedule", "overdue", "--yes"]);
    desk.done(&["schedule", "overdue", "--on", "daily", "--yes"]);
    desk.done(&["schedule", "review", "--names", "--yes"]);
    let table = desk.table();
    assert!(table.starts_with("# mine\n5 4 * * * backup\n30 7 * * * "), "{table}");
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(
        table.contains(" --redact # caseload-overdue-")
            && table.contains(" --names # caseload-review-")
    );
    desk.done(&["schedule", "overdue", "--remove", "--yes"]);
    desk.done(&["schedule", "review", "--remove", "--yes"]);
    assert_eq!(desk.table(), "# mine\n5 4 * * * backup\n");
    assert!(desk.units().is_empty());
}

#[test]
fn what_no_timer_can_hold_is_refused_in_words() {
    let desk = Desk::new(true);
    for (arguments, expected) in [
        (&["schedule", "due", "--at", "half past"][..], "is not a time of day"),
        (&["schedule", "due", "--on", "someday"], "is no day of the week"),
        (&["schedule", "weekly"], "invalid value 'weekly'"),
    ] {
        let output = desk.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        assert!(words(&output).contains(expected), "{}", words(&output));
    }
    stand_in(
        &desk.programs,
        "systemctl",
        "[ \"$2\" = show-environment ] || { echo 'no bus' >&2; exit 1; }",
    );
    let output = desk.run(&["schedule", "due", "--yes"]);
    assert_eq!(output.status.code(), Some(6), "{}", words(&output));
    assert!(words(&output).contains("no bus"), "{}", words(&output));
}

/// What a mailer was given is whole, and one that fails is a failure.
#[test]
fn a_message_is_handed_to_the_mailer() {
    let office = Office::with_cases();
    let kept = office.home().join("message");
    let mailer = format!("cat > '{}'", kept.display());
    let send = ["due", "--format", "eml", "--mail-to", "a@example.org", "--send-with", &mailer];
    let output = office.done(NOW, &send);
    assert!(output.stdout.is_empty());
    let message = fs::read_to_string(&kept).unwrap();
    assert!(message.contains("To: <a@example.org>") && message.ends_with("--\r\n"), "{message}");
    let failing = ["due", "--format", "eml", "--send-with", "exit 3"];
    let output = office.caseload(NOW, &failing).output().unwrap();
    assert_eq!(output.status.code(), Some(6), "{}", words(&output));
    assert!(words(&output).contains("`exit 3` did not take it"), "{}", words(&output));
    fs::remove_file(&kept).unwrap();
    // Nothing to say: no message.
    let quiet = [&send[..], &["--if-any", "--rule", "exit-report"]].concat();
    office.done(NOW, &quiet);
    assert!(!kept.exists());
}

/// A cron daemon of the machine's, with a crontab that this program wrote, runs it.
#[test]
fn a_cron_daemon_runs_what_was_set_up() {
    if !can_call("cron", "a report that cron starts") || !can_call("crontab", "a crontab") {
        return;
    }
    let who = Command::new("id").arg("-u").output().unwrap();
    let is_root = String::from_utf8_lossy(&who.stdout).trim() == "0";
    if !can_try("a report that cron starts", is_root, "only root can start cron") {
        return;
    }
    let office = Office::with_cases();
    let page = office.home().join("due 100%.html");
    let file = page.to_str().unwrap();
    let set_up = ["schedule", "due", "--cron", "--on", "daily", "--file", file, "--yes"];
    let before = Command::new("crontab").arg("-l").output().unwrap();
    office.done(NOW, &set_up);
    // Every minute, not to wait for tomorrow.
    let table = Command::new("crontab").arg("-l").output().unwrap();
    let table = String::from_utf8(table.stdout).unwrap().replace("30 7 * * * ", "* * * * * ");
    write_table(&table);
    let mut daemon = Command::new("cron").arg("-f").spawn().unwrap();
    let begun = Instant::now();
    while !page.exists() && begun.elapsed() < Duration::from_secs(130) {
        std::thread::sleep(Duration::from_millis(200));
    }
    daemon.kill().unwrap();
    daemon.wait().unwrap();
    office.done(NOW, &["schedule", "due", "--cron", "--remove", "--yes"]);
    let after = Command::new("crontab").arg("-l").output().unwrap();
    assert_eq!(before.stdout, after.stdout, "the crontab is as it was");
    let said = fs::read_to_string(&page).expect("cron made no page within two minutes");
    assert!(said.starts_with("<!DOCTYPE html>") && !said.contains("Sam"), "{said}");
}

fn write_table(text: &str) {
    use std::process::Stdio;
    let mut writer = Command::new("crontab").arg("-").stdin(Stdio::piped()).spawn().unwrap();
    writer.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(writer.wait().unwrap().success());
}
