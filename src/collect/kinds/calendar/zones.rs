//! Time zones: what a local time means. A name is looked up as an IANA name (also behind a vendor's
//! prefix), then in the file's own VTIMEZONE (see `vtimezone`), then as a Windows name.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

use super::document::{Component, TimezoneComponent};
use super::lines::Property;
use super::values;
use super::vtimezone::Changes;
use super::windows;
use super::work::Work;
use crate::model::dates::When;

/// A time zone.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The IANA name, where it has one.
    name: Option<Arc<str>>,
    rules: Rules,
}

#[derive(Clone, Debug)]
enum Rules {
    Known(TimeZone),
    Defined(Arc<Changes>),
}

impl Zone {
    /// UTC.
    pub fn utc() -> Zone {
        Zone::known(TimeZone::UTC)
    }

    /// A zone of the time-zone database (or one that the newsletter is set to).
    pub fn known(zone: TimeZone) -> Zone {
        Zone { name: zone.iana_name().map(Arc::from), rules: Rules::Known(zone) }
    }

    /// The moment that the clocks of the zone show as `local`. A time that the clocks skip is meant
    /// with the offset before the change, a time that they show twice is the first (RFC 5545,
    /// 3.3.5). None beyond the years that can be represented.
    pub fn moment(&self, local: DateTime) -> Option<When> {
        let timestamp = match &self.rules {
            Rules::Known(zone) => zone.to_ambiguous_timestamp(local).compatible().ok()?,
            Rules::Defined(changes) => changes.offset_of_local(local).to_timestamp(local).ok()?,
        };
        Some(self.at(timestamp))
    }

    /// An instant as the clocks of the zone show it, with its offset.
    pub fn at(&self, timestamp: Timestamp) -> When {
        let offset = self.offset_at(timestamp);
        When::Moment { local: offset.to_datetime(timestamp), offset }
    }

    /// What the clocks of the zone show at an instant.
    pub fn clocks_at(&self, timestamp: Timestamp) -> DateTime {
        self.offset_at(timestamp).to_datetime(timestamp)
    }

    fn offset_at(&self, timestamp: Timestamp) -> Offset {
        match &self.rules {
            Rules::Known(zone) => zone.to_offset(timestamp),
            Rules::Defined(changes) => changes.offset_at(timestamp),
        }
    }

    /// The IANA name. A zone that the file defines under a Windows name has the name of the zone
    /// that this stands for, if that shows the same time at `when`.
    pub fn name(&self, when: When) -> Option<&str> {
        let name = self.name.as_deref()?;
        if let (Rules::Defined(_), Some(timestamp)) = (&self.rules, when.timestamp()) {
            let known = TimeZone::get(name).ok()?;
            return (When::in_zone(timestamp, &known) == when).then_some(name);
        }
        Some(name)
    }
}

/// The zones that the names of one file stand for.
#[derive(Debug)]
pub struct Zones<'a> {
    /// What the file defines, by TZID.
    definitions: HashMap<Cow<'a, str>, Vec<&'a TimezoneComponent<'a>>>,
    /// For each calendar of the file, the zone of times that name none.
    floating: Vec<Zone>,
    /// The last year for which zones are expanded.
    last_year: i16,
    found: RefCell<BTreeMap<(usize, String), Option<Zone>>>,
    work: RefCell<Work>,
}

impl<'a> Zones<'a> {
    /// The zones of a file. `newsletter` is the zone of floating times in a calendar that names
    /// none of its own (X-WR-TIMEZONE), `last` the last day that matters.
    pub fn of(
        calendars: &[Component<'_>],
        definitions: &'a [TimezoneComponent<'a>],
        newsletter: &TimeZone,
        last: Date,
    ) -> Zones<'a> {
        let mut by_name: HashMap<_, Vec<_>> = HashMap::new();
        for definition in definitions {
            if let Some(name) = definition.head.first("TZID") {
                by_name.entry(values::text(name.value.trim())).or_default().push(definition);
            }
        }
        let mut zones = Zones {
            definitions: by_name,
            floating: Vec::new(),
            last_year: last.year().saturating_add(2),
            found: RefCell::default(),
            work: RefCell::new(Work::of_a_file()),
        };
        zones.floating = (calendars.iter().enumerate())
            .map(|(index, calendar)| {
                let own = calendar.first("X-WR-TIMEZONE").and_then(|zone| zones.named(index, zone.value));
                own.unwrap_or_else(|| Zone::known(newsletter.clone()))
            })
            .collect();
        zones
    }

    /// The zone of times in `calendar` that name none.
    pub fn floating(&self, calendar: usize) -> Zone {
        self.floating.get(calendar).cloned().unwrap_or_else(Zone::utc)
    }

    /// The zone that a property names with TZID: none where it names none, an error with the name
    /// where nothing explains it.
    pub fn of_property(&self, property: &Property<'_>, calendar: usize) -> Result<Option<Zone>, String> {
        let Some(name) = property.parameter("TZID").filter(|name| !name.trim().is_empty()) else { return Ok(None) };
        self.named(calendar, &name).map(Some).ok_or_else(|| name.trim().to_owned())
    }

    fn named(&self, calendar: usize, name: &str) -> Option<Zone> {
        let name = values::text(name.trim());
        let key = (calendar, name.clone().into_owned());
        if let Some(found) = self.found.borrow().get(&key) {
            return found.clone();
        }
        let zone = iana(&name).map(Zone::known).or_else(|| self.defined(calendar, &name)).or_else(|| by_windows(&name));
        self.found.borrow_mut().insert(key, zone.clone());
        zone
    }

    /// The zone that a VTIMEZONE of the file defines: of the same calendar if it has one.
    fn defined(&self, calendar: usize, name: &str) -> Option<Zone> {
        let named = self.definitions.get(name)?;
        let of_calendar = named.iter().find(|definition| definition.head.calendar == calendar);
        let definition = of_calendar.or(named.first())?;
        let location = definition.head.first("X-LIC-LOCATION").and_then(|location| iana(location.value.trim()));
        location.map(Zone::known).or_else(|| {
            let changes = Changes::of(definition, self.last_year, &mut self.work.borrow_mut())?;
            Some(Zone { name: windows::iana_name(name).map(Arc::from), rules: Rules::Defined(Arc::new(changes)) })
        })
    }
}

/// The zone of an IANA name, also behind a vendor's prefix (`/mozilla.org/20070129_1/Europe/Berlin`).
fn iana(name: &str) -> Option<TimeZone> {
    if !name.starts_with('/') && !name.contains("://") {
        return database(name);
    }
    // The longest ending that is a name: zones have one to three parts.
    let starts: Vec<usize> = name.rmatch_indices('/').map(|(at, _)| at + 1).take(3).collect();
    starts.into_iter().rev().filter_map(|at| name.get(at..)).find_map(database)
}

/// A zone of the database. Names that stand for the settings of the machine are none.
fn database(name: &str) -> Option<TimeZone> {
    let of_the_machine = ["localtime", "local", "posixrules"].iter().any(|other| name.eq_ignore_ascii_case(other));
    let plain = name.len() <= 64 && name.is_ascii() && !of_the_machine;
    TimeZone::get(Some(name).filter(|_| plain)?).ok().filter(|zone| !zone.is_unknown())
}

fn by_windows(name: &str) -> Option<Zone> {
    windows::iana_name(name).and_then(iana).map(Zone::known)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;
    use crate::collect::kinds::calendar::document::Document;
    use crate::collect::kinds::calendar::lines::Text;
    use crate::collect::kinds::calendar::notes::Notes;

    /// A part of a VTIMEZONE: label, start, from, to, rule.
    type Part<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

    fn with_zone(parts: &[Part<'_>], check: impl FnOnce(&Zone)) {
        let mut file = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Own\n".to_owned();
        for (label, start, from, to, rule) in parts {
            file += &format!(
                "BEGIN:{label}\nDTSTART:{start}\nTZOFFSETFROM:{from}\nTZOFFSETTO:{to}\nRRULE:{rule}\nEND:{label}\n"
            );
        }
        let text = Text::read(file.as_bytes(), None);
        let document = Document::read(&text, &mut Notes::default());
        let zones = Zones::of(&document.calendars, &document.timezones, &TimeZone::UTC, date(2030, 1, 1));
        check(&zones.named(0, "Own").unwrap());
    }

    /// Compares every quarter of an hour of three years.
    fn assert_same(zone: &Zone, name: &str) {
        let known = Zone::known(TimeZone::get(name).unwrap());
        let mut local = date(2025, 1, 1).at(0, 0, 0, 0);
        while local.year() < 2028 {
            assert_eq!(zone.moment(local), known.moment(local), "{name} {local}");
            local = local.checked_add(15.minutes()).unwrap();
        }
    }

    #[test]
    fn a_definition_shows_the_same_time_as_the_database() {
        let spring = ("DAYLIGHT", "19810329T020000", "+0100", "+0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU");
        let autumn = ("STANDARD", "19961027T030000", "+0200", "+0100", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
        with_zone(&[spring, autumn], |zone| assert_same(zone, "Europe/Berlin"));
    }

    #[test]
    fn labels_are_not_trusted() {
        // Dublin's standard time is in summer, its "daylight saving" in winter.
        let spring = ("STANDARD", "19700329T010000", "+0000", "+0100", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU");
        let autumn = ("DAYLIGHT", "19701025T020000", "+0100", "+0000", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
        with_zone(&[autumn, spring], |zone| assert_same(zone, "Europe/Dublin"));
    }

    #[test]
    fn rules_that_ended_are_followed_by_those_that_began() {
        // The zone that Outlook writes for New York: from 1601, without an end.
        let autumn = ("STANDARD", "16010101T020000", "-0400", "-0500", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11");
        let spring = ("DAYLIGHT", "16010101T020000", "-0500", "-0400", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3");
        let ended =
            ("DAYLIGHT", "19870405T020000", "-0500", "-0400", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=4;UNTIL=20060402T070000Z");
        with_zone(&[autumn, spring, ended], |zone| assert_same(zone, "America/New_York"));
    }

    #[test]
    fn names_of_the_machine_and_paths_are_no_zones() {
        for name in ["localtime", "Local", "posixrules", "../../etc/passwd", "/etc/localtime", "", "/", "Etc/Unknown"] {
            assert!(iana(name).is_none(), "{name}");
        }
        for name in
            ["/mozilla.org/20070129_1/Europe/Berlin", "/a/America/Argentina/Buenos_Aires", "tzone://Microsoft/Utc"]
        {
            assert!(iana(name).is_some(), "{name}");
        }
    }
}
