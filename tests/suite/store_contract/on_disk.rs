//! What only a file can show: other processes, damage, migrations, modes, sudden ends.

use super::*;
