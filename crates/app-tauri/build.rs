//! Tells Tauri which commands there are, so that its access list covers them: the one list, read a second time.

/// The list's names, whatever its types.
macro_rules! commands {
    ($($name:ident: $room:ident::$function:ident($request:ty) -> $answer:ty;)*) => {
        const COMMANDS: &[&str] = &[$(stringify!($name)),*];
    };
}
include!("src/commands/list.in");

const PROBES: &[&str] = &["probe_hold", "probe_release", "probe_close", "probe_panic"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let is_probe = std::env::var_os("CARGO_FEATURE_PROBE").is_some();
    let commands: Vec<&'static str> = COMMANDS.iter().chain(PROBES.iter().filter(|_| is_probe)).copied().collect();
    // Tauri's builder asks for a list that lives as long as the program; this one ends in a moment.
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    let capabilities = if is_probe { "./capabilities/**/*.json" } else { "./capabilities/*.json" };
    let attributes = tauri_build::Attributes::new().app_manifest(manifest).capabilities_path_pattern(capabilities);
    tauri_build::try_build(attributes)?;
    Ok(())
}
