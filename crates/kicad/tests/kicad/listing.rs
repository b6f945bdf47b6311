//! Long lists: piece by piece, whatever happens in between.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use partwright_domain::category::Codes;
use partwright_kicad::write_listing;
use partwright_testkit::build;
use serde_json::Value;

use crate::served::{serve, workspace};

/// More than two pages.
const MANY: usize = 1_100;

#[test]
fn a_list_of_many_pages_is_one_answer_with_every_part_once() {
    let ports = workspace();
    let made: Vec<_> = (0..MANY).map(|_| build::part("EL-RES").value("1k").released().add_to(&ports)).collect();
    let served = serve(&ports);
    let answer = served.get("/v1/parts/category/EL-RES.json");
    assert!(answer.headers.contains("transfer-encoding: chunked"), "{}", answer.headers);
    let listed = answer.json();
    let listed: Vec<_> = listed.as_array().expect("a list").iter().map(|part| part["id"].clone()).collect();
    let wanted: Vec<_> = made.iter().map(|built| Value::String(built.part.number.to_string())).collect();
    assert_eq!(listed, wanted);

    let mut written = Vec::new();
    let codes = Codes::parse("EL-RES").expect("codes");
    write_listing(Arc::clone(&ports.store), &codes, &mut written).expect("a list");
    assert_eq!(written, answer.body, "with and without a server");
}

#[test]
fn a_server_stops_in_the_middle_of_an_answer() {
    let ports = workspace();
    for _ in 0..MANY {
        build::part("EL-RES").described(&"long ".repeat(700)).released().add_to(&ports);
    }
    let served = serve(&ports);
    let mut stream = TcpStream::connect(served.server.address()).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a deadline");
    let (port, token) = (served.port(), served.token.as_str());
    let request = format!(
        "GET /v1/parts/category/EL-RES.json HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Token {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("a request");
    let mut begun = [0; 1000];
    stream.read_exact(&mut begun).expect("the beginning of an answer");
    served.server.stop();
    let mut rest = Vec::new();
    // Cut off or reset: what comes is no whole answer, and KiCad says so.
    match stream.read_to_end(&mut rest) {
        Ok(_) => assert!(!rest.ends_with(b"0\r\n\r\n"), "an answer that was cut off does not look whole"),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "nobody is left waiting"),
    }
}

#[test]
fn a_list_of_a_category_that_is_not_there_is_not_begun() {
    let ports = workspace();
    build::part("EL-RES").released().add_to(&ports);
    let unknown = Codes::parse("EL-ZZZ").expect("codes");
    let mut written = Vec::new();
    let refusal = write_listing(Arc::clone(&ports.store), &unknown, &mut written).expect_err("no such category");
    assert_eq!((refusal.code(), written.len()), ("category.not_found", 0));
}
