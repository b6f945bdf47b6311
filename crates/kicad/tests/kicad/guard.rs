//! Who is let in.

use std::net::{IpAddr, Ipv4Addr, TcpListener};

use partwright_domain::kicad::KicadError;
use partwright_kicad::{Server, Token};
use partwright_testkit::build;

use crate::served::{Answer, Served, serve, workspace};

fn served() -> Served {
    let ports = workspace();
    build::part("EL-RES").released().add_to(&ports);
    serve(&ports)
}

fn ask(served: &Served, method: &str, host: &str, headers: &str) -> Answer {
    served.send(&format!("{method} /v1/categories.json HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n"))
}

#[test]
fn without_the_token_there_is_no_answer() {
    let served = served();
    let (host, token) = (format!("127.0.0.1:{}", served.port()), served.token.as_str());
    let another = Token::random().expect("a token");
    let (shorter, longer) = (&token[1..], format!("{token}x"));
    for authorization in [
        String::new(),
        "Authorization: Token \r\n".to_owned(),
        "Authorization: Token\r\n".to_owned(),
        format!("Authorization: {token}\r\n"),
        format!("Authorization: Bearer {token}\r\n"),
        format!("Authorization: Token {shorter}\r\n"),
        format!("Authorization: Token {longer}\r\n"),
        format!("Authorization: Token {}\r\n", token.to_lowercase()),
        format!("Authorization: Token {}\r\n", another.as_str()),
    ] {
        let answer = ask(&served, "GET", &host, &authorization);
        assert_eq!(answer.status, 401, "{authorization}");
        let body = String::from_utf8(answer.body).expect("text");
        assert!(!body.contains("EL-RES") && !body.contains(token), "{body}");
    }
    let activity = served.server.activity();
    assert_eq!((activity.answered, activity.refused, activity.last), (0, 9, None));
}

#[test]
fn nothing_but_get_is_allowed() {
    let served = served();
    let (host, token) = (format!("127.0.0.1:{}", served.port()), served.token.as_str());
    let headers = format!("Authorization: Token {token}\r\nContent-Length: 0\r\n");
    for method in ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"] {
        assert_eq!(ask(&served, method, &host, &headers).status, 405, "{method}");
    }
}

#[test]
fn a_page_that_gives_its_own_name_our_address_is_refused() {
    let served = served();
    let (port, token) = (served.port(), served.token.as_str());
    let headers = format!("Authorization: Token {token}\r\nOrigin: http://attacker.example\r\n");
    for host in [
        "attacker.example".to_owned(),
        format!("attacker.example:{port}"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
        format!("127.0.0.1:{port}@attacker.example"),
        String::new(),
    ] {
        let answer = ask(&served, "GET", &host, &headers);
        assert!([400, 403].contains(&answer.status), "{host}: {answer:?}");
    }
    let ours = format!("127.0.0.1:{port}");
    let twice = format!("{headers}Host: attacker.example\r\n");
    assert!([400, 403].contains(&ask(&served, "GET", &ours, &twice).status), "two hosts");
    for host in [ours, format!("localhost:{port}")] {
        let answer = ask(&served, "GET", &host, &headers);
        assert_eq!(answer.status, 200, "{host}");
        assert!(!answer.headers.contains("access-control"), "no other page may read it: {}", answer.headers);
    }
}

#[test]
fn it_is_on_loopback_and_nowhere_else() {
    let served = served();
    assert_eq!(served.server.address().ip(), IpAddr::V4(Ipv4Addr::LOCALHOST));
}

#[test]
fn a_stopped_server_leaves_its_port_and_a_taken_port_is_said() {
    let (served, ports) = (served(), workspace());
    let port = served.port();
    let taken = Server::start(ports.clone(), port, served.token.clone()).expect_err("a port that is taken");
    assert_eq!(taken, KicadError::PortTaken { port });
    served.server.stop();
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("a port that is free");
    let again = Server::start(ports, port, Token::random().expect("a token")).expect("a port that is free");
    assert_eq!(again.address().port(), port);
}

#[test]
fn what_was_asked_is_counted_with_who_asked() {
    let served = served();
    assert_eq!(served.get("/v1/").status, 200);
    assert_eq!(served.get("/v1/nothing").status, 404);
    assert_eq!(served.get("/v1/categories.json").status, 200);
    let activity = served.server.activity();
    assert_eq!((activity.answered, activity.refused), (2, 1));
    assert_eq!(activity.client.as_deref(), Some("KiCad/9.0.8"));
    assert!(activity.last.is_some());
}

#[test]
fn a_token_is_shown_by_nothing_that_writes_into_a_log() {
    let served = served();
    let token = served.token.as_str();
    assert_eq!(token.len(), 43, "32 bytes");
    assert!(!format!("{:?}", served.token).contains(token));
    assert!(!format!("{:?}", served.server).contains(token));
}
