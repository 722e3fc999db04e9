//! A look at a file of packed objects before git reads it: that nothing in it grows to more than a record
//! could be. A few bytes can stand for as many zeros as one likes.

use flate2::{Decompress, FlushDecompress, Status};

/// The largest object; a case of many years is a thousandth of it.
const LARGEST: u64 = 32 * 1024 * 1024;
/// All objects together.
const LARGEST_TOGETHER: u64 = 2 * 1024 * 1024 * 1024;
/// How many there may be; thirty thousand operations make some two hundred thousand.
const MOST: u32 = 8_000_000;

/// Why packed objects are not looked at.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// They are not laid out as git lays them out.
    #[error("its objects are not packed as git packs them")]
    Form,
    /// Something in it grows too large.
    #[error("something in it grows larger than any record")]
    Large,
}

/// An object as it lies in a pack.
struct Packed {
    /// What it grows to.
    size: u64,
    /// Where the next one begins.
    next: usize,
}

/// Ensures that no object of a pack grows to more than a record could be.
pub(super) fn require_sound(pack: &[u8]) -> Result<(), ScanError> {
    let count = pack.get(8..12).and_then(|four| four.try_into().ok()).ok_or(ScanError::Form)?;
    let count = u32::from_be_bytes(count);
    if pack[..8] != *b"PACK\0\0\0\x02" {
        return Err(ScanError::Form);
    }
    if count > MOST {
        return Err(ScanError::Large);
    }
    let (mut at, mut together) = (12, 0_u64);
    for _ in 0..count {
        let object = object(pack, at)?;
        together = together.saturating_add(object.size);
        if object.size > LARGEST || together > LARGEST_TOGETHER {
            return Err(ScanError::Large);
        }
        at = object.next;
    }
    // Behind the last one lies the digest of all before it, which git looks at.
    if pack.len() == at + 20 { Ok(()) } else { Err(ScanError::Form) }
}

fn object(pack: &[u8], start: usize) -> Result<Packed, ScanError> {
    const TOLD_BY_OFFSET: u8 = 6;
    const TOLD_BY_NAME: u8 = 7;
    const NAME: usize = 20;
    let mut at = start;
    let first = take(pack, &mut at)?;
    let kind = first >> 4 & 7;
    let mut size = u64::from(first & 15);
    let (mut more, mut shift) = (first & 128 != 0, 4);
    while more {
        let byte = take(pack, &mut at)?;
        size |= u64::from(byte & 127).checked_shl(shift).ok_or(ScanError::Form)?;
        (more, shift) = (byte & 128 != 0, shift + 7);
        if shift > 60 {
            return Err(ScanError::Form);
        }
    }
    match kind {
        1..=4 => {}
        TOLD_BY_OFFSET => while take(pack, &mut at)? & 128 != 0 {},
        TOLD_BY_NAME => at += NAME,
        _ => return Err(ScanError::Form),
    }
    if size > LARGEST {
        return Err(ScanError::Large);
    }
    let (beginning, next) = inflate(pack, at, size)?;
    let is_told = matches!(kind, TOLD_BY_OFFSET | TOLD_BY_NAME);
    Ok(Packed { size: if is_told { grown(&beginning)? } else { size }, next })
}

/// What an object grows to that is told by another: the second number of what tells it.
fn grown(told: &[u8]) -> Result<u64, ScanError> {
    let mut at = 0;
    number(told, &mut at)?;
    number(told, &mut at)
}

fn number(bytes: &[u8], at: &mut usize) -> Result<u64, ScanError> {
    let (mut number, mut shift) = (0_u64, 0_u32);
    loop {
        let byte = take(bytes, at)?;
        if shift > 56 {
            return Err(ScanError::Form);
        }
        number |= u64::from(byte & 127) << shift;
        if byte & 128 == 0 {
            return Ok(number);
        }
        shift += 7;
    }
}

/// The first bytes of what lies there when it is unpacked, and where it ends. It must grow to its size.
fn inflate(pack: &[u8], at: usize, size: u64) -> Result<(Vec<u8>, usize), ScanError> {
    const ENOUGH: usize = 32;
    let mut unpacking = Decompress::new(true);
    let mut buffer = vec![0; 16 * 1024];
    let mut beginning = Vec::new();
    loop {
        let read = usize::try_from(unpacking.total_in()).map_err(|_| ScanError::Form)?;
        let had = unpacking.total_out();
        let rest = pack.get(at + read..).ok_or(ScanError::Form)?;
        let status = unpacking.decompress(rest, &mut buffer, FlushDecompress::None);
        let status = status.map_err(|_| ScanError::Form)?;
        let new = usize::try_from(unpacking.total_out() - had).map_err(|_| ScanError::Form)?;
        let wanted = ENOUGH.saturating_sub(beginning.len()).min(new);
        beginning.extend_from_slice(&buffer[..wanted]);
        if unpacking.total_out() > size {
            return Err(ScanError::Large);
        }
        let read_now = usize::try_from(unpacking.total_in()).map_err(|_| ScanError::Form)?;
        match status {
            Status::StreamEnd if unpacking.total_out() == size => {
                return Ok((beginning, at + read_now));
            }
            Status::StreamEnd => return Err(ScanError::Form),
            _ if new == 0 && read_now == read => return Err(ScanError::Form),
            _ => {}
        }
    }
}

fn take(bytes: &[u8], at: &mut usize) -> Result<u8, ScanError> {
    let byte = bytes.get(*at).copied().ok_or(ScanError::Form)?;
    *at += 1;
    Ok(byte)
}
