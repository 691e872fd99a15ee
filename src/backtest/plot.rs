//! The plot: how much of what editors took stands how far up the lists, as configured and by date.
//!
//! One SVG without scripts or fonts of its own: colours for light and dark, two lines that differ in
//! stroke too, a title and a description for those who do not see it.

use std::fmt::Write as _;

use super::Backtest;
use super::round::{Fate, Place};

/// Most places that are drawn.
const DEEPEST: usize = 100;
/// The field of the lines: left, top, width, height.
const FIELD: (f64, f64, f64, f64) = (56.0, 64.0, 560.0, 240.0);

/// The plot as an SVG document.
pub fn svg(backtest: &Backtest) -> String {
    let curves = Curves::of(backtest);
    let (left, top, width, height) = FIELD;
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 368\" role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"640\" height=\"368\"/>\n\
         <text class=\"head\" x=\"{left}\" y=\"28\">{}</text>\n",
        curves.title(),
        curves.description(),
        curves.title(),
    );
    for percent in [0, 25, 50, 75, 100] {
        let y = top + height * (1.0 - f64::from(percent) / 100.0);
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{left}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\"/>\
             <text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{percent} %</text>",
            left + width,
            left - 8.0,
            y + 4.0
        );
    }
    for place in curves.ticks() {
        let x = curves.x(place);
        let y = top + height + 20.0;
        let _ = writeln!(out, "<text class=\"tick\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{place}</text>");
    }
    let _ = writeln!(
        out,
        "<text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">entries from the top of a section</text>",
        left + width / 2.0,
        top + height + 42.0
    );
    for (class, name, curve, x) in
        [("dates", "newest first", &curves.by_date, left + 190.0), ("ours", "as configured", &curves.listed, left)]
    {
        let _ = write!(
            out,
            "<path class=\"{class}\" d=\"{}\"/>\n<line class=\"{class}\" x1=\"{x}\" y1=\"46\" x2=\"{}\" y2=\"46\"/>\
             <text class=\"tick\" x=\"{}\" y=\"50\">{name}</text>\n",
            curves.path(curve),
            x + 28.0,
            x + 36.0
        );
    }
    out.push_str("</svg>\n");
    out
}

const STYLE: &str = "text{font-family:system-ui,sans-serif;fill:#1f2328}.head{font-size:16px;font-weight:600}\
.tick{font-size:12px;fill:#57606a}.ground{fill:#fff}.grid{stroke:#d0d7de}.ours,.dates{fill:none;stroke-width:2.5}\
.ours{stroke:#0969da}.dates{stroke:#9a6700;stroke-dasharray:6 4}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.tick{fill:#9da7b1}.ground{fill:#0d1117}.grid{stroke:#30363d}\
.ours{stroke:#58a6ff}.dates{stroke:#d29922}}";

/// How many links stand at each place or above.
struct Curves {
    recorded: usize,
    issues: usize,
    listed: Vec<usize>,
    by_date: Vec<usize>,
}

impl Curves {
    fn of(backtest: &Backtest) -> Curves {
        let fates = backtest.rounds.iter().flat_map(|round| &round.published).map(|link| &link.fate);
        let mut places: (Vec<Place>, Vec<Place>) = Default::default();
        for fate in fates {
            if let Fate::Recorded { place, by_date, .. } = fate {
                places.0.extend(place);
                places.1.extend(by_date);
            }
        }
        let deepest = places.0.iter().chain(&places.1).map(|place| place.number).max().unwrap_or(1).min(DEEPEST);
        let curve = |places: &[Place]| {
            (1..=deepest).map(|depth| places.iter().filter(|place| place.number <= depth).count()).collect()
        };
        Curves {
            recorded: backtest.total.recorded,
            issues: backtest.rounds.len(),
            listed: curve(&places.0),
            by_date: curve(&places.1),
        }
    }

    fn title(&self) -> String {
        format!("What editors took, by its place in the list ({} links, {} issues)", self.recorded, self.issues)
    }

    fn description(&self) -> String {
        let at = |depth: usize, curve: &[usize]| self.share(curve.get(depth - 1).copied().unwrap_or_default());
        let depths = [1, 3, 5, 10, 20, 50].into_iter().filter(|depth| *depth <= self.listed.len());
        let told: Vec<String> = depths
            .map(|depth| {
                let (ours, dates) = (at(depth, &self.listed) * 100.0, at(depth, &self.by_date) * 100.0);
                format!("{depth}: {ours:.0} % as configured, {dates:.0} % newest first")
            })
            .collect();
        format!("The share of the links that stand among the first entries of their section. {}.", told.join("; "))
    }

    fn share(&self, links: usize) -> f64 {
        if self.recorded == 0 { 0.0 } else { links as f64 / self.recorded as f64 }
    }

    fn x(&self, place: usize) -> f64 {
        let (left, _, width, _) = FIELD;
        left + width * (place as f64 / self.listed.len().max(1) as f64)
    }

    fn path(&self, curve: &[usize]) -> String {
        let (left, top, _, height) = FIELD;
        let mut path = format!("M{left:.1} {:.1}", top + height);
        for (index, links) in curve.iter().enumerate() {
            let _ = write!(path, "L{:.1} {:.1}", self.x(index + 1), top + height * (1.0 - self.share(*links)));
        }
        path
    }

    /// About ten places to name, evenly spaced.
    fn ticks(&self) -> impl Iterator<Item = usize> + use<> {
        let step = self.listed.len().div_ceil(10).max(1);
        (step..=self.listed.len()).step_by(step)
    }
}
