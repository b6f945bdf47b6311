//! What `partwright-formats` promises, one file a matter.

mod read;
