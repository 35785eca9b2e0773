//! The runtime that instrumented crates call.
pub fn s(_probe: u32) {}
