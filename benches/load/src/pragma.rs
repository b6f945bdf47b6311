//! How every connection of every design is set up: as our engine sets up its own.

/// How long a connection waits for another one that writes.
pub const BUSY: std::time::Duration = std::time::Duration::from_secs(10);

/// How many prepared statements a connection keeps.
pub const STATEMENTS_KEPT: usize = 128;

/// For connections that write, and for those that only read.
pub const EVERY: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA cell_size_check = ON;
    PRAGMA journal_size_limit = 67108864;
";

/// For connections that write, besides.
pub const WRITE: &str = "PRAGMA cache_size = -65536;";

/// For connections that only read, besides.
pub const READ: &str = "PRAGMA query_only = ON;";
