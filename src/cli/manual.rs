//! `caseload manual`: the manual pages, where no package put them.
//!
//! They are made from what the program says of itself, so they are always those of the program that
//! wrote them. `man/` holds the same pages, which a test keeps so.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use clap_mangen::Man;

use crate::cli::arguments::Common;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::store;

/// Write the manual pages into a folder, for `man`
///
/// Debian's package brings them; `cargo install` does not. They go into the folder man1 below the one
/// named, which is made if it is not there, in place of those of another release.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload manual ~/.cargo/share/man     then: man caseload
  sudo caseload manual /usr/local/share/man")]
pub(super) struct ManualOf {
    /// A folder in which `man` looks; manpath lists them
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    directory: PathBuf,
}

/// Writes the pages.
pub(super) fn run(common: &Common, command: &ManualOf) -> Result<u8, Failure> {
    let folder = command.directory.join("man1");
    if let Ok(root) = store::find(common.folder())
        && store::lies_within(&folder, &root)?
    {
        return Err(Failure::request(
            format!("`{}` lies within a folder of cases", command.directory.display()),
            "name a folder in which `man` looks, such as ~/.cargo/share/man",
        ));
    }
    let pages = pages()?;
    store::write_pages(&folder, &pages)?;
    output::say(&format!("{} pages are in {}: man caseload", pages.len(), folder.display()));
    Ok(0)
}

/// The manual pages, one for each command, by the names of their files.
///
/// # Errors
///
/// If one cannot be put together.
pub fn pages() -> std::io::Result<BTreeMap<String, String>> {
    let mut definition = super::definition().disable_help_subcommand(true);
    definition.build();
    let mut pages = BTreeMap::new();
    add("caseload", &definition, &mut pages)?;
    Ok(pages)
}

fn add(
    name: &str,
    command: &clap::Command,
    pages: &mut BTreeMap<String, String>,
) -> std::io::Result<()> {
    // Names of commands live as long as the program.
    let title: &'static str = Box::leak(name.to_owned().into_boxed_str());
    let named = command.clone().name(title).display_name(title);
    let mut page = Vec::new();
    Man::new(named.version(env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    let page = String::from_utf8_lossy(&page).replace(".SH EXTRA", ".SH \"EXIT STATUS\"");
    pages.insert(format!("{name}.1"), page);
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        add(&format!("{name}-{}", below.get_name()), below, pages)?;
    }
    Ok(())
}
