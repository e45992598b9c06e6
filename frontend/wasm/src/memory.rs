//! The work area, and how its bytes are read.

use core::mem::size_of;

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use zeroize::Zeroize;

/// Units of the work area: they give it an alignment that does for everything.
type Unit = u128;

/// Bytes of stack that no operation here goes beyond.
const STACK: usize = 32 * 1024;

static mut AREA: Vec<Unit> = Vec::new();

/// Return the work area, made as large as `bytes` if it was smaller; what it held is lost then.
#[no_mangle]
pub unsafe extern "C" fn reserve(bytes: usize) -> *mut u8 {
    let area = &mut *core::ptr::addr_of_mut!(AREA);
    let units = (bytes + size_of::<Unit>() - 1) / size_of::<Unit>();
    if area.len() < units {
        area.zeroize();
        *area = vec![0; units];
    }
    area.as_mut_ptr().cast()
}

#[no_mangle]
pub extern "C" fn point_size() -> usize {
    size_of::<RistrettoPoint>()
}

pub unsafe fn records<'a, const SIZE: usize>(start: *const u8, count: usize) -> &'a [[u8; SIZE]] {
    core::slice::from_raw_parts(start.cast(), count)
}

pub unsafe fn records_mut<'a, const SIZE: usize>(start: *mut u8, count: usize) -> &'a mut [[u8; SIZE]] {
    core::slice::from_raw_parts_mut(start.cast(), count)
}

pub unsafe fn points<'a>(start: *const u8, count: usize) -> &'a [RistrettoPoint] {
    core::slice::from_raw_parts(start.cast(), count)
}

pub unsafe fn points_mut<'a>(start: *mut u8, count: usize) -> &'a mut [RistrettoPoint] {
    core::slice::from_raw_parts_mut(start.cast(), count)
}

/// Read a scalar; the caller's are below the order.
pub fn scalar(record: &[u8; 32]) -> Scalar {
    Scalar::from_bytes_mod_order(*record)
}

/// Wipe what secret operations have left on the stack.
#[inline(never)]
pub fn wipe_stack() {
    let mut used = [0_u8; STACK];
    used.zeroize();
}
