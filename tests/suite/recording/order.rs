//! The order of writing: what is synced before what, as the system sees it.

use crate::recording::scenario::{self, NOW};
use crate::recording::strace::{self, Call};

/// The calls of one run, to be asked where things happen.
struct Order {
    calls: Vec<Call>,
}

impl Order {
    /// Where the first call of these names is that names these paths, by how they end.
    fn first(&self, names: &[&str], paths: &[&str]) -> usize {
        let found = self.all(names, paths);
        *found.first().unwrap_or_else(|| panic!("no {names:?} of {paths:?}"))
    }

    /// Where all of them are.
    fn all(&self, names: &[&str], paths: &[&str]) -> Vec<usize> {
        let fits = |call: &Call| {
            let its = call.paths();
            names.contains(&call.name.as_str())
                && paths.iter().all(|path| its.iter().any(|it| it.ends_with(path)))
        };
        (0..self.calls.len()).filter(|at| fits(&self.calls[*at])).collect()
    }

    /// What a call names first.
    fn source(&self, at: usize) -> &str {
        self.calls[at].paths()[0]
    }

    /// What a call names second.
    fn target(&self, at: usize) -> &str {
        self.calls[at].paths()[1]
    }

    /// Ensures that a file or folder is synced between two moments.
    fn assert_synced(&self, path: &str, after: usize, before: usize) {
        let synced = self.all(&SYNC, &[path]);
        assert!(
            synced.iter().any(|at| (after..before).contains(at)),
            "{path} is not synced between {} and {}",
            self.calls[after].line,
            self.calls[before].line
        );
    }
}

const RENAME: [&str; 3] = ["rename", "renameat", "renameat2"];
const LINK: [&str; 2] = ["link", "linkat"];
const UNLINK: [&str; 2] = ["unlink", "unlinkat"];
const MAKE: [&str; 2] = ["mkdir", "mkdirat"];
const SYNC: [&str; 2] = ["fsync", "fdatasync"];
const CASE: &str = "cases/2026/11/A-0001.toml";

/// Ensures that everything an entry needs is on the disk before the branch moves, and that nothing
/// is said before the case file is in its place.
#[test]
fn nothing_is_said_before_it_is_on_the_disk() {
    if !strace::is_possible() {
        return;
    }
    let scenario = scenario::contact();
    let calls = strace::calls(&scenario.begin(), NOW, scenario.arguments);
    let order = Order { calls };
    let moved = order.first(&RENAME, &["refs/heads/main.lock", "refs/heads/main"]);

    let journal = order.first(&SYNC, &[".git/caseload/journal"]);
    let kept = |at: &usize| order.target(*at).contains(".git/objects/");
    let objects: Vec<usize> = order.all(&RENAME, &[]).into_iter().filter(kept).collect();
    assert!(objects.len() >= 6, "a blob, the trees above it, and a commit: {}", objects.len());
    for at in objects {
        assert!(journal < at, "the journal names what power that fails may leave torn");
        // A file that is new is synced together with its name.
        order.assert_synced(order.target(at), at, moved);
    }
    for at in order.all(&MAKE, &[]) {
        if order.source(at).contains(".git/objects/") {
            order.assert_synced(".git/objects", at, moved);
        }
    }

    let shut = order.first(&LINK, &["caseload/journal", "index.lock"]);
    assert!(journal < shut && shut < moved, "git's own programs are shut off in between");
    let link = order.first(&LINK, &["refs/heads/main.lock"]);
    order.assert_synced(order.source(link), 0, link);
    assert!(link < moved);

    let placed = order.first(&RENAME, &[CASE]);
    assert!(moved < placed);
    order.assert_synced(order.source(placed), 0, moved);
    order.assert_synced("refs/heads", moved, placed);
    let index = order.first(&RENAME, &[".git/index"]);
    order.assert_synced("cases/2026/11", placed, index);
    order.assert_synced(order.source(index), placed, index);
    let open = order.first(&UNLINK, &["index.lock"]);
    assert!(index < open);
    let over = order.first(&UNLINK, &["caseload/journal"]);
    assert!(open < over);
    let said = order.all(&["write"], &[]);
    let said = *said.iter().find(|at| order.calls[**at].line.starts_with("write(1<")).unwrap();
    assert!(over < said, "neither this nor the index's name need be synced: both may come back");
}
