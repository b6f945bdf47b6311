//! The windows: as many as somebody opens, each at an address of its own, over the one workspace that is open.
//!
//! A page that holds something unsaved says so, and its window asks before it closes.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tauri::utils::config::WindowConfig;
use tauri::{
    AppHandle, Emitter, Manager, Monitor, Runtime, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent,
};

use crate::app::App;
use crate::daily::{DAILY, DailyView};
use crate::error::WireError;
use crate::frame::{Frame, Frames};

/// The event that tells every window that another workspace is open than before, or none.
pub const OPENED: &str = "opened";

/// The event that tells a window that somebody wants to close it while its page holds something unsaved.
pub const CLOSING: &str = "closing";

/// The label of the first window; later ones are `main-2`, `main-3` and so on, which the access list covers as well.
pub const FIRST: &str = "main";

/// What the windows are made with.
pub trait Shell: Send + Sync {
    /// Opens another window at this address, beside the one with this label.
    fn open(&self, address: &str, beside: &str) -> tauri::Result<()>;
    /// Closes the window with this label.
    fn close(&self, label: &str) -> tauri::Result<()>;
    /// Tells every window that another workspace is open.
    fn tell_opened(&self) -> tauri::Result<()>;
    /// Tells every window how a backup went that was made by itself.
    fn tell_daily(&self, told: &DailyView) -> tauri::Result<()>;
    /// Notes where a window stood that closes.
    fn note(&self, frame: Frame);
}

/// The windows of the application.
#[derive(Default)]
pub struct Windows {
    shell: Option<Box<dyn Shell>>,
    /// The labels of those whose pages hold something unsaved.
    unsaved: Mutex<BTreeSet<String>>,
}

impl Windows {
    /// Windows that this makes.
    pub fn new(shell: Box<dyn Shell>) -> Self {
        Self { shell: Some(shell), unsaved: Mutex::default() }
    }

    /// Windows of the system. They stand where `frames` says that the last one stood.
    pub fn of_the_system<R: Runtime>(shell: AppHandle<R>, frames: Frames) -> Self {
        Self::new(Box::new(OfTheSystem { shell, frames, number: AtomicU32::new(1) }))
    }

    /// Opens another window at this address, beside the one with this label.
    pub fn open(&self, address: &str, beside: &str) -> Result<(), WireError> {
        self.shell()?.open(address, beside).map_err(|error| not_opened(&error))
    }

    /// Notes whether the page in a window holds something unsaved.
    pub fn guard(&self, label: &str, unsaved: bool) {
        if unsaved {
            self.unsaved().insert(label.to_owned());
        } else {
            self.unsaved().remove(label);
        }
    }

    /// Whether the page in a window holds something unsaved.
    pub fn holds_unsaved(&self, label: &str) -> bool {
        self.unsaved().contains(label)
    }

    /// Closes a window, whatever its page holds.
    pub fn close(&self, label: &str) -> Result<(), WireError> {
        self.guard(label, false);
        self.ask_to_close(label)
    }

    /// Closes a window as its user does: one whose page holds something unsaved asks first.
    pub fn ask_to_close(&self, label: &str) -> Result<(), WireError> {
        self.shell()?.close(label).map_err(|error| not_opened(&error))
    }

    /// Tells every window that another workspace is open than before, or none.
    pub fn tell_opened(&self) {
        if let Some(shell) = &self.shell
            && let Err(error) = shell.tell_opened()
        {
            tracing::warn!(%error, "the windows could not be told which workspace is open");
        }
    }

    /// Tells every window how a backup went that was made by itself.
    pub fn tell_daily(&self, told: &DailyView) {
        if let Some(shell) = &self.shell
            && let Err(error) = shell.tell_daily(told)
        {
            tracing::warn!(%error, "the windows could not be told how the daily backup went; the page of backups shows it");
        }
    }

    /// Notes where a window stood that closes.
    pub fn leaves(&self, frame: Frame) {
        if let Some(shell) = &self.shell {
            shell.note(frame);
        }
    }

    fn shell(&self) -> Result<&dyn Shell, WireError> {
        self.shell.as_deref().ok_or_else(|| not_opened(&"this program shows none"))
    }

    fn unsaved(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_opened(detail: &impl ToString) -> WireError {
    WireError::shell("window.not_opened", &[("detail", &detail.to_string())])
}

/// Makes windows with Tauri.
struct OfTheSystem<R: Runtime> {
    shell: AppHandle<R>,
    frames: Frames,
    /// The number of the last window.
    number: AtomicU32,
}

impl<R: Runtime> Shell for OfTheSystem<R> {
    fn open(&self, address: &str, beside: &str) -> tauri::Result<()> {
        let there = self.shell.get_webview_window(beside).and_then(|window| frame_of(&window.as_ref().window()).ok());
        let number = self.number.fetch_add(1, Ordering::Relaxed) + 1;
        let url = WebviewUrl::App(format!("index.html{address}").into());
        let frame = there.map(Frame::beside).or_else(|| self.frames.read());
        build(&self.shell, &format!("{FIRST}-{number}"), url, frame)
    }

    fn close(&self, label: &str) -> tauri::Result<()> {
        self.shell.get_webview_window(label).map_or(Ok(()), |window| window.close())
    }

    fn tell_opened(&self) -> tauri::Result<()> {
        self.shell.emit(OPENED, ())
    }

    fn tell_daily(&self, told: &DailyView) -> tauri::Result<()> {
        self.shell.emit(DAILY, told)
    }

    fn note(&self, frame: Frame) {
        self.frames.note(frame);
    }
}

/// Opens the first window, where it stood when it was closed last.
pub fn open_first<R: Runtime>(shell: &AppHandle<R>, frames: &Frames) -> tauri::Result<()> {
    build(shell, FIRST, WebviewUrl::default(), frames.read())
}

fn build<R: Runtime>(shell: &AppHandle<R>, label: &str, url: WebviewUrl, frame: Option<Frame>) -> tauri::Result<()> {
    let configured = &shell.config().app.windows[0];
    let configuration = WindowConfig { label: label.to_owned(), url, ..configured.clone() };
    let screens: Vec<_> = shell.available_monitors()?.iter().map(screen).collect();
    let mut builder = WebviewWindowBuilder::from_config(shell, &configuration)?;
    if let Some(frame) = frame {
        builder = builder.inner_size(frame.width, frame.height).maximized(frame.maximized);
        if let Some(Frame { x, y, .. }) = frame.within_reach(&screens) {
            builder = builder.position(x, y);
        }
    }
    // With several windows, each is found by what it shows.
    builder = builder.on_document_title_changed(|window: WebviewWindow<R>, title| {
        if let Err(error) = window.set_title(&title) {
            tracing::warn!(%error, "a window keeps the title it had");
        }
    });
    builder.build()?;
    Ok(())
}

fn screen(monitor: &Monitor) -> Frame {
    let place = monitor.position().to_logical::<f64>(monitor.scale_factor());
    let size = monitor.size().to_logical::<f64>(monitor.scale_factor());
    Frame { x: place.x, y: place.y, width: size.width, height: size.height, maximized: false }
}

fn frame_of<R: Runtime>(window: &Window<R>) -> tauri::Result<Frame> {
    let scale = window.scale_factor()?;
    let place = window.outer_position()?.to_logical::<f64>(scale);
    let size = window.inner_size()?.to_logical::<f64>(scale);
    let maximized = window.is_maximized()?;
    Ok(Frame { x: place.x, y: place.y, width: size.width, height: size.height, maximized })
}

/// What happens to windows: one whose page holds something unsaved asks first; of one that closes it is noted where it stood.
pub fn follow<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let Some(app) = window.try_state::<Arc<App>>() else { return };
    match event {
        WindowEvent::CloseRequested { api, .. } if app.windows.holds_unsaved(window.label()) => {
            api.prevent_close();
            if let Err(error) = window.emit_to(window.label(), CLOSING, ()) {
                // Nobody can be asked, and a window that cannot be closed is worse.
                tracing::warn!(%error, "a window could not ask what becomes of what is unsaved");
                app.windows.guard(window.label(), false);
            }
        }
        WindowEvent::CloseRequested { .. } => match frame_of(window) {
            Ok(frame) => app.windows.leaves(frame),
            Err(error) => tracing::warn!(%error, "it is not known where the window stands"),
        },
        WindowEvent::Destroyed => app.windows.guard(window.label(), false),
        _ => {}
    }
}
