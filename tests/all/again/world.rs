//! What the sources offer, and a newsletter that reads them: two feeds and a calendar as local files.

use proptest::prelude::*;

use crate::support::{Newsletter, Said, copy};

/// The sections that list items, in the order of the configuration. "late" begins empty, so it is left out.
pub const SECTIONS: [&str; 4] = ["news", "late", "talks", "events"];
/// Their headings.
pub const HEADINGS: [&str; 4] = ["📰 News", "Late", "Talks", "Events & more"];
const EVENTS: usize = 3;
const TALKS: usize = 2;
/// Items that the first draft has, by section.
const AT_FIRST: [usize; 4] = [5, 0, 4, 4];

pub const ISSUE: &str = "issues/2026-11-24.md";
pub const RECORD: &str = "issues/.record/2026-11-24.jsonl";
pub const BASE: &str = "issues/.record/2026-11-24.base.md";

/// A thing that a source offers, or once did.
#[derive(Clone, Debug)]
pub struct Offer {
    pub section: usize,
    /// How often its title was changed.
    pub version: usize,
    /// How often its date was changed; of events only.
    pub moves: usize,
    pub is_offered: bool,
}

/// What happens at the sources between two runs. Numbers choose, modulo what there is.
#[derive(Clone, Debug)]
pub enum News {
    /// Something new in a section.
    New(usize),
    /// The title of a thing changes.
    Retitled(usize),
    /// An event gets another date.
    Postponed(usize),
    /// A source stops offering a thing.
    Gone(usize),
}

pub fn news() -> impl Strategy<Value = News> {
    prop_oneof![
        5 => (0..4usize).prop_map(News::New),
        3 => any::<u16>().prop_map(|number| News::Retitled(number.into())),
        1 => any::<u16>().prop_map(|number| News::Postponed(number.into())),
        1 => any::<u16>().prop_map(|number| News::Gone(number.into())),
    ]
}

pub struct World {
    pub newsletter: Newsletter,
    pub offers: Vec<Offer>,
}

impl World {
    /// The issue was drafted for the first time.
    pub fn begun() -> World {
        let mut world = World { newsletter: Newsletter::with(&sources()), offers: Vec::new() };
        for (section, count) in AT_FIRST.iter().enumerate() {
            (0..*count).for_each(|_| world.happens(&News::New(section)));
        }
        world.serve();
        let said = world.draft();
        assert_eq!(said.code, 0, "{}", said.err);
        world
    }

    /// Another one, just like this.
    pub fn copy(&self) -> World {
        let newsletter = Newsletter::with("");
        copy(&self.newsletter.path(""), &newsletter.path(""));
        World { newsletter, offers: self.offers.clone() }
    }

    pub fn draft(&self) -> Said {
        self.newsletter.run(&["--offline", "draft", "--today", "2026-11-20", "--date", "2026-11-24"])
    }

    pub fn happens(&mut self, news: &News) {
        match news {
            News::New(section) => self.offers.push(Offer { section: *section, version: 0, moves: 0, is_offered: true }),
            News::Retitled(number) => self.chosen(*number).version += 1,
            News::Postponed(number) => {
                let offer = self.chosen(*number);
                offer.moves += usize::from(offer.section == EVENTS);
            }
            News::Gone(number) => self.chosen(*number).is_offered = false,
        }
    }

    fn chosen(&mut self, number: usize) -> &mut Offer {
        let at = number % self.offers.len();
        &mut self.offers[at]
    }

    /// Writes what the sources answer.
    pub fn serve(&self) {
        for (section, name) in SECTIONS.iter().enumerate() {
            let offers =
                self.offers.iter().enumerate().filter(|(_, offer)| offer.section == section && offer.is_offered);
            if section == EVENTS {
                let events: String = offers.map(|(id, offer)| event(id, offer)).collect();
                self.newsletter.write(
                    &format!("{name}.ics"),
                    &format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{events}END:VCALENDAR\r\n"),
                );
            } else {
                let items: String = offers.map(|(id, offer)| article(id, offer)).collect();
                self.newsletter.write(&format!("{name}.xml"), &format!("<rss version=\"2.0\"><channel><title>{name}</title><link>https://{name}.example/</link>\n{items}</channel></rss>\n"));
            }
        }
    }

    /// The lines of a thing's entry as its template writes them, without line endings.
    pub fn entry(&self, id: usize) -> Vec<String> {
        let offer = &self.offers[id];
        let linked = format!("- [{}]({})", title(id, offer), url(id, offer.section));
        match offer.section {
            EVENTS => vec![format!("{linked} on {}", day(id, offer))],
            TALKS => vec![linked, format!("  What {} is about.", words(id))],
            _ => vec![linked],
        }
    }
}

/// The address of a thing: known before it exists.
pub fn url(id: usize, section: usize) -> String {
    format!("https://{}.example/thing-{id}", SECTIONS[section])
}

/// The thing that an address belongs to.
pub fn thing(line: &str) -> Option<usize> {
    let rest = line.split_once(".example/thing-")?.1;
    rest.split(|next: char| !next.is_ascii_digit()).next()?.parse().ok()
}

/// Words that no other thing has.
fn words(id: usize) -> String {
    const FIRST: [&str; 13] = [
        "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "islet", "jetty", "knoll", "ledge",
        "marsh",
    ];
    const SECOND: [&str; 11] =
        ["anvil", "bellows", "chisel", "drill", "etching", "file", "gimlet", "hammer", "iron", "jig", "kiln"];
    format!("{} {} {}", FIRST[id % 13], SECOND[id % 11], FIRST[(id / 13 + id) % 13])
}

fn title(id: usize, offer: &Offer) -> String {
    let revised = "again ".repeat(offer.version);
    format!("{} {revised}{id}", words(id))
}

fn day(id: usize, offer: &Offer) -> String {
    format!("2027-01-{:02}", 1 + (id * 5 + offer.moves * 3) % 28)
}

fn article(id: usize, offer: &Offer) -> String {
    let date = format!("{:02} Nov 2026 10:00:00 +0000", 1 + (id * 7) % 18);
    format!(
        "<item><title>{}</title><link>{}</link><pubDate>{date}</pubDate><description>What {} is about.</description></item>\n",
        title(id, offer),
        url(id, offer.section),
        words(id)
    )
}

fn event(id: usize, offer: &Offer) -> String {
    let day = day(id, offer).replace('-', "");
    format!(
        "BEGIN:VEVENT\r\nUID:{id}@x\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;VALUE=DATE:{day}\r\nSUMMARY:{}\r\nURL:{}\r\nEND:VEVENT\r\n",
        title(id, offer),
        url(id, offer.section)
    )
}

fn sources() -> String {
    let mut text = "[newsletter]\ntitle = \"Again\"\n".to_owned();
    for (name, heading) in SECTIONS.iter().zip(HEADINGS) {
        let (takes, entry) = match *name {
            "events" => ("event", "- [{{ title }}]({{ url }}) on {{ start }}"),
            "talks" => ("article", "- [{{ title }}]({{ url }})\\n  {{ summary }}"),
            _ => ("article", "- [{{ title }}]({{ url }})"),
        };
        let (kind, ending) = if *name == "events" { ("calendar", "ics") } else { ("feed", "xml") };
        text += &format!(
            "\n[[section]]\nname = \"{name}\"\nheading = \"{heading}\"\ntakes = \"{takes}\"\nentry = \"{entry}\"\n"
        );
        text += &format!(
            "\n[[source]]\nname = \"{name}\"\nkind = \"{kind}\"\npath = \"{name}.{ending}\"\nsection = \"{name}\"\n"
        );
    }
    text + "\n[[section]]\nname = \"about\"\nheading = \"About\"\ntakes = \"text\"\ntext = \"Written by [people](https://people.example/).\"\n"
}
