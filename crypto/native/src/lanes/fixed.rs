//! Multiples of one point by many secret scalars: a table, and signed digits of five bits.

use std::arch::x86_64::*;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use zeroize::Zeroize;

use super::field::{self, limbs, mul, Field, Limbs};
use super::point::{self, Coordinates, Points, Summands};
use super::{bridge, lanes_of};

/// Digits of five bits in a scalar below 2^253.
const DIGITS: usize = 51;
/// Multiples for each digit: 1 to 16; that of 0 is the identity.
const MULTIPLES: usize = 16;

/// (y + x, y - x, 2*d*x*y), each as limbs, and two words to fill it up to four registers.
#[derive(Clone, Copy)]
#[repr(C, align(32))]
struct Entry([u32; 32]);

/// 32^i * m * P for every digit i and m = 0 .. 16, in affine coordinates.
pub struct FixedTable(Vec<Entry>);

impl FixedTable {
    #[target_feature(enable = "avx2")]
    pub fn new(base: &RistrettoPoint) -> Self {
        let mut multiples = Vec::with_capacity(DIGITS * (1 + MULTIPLES));
        let mut first = *base;
        for _ in 0..DIGITS {
            let mut multiple = RistrettoPoint::identity();
            multiples.push(bridge::coordinates(&multiple));
            for _ in 0..MULTIPLES {
                multiple += first;
                multiples.push(bridge::coordinates(&multiple));
            }
            first = multiple + multiple;
        }
        Self(affine(&multiples))
    }

    /// The multiples by four scalars, in constant time.
    #[target_feature(enable = "avx2")]
    pub fn times(&self, scalars: &[Scalar; 4]) -> Points {
        let mut digits = scalars.each_ref().map(signed_digits);
        let mut sum = point::identity();
        for (i, row) in self.0.chunks_exact(1 + MULTIPLES).enumerate() {
            sum = point::plus_affine(&sum, &choose(row, digits.each_ref().map(|each| each[i])));
        }
        digits.zeroize();
        sum
    }
}

/// Digits of -16 .. 15 and, at the end, 0 .. 8.
fn signed_digits(scalar: &Scalar) -> [i8; DIGITS] {
    let mut words = [0_u64; 5];
    for (word, bytes) in words.iter_mut().zip(scalar.as_bytes().chunks_exact(8)) {
        *word = u64::from_le_bytes(bytes.try_into().unwrap_or_default());
    }
    let mut carry = 0;
    let digits = std::array::from_fn(|i| {
        let (at, shift) = (5 * i / 64, 5 * i % 64);
        let bits = (u128::from(words[at]) | u128::from(words[at + 1]) << 64) >> shift;
        let digit = (bits & 31) as i8 + carry;
        carry = (digit + 16) >> 5;
        digit - (carry << 5)
    });
    words.zeroize();
    digits
}

/// digit * 32^i * P for four digits, of the row of digit i.  Every entry is read.
#[target_feature(enable = "avx2")]
#[inline]
fn choose(row: &[Entry], digits: [i8; 4]) -> Summands {
    let mut chosen = [Entry([0; 32]); 4];
    for (entry, digit) in chosen.iter_mut().zip(digits) {
        *entry = scan(row, u32::from(digit.unsigned_abs()));
    }
    let summands = Summands {
        sum: transposed(&chosen, 0),
        difference: transposed(&chosen, 10),
        t2d: transposed(&chosen, 20),
        z2: field::splat(&field::ZERO),
    };
    let [a, b, c, d] = digits.map(i64::from);
    let signs = _mm256_cmpgt_epi64(_mm256_setzero_si256(), _mm256_set_epi64x(d, c, b, a));
    point::negate_where(signs, &summands)
}

#[target_feature(enable = "avx2")]
#[inline]
fn scan(row: &[Entry], index: u32) -> Entry {
    let wanted = _mm256_set1_epi32(index as i32);
    let mut found = [_mm256_setzero_si256(); 4];
    for (number, entry) in (0..).zip(row) {
        let mask = _mm256_cmpeq_epi32(wanted, _mm256_set1_epi32(number));
        for (part, words) in found.iter_mut().zip(entry.0.as_chunks::<8>().0) {
            // SAFETY: eight words are 32 bytes.
            let words = unsafe { _mm256_load_si256(words.as_ptr().cast()) };
            *part = _mm256_or_si256(*part, _mm256_and_si256(mask, words));
        }
    }
    let mut result = Entry([0; 32]);
    for (part, words) in found.iter().zip(result.0.as_chunks_mut::<8>().0) {
        // SAFETY: eight words are 32 bytes.
        unsafe { _mm256_store_si256(words.as_mut_ptr().cast(), *part) };
    }
    result
}

/// The ten limbs from place `start` of four entries, in lanes.
#[target_feature(enable = "avx2")]
#[inline]
fn transposed(entries: &[Entry; 4], start: usize) -> Field {
    let [a, b, c, d] = entries;
    limbs!(i => {
        let at = start + i;
        _mm256_set_epi64x(i64::from(d.0[at]), i64::from(c.0[at]), i64::from(b.0[at]), i64::from(a.0[at]))
    })
}

/// The entries of points: all divisions by Z come from one inversion (Montgomery's trick).
#[target_feature(enable = "avx2")]
fn affine(points: &[Coordinates]) -> Vec<Entry> {
    let mut fours: Vec<Points> = Vec::with_capacity(points.len().div_ceil(4));
    for four in points.chunks(4) {
        fours.push(point::gather(&lanes_of(four)));
    }
    let mut products = Vec::with_capacity(fours.len());
    let mut product = field::splat(&field::ONE);
    for four in &fours {
        products.push(product);
        product = mul(&product, &four.z);
    }
    let mut inverse = field::invert(&product);
    let mut entries = vec![Entry([0; 32]); points.len()];
    for ((four, before), own) in fours.iter().zip(&products).zip(entries.chunks_mut(4)).rev() {
        let z_inverse = mul(&inverse, before);
        inverse = mul(&inverse, &four.z);
        let (x, y) = (mul(&four.x, &z_inverse), mul(&four.y, &z_inverse));
        let sum = field::to_lanes(&field::freeze(&field::add(&y, &x)));
        let difference = field::to_lanes(&field::freeze(&field::sub(&y, &x)));
        let t2d = field::to_lanes(&field::freeze(&mul(&mul(&x, &y), &field::splat(&field::D2))));
        for (lane, entry) in own.iter_mut().enumerate() {
            let parts: [&Limbs; 3] = [&sum[lane], &difference[lane], &t2d[lane]];
            for (place, limbs) in entry.0.chunks_exact_mut(10).zip(parts) {
                place.copy_from_slice(limbs);
            }
        }
    }
    entries
}
