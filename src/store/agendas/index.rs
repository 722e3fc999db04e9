//! What every case of a folder comes to, kept from one run to the next.
//!
//! Nothing relies on it: it is taken for what it says only where everything is the same to the byte that
//! it follows from, and made anew otherwise, without a word. It lies in `.git/caseload/agendas`, is
//! readable by its owner alone, and holds neither names nor notes: days, rules, and where in its file a
//! name stands.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use twox_hash::XxHash3_128;

use crate::calendar::{Day, Holidays, plain};
use crate::store::agendas::Keeps;
use crate::store::agendas::kept::KeptCase;
use crate::store::load::Folder;
use crate::store::recording::links::refuse_links;

/// What is the same for the same bytes, and for others as good as never. It does not withstand somebody who
/// looks for two files that share it, since what does can take longer than reading them; the list that such
/// files would mislead is the one of whoever wrote them.
pub(super) type Digest = [u8; 16];

/// What tells a whole file from another.
type Seal = [u8; 32];

/// The name of the file, beside a folder's repository.
const NAME: &str = "agendas";

/// Which format this is: another one is no longer read.
const FORMAT: u32 = 2;

/// What was kept, as it is read.
#[derive(Debug)]
pub(super) struct Index {
    /// Where it lies; none where there is no such place.
    file: Option<PathBuf>,
    /// The day judged.
    pub(super) today: Day,
    /// What all of it follows from, beside the case files.
    ground: Sha256,
    places: Places,
    /// The kept cases, one behind the other.
    cases: Vec<u8>,
}

/// Where the kept cases lie, sorted by the digests of their files: the first byte, and how many.
type Places = Vec<(Digest, usize, usize)>;

impl Index {
    /// What was kept of a folder for this day, these rules and this release.
    pub(super) fn of(folder: &Folder, today: Day) -> Index {
        let beside = folder.root.join(".git").join("caseload");
        let file = Some(beside.join(NAME))
            .filter(|file| beside.is_dir() && refuse_links(&folder.root, file).is_ok());
        let ground = ground(folder, today);
        let kept = file.as_ref().and_then(|file| read(file, &ground));
        let (places, cases) = kept.unwrap_or_default();
        Index { file, today, ground, places, cases }
    }

    /// The digest of a case file; none where nothing can be kept.
    pub(super) fn digest(&self, file: &str, text: &str) -> Option<Digest> {
        self.file.as_ref()?;
        let mut digest = XxHash3_128::new();
        for part in [file, "\0", text] {
            digest.write(part.as_bytes());
        }
        Some(digest.finish_128().to_le_bytes())
    }

    /// What was kept of a file with that digest, its words looked up in its text.
    pub(super) fn find(&self, digest: &Digest, file: &str, text: &str) -> Option<KeptCase> {
        KeptCase::read(self.bytes(digest)?)?.with_words(file, text)
    }

    fn bytes(&self, digest: &Digest) -> Option<&[u8]> {
        let at = self.places.binary_search_by(|(known, ..)| known.cmp(digest)).ok()?;
        let (_, start, length) = self.places[at];
        self.cases.get(start..start.checked_add(length)?)
    }

    /// Keeps these cases and no others, if one of them is new. Where that cannot be done, they are worked
    /// out anew the next time.
    pub(super) fn keep<'k>(&self, keeps: impl Iterator<Item = &'k Keeps>) {
        let Some(file) = &self.file else { return };
        let mut is_new = false;
        let mut sorted: Vec<(Digest, &[u8])> = Vec::new();
        for keeps in keeps {
            match keeps {
                Keeps::Still(digest) => {
                    sorted.extend(self.bytes(digest).map(|bytes| (*digest, bytes)));
                }
                Keeps::Now(digest, bytes) => {
                    is_new = true;
                    sorted.push((*digest, bytes));
                }
            }
        }
        if !is_new {
            return;
        }
        sorted.sort_unstable();
        let mut cases = Vec::new();
        let mut places = Places::new();
        for (digest, bytes) in sorted {
            places.push((digest, cases.len(), bytes.len()));
            cases.extend(bytes);
        }
        let _ = write(file, &self.ground, &places, &cases);
    }
}

/// Everything that is kept follows from, beside the case files: this program, the day, settings,
/// programmes and holidays.
fn ground(folder: &Folder, today: Day) -> Sha256 {
    let program = std::env::current_exe().and_then(|it| it.metadata());
    let program = program.ok().map(|it| (it.len(), it.modified().ok()));
    let programmes = folder.programmes.iter().map(|it| (&it.id, &it.digest));
    let programmes: Vec<_> = programmes.collect();
    let settings = &folder.settings.digest;
    let ground = (FORMAT, plain(today), settings, programmes, Holidays::digest());
    Sha256::new().chain_update(format!("{ground:?} {program:?}\n"))
}

/// What a file has, if all of it was written by this program, on the same ground.
fn read(file: &Path, ground: &Sha256) -> Option<(Places, Vec<u8>)> {
    let bytes = std::fs::read(file).ok()?;
    let (seal, body) = bytes.split_at_checked(size_of::<Seal>())?;
    if seal != sealed(ground, body) {
        return None;
    }
    let (places, cases): (Places, &[u8]) = postcard::from_bytes(body).ok()?;
    Some((places, cases.to_vec()))
}

/// Puts a file in its place in one step, so that nobody reads half of it. It need not outlast a power
/// cut: what is not whole is as good as nothing.
fn write(file: &Path, ground: &Sha256, places: &Places, cases: &[u8]) -> io::Result<()> {
    let folder = file.parent().ok_or(ErrorKind::NotFound)?;
    let body = postcard::to_stdvec(&(places, cases)).map_err(io::Error::other)?;
    // Made for its owner alone.
    let mut new = tempfile::Builder::new().prefix(NAME).tempfile_in(folder)?;
    new.write_all(&sealed(ground, &body))?;
    new.write_all(&body)?;
    new.persist(file)?;
    Ok(())
}

/// What tells that a body was written on this ground, and is whole.
fn sealed(ground: &Sha256, body: &[u8]) -> Seal {
    ground.clone().chain_update(body).finalize().into()
}

/// Takes away what is kept of a folder, given by what lies beside its repository.
///
/// # Errors
///
/// That it is there and cannot be taken away.
pub(in crate::store) fn forget(beside: &Path) -> io::Result<()> {
    match std::fs::remove_file(beside.join(NAME)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
