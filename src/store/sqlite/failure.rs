//! SQLite's errors as the store's: which kind, with the facts.

use std::path::Path;

use rusqlite::types::Type;
use rusqlite::{Error, ErrorCode};

use crate::store::StoreError;

/// The store's error for one of SQLite.
pub(super) fn store_error(error: &Error, path: &Path) -> StoreError {
    let reason = error.to_string();
    let path = path.to_path_buf();
    match error {
        Error::FromSqlConversionFailure(..)
        | Error::InvalidColumnType(..)
        | Error::IntegralValueOutOfRange(..) => StoreError::Damaged { path, reason },
        _ => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Damaged { path, reason }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly,
            Some(ErrorCode::CannotOpen) => StoreError::Open { path, reason },
            _ => StoreError::Backend(reason),
        },
    }
}

/// A value in a row that is not what we write there.
pub(super) fn unreadable<E>(error: E) -> Error
where
    E: std::error::Error + Send + Sync + 'static,
{
    Error::FromSqlConversionFailure(0, Type::Blob, Box::new(error))
}
