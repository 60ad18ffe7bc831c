//! Tests through the gate.
