//! A workspace that is served, and somebody who asks as KiCad does.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use partwright_domain::ports::Ports;
use partwright_kicad::{Server, Token};
use partwright_testkit::build;
use serde_json::Value;

/// A server, and the token that opens it.
pub(crate) struct Served {
    pub(crate) server: Server,
    pub(crate) token: Token,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// Ports on a workspace in memory whose categories demand nothing of a release.
pub(crate) fn workspace() -> Ports {
    let (ports, _) = build::workspace();
    build::demand_nothing(&ports);
    ports
}

pub(crate) fn serve(ports: &Ports) -> Served {
    let token = Token::random().expect("a token");
    let server = Server::start(ports.clone(), 0, token.clone()).expect("a server");
    Served { server, token }
}

impl Served {
    pub(crate) fn port(&self) -> u16 {
        self.server.address().port()
    }

    /// Asks as KiCad does, through libcurl.
    pub(crate) fn get(&self, path: &str) -> Answer {
        let (port, token) = (self.port(), self.token.as_str());
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: KiCad/9.0.8\r\nAccept: application/json\r\n\
             Authorization: Token {token}\r\n\r\n"
        ))
    }

    /// Sends a request as it stands here, and reads until its answer is there.
    pub(crate) fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.server.address()).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a deadline");
        // The server is told that nothing more comes, and closes when it has answered.
        let request = request.replacen("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1);
        stream.write_all(request.as_bytes()).expect("a request");
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).expect("an answer");
        parse(&raw)
    }
}

fn parse(raw: &[u8]) -> Answer {
    let end = raw.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("the end of the headers");
    let headers = String::from_utf8_lossy(&raw[..end]).to_lowercase();
    let status = headers.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    let body = &raw[end + 4..];
    let body = if headers.contains("transfer-encoding: chunked") { unchunked(body) } else { body.to_vec() };
    Answer { status, headers, body }
}

/// A body that came in pieces; one that broke off fails the test.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|bytes| bytes == b"\r\n").expect("a piece with its length");
        let length = std::str::from_utf8(&rest[..line]).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let (length, from) = (length.expect("a length"), line + 2);
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&rest[from..from + length]);
        rest = &rest[from + length + 2..];
    }
}
