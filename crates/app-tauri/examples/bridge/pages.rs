//! The pages as they were built, under the content policy of the window.

use std::error::Error;
use std::fs;
use std::path::{Component, Path, PathBuf};

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

/// What Tauri is configured with.
const CONFIGURATION: &str = include_str!("../../tauri.conf.json");

/// The built pages.
pub(crate) struct Pages {
    folder: PathBuf,
    policy: HeaderValue,
}

/// A file of them, as HTTP sends it.
pub(crate) type Sent = ([(HeaderName, HeaderValue); 3], Vec<u8>);

impl Pages {
    /// Those in this folder.
    pub(crate) fn within(folder: PathBuf) -> Result<Self, Box<dyn Error>> {
        Ok(Self { folder, policy: policy()?.parse()? })
    }

    /// The file at an address; the one page there is for the root.
    pub(crate) fn find(&self, address: &str) -> Result<Sent, StatusCode> {
        let relative = Path::new(address.trim_start_matches('/'));
        if !relative.components().all(|step| matches!(step, Component::Normal(_))) {
            return Err(StatusCode::NOT_FOUND);
        }
        let relative = if relative.as_os_str().is_empty() { Path::new("index.html") } else { relative };
        let bytes = fs::read(self.folder.join(relative)).map_err(|_| StatusCode::NOT_FOUND)?;
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static(kind(relative))),
            (CONTENT_SECURITY_POLICY, self.policy.clone()),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        Ok((headers, bytes))
    }
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// The window's policy, with the bridge in the place of the IPC.
fn policy() -> Result<String, Box<dyn Error>> {
    let configuration: Value = serde_json::from_str(CONFIGURATION)?;
    let policy = configuration["app"]["security"]["csp"].as_object().ok_or("the window has no content policy")?;
    let directives = policy.iter().map(|(directive, sources)| match directive.as_str() {
        "connect-src" => format!("{directive} 'self'"),
        _ => format!("{directive} {}", sources.as_str().unwrap_or_default()),
    });
    Ok(directives.collect::<Vec<_>>().join("; "))
}
