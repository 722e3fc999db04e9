//! Reading many of git's objects as git itself does.

/// From here on, in this process, objects of a repository are taken for what their names say, as git's own
/// `log` takes them: damage is still found by the checksum that each is compressed with, and looked for by
/// `verify`, which is never to call this. A fifth of what a long history costs is spared.
pub fn trust_what_is_stored() {
    git2::opts::strict_hash_verification(false);
}
