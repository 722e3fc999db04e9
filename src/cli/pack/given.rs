//! What `pack verify` is given: the pack, the settings and the digest, each read or refused.

use std::path::Path;

use crate::cli::failure::Failure;
use crate::reading::safe_line;
use crate::report::{FACTS, MANIFEST};
use crate::store::{self, Contents, PackError};

const NAME_IT: &str = "name the folder or the .zip that `caseload pack` wrote";

/// Ensures that what is found is not written over the pack, or into it, which would be a change of it.
pub(super) fn require_apart(output: Option<&Path>, place: &Path) -> Result<(), Failure> {
    match output {
        // A pack that is not there is told of as that.
        Some(output) if store::lies_within(output, place).unwrap_or_default() => {
            let message = format!("`{}` is the pack or lies in it", output.display());
            Err(Failure::request(message, "name a file beside the pack"))
        }
        _ => Ok(()),
    }
}

/// What a pack holds, if it is one.
pub(super) fn contents(place: &Path, shown: &str) -> Result<Contents, Failure> {
    let shown = safe_line(shown);
    let contents = store::read_pack(place).map_err(|error| match error {
        PackError::Io(error) => {
            Failure::cannot_read(format!("cannot read `{shown}`: {error}"), NAME_IT)
        }
        PackError::Otherwise(kind) => {
            let within = place.parent().is_some_and(|folder| folder.join(MANIFEST).is_file());
            let hint = if within { "name the folder that it lies in" } else { NAME_IT };
            Failure::request(format!("`{shown}` is no evidence pack: it is {kind}"), hint)
        }
        PackError::Packing => Failure::request(
            format!(
                "`{shown}` was packed again, by a program whose way of packing is not read here"
            ),
            "unpack it with that program, and check the folder",
        ),
    })?;
    let is_pack = |path: &str| [MANIFEST, FACTS].contains(&path);
    let contents = contents.without_outer_folder(&is_pack);
    if contents.files.keys().any(|path| is_pack(path)) || !contents.damage.is_empty() {
        return Ok(contents);
    }
    let message = format!("`{shown}` is no evidence pack: neither {MANIFEST} nor {FACTS} is in it");
    Err(Failure::request(message, NAME_IT))
}

/// The settings that a pack was made with.
pub(super) fn settings_file(settings: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(settings).map_err(|error| {
        let message =
            format!("cannot read `{}`: {error}", safe_line(&settings.display().to_string()));
        Failure::cannot_read(
            message,
            "name the caseload.toml of the folder that the pack was made from",
        )
    })
}

/// A digest as it was told, without the blanks that a mailer or a voice puts into it.
pub(super) fn told(typed: &str) -> Result<String, Failure> {
    const DIGITS: usize = 64;
    let told: String = typed.split_whitespace().collect::<String>().to_lowercase();
    if told.len() == DIGITS && told.chars().all(|digit| digit.is_ascii_hexdigit()) {
        return Ok(told);
    }
    let message = format!("`{}` is no digest", safe_line(typed));
    let hint = "it is what caseload pack printed: 64 digits of 0-9 and a-f";
    Err(Failure::command_line(message, hint))
}
