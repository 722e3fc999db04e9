//! That what several machines record apart comes together: nothing lost, nothing doubled, whoever is
//! first, whatever is cut short. Real processes of the program, and of git, with a remote on the disk.

mod by_git;
mod faults;
mod in_the_way;
mod killed;
mod nameless;
mod one_sided;
mod plain_git;
mod renumbered;
mod replicas;
mod rounds;
mod setting_up;
mod settling;
mod told;
pub(crate) mod work;
