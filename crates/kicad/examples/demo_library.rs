//! A workspace of a few released parts, served to KiCad: what `cargo xtask try-kicad` shows to the real one.
//!
//! `demo_library FOLDER` makes the workspace and the library file in this folder, serves at a free port until it is ended,
//! and writes each request on its standard error.

use std::env;
use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use partwright_domain::ports::Ports;
use partwright_kicad::{EXTENSION, LibraryFile, Server, Token};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build;

fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).init();
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("usage: demo_library FOLDER")?);
    let store = SqliteStore::open(&folder.join("demo.partwright"), Settings::default())?;
    let ports = build::ports_on(Arc::new(store));
    build::open(&ports);
    build::demand_nothing(&ports);
    fill(&ports);

    let token = Token::random()?;
    let server = Server::start(ports, 0, token.clone())?;
    let file = LibraryFile { name: "Partwright".to_owned(), port: server.address().port(), token };
    file.write(&folder.join(format!("Partwright.{EXTENSION}")))?;
    loop {
        // Until somebody ends the process; the server is on a thread of its own.
        thread::park();
    }
}

/// Parts of several categories, in every state; those with a symbol of their own, and some without one.
fn fill(ports: &Ports) {
    for (value, mpn) in [("10k", "RC0402FR-0710KL"), ("4k7", "RC0402FR-074K7L"), ("100", "RC0402FR-07100RL")] {
        build::part("EL-RES")
            .named(&format!("{value} 1 % 0402"))
            .value(value)
            .footprint("Resistor_SMD:R_0402_1005Metric")
            .mpn("Yageo", mpn)
            .released()
            .add_to(ports);
    }
    build::part("EL-CAP")
        .named("100 nF 16 V X7R 0402")
        .value("100nF")
        .footprint("Capacitor_SMD:C_0402_1005Metric")
        .mpn("Murata", "GRM155R71C104KA88D")
        .released()
        .add_to(ports);
    build::part("EL-DIO")
        .named("LED green 0603")
        .property("Symbol", "Device:LED")
        .footprint("LED_SMD:LED_0603_1608Metric")
        .mpn("Würth", "150060GS75000")
        .released()
        .add_to(ports);
    build::part("EL-TRA").named("a transistor without a symbol").mpn("Nexperia", "BC847").released().add_to(ports);
    build::part("EL-RES").named("a draft").value("22k").add_to(ports);
}
