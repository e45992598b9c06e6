//! Four points of the curve at once, in extended coordinates.
//!
//! Formulas: Hisil, Wong, Carter and Dawson, "Twisted Edwards curves revisited" (2008), sections 3.1 and 3.3, for
//! a = -1.  They are complete, so no case is looked for and nothing depends on the points.

use std::arch::x86_64::*;

use super::field::{self, add, mul, select, splat, square, sub, sub_loose, Field, Limbs};

/// (X : Y : Z : T) with x = X/Z, y = Y/Z, xy = T/Z; all coordinates reduced.
#[derive(Clone, Copy)]
pub struct Points {
    pub x: Field,
    pub y: Field,
    pub z: Field,
    pub t: Field,
}

/// What is added to points: (Y + X, Y - X, 2*Z, 2*d*T), reduced.  2*Z is left out where Z is 1.
#[derive(Clone, Copy)]
pub struct Summands {
    pub sum: Field,
    pub difference: Field,
    pub z2: Field,
    pub t2d: Field,
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn identity() -> Points {
    let (zero, one) = (splat(&field::ZERO), splat(&field::ONE));
    Points {
        x: zero,
        y: one,
        z: one,
        t: zero,
    }
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn summands(p: &Points) -> Summands {
    Summands {
        sum: field::carry(&add(&p.y, &p.x)),
        difference: field::carry(&sub(&p.y, &p.x)),
        z2: field::carry(&add(&p.z, &p.z)),
        t2d: mul(&p.t, &splat(&field::D2)),
    }
}

/// The negatives where the mask is set.
#[target_feature(enable = "avx2")]
#[inline]
pub fn negate_where(mask: __m256i, s: &Summands) -> Summands {
    Summands {
        sum: select(mask, &s.difference, &s.sum),
        difference: select(mask, &s.sum, &s.difference),
        z2: s.z2,
        t2d: select(mask, &field::neg(&s.t2d), &s.t2d),
    }
}

#[target_feature(enable = "avx2")]
#[inline]
fn add_with(p: &Points, s: &Summands, zz: &Field) -> Points {
    let a = mul(&sub(&p.y, &p.x), &s.difference);
    let b = mul(&add(&p.y, &p.x), &s.sum);
    let c = mul(&p.t, &s.t2d);
    let e = sub(&b, &a);
    let h = add(&b, &a);
    let f = sub_loose(zz, &c);
    let g = field::carry(&add(zz, &c));
    Points {
        x: mul(&e, &f),
        y: mul(&g, &h),
        z: mul(&f, &g),
        t: mul(&e, &h),
    }
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn plus(p: &Points, s: &Summands) -> Points {
    add_with(p, s, &mul(&p.z, &s.z2))
}

/// The sum with points whose Z is 1, which costs a multiplication less.
#[target_feature(enable = "avx2")]
#[inline]
pub fn plus_affine(p: &Points, s: &Summands) -> Points {
    add_with(p, s, &add(&p.z, &p.z))
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn double(p: &Points) -> Points {
    let a = square(&p.x);
    let b = square(&p.y);
    let c = square(&p.z);
    let h = add(&a, &b);
    let e = sub_loose(&h, &square(&add(&p.x, &p.y)));
    let g = sub(&a, &b);
    let f = field::carry(&add(&add(&c, &c), &g));
    Points {
        x: mul(&e, &f),
        y: mul(&g, &h),
        z: mul(&f, &g),
        t: mul(&e, &h),
    }
}

/// Coordinates of one point, as the tables hold them.
#[derive(Clone, Copy)]
pub struct Coordinates {
    pub x: Limbs,
    pub y: Limbs,
    pub z: Limbs,
    pub t: Limbs,
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn gather(four: &[Coordinates; 4]) -> Points {
    Points {
        x: field::from_lanes(&four.map(|c| c.x)),
        y: field::from_lanes(&four.map(|c| c.y)),
        z: field::from_lanes(&four.map(|c| c.z)),
        t: field::from_lanes(&four.map(|c| c.t)),
    }
}

#[target_feature(enable = "avx2")]
#[inline]
pub fn scatter(p: &Points) -> [Coordinates; 4] {
    let (x, y, z, t) = (
        field::to_lanes(&p.x),
        field::to_lanes(&p.y),
        field::to_lanes(&p.z),
        field::to_lanes(&p.t),
    );
    std::array::from_fn(|i| Coordinates {
        x: x[i],
        y: y[i],
        z: z[i],
        t: t[i],
    })
}
