//! The manual pages: one for each command, made from what the program itself says of it.
//!
//! After a change that is meant, `CASELOAD_WRITE=1 cargo test manual` writes them.

use std::collections::BTreeMap;
use std::path::Path;

use clap_mangen::Man;

/// The pages as the program is now, by the names of their files.
fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut definition = caseload::cli::definition().disable_help_subcommand(true);
    definition.build();
    add("caseload", &definition, &mut pages);
    pages
}

fn add(name: &str, command: &clap::Command, pages: &mut BTreeMap<String, String>) {
    // Names of commands live as long as the program.
    let title: &'static str = Box::leak(name.to_owned().into_boxed_str());
    let named = command.clone().name(title).display_name(title);
    let mut page = Vec::new();
    Man::new(named.version(env!("CARGO_PKG_VERSION"))).render(&mut page).unwrap();
    let page = String::from_utf8(page).unwrap().replace(".SH EXTRA", ".SH \"EXIT STATUS\"");
    pages.insert(format!("{name}.1"), page);
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        add(&format!("{name}-{}", below.get_name()), below, pages);
    }
}

/// Ensures that the pages in `man` are what the program says, one for each command and no other.
#[test]
fn the_manual_is_what_the_program_says() {
    let folder = Path::new("man");
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).unwrap();
        for (name, page) in pages() {
            std::fs::write(folder.join(name), page).unwrap();
        }
    }
    let there: BTreeMap<String, String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let pages = pages();
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&there), names(&pages), "a page is missing, or one too many");
    for (name, page) in &pages {
        assert!(there[name] == *page, "man/{name} is not what the program says any more");
    }
}

/// Ensures that every page says what the exit codes mean.
#[test]
fn every_page_ends_with_the_exit_codes() {
    for (name, page) in pages() {
        assert!(page.contains("EXIT STATUS"), "{name}");
    }
}
