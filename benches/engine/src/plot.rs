//! Bar charts as SVG, written by hand: they show in light and dark, and diff as text.

const WIDTH: f64 = 900.0;
const LEFT: f64 = 250.0;
const RIGHT: f64 = 90.0;
const TOP: f64 = 74.0;
const BAR: f64 = 13.0;
const GAP: f64 = 12.0;

/// Of the first, the second, the third series; for the group that stands out, and for the others.
const STRONG: [&str; 3] = ["#f4a582", "#d6604d", "#9b1c31"];
const PLAIN: [&str; 3] = ["#9ecae1", "#4292c6", "#08519c"];

const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#222}.title{font-size:17px;font-weight:600}\
    .small{font-size:11px;fill:#666}.paper{fill:#fff}.grid{stroke:#ddd}\
    @media(prefers-color-scheme:dark){text{fill:#ddd}.small{fill:#999}.paper{fill:#16181c}.grid{stroke:#333}}";

/// Bars side by side that belong to one label.
pub(crate) struct Group {
    pub(crate) label: String,
    /// One a series; not a number where there is none.
    pub(crate) values: Vec<f64>,
    pub(crate) stands_out: bool,
}

/// A chart of lying bars.
pub(crate) struct Chart {
    pub(crate) title: &'static str,
    pub(crate) series: Vec<&'static str>,
    pub(crate) groups: Vec<Group>,
    pub(crate) logarithmic: bool,
}

impl Chart {
    /// The picture; `under` stands below it.
    pub(crate) fn draw(&self, under: &str) -> String {
        let mut body = String::new();
        let mut y = TOP;
        for group in &self.groups {
            let values: Vec<_> = group.values.iter().enumerate().filter(|(_, value)| value.is_finite()).collect();
            let middle = y + values.len() as f64 * BAR / 2.0 + 4.0;
            let weight = if group.stands_out { " font-weight=\"600\"" } else { "" };
            text(&mut body, LEFT - 10.0, middle, &format!(" text-anchor=\"end\"{weight}"), &group.label);
            for (series, value) in values {
                let length = self.length(*value);
                let colours = if group.stands_out { STRONG } else { PLAIN };
                let colour = colours[series % colours.len()];
                rectangle(&mut body, (LEFT, y, length, BAR - 2.0), colour);
                text(&mut body, LEFT + length + 6.0, y + BAR - 3.0, " class=\"small\"", &number(*value));
                y += BAR;
            }
            y += GAP;
        }
        let height = y + 30.0;
        let mut head = String::new();
        text(&mut head, 16.0, 28.0, " class=\"title\"", self.title);
        let mut x = LEFT;
        for (series, name) in self.series.iter().enumerate() {
            rectangle(&mut head, (x, 44.0, 11.0, 11.0), PLAIN[series % PLAIN.len()]);
            text(&mut head, x + 17.0, 54.0, "", name);
            x += 40.0 + name.len() as f64 * 7.0;
        }
        for x in self.lines() {
            let end = y - GAP + 4.0;
            head += &format!("<path class=\"grid\" d=\"M{x:.1} {:.1}V{end:.1}\"/>\n", TOP - 6.0);
        }
        text(&mut body, 16.0, height - 12.0, " class=\"small\"", under);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\">\n\
             <title>{}</title>\n<style>{STYLE}</style>\n\
             <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height:.0}\"/>\n{head}{body}</svg>\n",
            escaped(self.title)
        )
    }

    /// How long the bar of a value is.
    fn length(&self, value: f64) -> f64 {
        let (first, last) = self.range();
        let share = if self.logarithmic { (value / first).log10() / (last / first).log10() } else { value / last };
        (WIDTH - LEFT - RIGHT) * share.clamp(0.0, 1.0)
    }

    /// The values at both ends of the scale.
    fn range(&self) -> (f64, f64) {
        let values = || self.groups.iter().flat_map(|group| &group.values).copied().filter(|value| value.is_finite());
        let most = values().fold(f64::MIN_POSITIVE, f64::max);
        if !self.logarithmic {
            return (0.0, most);
        }
        let least = values().filter(|value| *value > 0.0).fold(most, f64::min);
        let first = 10_f64.powf(least.log10().floor());
        (first, most.max(first * 10.0))
    }

    /// Where lines stand: at every power of ten, or at quarters.
    fn lines(&self) -> Vec<f64> {
        let (first, last) = self.range();
        if !self.logarithmic {
            return (0..=4).map(|quarter| LEFT + (WIDTH - LEFT - RIGHT) * f64::from(quarter) / 4.0).collect();
        }
        let powers = std::iter::successors(Some(first), |value| Some(value * 10.0));
        powers.take_while(|value| *value <= last).map(|value| LEFT + self.length(value)).collect()
    }
}

fn rectangle(to: &mut String, (x, y, width, height): (f64, f64, f64, f64), colour: &str) {
    *to += &format!(
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"1.5\" fill=\"{colour}\"/>\n"
    );
}

fn text(to: &mut String, x: f64, y: f64, attributes: &str, words: &str) {
    *to += &format!("<text x=\"{x:.1}\" y=\"{y:.1}\"{attributes}>{}</text>\n", escaped(words));
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Three digits are enough; thousands apart.
fn number(value: f64) -> String {
    if value < 10.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}
