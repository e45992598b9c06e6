//! Four integers modulo 2^255 - 19 at once, one in each 64-bit lane of an AVX2 register.
//!
//! A number is ten limbs of 26, 25, 26, ... bits, as in Bernstein and Schwabe, "NEON crypto" (2012).  Every
//! operation takes the same time for all values.
//!
//! Bounds: a *reduced* number has limbs below 2^26 (even places) and 2^25 + 2^18 (odd places); `mul`, `square`
//! and `carry` return reduced numbers.  `add` and `sub` take reduced numbers and return *loose* ones, limbs below
//! 2^27.6 and 2^26.6, which `mul` and `square` take.  The ten products of a column then stay below 2^63.

use std::arch::x86_64::*;

/// Numbers in four lanes, limb by limb.
#[derive(Clone, Copy)]
pub struct Field(pub [__m256i; 10]);

/// The field whose limb `i` is the expression.  A closure given to `array::from_fn` would be compiled without AVX2
/// around it, and then no register is kept from one limb to the next.
macro_rules! limbs {
    ($i:ident => $limb:expr) => {{
        let mut made = [_mm256_setzero_si256(); 10];
        for $i in 0..10 {
            made[$i] = $limb;
        }
        Field(made)
    }};
}
pub(super) use limbs;

/// One number: limbs of 26, 25, 26, ... bits.
pub type Limbs = [u32; 10];

pub const ZERO: Limbs = [0; 10];
pub const ONE: Limbs = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/// d of the curve.  Source: RFC 9496 section 4.1.
pub const D: Limbs = [
    56_195_235, 13_857_412, 51_736_253, 6_949_390, 114_729, 24_766_616, 60_832_955, 30_306_712, 48_412_415,
    21_499_315,
];
/// 2*d.
pub const D2: Limbs = [
    45_281_625, 27_714_825, 36_363_642, 13_898_781, 229_458, 15_978_800, 54_557_047, 27_058_993, 29_715_967,
    9_444_199,
];
/// A square root of -1.  Source: RFC 9496 section 4.1, "SQRT_M1".
pub const SQRT_M1: Limbs = [
    34_513_072, 25_610_706, 9_377_949, 3_500_415, 12_389_472, 33_281_959, 41_962_654, 31_548_777, 326_685,
    11_406_482,
];
/// 1/sqrt(a - d).  Source: RFC 9496 section 4.1, "INVSQRT_A_MINUS_D".
pub const INVSQRT_A_MINUS_D: Limbs = [
    6_111_466, 4_156_064, 39_310_137, 12_243_467, 41_204_824, 120_896, 20_826_367, 26_493_656, 6_093_567,
    31_568_420,
];

const MASK_26: i64 = (1 << 26) - 1;
const MASK_25: i64 = (1 << 25) - 1;
/// The limbs of 2*p, which keep differences positive.
const TWICE_P: [i64; 10] = [
    (1 << 27) - 38,
    (1 << 26) - 2,
    (1 << 27) - 2,
    (1 << 26) - 2,
    (1 << 27) - 2,
    (1 << 26) - 2,
    (1 << 27) - 2,
    (1 << 26) - 2,
    (1 << 27) - 2,
    (1 << 26) - 2,
];

#[target_feature(enable = "avx2")]
#[inline]
pub fn set(value: i64) -> __m256i {
    _mm256_set1_epi64x(value)
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn splat(limbs: &Limbs) -> Field {
    limbs!(i => set(i64::from(limbs[i])))
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn from_lanes(lanes: &[Limbs; 4]) -> Field {
    let [a, b, c, d] = lanes;
    limbs!(i => _mm256_set_epi64x(i64::from(d[i]), i64::from(c[i]), i64::from(b[i]), i64::from(a[i])))
}

/// The limbs of each lane; of a reduced number they fit.
#[target_feature(enable = "avx2")]
#[inline]
pub fn to_lanes(a: &Field) -> [Limbs; 4] {
    let mut lanes = [[0; 10]; 4];
    for (i, limb) in a.0.iter().enumerate() {
        let low = _mm256_castsi256_si128(*limb);
        let high = _mm256_extracti128_si256::<1>(*limb);
        lanes[0][i] = _mm_cvtsi128_si64(low) as u32;
        lanes[1][i] = _mm_extract_epi64::<1>(low) as u32;
        lanes[2][i] = _mm_cvtsi128_si64(high) as u32;
        lanes[3][i] = _mm_extract_epi64::<1>(high) as u32;
    }
    lanes
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn add(a: &Field, b: &Field) -> Field {
    limbs!(i => _mm256_add_epi64(a.0[i], b.0[i]))
}

/// a - b for a reduced `b`.
#[target_feature(enable = "avx2")]
#[inline]
pub fn sub(a: &Field, b: &Field) -> Field {
    limbs!(i => _mm256_sub_epi64(_mm256_add_epi64(a.0[i], set(TWICE_P[i])), b.0[i]))
}

/// a - b for loose numbers, reduced.
#[target_feature(enable = "avx2")]
#[inline]
pub fn sub_loose(a: &Field, b: &Field) -> Field {
    carry(&limbs!(i => _mm256_sub_epi64(_mm256_add_epi64(a.0[i], set(2 * TWICE_P[i])), b.0[i])))
}

/// -a for a reduced `a`, reduced.
#[target_feature(enable = "avx2")]
#[inline]
pub fn neg(a: &Field) -> Field {
    carry(&limbs!(i => _mm256_sub_epi64(set(TWICE_P[i]), a.0[i])))
}

/// Move what is beyond a limb's bits into the next one, for limbs below 2^31.
#[target_feature(enable = "avx2")]
#[inline]
pub fn carry(a: &Field) -> Field {
    let over = limbs!(i => shifted(i, a.0[i])).0;
    let rest = limbs!(i => _mm256_and_si256(a.0[i], mask(i)));
    let wrapped = _mm256_mul_epu32(over[9], set(19));
    let sums = limbs!(i => _mm256_add_epi64(rest.0[i], if i == 0 { wrapped } else { over[i - 1] }));
    // Even limbs may have come to 2^26 and a little: once more for them, which their neighbours can take.
    limbs!(i => if i.is_multiple_of(2) {
        _mm256_and_si256(sums.0[i], mask(i))
    } else {
        _mm256_add_epi64(sums.0[i], shifted(i - 1, sums.0[i - 1]))
    })
}

/// What is beyond the bits of limb `i`.
#[target_feature(enable = "avx2")]
#[inline]
fn shifted(i: usize, limb: __m256i) -> __m256i {
    if i.is_multiple_of(2) {
        _mm256_srli_epi64::<26>(limb)
    } else {
        _mm256_srli_epi64::<25>(limb)
    }
}

#[target_feature(enable = "avx2")]
#[inline]
fn mask(i: usize) -> __m256i {
    set(if i.is_multiple_of(2) { MASK_26 } else { MASK_25 })
}

/// Reduce the columns of a product.
#[target_feature(enable = "avx2")]
#[inline]
fn reduce(mut r: [__m256i; 10]) -> Field {
    // Two chains of carries, so that they overlap.
    for (i, j) in [(0, 4), (1, 5), (2, 6), (3, 7), (4, 8)] {
        step(&mut r, i);
        step(&mut r, j);
    }
    let over = _mm256_srli_epi64::<25>(r[9]);
    r[9] = _mm256_and_si256(r[9], set(MASK_25));
    let times_19 = _mm256_add_epi64(
        _mm256_add_epi64(_mm256_slli_epi64::<4>(over), _mm256_slli_epi64::<1>(over)),
        over,
    );
    r[0] = _mm256_add_epi64(r[0], times_19);
    step(&mut r, 0);
    Field(r)
}

#[target_feature(enable = "avx2")]
#[inline]
fn step(r: &mut [__m256i; 10], i: usize) {
    r[i + 1] = _mm256_add_epi64(r[i + 1], shifted(i, r[i]));
    r[i] = _mm256_and_si256(r[i], mask(i));
}

/// Every column of a product with the places of its first factor, written out so that all limbs stay in registers.
macro_rules! columns {
    ($column:ident) => {
        $column!(0: 0 1 2 3 4 5 6 7 8 9);
        $column!(1: 0 1 2 3 4 5 6 7 8 9);
        $column!(2: 0 1 2 3 4 5 6 7 8 9);
        $column!(3: 0 1 2 3 4 5 6 7 8 9);
        $column!(4: 0 1 2 3 4 5 6 7 8 9);
        $column!(5: 0 1 2 3 4 5 6 7 8 9);
        $column!(6: 0 1 2 3 4 5 6 7 8 9);
        $column!(7: 0 1 2 3 4 5 6 7 8 9);
        $column!(8: 0 1 2 3 4 5 6 7 8 9);
        $column!(9: 0 1 2 3 4 5 6 7 8 9);
    };
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn mul(a: &Field, b: &Field) -> Field {
    let nineteen = set(19);
    let b_19 = limbs!(j => _mm256_mul_epu32(b.0[j], nineteen)).0;
    // Two odd places make one bit more than the even place they fall on.
    let twice = limbs!(i => _mm256_add_epi64(a.0[i], a.0[i])).0;
    let mut r = [_mm256_setzero_si256(); 10];
    macro_rules! column {
        ($k:literal: $($i:literal)*) => {
            $({
                let j = (10 + $k - $i) % 10;
                let x = if $i % 2 == 1 && j % 2 == 1 { twice[$i] } else { a.0[$i] };
                let y = if $i <= $k { b.0[j] } else { b_19[j] };
                r[$k] = _mm256_add_epi64(r[$k], _mm256_mul_epu32(x, y));
            })*
        };
    }
    columns!(column);
    reduce(r)
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn square(a: &Field) -> Field {
    let nineteen = set(19);
    let a_19 = limbs!(j => _mm256_mul_epu32(a.0[j], nineteen)).0;
    let twice = limbs!(i => _mm256_add_epi64(a.0[i], a.0[i])).0;
    let four_times = limbs!(i => _mm256_add_epi64(twice[i], twice[i])).0;
    let mut r = [_mm256_setzero_si256(); 10];
    macro_rules! column {
        ($k:literal: $($i:literal)*) => {
            $({
                let (i, j) = ($i as usize, (10 + $k - $i) % 10);
                // Each pair of places once, for both of its orders.
                if i <= j {
                    let x = match (i == j, i % 2 == 1 && j % 2 == 1) {
                        (true, false) => a.0[i],
                        (true, true) | (false, false) => twice[i],
                        (false, true) => four_times[i],
                    };
                    let y = if i + j < 10 { a.0[j] } else { a_19[j] };
                    r[$k] = _mm256_add_epi64(r[$k], _mm256_mul_epu32(x, y));
                }
            })*
        };
    }
    columns!(column);
    reduce(r)
}

/// The same for several numbers, one after the other: the processor overlaps what does not wait for each other.
#[target_feature(enable = "avx2")]
#[inline]
fn square_times<const N: usize>(a: &[Field; N], count: usize) -> [Field; N] {
    let mut result = *a;
    for _ in 0..count {
        for each in &mut result {
            *each = square(each);
        }
    }
    result
}

#[target_feature(enable = "avx2")]
#[inline]
fn mul_each<const N: usize>(a: &[Field; N], b: &[Field; N]) -> [Field; N] {
    let mut result = *a;
    for (each, other) in result.iter_mut().zip(b) {
        *each = mul(each, other);
    }
    result
}

/// a^(2^250 - 1) and a^11.
#[target_feature(enable = "avx2")]
fn power_250<const N: usize>(a: &[Field; N]) -> ([Field; N], [Field; N]) {
    let a2 = square_times(a, 1);
    let a9 = mul_each(&square_times(&a2, 2), a);
    let a11 = mul_each(&a9, &a2);
    let e5 = mul_each(&square_times(&a11, 1), &a9);
    let e10 = mul_each(&square_times(&e5, 5), &e5);
    let e20 = mul_each(&square_times(&e10, 10), &e10);
    let e40 = mul_each(&square_times(&e20, 20), &e20);
    let e50 = mul_each(&square_times(&e40, 10), &e10);
    let e100 = mul_each(&square_times(&e50, 50), &e50);
    let e200 = mul_each(&square_times(&e100, 100), &e100);
    (mul_each(&square_times(&e200, 50), &e50), a11)
}

/// a^((p - 5) / 8).
#[target_feature(enable = "avx2")]
pub fn power_p58<const N: usize>(a: &[Field; N]) -> [Field; N] {
    mul_each(&square_times(&power_250(a).0, 2), a)
}

/// 1 / a, or 0 of 0.
#[target_feature(enable = "avx2")]
pub fn invert(a: &Field) -> Field {
    let ([e250], [a11]) = power_250(&[*a]);
    mul(&square_times(&[e250], 5)[0], &a11)
}

/// The only representative below p of a loose number.
#[target_feature(enable = "avx2")]
#[inline]
pub fn freeze(a: &Field) -> Field {
    let mut r = carry(a).0;
    // Every limb within its bits; what is beyond bit 255 counts 19 fold.  The second round has next to nothing to do.
    for _ in 0..2 {
        for i in 0..9 {
            step(&mut r, i);
        }
        let over = _mm256_srli_epi64::<25>(r[9]);
        r[9] = _mm256_and_si256(r[9], set(MASK_25));
        r[0] = _mm256_add_epi64(r[0], _mm256_mul_epu32(over, set(19)));
    }
    step(&mut r, 0);
    // Below 2^255 now.  One p too much?  Then the number and 19 reach bit 255.
    let mut q = shifted(0, _mm256_add_epi64(r[0], set(19)));
    for (i, limb) in r.iter().enumerate().skip(1) {
        let sum = _mm256_add_epi64(*limb, q);
        q = shifted(i, sum);
    }
    r[0] = _mm256_add_epi64(r[0], _mm256_mul_epu32(q, set(19)));
    for i in 0..9 {
        step(&mut r, i);
    }
    r[9] = _mm256_and_si256(r[9], set(MASK_25));
    Field(r)
}

/// All bits of a lane where the number is zero.
#[target_feature(enable = "avx2")]
#[inline]
pub fn is_zero(a: &Field) -> __m256i {
    let frozen = freeze(a);
    let mut any = frozen.0[0];
    for limb in &frozen.0[1..] {
        any = _mm256_or_si256(any, *limb);
    }
    _mm256_cmpeq_epi64(any, _mm256_setzero_si256())
}

/// All bits of a lane where the number is odd, which is called negative.  Source: RFC 9496 section 4.1.
#[target_feature(enable = "avx2")]
#[inline]
pub fn is_negative(a: &Field) -> __m256i {
    let one = set(1);
    _mm256_cmpeq_epi64(_mm256_and_si256(freeze(a).0[0], one), one)
}

/// `a` where the mask is set, else `b`.
#[target_feature(enable = "avx2")]
#[inline]
pub fn select(mask: __m256i, a: &Field, b: &Field) -> Field {
    limbs!(i => _mm256_blendv_epi8(b.0[i], a.0[i], mask))
}

/// |a|: -a where a is negative.
#[target_feature(enable = "avx2")]
#[inline]
pub fn absolute(a: &Field) -> Field {
    select(is_negative(a), &neg(a), a)
}
