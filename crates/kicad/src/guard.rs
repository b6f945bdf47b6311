//! Who is let in: whoever asks this machine by its own name, only reads, and has the token.

use axum::http::{HeaderMap, Method, StatusCode, header};

use crate::token::Token;

/// Why a request is refused, in the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It was meant for another host. A page on the web that gives its own name our address is found out by this.
    ForeignHost,
    /// It would do something else than read.
    NotGet,
    /// It has no token, or another one.
    NoToken,
}

impl Refusal {
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::ForeignHost => StatusCode::FORBIDDEN,
            Self::NotGet => StatusCode::METHOD_NOT_ALLOWED,
            Self::NoToken => StatusCode::UNAUTHORIZED,
        }
    }

    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::ForeignHost => "This server answers only to 127.0.0.1 and localhost.",
            Self::NotGet => "This library is only read; use GET.",
            Self::NoToken => "The token is missing or not the right one; save the library file again.",
        }
    }
}

/// Looks at a request before anything else does.
pub(crate) fn check(method: &Method, headers: &HeaderMap, port: u16, token: &Token) -> Result<(), Refusal> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (host, another) = (hosts.next(), hosts.next());
    let is_ours = |host: &[u8]| {
        [format!("127.0.0.1:{port}"), format!("localhost:{port}")].iter().any(|our| our.as_bytes() == host)
    };
    if another.is_some() || !host.is_some_and(|host| is_ours(host.as_bytes())) {
        return Err(Refusal::ForeignHost);
    }
    if method != Method::GET {
        return Err(Refusal::NotGet);
    }
    let presented = headers.get(header::AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Token "));
    if presented.is_some_and(|presented| token.is(presented)) { Ok(()) } else { Err(Refusal::NoToken) }
}
