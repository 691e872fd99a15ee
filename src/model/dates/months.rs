//! The names of months and weekdays, in the languages that sources are written in.
//!
//! Forms as they stand in dates (genitives, abbreviations), lower case, without a final full stop.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The month (1-12) that a word names. A word that means different months in different languages
/// (Croatian and Czech "listopad") counts only where `language` (a BCP 47 tag) decides.
pub fn month(word: &str, language: Option<&str>) -> Option<i8> {
    let meanings = BY_WORD.get(word)?;
    let primary = language.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase());
    let speaks = |codes: &str| primary.as_deref().is_some_and(|primary| codes.split(' ').any(|code| code == primary));
    let own = meanings.iter().find(|(codes, _)| speaks(codes));
    let (_, first) = own.or(meanings.first())?;
    (own.is_some() || meanings.iter().all(|(_, month)| month == first)).then_some(*first)
}

/// The weekday (Monday 1 … Sunday 7) that a word names.
pub fn weekday(word: &str) -> Option<i8> {
    let mut all = WEEKDAYS.iter().filter_map(|forms| position(forms, word));
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// Which of the groups of forms has the word, counted from 1.
fn position(forms: &[&str], word: &str) -> Option<i8> {
    let found = forms.iter().position(|group| group.split(' ').any(|form| form == word))?;
    i8::try_from(found + 1).ok()
}

/// What each word means: (languages, month).
static BY_WORD: LazyLock<BTreeMap<&str, Vec<(&str, i8)>>> = LazyLock::new(|| {
    let mut words: BTreeMap<&str, Vec<(&str, i8)>> = BTreeMap::new();
    for (codes, forms) in MONTHS {
        for (group, number) in forms.iter().zip(1..) {
            group.split(' ').for_each(|word| words.entry(word).or_default().push((codes, number)));
        }
    }
    words
});

type Months = (&'static str, [&'static str; 12]);

#[rustfmt::skip]
const MONTHS: &[Months] = &[
    ("en", ["january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec"]),
    ("de", ["januar jänner jan jän", "februar feber feb febr", "märz mär mrz maerz", "april apr", "mai", "juni jun", "juli jul", "august aug", "september sep sept", "oktober okt", "november nov", "dezember dez"]),
    ("fr", ["janvier janv jan", "février fevrier févr fév fevr", "mars", "avril avr", "mai", "juin", "juillet juil", "août aout", "septembre sept", "octobre oct", "novembre nov", "décembre decembre déc dec"]),
    ("es gl", ["enero ene xaneiro", "febrero feb febreiro", "marzo mar", "abril abr", "mayo may maio", "junio jun xuño", "julio jul xullo", "agosto ago", "septiembre setiembre sep sept set setembro", "octubre oct outubro", "noviembre nov novembro", "diciembre dic decembro"]),
    ("it", ["gennaio gen genn", "febbraio feb febbr", "marzo mar", "aprile apr", "maggio mag magg", "giugno giu", "luglio lug", "agosto ago", "settembre set sett", "ottobre ott", "novembre nov", "dicembre dic"]),
    ("pt", ["janeiro jan", "fevereiro fev", "março marco mar", "abril abr", "maio mai", "junho jun", "julho jul", "agosto ago", "setembro set", "outubro out", "novembro nov", "dezembro dez"]),
    ("ca", ["gener gen", "febrer febr", "març", "abril abr", "maig", "juny", "juliol jul", "agost ag", "setembre set", "octubre oct", "novembre nov", "desembre des"]),
    ("nl", ["januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun", "juli jul", "augustus aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
    ("sv", ["januari jan", "februari feb", "mars", "april apr", "maj", "juni jun", "juli jul", "augusti aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
    ("da", ["januar jan", "februar feb", "marts mar", "april apr", "maj", "juni jun", "juli jul", "august aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
    ("no nb nn", ["januar jan", "februar feb", "mars mar", "april apr", "mai", "juni jun", "juli jul", "august aug", "september sep sept", "oktober okt", "november nov", "desember des"]),
    ("is", ["janúar jan", "febrúar feb", "mars mar", "apríl apr", "maí", "júní jún", "júlí júl", "ágúst ágú", "september sep", "október okt", "nóvember nóv", "desember des"]),
    ("fi", ["tammikuu tammikuuta tammi", "helmikuu helmikuuta helmi", "maaliskuu maaliskuuta maalis", "huhtikuu huhtikuuta huhti", "toukokuu toukokuuta touko", "kesäkuu kesäkuuta kesä", "heinäkuu heinäkuuta heinä", "elokuu elokuuta elo", "syyskuu syyskuuta syys", "lokakuu lokakuuta loka", "marraskuu marraskuuta marras", "joulukuu joulukuuta joulu"]),
    ("et", ["jaanuar jaan", "veebruar veebr", "märts", "aprill apr", "mai", "juuni", "juuli", "august aug", "september sept", "oktoober okt", "november nov", "detsember dets"]),
    ("lv", ["janvāris janvāra janvārī janv", "februāris februāra februārī febr", "marts marta martā", "aprīlis aprīļa aprīlī apr", "maijs maija maijā", "jūnijs jūnija jūnijā jūn", "jūlijs jūlija jūlijā jūl", "augusts augusta augustā aug", "septembris septembra septembrī sept", "oktobris oktobra oktobrī okt", "novembris novembra novembrī nov", "decembris decembra decembrī dec"]),
    ("lt", ["sausis sausio", "vasaris vasario", "kovas kovo", "balandis balandžio", "gegužė gegužės", "birželis birželio", "liepa liepos", "rugpjūtis rugpjūčio", "rugsėjis rugsėjo", "spalis spalio", "lapkritis lapkričio", "gruodis gruodžio"]),
    ("pl", ["styczeń stycznia sty", "luty lutego lut", "marzec marca", "kwiecień kwietnia kwi", "maj maja", "czerwiec czerwca cze", "lipiec lipca lip", "sierpień sierpnia sie", "wrzesień września wrz", "październik października paź", "listopad listopada lis", "grudzień grudnia gru"]),
    ("cs", ["leden ledna", "únor února", "březen března", "duben dubna", "květen května", "červen června", "červenec července", "srpen srpna", "září", "říjen října", "listopad listopadu", "prosinec prosince"]),
    ("sk", ["január januára jan", "február februára feb", "marec marca mar", "apríl apríla apr", "máj mája", "jún júna", "júl júla", "august augusta aug", "september septembra sep sept", "október októbra okt", "november novembra nov", "december decembra dec"]),
    ("sl", ["januar januarja jan", "februar februarja feb", "marec marca mar", "april aprila apr", "maj maja", "junij junija jun", "julij julija jul", "avgust avgusta avg", "september septembra sep", "oktober oktobra okt", "november novembra nov", "december decembra dec"]),
    ("hr bs", ["siječanj siječnja sij januar januara", "veljača veljače velj februar februara", "ožujak ožujka ožu mart marta", "travanj travnja tra april aprila", "svibanj svibnja svi maj maja", "lipanj lipnja lip juni juna", "srpanj srpnja srp juli jula", "kolovoz kolovoza kol august augusta", "rujan rujna ruj septembar septembra", "listopad listopada lis oktobar oktobra", "studeni studenog studenoga stu novembar novembra", "prosinac prosinca pro decembar decembra"]),
    ("sr mk", ["јануар јануара јан јануари januar januara", "фебруар фебруара феб февруари februar februara", "март марта мар mart marta", "април априла апр april aprila", "мај маја maj maja", "јун јуна јуни jun juna", "јул јула јули jul jula", "август августа авг avgust avgusta", "септембар септембра сеп септември septembar septembra", "октобар октобра окт октомври oktobar oktobra", "новембар новембра нов ноември novembar novembra", "децембар децембра дец декември decembar decembra"]),
    ("bg", ["януари яну", "февруари фев", "март мар", "април апр", "май", "юни", "юли", "август авг", "септември сеп", "октомври окт", "ноември ное", "декември дек"]),
    ("ru", ["январь января янв", "февраль февраля фев февр", "март марта мар", "апрель апреля апр", "май мая", "июнь июня июн", "июль июля июл", "август августа авг", "сентябрь сентября сен сент", "октябрь октября окт", "ноябрь ноября ноя нояб", "декабрь декабря дек"]),
    ("uk", ["січень січня січ", "лютий лютого лют", "березень березня бер", "квітень квітня кві", "травень травня тра", "червень червня чер", "липень липня лип", "серпень серпня сер", "вересень вересня вер", "жовтень жовтня жов", "листопад листопада лис", "грудень грудня гру"]),
    ("be", ["студзень студзеня", "люты лютага", "сакавік сакавіка", "красавік красавіка", "май травень мая траўня", "чэрвень чэрвеня", "ліпень ліпеня", "жнівень жніўня", "верасень верасня", "кастрычнік кастрычніка", "лістапад лістапада", "снежань снежня"]),
    ("hu", ["január januári jan", "február februári febr feb", "március márciusi márc már", "április áprilisi ápr", "május májusi máj", "június júniusi jún", "július júliusi júl", "augusztus augusztusi aug", "szeptember szeptemberi szept", "október októberi okt", "november novemberi nov", "december decemberi dec"]),
    ("ro", ["ianuarie ian", "februarie feb", "martie mar", "aprilie apr", "mai", "iunie iun", "iulie iul", "august aug", "septembrie sept", "octombrie oct", "noiembrie noi nov", "decembrie dec"]),
    ("el", ["ιανουάριος ιανουαρίου ιαν", "φεβρουάριος φεβρουαρίου φεβ", "μάρτιος μαρτίου μαρ μάρ", "απρίλιος απριλίου απρ", "μάιος μαΐου μαϊ μάι μαι", "ιούνιος ιουνίου ιουν ιούν", "ιούλιος ιουλίου ιουλ ιούλ", "αύγουστος αυγούστου αυγ αύγ", "σεπτέμβριος σεπτεμβρίου σεπ σεπτ", "οκτώβριος οκτωβρίου οκτ", "νοέμβριος νοεμβρίου νοε νοέ", "δεκέμβριος δεκεμβρίου δεκ"]),
    ("tr az", ["ocak oca yanvar", "şubat şub fevral", "mart mar", "nisan nis aprel", "mayıs may", "haziran haz iyun", "temmuz tem iyul", "ağustos ağu avqust", "eylül eyl sentyabr", "ekim eki oktyabr", "kasım kas noyabr", "aralık ara dekabr"]),
    ("sq", ["janar", "shkurt", "mars", "prill", "maj", "qershor", "korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor"]),
    ("eu", ["urtarrila urtarrilaren", "otsaila otsailaren", "martxoa martxoaren", "apirila apirilaren", "maiatza maiatzaren", "ekaina ekainaren", "uztaila uztailaren", "abuztua abuztuaren", "iraila irailaren", "urria urriaren", "azaroa azaroaren", "abendua abenduaren"]),
    ("cy ga", ["ionawr eanáir", "chwefror feabhra", "mawrth márta", "ebrill aibreán", "bealtaine", "mehefin meitheamh", "gorffennaf iúil", "awst lúnasa", "medi", "hydref", "tachwedd samhain", "rhagfyr nollaig"]),
    ("id ms", ["januari jan", "februari februari feb", "maret mac mar", "april apr", "mei", "juni jun", "juli julai jul", "agustus ogos agu agt", "september sep", "oktober okt", "november nov", "desember disember des"]),
    ("tl", ["enero", "pebrero", "marso", "abril", "mayo", "hunyo", "hulyo", "agosto", "setyembre", "oktubre", "nobyembre", "disyembre"]),
    ("sw", ["januari", "februari", "machi", "aprili", "mei", "juni", "julai", "agosti", "septemba", "oktoba", "novemba", "desemba"]),
    ("ar", ["يناير كانون‌الثاني جانفي", "فبراير شباط فيفري", "مارس آذار", "أبريل ابريل إبريل نيسان أفريل", "مايو أيار ماي", "يونيو يونيه حزيران جوان", "يوليو يوليه تموز جويلية", "أغسطس اغسطس آب أوت", "سبتمبر أيلول", "أكتوبر اكتوبر", "نوفمبر", "ديسمبر"]),
    ("fa", ["ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"]),
    ("he", ["ינואר בינואר", "פברואר בפברואר", "מרץ מרס במרץ במרס", "אפריל באפריל", "מאי במאי", "יוני ביוני", "יולי ביולי", "אוגוסט באוגוסט", "ספטמבר בספטמבר", "אוקטובר באוקטובר", "נובמבר בנובמבר", "דצמבר בדצמבר"]),
    ("hi mr ne", ["जनवरी जन जानेवारी जनवरी", "फरवरी फ़रवरी फर फेब्रुवारी", "मार्च", "अप्रैल एप्रिल", "मई मे", "जून", "जुलाई जुलै", "अगस्त ऑगस्ट", "सितंबर सितम्बर सप्टेंबर", "अक्टूबर अक्तूबर ऑक्टोबर", "नवंबर नवम्बर नोव्हेंबर", "दिसंबर दिसम्बर डिसेंबर"]),
    ("bn", ["জানুয়ারি জানুয়ারী", "ফেব্রুয়ারি ফেব্রুয়ারী", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"]),
    ("th", ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"]),
    ("ka", ["იანვარი", "თებერვალი", "მარტი", "აპრილი", "მაისი", "ივნისი", "ივლისი", "აგვისტო", "სექტემბერი", "ოქტომბერი", "ნოემბერი", "დეკემბერი"]),
    ("hy", ["հունվարի հունվար", "փետրվարի փետրվար", "մարտի մարտ", "ապրիլի ապրիլ", "մայիսի մայիս", "հունիսի հունիս", "հուլիսի հուլիս", "օգոստոսի օգոստոս", "սեպտեմբերի սեպտեմբեր", "հոկտեմբերի հոկտեմբեր", "նոյեմբերի նոյեմբեր", "դեկտեմբերի դեկտեմբեր"]),
];

#[rustfmt::skip]
const WEEKDAYS: &[[&str; 7]] = &[
    ["monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat", "sunday sun"],
    ["montag mo", "dienstag di", "mittwoch mi", "donnerstag do", "freitag fr", "samstag sonnabend sa", "sonntag so"],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    ["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"],
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
    ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
    ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"],
    ["pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle"],
    ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
    ["понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_many_languages() {
        for (word, number) in [("märz", 3), ("août", 8), ("settembre", 9), ("grudnia", 12), ("мая", 5), ("मार्च", 3)]
        {
            assert_eq!(month(word, None), Some(number), "{word}");
        }
    }

    #[test]
    fn a_word_of_two_meanings_needs_a_language() {
        assert_eq!(month("listopada", None), None);
        assert_eq!(month("listopada", Some("pl")), Some(11));
        assert_eq!(month("listopada", Some("hr-HR")), Some(10));
    }
}
