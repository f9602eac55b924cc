//! Our own fixture documents.
