//! What is done with few elements at a time: by four lanes at once where the processor has them, else one by one.
//!
//! Both ways give the same elements and encodings.  The environment variable `REMBUG_LANES=off` keeps to the second.

use curve25519_dalek::constants::{RISTRETTO_BASEPOINT_POINT, RISTRETTO_BASEPOINT_TABLE};
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use pyo3::prelude::*;

#[cfg(target_arch = "x86_64")]
use crate::lanes;
use crate::work::each_of;

/// How many multiplications go together.
pub const LANES: usize = 4;
/// How many encodings or decodings go together.
const EIGHT: usize = 8;

#[cfg(target_arch = "x86_64")]
fn with_lanes() -> bool {
    lanes::available()
}

/// Apply `each` to groups of up to `N` of `length` items, over the cores; it is given the range of a group.
///
/// `batch` is the least number of items that is worth a thread's attention.
pub fn in_groups<T: Send, const N: usize>(
    py: Python<'_>,
    length: usize,
    batch: usize,
    each: impl Fn(std::ops::Range<usize>) -> [T; N] + Send + Sync,
) -> PyResult<Vec<T>> {
    let groups = each_of(py, length.div_ceil(N), batch.div_ceil(N), |group| {
        each(N * group..length.min(N * (group + 1)))
    })?;
    let mut items = groups.into_flattened();
    items.truncate(length);
    Ok(items)
}

/// The last item stands in for lanes that are left over.
fn one_by_one<T, U, const N: usize>(items: &[T], each: impl Fn(&T) -> U) -> [U; N] {
    std::array::from_fn(|lane| each(&items[lane.min(items.len() - 1)]))
}

/// Decode up to eight records; `None` for what is no element's encoding.
pub fn decode(records: &[[u8; 32]]) -> [Option<RistrettoPoint>; EIGHT] {
    #[cfg(target_arch = "x86_64")]
    if with_lanes() {
        return lanes::decode(records);
    }
    one_by_one(records, |record| CompressedRistretto(*record).decompress())
}

/// The encodings of up to eight elements.
pub fn encode(points: &[RistrettoPoint]) -> [[u8; 32]; EIGHT] {
    #[cfg(target_arch = "x86_64")]
    if with_lanes() {
        return lanes::encode(points);
    }
    one_by_one(points, |point| point.compress().to_bytes())
}

/// The multiples of up to four elements by each of some secret scalars, scalar by scalar, in constant time.
pub struct Multipliers {
    #[cfg(target_arch = "x86_64")]
    columns: Vec<lanes::Columns>,
    scalars: Vec<Scalar>,
}

impl Drop for Multipliers {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.scalars);
    }
}

impl Multipliers {
    pub fn new(scalars: Vec<Scalar>) -> Self {
        Self {
            #[cfg(target_arch = "x86_64")]
            columns: scalars.iter().map(lanes::Columns::new).collect(),
            scalars,
        }
    }

    pub fn times(&self, points: &[RistrettoPoint]) -> Vec<[RistrettoPoint; LANES]> {
        #[cfg(target_arch = "x86_64")]
        if with_lanes() {
            return lanes::times_each(points, &self.columns);
        }
        let times = |scalar: &Scalar| one_by_one(points, |point| point * scalar);
        self.scalars.iter().map(times).collect()
    }
}

/// Precomputed multiples of one element.
pub enum Table {
    #[cfg(target_arch = "x86_64")]
    Lanes(lanes::FixedTable),
    Library(Box<RistrettoBasepointTable>),
}

impl Table {
    pub fn new(base: &RistrettoPoint) -> Self {
        #[cfg(target_arch = "x86_64")]
        if with_lanes() {
            return Self::Lanes(lanes::fixed_table(base));
        }
        Self::Library(Box::new(if *base == RISTRETTO_BASEPOINT_POINT {
            // The library has this one already (1 ms otherwise).
            RISTRETTO_BASEPOINT_TABLE.clone()
        } else {
            RistrettoBasepointTable::create(base)
        }))
    }

    /// scalar_i * base for up to four secret scalars, in constant time.
    pub fn times(&self, scalars: &[Scalar]) -> [RistrettoPoint; LANES] {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Lanes(table) => lanes::fixed_times(table, scalars),
            Self::Library(table) => one_by_one(scalars, |scalar| &**table * scalar),
        }
    }
}
