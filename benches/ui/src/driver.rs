//! A session with the real window: a page that scripts run in, through `WebKitWebDriver`'s own protocol.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use measure::Failure;
use serde_json::{Value, json};

/// No answer of a page may take longer.
const PATIENCE: Duration = Duration::from_secs(300);

/// A window that was opened by the driver; it is closed when this value goes.
pub(crate) struct Session {
    driver: String,
    id: String,
}

impl Session {
    /// Starts the program with these words.
    pub(crate) fn start(driver: &str, program: &Path, words: &[&str]) -> Result<Self, Failure> {
        // No name of a browser: the driver takes any then, and ours has one it does not know.
        let options = json!({ "binary": program, "args": words });
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": options,
            "timeouts": { "script": PATIENCE.as_millis() as u64 },
        } } });
        let answer = ask(driver, "POST", "/session", Some(&wanted))?;
        let id = answer["sessionId"].as_str().ok_or("the driver answered no session")?.to_owned();
        Ok(Self { driver: driver.to_owned(), id })
    }

    /// Runs a script in the page and waits for what it hands to its last argument.
    pub(crate) fn run(&self, script: &str, argument: &Value) -> Result<Value, Failure> {
        let script = format!(
            "const [given, done] = arguments;
             (async () => {{ {script} }})().then(done, (reason) => done({{ failure: `${{reason}} ${{reason?.stack ?? ''}}` }}));"
        );
        let answer = self.ask("POST", "/execute/async", Some(&json!({ "script": script, "args": [argument] })))?;
        match answer["failure"].as_str() {
            Some(failure) => Err(format!("in the page: {failure}").into()),
            None => Ok(answer),
        }
    }

    /// Types into an element, as a person would.
    pub(crate) fn type_into(&self, selector: &str, text: &str) -> Result<(), Failure> {
        let found = self.ask("POST", "/element", Some(&json!({ "using": "css selector", "value": selector })))?;
        let element = found.as_object().and_then(|found| found.values().next()).and_then(Value::as_str);
        let element = element.ok_or_else(|| format!("there is no {selector}"))?;
        self.ask("POST", &format!("/element/{element}/value"), Some(&json!({ "text": text })))?;
        Ok(())
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        ask(&self.driver, method, &format!("/session/{}{path}", self.id), body)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Err(error) = self.ask("DELETE", "", None) {
            eprintln!("the window could not be closed: {error}");
        }
    }
}

/// One request on a connection of its own.
fn ask(driver: &str, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
    let host = driver.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8(answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("the driver did not answer")?;
    let mut answer: Value = serde_json::from_str(body).map_err(|error| format!("{error} in {body}"))?;
    if head.split_whitespace().nth(1) != Some("200") {
        return Err(format!("the driver refused {method} {path}: {}", answer["value"]["message"]).into());
    }
    Ok(answer["value"].take())
}
