//! What the words before a date say of it, in the languages of the web.

use crate::model::text;
use crate::model::words::neighbours;

/// How much of a label is looked at, in bytes from its end: its meaning stands there.
const TAIL: usize = 40;

/// Words, separated by bars, that call a date the one of publication.
const PUBLISHED: &str = "published|posted|publication|released|created|written|date|\
    veröffentlicht|publiziert|erstellt|geschrieben|eingestellt|erschienen|datum|vom|verfasst|artikel wurde am|\
    publié|publiée|paru|parue|posté|mis en ligne|mise en ligne|rédigé|\
    publicado|publicada|publicación|fecha|pubblicato|pubblicata|data|publicat|\
    geplaatst|gepubliceerd|publicerad|publisert|publiceret|julkaistu|\
    opublikowano|data publikacji|publikováno|publikované|közzétéve|megjelent|objavljeno|publicat la|\
    опубликовано|опубліковано|дата|публикувано|δημοσιεύτηκε|yayınlanma|diterbitkan|\
    公開|投稿|掲載|発表|入力|登録|등록|입력|게시|发布|發佈|نشر|تاريخ|प्रकाशित";

/// Words that call it another one: of a change, of today, of somebody's joining.
const OTHERWISE: &str = "updated|modified|edited|revised|update|last change|accessed|retrieved|\
    aktualisiert|geändert|stand|mis à jour|modifié|actualizado|aggiornato|atualizado|modificado|\
    bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|aktualizacja|aktualizováno|обновлено|оновлено|更新|수정|\
    current|today|heute|aktuelles|aktuelle zeit|now|aujourd'hui|hoy|oggi|hoje|vandaag|\
    joined|member since|registered|registriert|mitglied|dabei seit|anmeldedatum|inscrit|registrado|iscritto";

/// Whether the words before a date call it the one of publication.
pub fn says_published(label: &str) -> bool {
    says(label, PUBLISHED) && !says(label, OTHERWISE)
}

/// Whether the words before a date call it one that is not the publication's.
pub fn says_otherwise(label: &str) -> bool {
    says(label, OTHERWISE)
}

fn says(label: &str, words: &str) -> bool {
    let tail = text::tail(label, TAIL).to_lowercase();
    words.split('|').any(|word| has_word(&tail, word.trim()))
}

/// Whether a text has a word as a whole; scripts without spaces have no wholes.
fn has_word(text: &str, word: &str) -> bool {
    let spaced = word.chars().next().is_some_and(|first| (first as u32) < 0x1100);
    let inside = |c: Option<char>| spaced && c.is_some_and(char::is_alphabetic);
    text.match_indices(word).any(|(at, found)| {
        let (before, after) = neighbours(text, at..at + found.len());
        !inside(before) && !inside(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_understood_as_whole_words() {
        for label in ["Published on", "Veröffentlicht am", "Publié le", "Posted by Ann on", "公開日", "Datum:"] {
            assert!(says_published(label), "{label}");
        }
        for label in ["Unpublished", "Last updated", "Updated date:", "Aktuelles Datum:", "Registered", ""] {
            assert!(!says_published(label), "{label}");
        }
        assert!(says_otherwise("Last updated on") && says_otherwise("Stand:") && !says_otherwise("Standort"));
    }
}
