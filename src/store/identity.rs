//! Who is at the keyboard, by git's own settings.

use std::env;
use std::path::Path;

use git2::{Config, Signature, Time};

use crate::store::git_settings;

/// A moment as git writes it: seconds since 1970 in UTC, and the minutes that local time is ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitTime {
    /// Seconds since 1970 in UTC.
    pub seconds: i64,
    /// The minutes that local time is ahead of it.
    pub offset_minutes: i32,
}

/// Whose name a commit bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Who did it.
    Author,
    /// Who committed it.
    Committer,
}

impl Role {
    /// The variable of the environment that ranks above the settings.
    fn variable(self, what: &str) -> Option<String> {
        let role = if self == Role::Author { "AUTHOR" } else { "COMMITTER" };
        env::var(format!("GIT_{role}_{what}")).ok().filter(|value| !value.trim().is_empty())
    }
}

/// The e-mail address that git would record as the author's in this folder.
pub fn user_email(folder: &Path) -> Option<String> {
    let config = git_settings::with_the_folders(&folder.join(".git")).ok()?;
    email(Role::Author, &config)
}

/// The name that git would record as the author's in this folder.
pub fn user_name(folder: &Path) -> Option<String> {
    let config = git_settings::with_the_folders(&folder.join(".git")).ok()?;
    Role::Author.variable("NAME").or_else(|| config.get_string("user.name").ok())
}

fn email(role: Role, config: &Config) -> Option<String> {
    role.variable("EMAIL")
        .or_else(|| config.get_string("user.email").ok())
        .or_else(|| env::var("EMAIL").ok())
        .filter(|email| !email.trim().is_empty())
}

/// Who a commit would name, by git's settings and the environment.
pub(super) struct Identity {
    name: String,
    email: String,
    /// The moment that the environment names.
    when: Option<Time>,
}

impl Identity {
    /// Who it is in this role; none where git does not know.
    pub(super) fn of(role: Role, config: &Config) -> Option<Identity> {
        Some(Identity {
            name: role.variable("NAME").or_else(|| config.get_string("user.name").ok())?,
            email: email(role, config)?,
            when: role.variable("DATE").and_then(|date| read_date(&date)),
        })
    }

    /// As git writes it, at this moment unless the environment names another.
    pub(super) fn signature(&self, now: CommitTime) -> Result<Signature<'static>, git2::Error> {
        let when = self.when.unwrap_or(Time::new(now.seconds, now.offset_minutes));
        Signature::new(&self.name, &self.email, &when)
    }
}

/// A date as git's environment gives it: `@1795000000 +0100`, `1795000000 +0100`, or RFC 3339.
fn read_date(text: &str) -> Option<Time> {
    let text = text.trim();
    if let Ok(moment) = chrono::DateTime::parse_from_rfc3339(text) {
        return Some(Time::new(moment.timestamp(), moment.offset().local_minus_utc() / 60));
    }
    let (seconds, zone) = text.trim_start_matches('@').split_once(' ').unwrap_or((text, "+0000"));
    let digits = zone.trim().trim_start_matches(['+', '-']);
    let (hours, minutes) = digits.split_at_checked(2)?;
    let offset: i32 = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    let sign = if zone.trim().starts_with('-') { -1 } else { 1 };
    Some(Time::new(seconds.trim_start_matches('@').parse().ok()?, sign * offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_the_environment_are_read() {
        for (text, seconds, offset) in [
            ("@1795000000 +0100", 1_795_000_000, 60),
            ("1795000000 -0530", 1_795_000_000, -330),
            ("1795000000", 1_795_000_000, 0),
            ("2026-11-18T10:00:00+01:00", 1_794_992_400, 60),
        ] {
            let time = read_date(text).unwrap();
            assert_eq!((time.seconds(), time.offset_minutes()), (seconds, offset), "{text}");
        }
        assert!(read_date("yesterday").is_none());
    }
}
