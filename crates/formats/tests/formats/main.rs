//! What `partwright-formats` promises, one file a matter.

mod import;
mod read;
