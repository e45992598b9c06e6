//! Vectors of ristretto255 elements, held decoded.  Encodings that are known already are kept beside them.

use std::sync::OnceLock;

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::traits::{Identity, IsIdentity};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::work::{
    alone, checked_count, chosen_indices, common_length, each_of, item, records, rows_expected, same_length,
    single, slice_indices,
};

/// Elements worth a thread's attention together: for additions (0.2 us) and for encodings (4 us).
const ADDITIONS: usize = 512;
const ENCODINGS: usize = 16;

/// n elements.  Opaque to Python.
#[pyclass(frozen, module = "rembug_native")]
pub struct ElementVector {
    pub points: Vec<RistrettoPoint>,
    /// The canonical encodings of all points, once they were needed.
    encodings: OnceLock<Vec<[u8; 32]>>,
}

impl ElementVector {
    pub fn new(points: Vec<RistrettoPoint>) -> Self {
        Self {
            points,
            encodings: OnceLock::new(),
        }
    }

    pub fn with_encodings(points: Vec<RistrettoPoint>, encodings: Vec<[u8; 32]>) -> Self {
        Self {
            points,
            encodings: OnceLock::from(encodings),
        }
    }

    fn encodings(&self, py: Python<'_>) -> PyResult<&[[u8; 32]]> {
        if let Some(known) = self.encodings.get() {
            return Ok(known);
        }
        let fresh = each_of(py, self.points.len(), ENCODINGS, |i| {
            self.points[i].compress().to_bytes()
        })?;
        Ok(self.encodings.get_or_init(|| fresh))
    }

    fn take(&self, indices: &[usize]) -> Self {
        let points = indices.iter().map(|&index| self.points[index]).collect();
        match self.encodings.get() {
            Some(known) => Self::with_encodings(points, indices.iter().map(|&i| known[i]).collect()),
            None => Self::new(points),
        }
    }
}

#[pymethods]
impl ElementVector {
    fn __len__(&self) -> usize {
        self.points.len()
    }

    fn __repr__(&self) -> String {
        format!("<ElementVector of {}>", self.points.len())
    }
}

/// Elements, or the index of the first record that is none.
#[derive(IntoPyObject)]
pub enum DecodedElements {
    All(ElementVector),
    BadIndex(usize),
}

fn decode(record: &[u8; 32]) -> Option<RistrettoPoint> {
    CompressedRistretto(*record).decompress()
}

#[pyfunction]
pub fn elements_decode(py: Python<'_>, data: &[u8], allow_identity: bool) -> PyResult<DecodedElements> {
    let records = records::<32>(data)?;
    let decoded = each_of(py, records.len(), ENCODINGS, |i| {
        decode(&records[i]).filter(|point| allow_identity || !point.is_identity())
    })?;
    if let Some(index) = decoded.iter().position(Option::is_none) {
        return Ok(DecodedElements::BadIndex(index));
    }
    let points = decoded.into_iter().flatten().collect();
    Ok(DecodedElements::All(ElementVector::with_encodings(
        points,
        records.to_vec(),
    )))
}

#[pyfunction]
pub fn elements_check(py: Python<'_>, candidates: &[u8]) -> PyResult<Vec<bool>> {
    let records = records::<32>(candidates)?;
    each_of(py, records.len(), ENCODINGS, |i| decode(&records[i]).is_some())
}

#[pyfunction]
pub fn elements_hash(py: Python<'_>, uniform: &[u8]) -> PyResult<ElementVector> {
    let records = records::<64>(uniform)?;
    each_of(py, records.len(), ENCODINGS, |i| {
        RistrettoPoint::from_uniform_bytes(&records[i])
    })
    .map(ElementVector::new)
}

#[pyfunction]
pub fn elements_encode<'py>(py: Python<'py>, vector: &ElementVector) -> PyResult<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(py, vector.encodings(py)?.as_flattened()))
}

#[pyfunction]
pub fn elements_repeat(vector: &ElementVector, count: usize) -> PyResult<ElementVector> {
    single(&vector.points)?;
    Ok(vector.take(&vec![0; checked_count(count)?]))
}

#[pyfunction]
pub fn elements_concat(vectors: Vec<PyRef<'_, ElementVector>>) -> PyResult<ElementVector> {
    let length = vectors.iter().map(|v| v.points.len()).sum();
    let mut points = Vec::with_capacity(length);
    let mut encodings = Some(Vec::with_capacity(length));
    for vector in &vectors {
        points.extend_from_slice(&vector.points);
        encodings = match (encodings, vector.encodings.get()) {
            (Some(mut all), Some(known)) => {
                all.extend_from_slice(known);
                Some(all)
            }
            _ => None,
        };
    }
    Ok(match encodings {
        Some(all) => ElementVector::with_encodings(points, all),
        None => ElementVector::new(points),
    })
}

#[pyfunction]
pub fn elements_slice(
    vector: &ElementVector,
    start: isize,
    step: isize,
    count: usize,
) -> PyResult<ElementVector> {
    let indices = slice_indices(vector.points.len(), start, step, count)?;
    Ok(vector.take(&indices))
}

#[pyfunction]
pub fn elements_take(vector: &ElementVector, indices: Vec<isize>) -> PyResult<ElementVector> {
    let indices = chosen_indices(vector.points.len(), &indices)?;
    Ok(vector.take(&indices))
}

/// The rows of `size` elements at the indices `order`.
#[pyfunction]
pub fn elements_take_rows(vector: &ElementVector, order: Vec<isize>, size: usize) -> PyResult<ElementVector> {
    let length = vector.points.len();
    if size == 0 || !length.is_multiple_of(size) {
        return Err(rows_expected(length, size));
    }
    let order = chosen_indices(length / size, &order)?;
    let indices: Vec<usize> = order
        .iter()
        .flat_map(|row| row * size..(row + 1) * size)
        .collect();
    Ok(vector.take(&indices))
}

fn pairwise(
    py: Python<'_>,
    left: &ElementVector,
    right: &ElementVector,
    operation: impl Fn(&RistrettoPoint, &RistrettoPoint) -> RistrettoPoint + Send + Sync,
) -> PyResult<ElementVector> {
    let length = common_length(left.points.len(), right.points.len())?;
    each_of(py, length, ADDITIONS, |i| {
        operation(item(&left.points, i), item(&right.points, i))
    })
    .map(ElementVector::new)
}

#[pyfunction]
pub fn elements_add(py: Python<'_>, left: &ElementVector, right: &ElementVector) -> PyResult<ElementVector> {
    pairwise(py, left, right, |a, b| a + b)
}

#[pyfunction]
pub fn elements_sub(py: Python<'_>, left: &ElementVector, right: &ElementVector) -> PyResult<ElementVector> {
    pairwise(py, left, right, |a, b| a - b)
}

#[pyfunction]
pub fn elements_neg(py: Python<'_>, vector: &ElementVector) -> PyResult<ElementVector> {
    each_of(py, vector.points.len(), ADDITIONS, |i| -vector.points[i]).map(ElementVector::new)
}

#[pyfunction]
pub fn elements_sum(py: Python<'_>, vector: &ElementVector) -> PyResult<ElementVector> {
    alone(py, || {
        let total = vector
            .points
            .iter()
            .fold(RistrettoPoint::identity(), |total, point| total + point);
        ElementVector::new(vec![total])
    })
}

#[pyfunction]
pub fn elements_equal(py: Python<'_>, left: &ElementVector, right: &ElementVector) -> PyResult<bool> {
    same_length(left.points.len(), right.points.len())?;
    alone(py, || left.points == right.points)
}

/// The index of the first identity among the elements, if there is one.
#[pyfunction]
pub fn elements_find_identity(vector: &ElementVector) -> PyResult<Option<usize>> {
    Ok(vector.points.iter().position(|point| point.is_identity()))
}
