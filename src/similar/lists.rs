//! Words that mean the same, that say nothing, and that tell things apart. Lower case, without
//! accents, in the singular where English or Spanish would put an `s`. In any order: they are looked
//! up. Additions are welcome in any language.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::title::Role;

/// Words that carry no meaning of their own in a title.
const STOP: &str = "a an the of and or in on for to from by with at as is are was be been it its this that our your \
    my we you how what why when where who which here more new about into through part plus not do can will has have \
    el la los las lo un una unos unas de del y e o u en para por con al su sus es como que se mas sobre desde \
    der die das den dem des ein eine einer eines einem einen und oder im am in zu zum zur von vom mit fur auf bei aus \
    als ist sind wie was wir uber ihr ihre teil le les du des et ou dans pour par avec sur au aux une il i gli della \
    di da per nel os as do das em no na com parte um uma och och van het een voor part vol volume no nr number issue \
    edition episode ep the";

/// Words of job titles that say how, not what.
const JOB_NOISE: &str = "remote hybrid onsite full time fulltime parttime vollzeit teilzeit unbefristet permanent all \
    gender geschlechter divers div gn mfd mwd fmd position job role vacancy stelle vacante opening team hiring hire \
    apply wanted f m d w x home office based worldwide global anywhere remoto presencial hibrido exempt fte contract \
    在宅 リモート 远程 全职 遠端 正社員 募集 招聘";

/// Words of events that say how, not what.
const EVENT_NOISE: &str = "conference online virtual hybrid inperson annual registration cfp call speaker schedule \
    live event konferenz conferencia congreso jornada 大会 会议 会議 线上 オンライン 年度";

/// Ranks: one of these on one side only makes two jobs.
const RANKS: &str = "senior sr=senior snr=senior junior jr=junior staff principal distinguished lead head director \
    directora=director vp vicepresident=vp chief intern internship=intern trainee apprentice graduate entry mid \
    associate assistant deputy fellow student werkstudent=student working=student praktikant=intern \
    praktikantin=intern praktikum=intern auszubildende=apprentice leiter=head leiterin=head leitung=head \
    teamleiter=lead teamleitung=lead teamlead=lead referent becario=intern becaria=intern practica=intern jefe=head \
    jefa=head responsable=head stagiaire=intern alternance=apprentice directeur=director directrice=director \
    direktor=director direktorin=director executive interim postdoctoral postdoc=postdoctoral doctoral phd=doctoral \
    高级=senior 高級=senior 资深=senior 資深=senior 首席=principal 初级=junior 初級=junior 中级=mid 中級=mid 实习=intern \
    實習=intern 实习生=intern 主管=head 总监=director 經理 总经理=director 上級=senior シニア=senior ジュニア=junior リード=lead \
    インターン=intern 主任=lead 部長=director 課長=head 新卒=graduate";

/// Ranks that an article's headline may use as plain words.
const LOOSE_RANKS: &str = "lead head staff chief director fellow student entry mid graduate executive associate";

/// Words that name a trade: with them a headline reads like a job.
const TRADES: &str = "engineer developer manager analyst counsel writer advocate consultant architect scientist \
    researcher designer administrator specialist coordinator strategist ingenieur ingenieurin=ingenieur \
    entwickler entwicklerin=entwickler ingeniero ingeniera=ingeniero desarrollador desarrolladora=desarrollador \
    abogado abogada=abogado programmierer 工程师 工程師 エンジニア 开发者 マネージャー 经理";

/// Things said in more than one way.
const SAME: &str = "programme=program programm=program programa=program mgr=manager engr=engineer eng=engineer \
    dev=developer organisation=organization centre=center licence=license labour=labor behaviour=behavior \
    announce=announce launch=announce release=announce publish=announce introduce=announce unveil=announce \
    present=announce share=announce reveal=announce veroffentlicht=announce stellt=announce startet=announce \
    lanza=announce anuncia=announce publica=announce presenta=announce 发布=announce 宣布=announce 推出=announce \
    発表=announce 公開=announce リリース=announce foss=opensource oss=opensource floss=opensource \
    kubernetes=k8s 内源=innersource インナーソース=innersource 开源=opensource 開源=opensource オープンソース=opensource \
    sbom=sbom study=report informe=report studie=report bericht=report 报告=report 報告=report レポート=report \
    guideline=guide leitfaden=guide guia=guide worldwide=global initiative=project advocacy=advocate \
    softwareentwickler=softwaredeveloper summit=summit gipfel=summit cumbre=summit 峰会=summit 峰會=summit サミット=summit \
    community=community ecosystem=community comunidad=community gemeinschaft=community 社区=community コミュニティ=community";

/// Words that make another event of the same occasion.
const FORMS: &str = "workshop hackathon training tutorial reception dinner party social keynote breakfast lunch \
    meetup fringe taller werkstatt schulung colocated unconference 工作坊 ワークショップ ハッカソン 黑客松 培训";

/// Words of headlines that many different things share.
const GENERIC: &str = "community weekly monthly update newsletter digest news note meeting minute agenda call hour \
    welcome member announcement event recap week month year day today announce blog post roundup summary highlight \
    open source opensource project report semana mes woche monat noticia 周报 月报 ニュース";

/// Time that tells members of a series apart.
const TIMES: &str = "january=01 february=02 march=03 april=04 may=05 june=06 july=07 august=08 september=09 october=10 \
    november=11 december=12 jan=01 feb=02 mar=03 apr=04 jun=06 jul=07 aug=08 sep=09 sept=09 oct=10 nov=11 dec=12 \
    enero=01 febrero=02 marzo=03 abril=04 mayo=05 junio=06 julio=07 agosto=08 septiembre=09 octubre=10 noviembre=11 \
    diciembre=12 januar=01 februar=02 marz=03 mai=05 juni=06 juli=07 oktober=10 dezember=12 monday tuesday wednesday \
    thursday friday saturday sunday lune marte miercole jueve vierne sabado domingo montag dienstag mittwoch \
    donnerstag freitag samstag sonntag spring summer autumn winter";

/// Ideas that one letter or word keeps apart: as good as names.
const NAMES: &str = "innersource opensource frontend backend 前端 后端";

/// Numbers in words.
const NUMBERS: &str = "one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 first=1 second=2 third=3 \
    fourth=4 fifth=5 ii=2 iii=3 iv=4 vi=6 vii=7 viii=8 ix=9 uno=1 dos=2 tres=3 cuatro=4 cinco=5 primera=1 primero=1 \
    segunda=2 segundo=2 tercera=3 tercero=3 eins=1 zwei=2 drei=3 vier=4 funf=5 erste=1 erster=1 zweite=2 zweiter=2 \
    dritte=3 一=1 二=2 三=3 四=4 五=5 六=6 七=7 八=8 九=9 十=10 上篇=1 下篇=2 上集=1 下集=2 前編=1 中編=2 後編=3 前篇=1 後篇=3";

/// Regions of the world, as titles name them.
const PLACES: &str = "europe=europe europa=europe asia america america northamerica africa oceania emea apac latam \
    dach nordic eu uk us usa na eastern western 北美 欧洲 亚洲 东京=tokyo 東京=tokyo 大阪 京都 名古屋 福岡 北京=beijing 上海=shanghai \
    深圳=shenzhen 广州=guangzhou 杭州=hangzhou 成都=chengdu 南京 武汉 香港 台北 台湾 中国=china 日本=japan 韓国=korea 韩国=korea 美国 \
    ヨーロッパ=europe アメリカ";

/// Words that make a name only together: the phrase and what it becomes.
pub(super) const PHRASES: &[(&[&str], &str)] = &[
    (&["open", "source", "program", "office"], "ospo"),
    (&["opensource", "program", "office"], "ospo"),
    (&["oficina", "program", "codigo", "abierto"], "ospo"),
    (&["open", "source", "software"], "opensource"),
    (&["software", "libre"], "opensource"),
    (&["codigo", "abierto"], "opensource"),
    (&["open", "source"], "opensource"),
    (&["inner", "source"], "innersource"),
    (&["north", "america"], "northamerica"),
    (&["co", "located"], "colocated"),
    (&["in", "person"], "inperson"),
    (&["vice", "president"], "vp"),
    (&["tpm"], "technical program manager"),
    (&["swe"], "software engineer"),
    (&["devrel"], "developer relation"),
];

/// Legal forms and articles in names of organisations.
pub(super) const LEGAL: &[&str] = &[
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "llc",
    "llp",
    "gmbh",
    "ag",
    "se",
    "kg",
    "sa",
    "sl",
    "srl",
    "spa",
    "bv",
    "nv",
    "ab",
    "oy",
    "as",
    "plc",
    "corp",
    "corporation",
    "co",
    "company",
    "group",
    "holding",
    "ev",
    "kk",
    "the",
    "of",
    "and",
    "de",
    "der",
    "careers",
    "career",
    "job",
];

/// Words of organisations' names that name none.
pub(super) const ORGANISATIONS: &[&str] = &[
    "foundation",
    "university",
    "institute",
    "project",
    "software",
    "technologie",
    "technology",
    "open",
    "source",
    "opensource",
    "ospo",
    "bank",
    "national",
    "global",
    "international",
    "universidad",
    "universitat",
];

/// What is known of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// How it is written when it is compared.
    pub(super) canonical: &'static str,
    /// What it does.
    pub(super) role: Option<Role>,
    /// Whether jobs do without it.
    pub(super) job_noise: bool,
    /// Whether events do without it.
    pub(super) event_noise: bool,
    /// Whether headlines share it with many others.
    pub(super) generic: bool,
    /// Whether a headline may use this rank as a plain word.
    pub(super) loose: bool,
    /// Whether titles do without it.
    pub(super) stop: bool,
}

/// Notes something of a word.
type Set = fn(&mut Known);

static WORDS: LazyLock<HashMap<&'static str, Known>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Known> = HashMap::new();
    let roles = [
        (SAME, None),
        (TRADES, Some(Role::Trade)),
        (FORMS, Some(Role::Form)),
        (PLACES, Some(Role::Place)),
        (TIMES, Some(Role::Time)),
        (NUMBERS, Some(Role::Number)),
        (RANKS, Some(Role::Rank)),
        (NAMES, Some(Role::Name)),
    ];
    for (list, role) in roles {
        for (word, canonical) in list.split_whitespace().map(|entry| entry.split_once('=').unwrap_or((entry, entry))) {
            let known = words.entry(word).or_insert_with(|| plain(canonical));
            (known.canonical, known.role) = (canonical, role.or(known.role));
        }
    }
    let flags: [(&str, Set); 5] = [
        (STOP, |known| known.stop = true),
        (JOB_NOISE, |known| known.job_noise = true),
        (EVENT_NOISE, |known| known.event_noise = true),
        (GENERIC, |known| known.generic = true),
        (LOOSE_RANKS, |known| known.loose = true),
    ];
    for (list, set) in flags {
        for word in list.split_whitespace() {
            set(words.entry(word).or_insert_with(|| plain(word)));
        }
    }
    words
});

fn plain(canonical: &'static str) -> Known {
    Known { canonical, role: None, job_noise: false, event_noise: false, generic: false, loose: false, stop: false }
}

/// What is known of a word.
pub(super) fn known(word: &str) -> Option<Known> {
    WORDS.get(word).copied()
}
