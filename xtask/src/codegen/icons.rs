//! The icons of every system, drawn from the one mark that the page shows too.

use std::{fs, path::Path};

use crate::{
    failure::{Failure, Result, While},
    project::Project,
    setup,
};

const MARK: &str = "ui/public/partwright.svg";

/// The sizes that desktops look for; the first of them in `tauri.conf.json` is the window's own.
const SIZES: &str = "16,32,48,64,128,256,512";

/// Icons that hold several sizes: for Windows and for macOS.
const COLLECTIONS: [&str; 2] = ["icon.ico", "icon.icns"];

/// Draws them all into a folder that is not there yet.
pub(super) fn draw(project: &Project, folder: &Path) -> Result {
    setup::node_packages(project)?;
    let all = folder.with_extension("all");
    icons(project, &all, &[])?;
    icons(project, folder, &["--png", SIZES])?;
    for name in COLLECTIONS {
        let icon = fs::read(all.join(name)).while_doing(|| format!("read {name}"))?;
        // Tauri puts the sizes of this one in another order each time.
        let icon = if name.ends_with("icns") { in_order(&icon)? } else { icon };
        fs::write(folder.join(name), icon).while_doing(|| format!("write {name}"))?;
    }
    Ok(())
}

fn icons(project: &Project, folder: &Path, options: &[&str]) -> Result {
    let mut command = project.tauri();
    command.args(["icon", MARK]).args(options).arg("--output").arg(folder);
    let output = command.output().while_doing(|| "start node".into())?;
    if output.status.success() {
        return Ok(());
    }
    Err(Failure(format!("Tauri could not draw {MARK}: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

/// The same icon of macOS with its images by their kind: four letters and the whole, then for each image four letters,
/// its length with these eight bytes, and itself.
fn in_order(icon: &[u8]) -> Result<Vec<u8>> {
    const HEAD: usize = 8;
    let strange = || Failure("the icon of macOS is not made as expected".into());
    let (head, mut rest) = icon.split_at_checked(HEAD).ok_or_else(strange)?;
    let mut images = Vec::new();
    while !rest.is_empty() {
        let length = rest.get(4..HEAD).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
        let length = length.and_then(|length| usize::try_from(length).ok()).filter(|length| *length >= HEAD);
        let (image, after) = length.and_then(|length| rest.split_at_checked(length)).ok_or_else(strange)?;
        images.push(image);
        rest = after;
    }
    images.sort_unstable();
    Ok([&[head], &images[..]].concat().concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_images_of_an_icon_are_put_in_order_and_nothing_is_lost() {
        let image =
            |kind: &str, length: u8, content: &str| [kind.as_bytes(), &[0, 0, 0, length], content.as_bytes()].concat();
        let (small, large) = (image("ic04", 13, "small"), image("ic10", 14, "larger"));
        let head = *b"icns\0\0\0\x23";
        let one = [&head[..], &large, &small].concat();
        let other = [&head[..], &small, &large].concat();
        assert_eq!(in_order(&one).unwrap(), other);
        assert_eq!(in_order(&other).unwrap(), other);
        assert!(in_order(&one[..20]).is_err());
        assert!(in_order(b"icns").is_err());
    }
}
