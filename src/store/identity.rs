//! Who is at the keyboard, by git's own settings.

/// The e-mail address that git would record as the author's.
pub fn user_email() -> Option<String> {
    if let Ok(email) = std::env::var("GIT_AUTHOR_EMAIL") {
        return Some(email);
    }
    let mut config = git2::Config::open_default().ok()?;
    config.snapshot().ok()?.get_string("user.email").ok()
}
