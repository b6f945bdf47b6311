//! KiCad's HTTP library over the domain's ports: loopback only, read only.
