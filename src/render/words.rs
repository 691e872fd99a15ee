//! The few words of a page that are not the issue's own, by language. How a language writes its dates
//! is not here but in [`span`].
//!
//! A language without a row here gets English words and the date as `2026-03-11`.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::dates::span::{self, DaySpan};

/// Words for one language.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Words {
    /// BCP 47 primary subtag.
    pub language: &'static str,
    /// What a bare language most likely means, as OpenGraph writes it (CLDR likely subtags).
    pub locale: &'static str,
    /// The link over the navigation to the text.
    pub skip: &'static str,
    /// The heading of the table of contents.
    pub contents: &'static str,
    /// The name of the links to the issues beside this one.
    pub neighbours: &'static str,
    /// The issue before.
    pub previous: &'static str,
    /// The issue after.
    pub next: &'static str,
    /// The archive.
    pub archive: &'static str,
    /// The feed.
    pub feed: &'static str,
    /// The name of a table that scrolls.
    pub table: &'static str,
}

impl Words {
    /// The words for a BCP 47 tag, by its primary subtag.
    pub fn of(language: &str) -> &'static Words {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let known = ALL.iter().find(|words| words.language.eq_ignore_ascii_case(primary));
        known.unwrap_or(&ENGLISH)
    }

    /// The date as the language `language` writes it.
    pub fn date(language: &str, date: Date) -> String {
        if span::has_style(language) { span::format(DaySpan::day(date), language) } else { date.to_string() }
    }
}

/// `ll_TT` as OpenGraph has it: the tag's own region, else the one that the language most likely means.
pub fn open_graph_locale(language: &str) -> Option<String> {
    let mut subtags = language.split(['-', '_']);
    let primary = subtags.next()?.to_ascii_lowercase();
    let is_region = |subtag: &&str| subtag.len() == 2 && subtag.chars().all(|letter| letter.is_ascii_alphabetic());
    match subtags.find(is_region) {
        Some(region) => Some(format!("{primary}_{}", region.to_ascii_uppercase())),
        None => ALL.iter().find(|words| words.language == primary).map(|words| words.locale.to_owned()),
    }
}

/// `rtl` for the languages written from right to left.
pub fn direction(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if ["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"].contains(&primary.as_str()) {
        "rtl"
    } else {
        "ltr"
    }
}

const ENGLISH: Words = Words {
    language: "en",
    locale: "en_US",
    skip: "Skip to the issue",
    contents: "In this issue",
    neighbours: "Other issues",
    previous: "Previous issue",
    next: "Next issue",
    archive: "All issues",
    feed: "Feed",
    table: "Table",
};

const ALL: &[Words] = &[
    ENGLISH,
    Words {
        language: "de",
        locale: "de_DE",
        skip: "Zur Ausgabe springen",
        contents: "In dieser Ausgabe",
        neighbours: "Weitere Ausgaben",
        previous: "Vorige Ausgabe",
        next: "Nächste Ausgabe",
        archive: "Alle Ausgaben",
        feed: "Feed",
        table: "Tabelle",
    },
    Words {
        language: "es",
        locale: "es_ES",
        skip: "Ir al contenido",
        contents: "En este número",
        neighbours: "Otros números",
        previous: "Número anterior",
        next: "Número siguiente",
        archive: "Todos los números",
        feed: "Feed",
        table: "Tabla",
    },
    Words {
        language: "fr",
        locale: "fr_FR",
        skip: "Aller au contenu",
        contents: "Dans ce numéro",
        neighbours: "Autres numéros",
        previous: "Numéro précédent",
        next: "Numéro suivant",
        archive: "Tous les numéros",
        feed: "Flux",
        table: "Tableau",
    },
    Words {
        language: "it",
        locale: "it_IT",
        skip: "Vai al contenuto",
        contents: "In questo numero",
        neighbours: "Altri numeri",
        previous: "Numero precedente",
        next: "Numero successivo",
        archive: "Tutti i numeri",
        feed: "Feed",
        table: "Tabella",
    },
    Words {
        language: "ja",
        locale: "ja_JP",
        skip: "本文へ移動",
        contents: "今号の内容",
        neighbours: "前後の号",
        previous: "前の号",
        next: "次の号",
        archive: "バックナンバー",
        feed: "フィード",
        table: "表",
    },
    Words {
        language: "ko",
        locale: "ko_KR",
        skip: "본문으로 건너뛰기",
        contents: "이번 호 내용",
        neighbours: "다른 호",
        previous: "이전 호",
        next: "다음 호",
        archive: "전체 호",
        feed: "피드",
        table: "표",
    },
    Words {
        language: "pt",
        locale: "pt_BR",
        skip: "Ir para o conteúdo",
        contents: "Nesta edição",
        neighbours: "Outras edições",
        previous: "Edição anterior",
        next: "Próxima edição",
        archive: "Todas as edições",
        feed: "Feed",
        table: "Tabela",
    },
    Words {
        language: "zh",
        locale: "zh_CN",
        skip: "跳到正文",
        contents: "本期内容",
        neighbours: "其他各期",
        previous: "上一期",
        next: "下一期",
        archive: "全部各期",
        feed: "订阅",
        table: "表格",
    },
];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_written_as_the_language_does() {
        for (language, written) in [
            ("en", "March 11, 2026"),
            ("de-AT", "11. März 2026"),
            ("pt", "11 de março de 2026"),
            ("ja", "2026年3月11日"),
            ("nl", "2026-03-11"),
        ] {
            assert_eq!(Words::date(language, date(2026, 3, 11)), written);
        }
    }

    #[test]
    fn a_locale_is_known_or_not_given() {
        for (language, locale) in
            [("en", Some("en_US")), ("pt-pt", Some("pt_PT")), ("zh-Hant-TW", Some("zh_TW")), ("nl", None)]
        {
            assert_eq!(open_graph_locale(language).as_deref(), locale);
        }
    }
}
