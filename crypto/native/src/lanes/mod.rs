//! Four elements at once with AVX2, where the processor has it: what `curve25519-dalek` does one at a time.
//!
//! The library keeps its field arithmetic to itself and spends 5 us on an encoding; here it is 2.  Only what takes many
//! elements alike is done in lanes (decode, encode, multiples of one base, multiples by the same few scalars); sums of
//! products stay with the library, which is as fast.  Tests compare every function with libsodium, byte by byte.

mod bridge;
mod codec;
mod comb;
mod field;
mod fixed;
mod point;

use std::sync::OnceLock;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;

pub use comb::Columns;
pub use fixed::FixedTable;

/// How many elements go together.
pub const LANES: usize = 4;
const EIGHT: usize = LANES * codec::FOURS;

/// Whether the functions here can be used.
pub fn available() -> bool {
    static AVAILABLE: OnceLock<bool> = OnceLock::new();
    *AVAILABLE.get_or_init(|| {
        let wanted = std::env::var_os("REMBUG_LANES").is_none_or(|value| value != "off");
        wanted && is_x86_feature_detected!("avx2") && bridge::layout_is_known()
    })
}

/// All items; the last one again for the lanes that are left.
fn lanes_of<T: Copy, const N: usize>(items: &[T]) -> [T; N] {
    std::array::from_fn(|lane| items[lane.min(items.len() - 1)])
}

/// Decode up to eight records; `None` for each that is no element's encoding.
pub fn decode(records: &[[u8; 32]]) -> [Option<RistrettoPoint>; EIGHT] {
    assert!(available());
    // SAFETY: `available` saw AVX2.
    unsafe { decode_lanes(&lanes_of(records)) }
}

#[target_feature(enable = "avx2")]
fn decode_lanes(records: &[[u8; 32]; EIGHT]) -> [Option<RistrettoPoint>; EIGHT] {
    let mut fours = [field::splat(&field::ZERO); codec::FOURS];
    for (four, records) in fours.iter_mut().zip(records.as_chunks::<LANES>().0) {
        *four = field::from_lanes(&records.each_ref().map(codec::from_bytes));
    }
    let mut decoded = [None; EIGHT];
    for ((points, sound), (own, records)) in codec::decode(&fours)
        .iter()
        .zip(decoded.chunks_exact_mut(LANES).zip(records.chunks_exact(LANES)))
    {
        let sound = field::to_lanes(&field::Field([*sound; 10]));
        for (lane, point) in scatter(points).into_iter().enumerate() {
            if sound[lane][0] != 0 && codec::is_canonical(&records[lane]) {
                own[lane] = Some(point);
            }
        }
    }
    decoded
}

/// The encodings of up to eight elements.
pub fn encode(points: &[RistrettoPoint]) -> [[u8; 32]; EIGHT] {
    assert!(available());
    // SAFETY: `available` saw AVX2.
    unsafe { encode_lanes(&lanes_of(points)) }
}

#[target_feature(enable = "avx2")]
fn encode_lanes(points: &[RistrettoPoint; EIGHT]) -> [[u8; 32]; EIGHT] {
    let (first, second) = points.split_at(LANES);
    let mut encodings = [[0; 32]; EIGHT];
    for (own, four) in encodings
        .chunks_exact_mut(LANES)
        .zip(codec::encode(&[gather(first), gather(second)]))
    {
        own.copy_from_slice(&field::to_lanes(&four).each_ref().map(codec::to_bytes));
    }
    encodings
}

#[target_feature(enable = "avx2")]
fn gather(points: &[RistrettoPoint]) -> point::Points {
    point::gather(&lanes_of::<_, LANES>(points).each_ref().map(bridge::coordinates))
}

#[target_feature(enable = "avx2")]
fn scatter(points: &point::Points) -> [RistrettoPoint; LANES] {
    point::scatter(points).each_ref().map(bridge::point)
}

/// A table for many multiplications of one element.
pub fn fixed_table(base: &RistrettoPoint) -> FixedTable {
    assert!(available());
    // SAFETY: `available` saw AVX2.
    unsafe { FixedTable::new(base) }
}

/// scalar_i * base for up to four secret scalars, in constant time.
pub fn fixed_times(table: &FixedTable, scalars: &[Scalar]) -> [RistrettoPoint; LANES] {
    assert!(available());
    // SAFETY: `available` saw AVX2.
    unsafe { scatter(&table.times(&lanes_of(scalars))) }
}

/// The multiples of up to four elements by each of the secret scalars, in constant time.
pub fn times_each(points: &[RistrettoPoint], scalars: &[Columns]) -> Vec<[RistrettoPoint; LANES]> {
    assert!(available());
    // SAFETY: `available` saw AVX2.
    unsafe { times_each_lanes(points, scalars) }
}

#[target_feature(enable = "avx2")]
fn times_each_lanes(points: &[RistrettoPoint], scalars: &[Columns]) -> Vec<[RistrettoPoint; LANES]> {
    let table = comb::CombTable::new(&gather(points));
    let mut multiples = Vec::with_capacity(scalars.len());
    for columns in scalars {
        multiples.push(scatter(&table.times(columns)));
    }
    multiples
}
