//! Emoji flags and the countries they stand for.
//!
//! A country flag is two regional indicator letters (Unicode TS #51, annex B), the flag of England,
//! Scotland or Wales a black flag followed by tag characters. Newsletters write 🌐 and its like where a
//! job can be done from anywhere. Names of countries are not here.

use std::ops::Range;

/// What `country` says where the flag is a globe, a house or a computer.
pub const REMOTE: &str = "remote";

/// Signs for "from anywhere".
const REMOTE_SIGNS: [char; 7] = ['🌐', '🌍', '🌎', '🌏', '🏠', '💻', '🏡'];

/// ISO 3166-1 alpha-2 and the reserved codes that have a flag (EU, UN, XK and territories).
const CODES: &str = "AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE EG \
    EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC \
    ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA \
    MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE \
    PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX \
    SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE \
    YT ZA ZM ZW";

/// The flag of a country (ISO 3166-1 alpha-2, `EU`, either case), or 🌐 for `remote`. None for anything else.
pub fn of(country: &str) -> Option<String> {
    if country.eq_ignore_ascii_case(REMOTE) {
        return Some("🌐".to_owned());
    }
    let code = country.to_ascii_uppercase();
    is_code(&code).then(|| code.bytes().filter_map(regional_indicator).collect())
}

/// The first flag in `text`: its bytes (variation selectors included) and the country.
pub fn find(text: &str) -> Option<(Range<usize>, String)> {
    text.char_indices().find_map(|(start, _)| {
        let (length, country) = at_start(text.get(start..)?)?;
        Some((start..start + length, country))
    })
}

/// The flag with which `text` starts: its length in bytes and the country.
pub fn at_start(text: &str) -> Option<(usize, String)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let (length, country) = match first {
        '🏴' => subdivision(text)?,
        _ if REMOTE_SIGNS.contains(&first) => (first.len_utf8(), REMOTE.to_owned()),
        _ => {
            let second = characters.next()?;
            let code: String = [letter(first)?, letter(second)?].into_iter().collect();
            (first.len_utf8() + second.len_utf8(), Some(code).filter(|code| is_code(code))?)
        }
    };
    let selector = text.get(length..).filter(|rest| rest.starts_with('\u{FE0F}')).map_or(0, |_| '\u{FE0F}'.len_utf8());
    Some((length + selector, country))
}

/// 🏴 with the tags of a subdivision ("gbeng"): its country.
fn subdivision(text: &str) -> Option<(usize, String)> {
    let mut length = '🏴'.len_utf8();
    let mut name = String::new();
    for tag in text.get(length..)?.chars() {
        length += tag.len_utf8();
        if tag == '\u{E007F}' {
            let code = name.get(..2)?.to_ascii_uppercase();
            return is_code(&code).then_some((length, code));
        }
        let plain = u32::from(tag).checked_sub(0xE0000).and_then(char::from_u32);
        name.push(plain.filter(|plain| plain.is_ascii_alphanumeric() && name.len() < 6)?);
    }
    None
}

fn is_code(code: &str) -> bool {
    code.len() == 2 && CODES.split_ascii_whitespace().any(|known| known == code)
}

fn regional_indicator(letter: u8) -> Option<char> {
    char::from_u32(0x1F1E6 + u32::from(letter.checked_sub(b'A')?))
}

fn letter(indicator: char) -> Option<char> {
    let index = u32::from(indicator).checked_sub(0x1F1E6).filter(|index| *index < 26)?;
    char::from_u32(u32::from('A') + index)
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn every_country_comes_back_from_its_flag() {
        for code in CODES.split_ascii_whitespace() {
            let flag = of(code).expect("a flag");
            assert_eq!(at_start(&flag), Some((8, code.to_owned())));
        }
        assert_eq!(of("remote").as_deref(), Some("🌐"));
        assert_eq!(of("ie").as_deref(), Some("🇮🇪"));
        assert_eq!((of("ZZ"), of("USA"), of("")), (None, None, None));
    }

    #[test]
    fn flags_are_found_where_they_stand() {
        for (text, expected) in [
            ("[ 🇩🇪 Carl Zeiss", Some("DE")),
            ("🇩🇪 🇮🇪 🇨🇦 Equinix", Some("DE")),
            ("🌍 Anywhere", Some("remote")),
            ("🏠 Home", Some("remote")),
            ("🇪🇺 Brussels", Some("EU")),
            ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} London", Some("GB")),
            ("🏴 Pirates", None),
            ("🏴\u{E0067}", None),
            ("🇿🇿 Nowhere", None),
            ("🇩", None),
            ("📚 OSPO Jobs", None),
            ("", None),
        ] {
            assert_eq!(find(text).map(|(_, country)| country).as_deref(), expected, "{text}");
        }
        assert_eq!(find("x 🇧🇪 y").map(|(range, _)| range), Some(2..10));
    }
}
