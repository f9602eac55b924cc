//! SQLite's errors as the store's: which kind, with the facts.

use std::path::Path;

use rusqlite::types::Type;
use rusqlite::{Error, ErrorCode, ffi};

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
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            // The index of the log found no room: SQLite calls that an input or output error.
            _ if extended_code(error) == Some(ffi::SQLITE_IOERR_SHMSIZE) => {
                StoreError::Full { path }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly,
            Some(ErrorCode::CannotOpen) => StoreError::Open { path, reason },
            _ => StoreError::Backend(reason),
        },
    }
}

fn extended_code(error: &Error) -> Option<i32> {
    error.sqlite_error().map(|error| error.extended_code)
}

/// A value in a row that is not what we write there.
pub(super) fn unreadable<E>(error: E) -> Error
where
    E: std::error::Error + Send + Sync + 'static,
{
    Error::FromSqlConversionFailure(0, Type::Blob, Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_room_for_the_index_of_the_log_is_a_full_disk() {
        for (code, full) in [
            (ffi::SQLITE_FULL, true),
            (ffi::SQLITE_IOERR_SHMSIZE, true),
            (ffi::SQLITE_IOERR_FSYNC, false),
        ] {
            let error = Error::SqliteFailure(ffi::Error::new(code), None);
            let told = store_error(&error, Path::new("wirewatch.db"));
            assert_eq!(matches!(told, StoreError::Full { .. }), full, "{code}: {told}");
        }
    }
}
