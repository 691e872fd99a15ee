//! Word lists of the reader: what headings are called, what job titles and link labels consist of.
//!
//! All in lower case. Words of alphabets match as whole words, East Asian ones anywhere.

use crate::model::issue::EntryType;

/// Words of section headings, by what the section lists.
const HEADINGS: [(EntryType, &[&str], &[&str]); 3] = [
    (
        EntryType::Job,
        &[
            "job",
            "jobs",
            "career",
            "careers",
            "hiring",
            "vacancy",
            "vacancies",
            "openings",
            "positions",
            "empleo",
            "empleos",
            "trabajo",
            "trabajos",
            "vacante",
            "vacantes",
            "lavoro",
            "lavori",
            "posizioni",
            "stellen",
            "stellenangebote",
            "stellenanzeigen",
            "emploi",
            "emplois",
            "postes",
            "vagas",
            "emprego",
            "empregos",
        ],
        &["求人", "採用", "招聘", "职位", "職位", "工作机会", "工作機會", "ジョブ", "キャリア"],
    ),
    (
        EntryType::Article,
        &[
            "news",
            "icymi",
            "icmyi",
            "article",
            "articles",
            "blog",
            "blogs",
            "posts",
            "links",
            "reads",
            "reading",
            "podcasts",
            "noticias",
            "artículos",
            "articulos",
            "enlaces",
            "novedades",
            "notizie",
            "articoli",
            "novità",
            "nachrichten",
            "neuigkeiten",
            "artikel",
            "actualités",
            "nouvelles",
            "notícias",
            "artigos",
        ],
        &["新闻", "新聞", "文章", "ニュース", "記事", "资讯", "資訊"],
    ),
    (
        EntryType::Event,
        &[
            "conference",
            "conferences",
            "event",
            "events",
            "cfp",
            "cfps",
            "meetup",
            "meetups",
            "webinars",
            "calendar",
            "summits",
            "workshops",
            "hackathons",
            "conferencia",
            "conferencias",
            "evento",
            "eventos",
            "convocatoria",
            "convocatorias",
            "congresos",
            "encuentros",
            "conferenza",
            "conferenze",
            "eventi",
            "incontri",
            "veranstaltungen",
            "konferenzen",
            "termine",
            "conférences",
            "événements",
            "évènements",
            "conferências",
        ],
        &["会议", "會議", "会議", "活动", "活動", "征稿", "徵稿", "カンファレンス", "イベント", "論文募集"],
    ),
];

/// Phrases of section headings.
const PHRASES: [(EntryType, &str); 5] = [
    (EntryType::Event, "call for papers"),
    (EntryType::Event, "call for proposals"),
    (EntryType::Event, "call for speakers"),
    (EntryType::Event, "community call"),
    (EntryType::Article, "in case you missed"),
];

/// The types that a heading names, without doubles, in the order of [`HEADINGS`].
pub(super) fn heading_types(heading: &str) -> Vec<EntryType> {
    let lower = heading.to_lowercase();
    let is_word = |word: &&str| words(&lower).any(|found| found == *word);
    let named = |entry_type| PHRASES.iter().any(|(named, phrase)| *named == entry_type && lower.contains(phrase));
    HEADINGS
        .iter()
        .filter(|(entry_type, alphabetic, east_asian)| {
            alphabetic.iter().any(is_word) || east_asian.iter().any(|word| lower.contains(word)) || named(*entry_type)
        })
        .map(|(entry_type, ..)| *entry_type)
        .collect()
}

/// Words that make a phrase the name of a position.
const JOB_WORDS: &[&str] = &[
    "manager",
    "mgr",
    "engineer",
    "engineering",
    "developer",
    "lead",
    "leader",
    "director",
    "officer",
    "architect",
    "analyst",
    "analysts",
    "specialist",
    "researcher",
    "coordinator",
    "counsel",
    "advocate",
    "evangelist",
    "consultant",
    "consultancy",
    "intern",
    "internship",
    "student",
    "paralegal",
    "ambassador",
    "head",
    "strategist",
    "technologist",
    "advisor",
    "adviser",
    "associate",
    "assistant",
    "administrator",
    "scientist",
    "professor",
    "postdoctoral",
    "postdoc",
    "fellow",
    "designer",
    "writer",
    "editor",
    "president",
    "chief",
    "communicator",
    "expert",
    "attorney",
    "lawyer",
    "senior",
    "junior",
    "principal",
    "positions",
    "roles",
    "maintainer",
    "programmer",
    "librarian",
    "entwickler",
    "entwicklerin",
    "leiter",
    "leiterin",
    "referent",
    "referentin",
    "ingénieur",
    "ingénieure",
    "ingeniero",
    "ingeniera",
    "desarrollador",
    "desarrolladora",
    "responsable",
    "sviluppatore",
    "ingegnere",
];
const JOB_WORDS_EAST_ASIAN: &[&str] =
    &["エンジニア", "デベロッパー", "マネージャー", "ディレクター", "工程师", "工程師", "经理", "總監", "总监"];

/// Whether `text` reads like a position.
pub(super) fn is_position(text: &str) -> bool {
    let lower = text.to_lowercase();
    words(&lower).any(|word| JOB_WORDS.contains(&word)) || JOB_WORDS_EAST_ASIAN.iter().any(|word| lower.contains(word))
}

/// What stands behind a position without being an employer: where, how long, in which language.
pub(super) fn is_job_condition(text: &str) -> bool {
    const CONDITIONS: &[&str] = &[
        "remote",
        "hybrid",
        "onsite",
        "virtual",
        "technical",
        "contract",
        "contractor",
        "temporary",
        "permanent",
        "time",
        "speaking",
        "emea",
        "apac",
        "amer",
        "us",
        "usa",
        "uk",
        "eu",
        "europe",
        "リモート",
    ];
    let lower = text.to_lowercase();
    words(&lower).any(|word| CONDITIONS.contains(&word)) || super::place::is_country(text)
}

/// Link texts that say nothing about what they open.
pub(super) fn is_generic(link_text: &str) -> bool {
    const GENERIC: &[&str] = &[
        "here",
        "link",
        "links",
        "this",
        "this link",
        "read",
        "read more",
        "read the release notes",
        "watch the video",
        "join the discussion",
        "more",
        "learn more",
        "details",
        "more details",
        "website",
        "site",
        "apply",
        "apply here",
        "apply now",
        "register",
        "register here",
        "sign up",
        "rsvp",
        "rsvp here",
        "rsvp required",
        "free rsvp",
        "see here",
        "pr",
        "pr here",
        "click here",
        "read it here",
        "article",
        "blog post",
        "video",
        "recording",
        "aquí",
        "aqui",
        "leer más",
        "enlace",
        "qui",
        "leggi",
        "leggi di più",
        "hier",
        "mehr",
        "ici",
        "lire",
        "aqui mesmo",
        "こちら",
        "ここ",
        "详情",
        "此处",
        "这里",
        "在此",
        "点击这里",
        "連結",
        "链接",
    ];
    let plain = link_text.trim().trim_matches(|edge: char| edge.is_ascii_punctuation()).to_lowercase();
    plain.is_empty()
        || plain.starts_with("http://")
        || plain.starts_with("https://")
        || GENERIC.contains(&plain.as_str())
}

/// Kinds of articles that stand before a title: "Blog: …", `[Guide] …`, "Panel - …".
pub(super) fn is_label(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "article",
        "blog",
        "blog post",
        "post",
        "news",
        "video",
        "podcast",
        "panel",
        "guide",
        "report",
        "paper",
        "whitepaper",
        "white paper",
        "research",
        "study",
        "survey",
        "webinar",
        "site",
        "book",
        "event",
        "meetup",
        "talk",
        "tool",
        "release",
        "announcement",
        "new launch",
        "launch",
        "case study",
        "interview",
        "tutorial",
        "recording",
        "slides",
        "security",
        "compliance",
        "newsletter",
        "artículo",
        "guía",
        "noticia",
        "articolo",
        "guida",
        "notizia",
        "artikel",
        "leitfaden",
        "actualité",
        "文章",
        "指南",
        "新闻",
        "报告",
        "视频",
        "記事",
        "ガイド",
        "動画",
        "ニュース",
    ];
    LABELS.contains(&text.trim().to_lowercase().as_str())
}

/// The runs of letters and digits in `text`.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_many_languages_name_their_type() {
        for (heading, expected) in [
            ("📚 OSPO Jobs", vec![EntryType::Job]),
            ("📌 ICMYI Industry News and Articles", vec![EntryType::Article]),
            ("📎 Upcoming Conferences and Call for Papers", vec![EntryType::Event]),
            ("Who’s Speaking at the Next Touchpoints?", vec![]),
            ("📚 Lavoro negli OSPO", vec![EntryType::Job]),
            ("Prossime conferenze ed eventi", vec![EntryType::Event]),
            ("Noticias y artículos", vec![EntryType::Article]),
            ("Empleos OSPO", vec![EntryType::Job]),
            ("📚 OSPO 求人", vec![EntryType::Job]),
            ("📎 今後のカンファレンスと論文募集のご案内", vec![EntryType::Event]),
            ("📚 OSPO 相关工作机会", vec![EntryType::Job]),
            ("📎 即将举行的会议和征稿", vec![EntryType::Event]),
            ("News and Events", vec![EntryType::Article, EntryType::Event]),
            ("OSPO Newsletter 39", vec![]),
        ] {
            assert_eq!(heading_types(heading), expected, "{heading}");
        }
    }
}
