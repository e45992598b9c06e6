//! Multiples of four points by the same few secret scalars: what a key holder does with every ballot.
//!
//! Lim and Lee, "More flexible exponentiation with precomputation" (1994): the bits of a scalar are laid out in five
//! rows, so that one addition of a combination of the rows' points serves a column.  Two blocks of columns halve the
//! doublings.  The combinations are made once for all scalars.  Every bit stands for +1 or -1, so that a row has no
//! zero and sixteen combinations serve for thirty-two.

use std::arch::x86_64::*;

use curve25519_dalek::scalar::Scalar;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::field::{limbs, Field};
use super::point::{self, Points, Summands};

const ROWS: usize = 5;
const COLUMNS: usize = 51;
const BLOCK: usize = 26;
const COMBINATIONS: usize = 1 << (ROWS - 1);

/// The columns of a scalar: which combination, and all ones where it is subtracted.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Columns([(i32, i64); COLUMNS]);

impl Columns {
    pub fn new(scalar: &Scalar) -> Self {
        // sum (2*b_i - 1) * 2^i over 255 bits b_i is 2*y - (2^255 - 1), which must be the scalar.
        let two = Scalar::from(2_u8);
        let all = Scalar::from_bytes_mod_order([0xff; 32]) - Scalar::from_bytes_mod_order(bit_255());
        let mut y = (scalar + all) * two.invert();
        let bit = |i: usize| i32::from(y.as_bytes()[i / 8] >> (i % 8) & 1);
        let columns = std::array::from_fn(|column| {
            let top = bit((ROWS - 1) * COLUMNS + column);
            let index = (0..ROWS - 1).fold(0, |index, row| {
                index | ((bit(row * COLUMNS + column) ^ top ^ 1) << row)
            });
            (index, i64::from(top) - 1)
        });
        y.zeroize();
        Self(columns)
    }
}

/// 2^255 of 256 bits.
fn bit_255() -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[31] = 0x80;
    bytes
}

/// Summands with two limbs in every lane, so that less is read.
#[derive(Clone, Copy)]
struct Packed([__m256i; 20]);

/// The combinations of four points, for both blocks.
pub struct CombTable([[Packed; COMBINATIONS]; 2]);

impl CombTable {
    #[target_feature(enable = "avx2")]
    pub fn new(base: &Points) -> Self {
        let zero = Packed([_mm256_setzero_si256(); 20]);
        let mut rows = [[*base; ROWS]; 2];
        let mut power = *base;
        for i in 0..=(ROWS - 1) * COLUMNS + BLOCK {
            let (row, column) = (i / COLUMNS, i % COLUMNS);
            if column == 0 {
                rows[0][row] = power;
            } else if column == BLOCK {
                rows[1][row] = power;
            }
            power = point::double(&power);
        }
        let mut tables = [[zero; COMBINATIONS]; 2];
        for (table, powers) in tables.iter_mut().zip(&rows) {
            combine(table, powers);
        }
        Self(tables)
    }

    /// The multiples by one scalar, in constant time.
    #[target_feature(enable = "avx2")]
    pub fn times(&self, columns: &Columns) -> Points {
        let mut sum = point::identity();
        for column in (0..BLOCK).rev() {
            sum = point::double(&sum);
            for (block, table) in self.0.iter().enumerate() {
                if let Some(&(index, sign)) = columns.0.get(block * BLOCK + column) {
                    let summands = unpack(&scan(table, index));
                    sum = point::plus(&sum, &point::negate_where(_mm256_set1_epi64x(sign), &summands));
                }
            }
        }
        sum
    }
}

/// top ± ... for all signs of the other rows: bit k of an index says that row k is added.
#[target_feature(enable = "avx2")]
fn combine(table: &mut [Packed; COMBINATIONS], powers: &[Points; ROWS]) {
    let all = _mm256_set1_epi64x(-1);
    let [others @ .., top] = powers;
    let mut sums = [*top; COMBINATIONS];
    for power in others {
        let minus = point::negate_where(all, &point::summands(power));
        sums[0] = point::plus(&sums[0], &minus);
    }
    for (row, power) in others.iter().enumerate() {
        let twice = point::summands(&point::double(power));
        for index in 0..1 << row {
            sums[index | 1 << row] = point::plus(&sums[index], &twice);
        }
    }
    for (packed, sum) in table.iter_mut().zip(&sums) {
        *packed = pack(&point::summands(sum));
    }
}

#[target_feature(enable = "avx2")]
#[inline]
fn pack(s: &Summands) -> Packed {
    let mut packed = [_mm256_setzero_si256(); 20];
    for (pairs, part) in packed
        .chunks_exact_mut(5)
        .zip([&s.sum, &s.difference, &s.z2, &s.t2d])
    {
        for (pair, limbs) in pairs.iter_mut().zip(part.0.chunks_exact(2)) {
            *pair = _mm256_or_si256(limbs[0], _mm256_slli_epi64::<32>(limbs[1]));
        }
    }
    Packed(packed)
}

#[target_feature(enable = "avx2")]
#[inline]
fn unpack(packed: &Packed) -> Summands {
    let low = _mm256_set1_epi64x(0xffff_ffff);
    let mut parts = [Field([_mm256_setzero_si256(); 10]); 4];
    for (part, pairs) in parts.iter_mut().zip(packed.0.chunks_exact(5)) {
        *part = limbs!(i => if i % 2 == 0 {
            _mm256_and_si256(pairs[i / 2], low)
        } else {
            _mm256_srli_epi64::<32>(pairs[i / 2])
        });
    }
    let [sum, difference, z2, t2d] = parts;
    Summands {
        sum,
        difference,
        z2,
        t2d,
    }
}

/// The combination of that index.  Every one is read.
#[target_feature(enable = "avx2")]
#[inline]
fn scan(table: &[Packed; COMBINATIONS], index: i32) -> Packed {
    let wanted = _mm256_set1_epi32(index);
    let mut found = Packed([_mm256_setzero_si256(); 20]);
    for (number, entry) in (0..).zip(table) {
        let mask = _mm256_cmpeq_epi32(wanted, _mm256_set1_epi32(number));
        for (part, words) in found.0.iter_mut().zip(&entry.0) {
            *part = _mm256_or_si256(*part, _mm256_and_si256(mask, *words));
        }
    }
    found
}
