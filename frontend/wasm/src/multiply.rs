//! Scalar multiplications: elementwise, by a fixed base's table, and as one sum.

use curve25519_dalek::constants::{RISTRETTO_BASEPOINT_POINT, RISTRETTO_BASEPOINT_TABLE};
use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{MultiscalarMul, VartimeMultiscalarMul};
use zeroize::Zeroizing;

use crate::memory::{points, points_mut, records, records_mut, scalar, wipe_stack};

/// Write the doubles of elements over them, and their encodings.
///
/// What is to be encoded at once is computed by halves, because the encoding of a double needs no square root.
unsafe fn double(halves: &mut [RistrettoPoint], encodings: *mut u8) {
    let known = RistrettoPoint::double_and_compress_batch(halves.iter());
    let out = records_mut::<32>(encodings, halves.len());
    for ((point, encoding), compressed) in halves.iter_mut().zip(out).zip(known) {
        *point += *point;
        *encoding = compressed.to_bytes();
    }
}

fn half() -> Scalar {
    Scalar::from(2_u8).invert()
}

fn read(scalars: &[[u8; 32]]) -> Zeroizing<Vec<Scalar>> {
    Zeroizing::new(scalars.iter().map(scalar).collect())
}

/// Write `scalar_i` * `element_i` over the elements, in constant time, and the encodings; one scalar may be for all.
#[no_mangle]
pub unsafe extern "C" fn times(
    vector: *mut u8,
    scalars: *const u8,
    count: usize,
    single: bool,
    encodings: *mut u8,
) {
    let half = half();
    let mut halved = read(records(scalars, if single { 1 } else { count }));
    for each in halved.iter_mut() {
        *each *= half;
    }
    let elements = points_mut(vector, count);
    for (index, point) in elements.iter_mut().enumerate() {
        *point *= &halved[if single { 0 } else { index }];
    }
    double(elements, encodings);
    drop(halved);
    wipe_stack();
}

/// Write one public scalar's multiples over the elements, and the encodings.
#[no_mangle]
pub unsafe extern "C" fn times_public(vector: *mut u8, factor: *const u8, count: usize, encodings: *mut u8) {
    let halved = scalar(&records(factor, 1)[0]) * half();
    let elements = points_mut(vector, count);
    for point in elements.iter_mut() {
        *point = RistrettoPoint::vartime_double_scalar_mul_basepoint(&halved, point, &Scalar::ZERO);
    }
    double(elements, encodings);
}

/// Make multiples of one element; they stay until `table_free`.
#[no_mangle]
pub unsafe extern "C" fn table_new(base: *const u8) -> *mut RistrettoBasepointTable {
    let base = &points(base, 1)[0];
    Box::into_raw(Box::new(if *base == RISTRETTO_BASEPOINT_POINT {
        // The library has this one already.
        RISTRETTO_BASEPOINT_TABLE.clone()
    } else {
        RistrettoBasepointTable::create(base)
    }))
}

#[no_mangle]
pub unsafe extern "C" fn table_free(table: *mut RistrettoBasepointTable) {
    drop(Box::from_raw(table));
}

/// Write `scalar_i` * base, in constant time, and the encodings.
#[no_mangle]
pub unsafe extern "C" fn table_times(
    table: *const RistrettoBasepointTable,
    scalars: *const u8,
    count: usize,
    out: *mut u8,
    encodings: *mut u8,
) {
    let half = half();
    let elements = points_mut(out, count);
    let mut halved = read(records(scalars, count));
    for (point, each) in elements.iter_mut().zip(halved.iter_mut()) {
        *each *= half;
        *point = &*table * &*each;
    }
    double(elements, encodings);
    drop(halved);
    wipe_stack();
}

/// Write the sum of `scalar_i` * `element_i`, in variable time: for public scalars only.
#[no_mangle]
pub unsafe extern "C" fn msm(scalars: *const u8, vector: *const u8, count: usize, out: *mut u8) {
    let scalars = records::<32>(scalars, count).iter().map(scalar);
    points_mut(out, 1)[0] = RistrettoPoint::vartime_multiscalar_mul(scalars, points(vector, count));
}

/// Write the sum of `scalar_i` * `element_i`, in constant time.
#[no_mangle]
pub unsafe extern "C" fn msm_secret(scalars: *const u8, vector: *const u8, count: usize, out: *mut u8) {
    let scalars = read(records(scalars, count));
    points_mut(out, 1)[0] = RistrettoPoint::multiscalar_mul(scalars.iter(), points(vector, count));
    drop(scalars);
    wipe_stack();
}
