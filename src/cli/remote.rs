//! `caseload remote`: where the machines of a folder meet.

use clap::{Args, Subcommand};

use crate::cli::arguments::Common;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::operation::Operation;
use crate::report::Recording;
use crate::store::{self, Remote as Place};

/// Say where the machines of a folder meet
///
/// A remote is a repository that every machine can reach: a folder on a shared disk or an encrypted
/// USB stick, or a private repository at a host.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload remote                                     where it is
  caseload remote set /media/office/caseload.git      a bare repository on a disk
  caseload remote set ssh://git@example.org/office.git")]
pub(super) struct Remote {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Set it
    Set {
        /// A path or an address, as git knows them
        #[arg(value_name = "URL")]
        url: String,
    },
}

/// Shows or sets the remote.
pub(super) fn run(common: &Common, command: &Remote) -> Result<u8, Failure> {
    output::refuse_rows(common)?;
    let root = store::find(common.folder())?;
    let operation =
        Operation { what: String::new(), cases: Vec::new(), files: Vec::new(), reverses: None };
    let mut recording = Recording::new(&operation, false).without_undo();
    recording.say(match &command.what {
        Some(What::Set { url }) => {
            let remote = Place::set(&root, url)?;
            format!("The remote is {} now. Next: caseload sync.", remote.shown())
        }
        None => match Place::of(&root)? {
            Some(remote) => format!("The remote is {}.", remote.shown()),
            None => "There is no remote. To set one: caseload remote set URL.".to_owned(),
        },
    });
    output::show(&recording, common, Some(&root))?;
    Ok(0)
}
