//! From the library's points to coordinates and back.
//!
//! `curve25519-dalek` shows no coordinates.  It holds a point as X, Y, Z, T of five limbs of 51 bits each, in this
//! order; nothing promises that, so `layout_is_known` looks before anything here is used.

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::ristretto::RistrettoPoint;

use super::field::Limbs;
use super::point::Coordinates;

type Words = [u64; 20];

const MASK_51: u64 = (1 << 51) - 1;
const MASK_26: u64 = (1 << 26) - 1;

/// x and y of the base point.  Source: RFC 8032 section 5.1, "B".
const BASE: [[u64; 5]; 2] = [
    [
        0x62d60_8f25d51a,
        0x412a4_b4f6592a,
        0x75b7_171a4b31d,
        0x1ff60_527118fe,
        0x21693_6d3cd6e5,
    ],
    [
        0x66666_66666658,
        0x4cccc_cccccccc,
        0x19999_99999999,
        0x33333_33333333,
        0x66666_66666666,
    ],
];

fn words(point: &RistrettoPoint) -> Words {
    const { assert!(size_of::<RistrettoPoint>() == size_of::<Words>()) };
    // SAFETY: same size (above), and any bytes are a `Words`.
    unsafe { std::mem::transmute_copy(point) }
}

fn from_words(words: &Words) -> RistrettoPoint {
    // SAFETY: same size (above), and a point is plain integers: any bytes are one.
    unsafe { std::mem::transmute_copy(words) }
}

/// Whether points look in memory as this module takes them to.
pub fn layout_is_known() -> bool {
    let base = coordinates(&RISTRETTO_BASEPOINT_POINT);
    let doubled = RISTRETTO_BASEPOINT_POINT + RISTRETTO_BASEPOINT_POINT;
    let [x, y] = BASE.map(|limbs| narrow(&limbs));
    base.x == x && base.y == y && base.z == super::field::ONE && point(&coordinates(&doubled)) == doubled
}

/// 51-bit limbs, or somewhat longer ones, as limbs of 26 and 25 bits.
fn narrow(wide: &[u64]) -> Limbs {
    let mut carried = [0; 5];
    let mut over = 0;
    for (limb, word) in carried.iter_mut().zip(wide) {
        let sum = word + over;
        *limb = sum & MASK_51;
        over = sum >> 51;
    }
    // A few bits at most: the first limb's odd half takes them.
    carried[0] += 19 * over;
    std::array::from_fn(|i| {
        let limb = carried[i / 2];
        (if i % 2 == 0 { limb & MASK_26 } else { limb >> 26 }) as u32
    })
}

pub fn coordinates(point: &RistrettoPoint) -> Coordinates {
    let words = words(point);
    Coordinates {
        x: narrow(&words[..5]),
        y: narrow(&words[5..10]),
        z: narrow(&words[10..15]),
        t: narrow(&words[15..]),
    }
}

/// The point of reduced coordinates.
pub fn point(coordinates: &Coordinates) -> RistrettoPoint {
    let Coordinates { x, y, z, t } = coordinates;
    let mut words = [0; 20];
    for (part, limbs) in words.chunks_exact_mut(5).zip([x, y, z, t]) {
        for (word, pair) in part.iter_mut().zip(limbs.chunks_exact(2)) {
            // An odd limb may be a little longer than its bits: the library takes limbs of 54 bits.
            *word = u64::from(pair[0]) + (u64::from(pair[1]) << 26);
        }
    }
    from_words(&words)
}
