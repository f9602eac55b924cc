//! Owners: who stands behind several outlets, as the configuration says it.

/// One owner with what is his.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// His name: that of the origin.
    pub name: String,
    /// Sites (`example.org`), outlets by name, agencies by name.
    pub outlets: Vec<String>,
}
