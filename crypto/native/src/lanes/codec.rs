//! Encoding and decoding of eight elements at once, as two fours whose square roots overlap.  Source: RFC 9496 section 4.

use std::arch::x86_64::*;

use super::field::{
    self, absolute, add, is_negative, is_zero, mul, neg, select, splat, square, sub, Field, Limbs,
};
use super::point::{self, Points};

/// How many fours are worked on together.
pub const FOURS: usize = 2;

/// |1/sqrt(v)| where v is a square and |1/sqrt(i*v)| where it is not, and all bits where it is; of 0, 0 and no bits.
///
/// Source: RFC 9496 section 4.2, SQRT_RATIO_M1 with u = 1.
#[target_feature(enable = "avx2")]
fn inverse_square_roots(v: &[Field; FOURS]) -> [(Field, __m256i); FOURS] {
    let mut v3 = *v;
    let mut v7 = *v;
    for (k, v) in v.iter().enumerate() {
        v3[k] = mul(&square(v), v);
        v7[k] = mul(&square(&v3[k]), v);
    }
    let power = field::power_p58(&v7);
    let (one, i) = (splat(&field::ONE), splat(&field::SQRT_M1));
    let mut roots = [(one, _mm256_setzero_si256()); FOURS];
    for (k, v) in v.iter().enumerate() {
        let r = mul(&power[k], &v3[k]);
        let check = mul(&square(&r), v);
        let correct = is_zero(&sub(&check, &one));
        let flipped = is_zero(&add(&check, &one));
        let flipped_i = is_zero(&add(&check, &i));
        let root = select(_mm256_or_si256(flipped, flipped_i), &mul(&r, &i), &r);
        roots[k] = (absolute(&root), _mm256_or_si256(correct, flipped));
    }
    roots
}

/// Decode encodings; the mask has all bits where there is an element.
///
/// Source: RFC 9496 section 4.3.1.  That the bytes are canonical and not negative is the caller's to see.
#[target_feature(enable = "avx2")]
pub fn decode(encodings: &[Field; FOURS]) -> [(Points, __m256i); FOURS] {
    let one = splat(&field::ONE);
    let (mut u1, mut u2, mut v, mut product) = (*encodings, *encodings, *encodings, *encodings);
    for (k, s) in encodings.iter().enumerate() {
        let ss = square(s);
        u1[k] = field::carry(&sub(&one, &ss));
        u2[k] = field::carry(&add(&one, &ss));
        let u2_square = square(&u2[k]);
        v[k] = field::sub_loose(&neg(&mul(&splat(&field::D), &square(&u1[k]))), &u2_square);
        product[k] = mul(&v[k], &u2_square);
    }
    let roots = inverse_square_roots(&product);
    let mut decoded = [(point::identity(), _mm256_setzero_si256()); FOURS];
    for (k, (invsqrt, was_square)) in roots.iter().enumerate() {
        let s = &encodings[k];
        let den_x = mul(invsqrt, &u2[k]);
        let den_y = mul(&mul(invsqrt, &den_x), &v[k]);
        let x = absolute(&mul(&add(s, s), &den_x));
        let y = mul(&u1[k], &den_y);
        let t = mul(&x, &y);
        let bad = _mm256_or_si256(is_negative(&t), is_zero(&y));
        decoded[k] = (Points { x, y, z: one, t }, _mm256_andnot_si256(bad, *was_square));
    }
    decoded
}

/// The canonical encodings of elements, as limbs.  Source: RFC 9496 section 4.3.2.
#[target_feature(enable = "avx2")]
pub fn encode(points: &[Points; FOURS]) -> [Field; FOURS] {
    let mut encodings = [points[0].x; FOURS];
    let (mut u1, mut u2, mut product) = (encodings, encodings, encodings);
    for (k, p) in points.iter().enumerate() {
        u1[k] = mul(&field::carry(&add(&p.z, &p.y)), &sub(&p.z, &p.y));
        u2[k] = mul(&p.x, &p.y);
        product[k] = mul(&u1[k], &square(&u2[k]));
    }
    let roots = inverse_square_roots(&product);
    let i = splat(&field::SQRT_M1);
    for (k, (p, (invsqrt, _))) in points.iter().zip(&roots).enumerate() {
        let den1 = mul(invsqrt, &u1[k]);
        let den2 = mul(invsqrt, &u2[k]);
        let z_inv = mul(&mul(&den1, &den2), &p.t);
        let rotate = is_negative(&mul(&p.t, &z_inv));
        let x = select(rotate, &mul(&p.y, &i), &p.x);
        let y = select(rotate, &mul(&p.x, &i), &p.y);
        let den_inv = select(rotate, &mul(&den1, &splat(&field::INVSQRT_A_MINUS_D)), &den2);
        let y = select(is_negative(&mul(&x, &z_inv)), &neg(&y), &y);
        encodings[k] = field::freeze(&absolute(&mul(&den_inv, &sub(&p.z, &y))));
    }
    encodings
}

/// The first bit of each limb.
const OFFSETS: [usize; 10] = [0, 26, 51, 77, 102, 128, 153, 179, 204, 230];

/// Limbs of 32 bytes, little-endian; bit 255 is ignored.
pub fn from_bytes(bytes: &[u8; 32]) -> Limbs {
    std::array::from_fn(|i| {
        let at = OFFSETS[i] / 8;
        let mut word = [0; 8];
        let end = (at + 5).min(32);
        word[..end - at].copy_from_slice(&bytes[at..end]);
        let bits = if i % 2 == 0 { 26 } else { 25 };
        (u64::from_le_bytes(word) >> (OFFSETS[i] % 8)) as u32 & ((1 << bits) - 1)
    })
}

/// 32 bytes of limbs within their bits.
pub fn to_bytes(limbs: &Limbs) -> [u8; 32] {
    let mut words = [0_u64; 5];
    for (limb, offset) in limbs.iter().zip(OFFSETS) {
        let wide = u128::from(*limb) << (offset % 64);
        words[offset / 64] |= wide as u64;
        words[offset / 64 + 1] |= (wide >> 64) as u64;
    }
    let mut bytes = [0; 32];
    for (part, word) in bytes.chunks_exact_mut(8).zip(words) {
        part.copy_from_slice(&word.to_le_bytes());
    }
    bytes
}

/// Whether 32 bytes are a canonical number that is not negative: below p, and even.
pub fn is_canonical(bytes: &[u8; 32]) -> bool {
    let at_least_p = bytes[31] == 0x7f && bytes[1..31].iter().all(|&byte| byte == 0xff) && bytes[0] >= 0xed;
    bytes[31] < 0x80 && !at_least_p && bytes[0] & 1 == 0
}
