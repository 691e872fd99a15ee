//! The `schedule` kind: the XML programme of a conference (Pentabarf, frab, pretalx; FOSDEM's
//! `/schedule/xml`). The conference is one event; with `talks`, those of its talks instead.
//!
//! [`reader`] streams the file, which may have a thousand talks, and stops where no more is needed.
//! Here its words become items. Older files have no time zone and no addresses of talks; the call for
//! papers is in none.

mod reader;

use std::path::PathBuf;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan as _};
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::settings::{Place as Source, YearlyUrl, http_address, url_or_path};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, charset, html, prose_facts};
use crate::model::dates::When;
use crate::model::exchange::{About, Ask, HttpRequest, Response};
use crate::model::item::{Details, Event, Item};
use crate::model::link::Link;
use crate::model::place::Place;
use crate::model::text;
use reader::{Schedule, Talk, Words};

/// Settings of a `schedule` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConferenceSchedule {
    /// The address. `{year}` (2027) or `{yy}` (27) in it: this year's and the next one's are asked, and
    /// one that is not there yet is passed over.
    pub url: Option<YearlyUrl>,
    /// A local file instead of `url`.
    pub path: Option<PathBuf>,
    /// The conference's own page, for files that do not name it; with the year where `url` has it.
    pub base: Option<YearlyUrl>,
    /// Talks with any of these texts in their titles, instead of the conference as a whole.
    #[serde(default)]
    pub talks: Vec<String>,
    /// The time zone of files that do not name theirs; the newsletter's by default.
    pub timezone: Option<String>,
}

impl Documented for ConferenceSchedule {
    const VERIFIED: &'static str = "Twenty real files of FOSDEM; source of frab and pretalx";
    const CANNOT: &'static str = "Calls for papers: they are in no such file";
}

impl Collector for ConferenceSchedule {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = url_or_path(self.url.is_some(), self.path.is_some());
        let is_yearly = |url: &Option<YearlyUrl>| url.as_ref().is_some_and(YearlyUrl::is_yearly);
        if is_yearly(&self.base) && !is_yearly(&self.url) {
            problems.push(("base", "a year in `base` needs one in `url`".to_owned()));
        }
        if let Some(name) = self.timezone.as_ref().filter(|name| TimeZone::get(name).is_err()) {
            problems.push(("timezone", format!("{name:?} is no time zone; write a name such as Europe/Brussels")));
        }
        problems
    }

    fn start(&self, context: &Context) -> Vec<Ask> {
        match &self.url {
            Some(url) => url.asks(context.today, HttpRequest::get),
            None => Source { url: None, path: self.path.as_ref() }.ask(HttpRequest::get),
        }
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let text = charset::decode(response).text;
        let words: Vec<String> = self.talks.iter().map(|word| word.to_lowercase()).collect();
        let schedule = reader::read(
            &text,
            |title| {
                let title = title.to_lowercase();
                words.iter().any(|word| title.contains(word))
            },
            !words.is_empty(),
        )?;
        let mut page = Page::default();
        page.warnings.extend(schedule.damage.clone().map(Warning));
        if words.is_empty() {
            let home = self.home(&response.ask.about);
            page.items.extend(self.conference(&schedule, home, context, &mut page.warnings));
        } else {
            let clock = self.clock(&schedule, context, &mut page.warnings);
            for talk in &schedule.talks {
                match self.talk(talk, &schedule, &clock, context) {
                    Ok(item) => page.items.push(item),
                    Err(reason) => page.warnings.push(Warning(reason)),
                }
            }
        }
        Ok(page)
    }

    fn address(&self) -> Option<Url> {
        self.url.as_ref()?.fixed()
    }

    fn is_own(&self, link: &Link) -> Option<bool> {
        let is_whole = self.talks.is_empty();
        self.base.as_ref().filter(|_| is_whole).map(|base| base.leads_to(link))
    }
}

/// How the hours of a file are meant.
struct Clock {
    zone: TimeZone,
    /// Talks before this hour belong to the night after the day that they are listed under.
    day_change: Time,
}

impl ConferenceSchedule {
    /// The conference's own page, that of the edition which the answer is about.
    fn home(&self, about: &About) -> Option<Url> {
        let year = if let About::Edition(year) = about { *year } else { 0 };
        self.base.as_ref()?.of(year)
    }

    /// The conference as one event.
    fn conference(
        &self,
        schedule: &Schedule,
        home: Option<Url>,
        context: &Context,
        warnings: &mut Vec<Warning>,
    ) -> Option<Item> {
        let title = schedule.title();
        let when = |name: &str| schedule.conference.get(name).and_then(|day| prose_facts::when(day, None));
        let Some(start) = when("start") else {
            warnings.push(Warning(format!("“{title}” has no start date and was left out")));
            return None;
        };
        let mut event = Event::starting(start);
        event.end = when("end").filter(|end| end.day() >= start.day());
        event.timezone = schedule.timezone();
        event.place = place(&schedule.conference, None);
        let mut item = Item::new(Details::Event(event), title, &context.source, context.today);
        let own = schedule.conference.get("base_url").or_else(|| schedule.conference.get("url"));
        let link = home.map(String::from).or_else(|| own.cloned());
        item.linked(link.as_deref().unwrap_or_default());
        item.uid = schedule.conference.get("acronym").and_then(|acronym| text::name(acronym));
        Some(item)
    }

    /// The clock of the file; a word where its zone is only assumed.
    fn clock(&self, schedule: &Schedule, context: &Context, warnings: &mut Vec<Warning>) -> Clock {
        let named = schedule.timezone().or_else(|| self.timezone.clone()).and_then(|name| TimeZone::get(&name).ok());
        if named.is_none() && schedule.talks.iter().any(|talk| !talk.words.contains_key("date")) {
            let zone = context.timezone.iana_name().unwrap_or("the newsletter's");
            let hint =
                format!("the file names no time zone; its hours are taken as {zone} (set `timezone` to change that)");
            warnings.push(Warning(hint));
        }
        let day_change = schedule.conference.get("day_change").and_then(|time| time.parse().ok());
        Clock {
            zone: named.unwrap_or_else(|| context.timezone.clone()),
            day_change: day_change.unwrap_or(Time::midnight()),
        }
    }

    /// A talk as an event, or why there is none.
    fn talk(&self, talk: &Talk, schedule: &Schedule, clock: &Clock, context: &Context) -> Result<Item, String> {
        let title = talk.words.get("title").map(|title| text::title(title)).unwrap_or_default();
        let start = talk.start(clock).ok_or_else(|| format!("“{title}” has no time and was left out"))?;
        let mut event = Event::starting(start);
        event.end = talk.end(start);
        event.timezone = schedule.timezone();
        event.place = place(&schedule.conference, talk.words.get("room"));
        let mut item = Item::new(Details::Event(event), title, &context.source, context.today);
        item.linked(talk.words.get("url").and_then(|url| http_address(url)).as_deref().unwrap_or_default());
        item.uid = talk.id.as_deref().and_then(text::name);
        item.summary =
            ["abstract", "description"].iter().find_map(|name| text::summary(&html::to_text(talk.words.get(*name)?)));
        item.authors = talk.persons.iter().filter_map(|person| text::name(person)).collect();
        item.language = talk.words.get("language").and_then(|language| text::name(language));
        item.tags = talk.words.get("track").and_then(|track| text::name(track)).into_iter().collect();
        Ok(item)
    }
}

impl Schedule {
    fn title(&self) -> String {
        self.conference.get("title").map(|title| text::title(title)).unwrap_or_default()
    }

    /// The IANA name of the file's time zone.
    fn timezone(&self) -> Option<String> {
        self.conference.get("time_zone_name").filter(|name| TimeZone::get(name).is_ok()).cloned()
    }
}

impl Talk {
    /// Its own date-time (since 2025 at FOSDEM, always with pretalx), else its hour on its day.
    fn start(&self, clock: &Clock) -> Option<When> {
        if let Some(moment) = self.words.get("date").and_then(|date| prose_facts::when(date, Some(&clock.zone))) {
            return Some(moment);
        }
        let day: Date = self.day.as_deref()?.parse().ok()?;
        let time: Time = self.words.get("start")?.parse().ok()?;
        let day = if time < clock.day_change { day.checked_add(1.day()).ok()? } else { day };
        let zoned = day.to_datetime(time).to_zoned(clock.zone.clone()).ok()?;
        Some(When::Moment { local: zoned.datetime(), offset: zoned.offset() })
    }

    /// Its start and its duration (`HH:MM`).
    fn end(&self, start: When) -> Option<When> {
        let When::Moment { local, offset } = start else { return None };
        let (hours, minutes) = self.words.get("duration")?.split_once(':')?;
        let minutes = hours.parse::<i64>().ok()?.checked_mul(60)?.checked_add(minutes.parse().ok()?)?;
        let length = Some(minutes).filter(|minutes| (0..100_000).contains(minutes));
        let local = local.checked_add(SignedDuration::try_from_mins(length?)?).ok()?;
        Some(When::Moment { local, offset })
    }
}

/// Room and building, and the city.
fn place(conference: &Words, room: Option<&String>) -> Option<Place> {
    let venue: Vec<&str> = [room, conference.get("venue")].into_iter().flatten().map(String::as_str).collect();
    let place = Place {
        venue: text::name(&venue.join(", ")),
        city: conference.get("city").and_then(|city| text::name(city)),
        country: None,
    };
    Some(place).filter(|place| *place != Place::default())
}
