//! Eeschema on a virtual display: the chooser shows our categories and parts, one is placed and saved.

use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use super::home::Home;
use crate::{
    display::Display,
    failure::{Failure, Result, While},
    process::{self, Heard, Running},
    project::Project,
    terminal::say,
};

/// How long KiCad may take for one step on a slow machine.
const PATIENCE: Duration = Duration::from_secs(240);
/// How often it is looked whether a step is done.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How many looks in a row must be the same until nothing moves.
const STILL: u32 = 12;

/// The picture for the documentation.
const PICTURE: &str = "docs/pictures/kicad-chooser.png";

/// The part that is placed, found by the number of its maker.
const SEARCHED: &str = "RC0402FR-0710KL";
const PLACED: &str = "EL-RES-100000";

/// What must stand in the schematic then.
const FIELDS: [(&str, &str); 6] = [
    ("Reference", "R1"),
    ("Value", "10k"),
    ("Footprint", "Resistor_SMD:R_0402_1005Metric"),
    ("Part number", PLACED),
    ("MPN", SEARCHED),
    ("Manufacturer", "Yageo"),
];

pub(crate) fn place_a_part(project: &Project, home: &Home) -> Result {
    let mut build = project.cargo();
    build.args(["build", "--quiet", "-p", "partwright-kicad", "--example", "demo_library"]);
    process::must(build)?;
    let mut library = project.command(project.target().join("debug/examples/demo_library"));
    library.arg(home.library());
    let mut scene = Scene { library: Running::start(library)?, display: Display::start()?, requests: Vec::new() };
    scene.until("our library is served", |_| home.library().join("Partwright.kicad_httplib").exists())?;

    let mut eeschema = home.program("eeschema");
    eeschema.arg(home.schematic());
    scene.display.lend_to(&mut eeschema);
    let _eeschema = Running::start(eeschema)?;
    let outcome = scene.play(project, home);
    if outcome.is_err() {
        let picture = home.picture("failed.png");
        scene.display.picture(&picture)?;
        say(&format!("What was on the display is in {}.", picture.display()));
    }
    outcome?;
    scene.display.end();
    check(home)
}

/// The display, and the server with all it was asked so far.
struct Scene {
    library: Running,
    display: Display,
    requests: Vec<String>,
}

impl Scene {
    fn play(&mut self, project: &Project, home: &Home) -> Result {
        let look = home.picture("look.png");
        // The title names the project once it is loaded, and with it the library; the window is there before.
        self.until("the schematic editor has the project", |scene| scene.sees("^try .*Schematic Editor"))?;
        self.still(&look)?;
        // A click into the sheet gives it the keyboard; there is no window manager that would.
        self.act(&["mousemove", "700", "300", "click", "1"])?;
        let mut looks = 0;
        self.until("the chooser opens", |scene| {
            // Again after some seconds: a key that comes before the editor is ready is lost, and one too many is typed into
            // the chooser, where it is overwritten below.
            looks += 1;
            scene.sees("Choose Symbol") || (looks % 24 == 1 && scene.presses("a"))
        })?;
        self.until("KiCad asks for the categories", |scene| scene.was_asked("/v1/categories.json"))?;
        self.until("KiCad asks for the parts", |scene| scene.was_asked("/v1/parts/category/EL-XTL.json"))?;
        self.still(&look)?;
        self.act(&["key", "ctrl+a"])?;
        self.act(&["type", "--delay", "80", SEARCHED])?;
        let details = format!("/v1/parts/{PLACED}.json");
        self.until("the part is found by its maker's number", |scene| scene.was_asked(&details))?;
        let picture = project.root().join(PICTURE);
        self.still(&look)?;
        fs::copy(&look, &picture).while_doing(|| format!("write {}", picture.display()))?;
        self.act(&["key", "Return"])?;
        self.until("the chooser closes", |scene| !scene.sees("Choose Symbol"))?;
        // The symbol hangs on the pointer before the click, and stands in the sheet after it.
        self.act(&["mousemove", "650", "300", "mousemove_relative", "1", "1"])?;
        self.still(&look)?;
        self.act(&["click", "1"])?;
        self.still(&look)?;
        self.act(&["key", "--delay", "400", "Escape", "Escape", "ctrl+s"])?;
        self.until("the schematic is saved with the part", |_| {
            fs::read_to_string(home.schematic()).is_ok_and(|text| text.contains("(lib_id \"Partwright:"))
        })?;
        self.display.picture(&home.picture("placed.png"))?;
        say(&format!(
            "KiCad asked {} times; the last: {}",
            self.requests.len(),
            self.requests.last().map_or("", |it| it)
        ));
        Ok(())
    }

    /// Waits until nothing moves any more, and leaves a picture of that. KiCad tells nobody when it has drawn what it read.
    fn still(&mut self, look: &Path) -> Result {
        let (mut last, mut alike) = (Vec::new(), 0);
        self.until("nothing moves any more", |scene| {
            let Ok(now) = scene.display.picture(look).and_then(|()| fs::read(look).while_doing(|| "read".to_owned()))
            else {
                return false;
            };
            alike = if now == last { alike + 1 } else { 0 };
            last = now;
            alike >= STILL
        })
    }

    /// Looks again and again until it is so, and hears what the server says meanwhile.
    fn until(&mut self, what: &str, mut is_so: impl FnMut(&Self) -> bool) -> Result {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if is_so(self) {
                say(&format!("  {what}."));
                return Ok(());
            }
            match self.library.hear(LOOK_EVERY) {
                // Whoever else asks is not KiCad.
                Heard::Line(line) if line.contains("was asked") && line.contains("KiCad/") => self.requests.push(line),
                Heard::Line(_) | Heard::Nothing => {}
                Heard::Ended { .. } => return Err(Failure("our library ended by itself".into())),
            }
        }
        Err(Failure(format!("it was waited in vain until {what}")))
    }

    fn was_asked(&self, path: &str) -> bool {
        let (path, status) = (format!("path=\"{path}\""), "status=200");
        self.requests.iter().any(|request| request.contains(&path) && request.contains(status))
    }

    /// Whether there is a window with this in its title.
    fn sees(&self, title: &str) -> bool {
        process::ask(self.xdotool(&["search", "--onlyvisible", "--name", title])).is_some_and(|found| !found.is_empty())
    }

    /// Presses a key that may have been too early; it is no answer.
    fn presses(&self, key: &str) -> bool {
        process::ask(self.xdotool(&["key", key])).is_some_and(|_| false)
    }

    fn act(&self, arguments: &[&str]) -> Result {
        process::must(self.xdotool(arguments))
    }

    fn xdotool(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("xdotool");
        command.args(arguments);
        self.display.lend_to(&mut command);
        command
    }
}

/// The symbol of the saved schematic has our number and our fields.
fn check(home: &Home) -> Result {
    let path = home.schematic();
    let text = fs::read_to_string(&path).while_doing(|| format!("read {}", path.display()))?;
    // Before it stand copies of the library's symbols.
    let placed = format!("(lib_id \"Partwright:{PLACED}\")");
    let (_, symbol) = text.split_once(&placed).ok_or_else(|| Failure(format!("{placed} is not in the schematic")))?;
    for (name, value) in FIELDS {
        let field = format!("(property \"{name}\" \"{value}\"");
        if !symbol.contains(&field) {
            return Err(Failure(format!("{field} … is not in the schematic")));
        }
        say(&format!("  {name}: {value}"));
    }
    Ok(())
}
