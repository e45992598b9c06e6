//! Decoding, encoding, additions.

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::traits::{Identity, IsIdentity};

use crate::memory::{points, points_mut, records, records_mut};

/// Decode `count` encodings; return the index of the first that is refused, or `count`.
#[no_mangle]
pub unsafe extern "C" fn decode(
    encodings: *const u8,
    count: usize,
    allow_identity: bool,
    out: *mut u8,
) -> usize {
    let decoded = points_mut(out, count);
    for (index, record) in records::<32>(encodings, count).iter().enumerate() {
        match CompressedRistretto(*record).decompress() {
            Some(point) if allow_identity || !point.is_identity() => decoded[index] = point,
            _ => return index,
        }
    }
    count
}

/// Say of each of `count` candidates with a byte, 1 or 0, whether it is an encoding.
#[no_mangle]
pub unsafe extern "C" fn check(candidates: *const u8, count: usize, out: *mut u8) {
    let answers = records_mut::<1>(out, count);
    for (answer, record) in answers.iter_mut().zip(records::<32>(candidates, count)) {
        answer[0] = CompressedRistretto(*record).decompress().is_some().into();
    }
}

#[no_mangle]
pub unsafe extern "C" fn encode(vector: *const u8, count: usize, out: *mut u8) {
    for (encoding, point) in records_mut(out, count).iter_mut().zip(points(vector, count)) {
        *encoding = point.compress().to_bytes();
    }
}

/// Map 64 uniform bytes each to an element.
#[no_mangle]
pub unsafe extern "C" fn hash(uniform: *const u8, count: usize, out: *mut u8) {
    for (point, record) in points_mut(out, count).iter_mut().zip(records(uniform, count)) {
        *point = RistrettoPoint::from_uniform_bytes(record);
    }
}

/// Write sums over the first vector; the second has `count` elements, or one for all.
#[no_mangle]
pub unsafe extern "C" fn add(one: *mut u8, other: *const u8, count: usize, single: bool) {
    let others = points(other, if single { 1 } else { count });
    for (index, point) in points_mut(one, count).iter_mut().enumerate() {
        *point += others[if single { 0 } else { index }];
    }
}

/// Write differences over the first vector; the second has `count` elements, or one for all.
#[no_mangle]
pub unsafe extern "C" fn sub(one: *mut u8, other: *const u8, count: usize, single: bool) {
    let others = points(other, if single { 1 } else { count });
    for (index, point) in points_mut(one, count).iter_mut().enumerate() {
        *point -= others[if single { 0 } else { index }];
    }
}

#[no_mangle]
pub unsafe extern "C" fn neg(vector: *mut u8, count: usize) {
    for point in points_mut(vector, count) {
        *point = -*point;
    }
}

/// Add all up.
#[no_mangle]
pub unsafe extern "C" fn sum(vector: *const u8, count: usize, out: *mut u8) {
    let total = points(vector, count)
        .iter()
        .fold(RistrettoPoint::identity(), |total, point| total + point);
    points_mut(out, 1)[0] = total;
}

#[no_mangle]
pub unsafe extern "C" fn equal(one: *const u8, other: *const u8, count: usize) -> bool {
    points(one, count) == points(other, count)
}

/// Return the index of the first identity, or `count`.
#[no_mangle]
pub unsafe extern "C" fn find_identity(vector: *const u8, count: usize) -> usize {
    let found = points(vector, count).iter().position(IsIdentity::is_identity);
    found.unwrap_or(count)
}
