//! Jobs by the id of their board, read from any of a board's addresses: a job on LinkedIn is the same
//! job on every country's host, and one on Greenhouse the same on the employer's own page.
//!
//! The shapes are those of the boards' own addresses and of the newsletter's past issues. Where an
//! id is only unique within a tenant, the tenant is part of it; what does not look exactly like a
//! board's id is none.

use super::form::Form;

/// Reads a board's id from its address.
type Reader = fn(&Form) -> Option<String>;

/// Board (and what is below it), and how its addresses tell the id.
const BOARDS: &[(&str, Reader)] = &[
    ("greenhouse.io", greenhouse),
    ("mozilla.org", mozilla),
    ("lever.co", lever),
    ("ashbyhq.com", ashby),
    ("myworkdayjobs.com", workday),
    ("myworkdaysite.com", workday),
    ("workable.com", workable),
    ("smartrecruiters.com", smartrecruiters),
    ("jobs.personio.de", personio),
    ("jobs.personio.com", personio),
    ("recruitee.com", recruitee),
    ("teamtailor.com", teamtailor),
    ("applytojob.com", jazz),
    ("icims.com", icims),
    ("oraclecloud.com", oracle),
    ("amazon.jobs", amazon),
    ("linkedin.com", linkedin),
    ("gitjobs.dev", gitjobs),
    ("eightfold.ai", eightfold),
    ("apply.careers.microsoft.com", eightfold),
];

/// The board's own id of a job, as `board:id` or `board:tenant:id`.
pub(super) fn thing(form: &Form) -> Option<String> {
    let board = BOARDS.iter().find(|(board, _)| form.is_on(board));
    board.and_then(|(_, thing)| thing(form)).or_else(|| on_own_page(form))
}

/// Employers show the jobs of Greenhouse and Ashby on pages of their own, with the id as parameter.
fn on_own_page(form: &Form) -> Option<String> {
    let greenhouse = form.parameter("gh_jid").and_then(greenhouse_id);
    greenhouse.or_else(|| uuid(form.parameter("ashby_jid")?).map(|id| format!("ashby:{id}")))
}

/// `/BOARD/jobs/ID`, `/embed/job_app?token=ID`. Ids are given out over all boards of a region.
fn greenhouse(form: &Form) -> Option<String> {
    if !form.host.starts_with("boards") && !form.host.starts_with("job-boards") {
        return None;
    }
    let embedded = || form.after("embed").filter(|page| *page == "job_app").and_then(|_| form.parameter("token"));
    greenhouse_id(form.after("jobs").or_else(embedded)?)
}

/// `/en-US/careers/position/gh/ID/`.
fn mozilla(form: &Form) -> Option<String> {
    form.after("position").filter(|board| *board == "gh")?;
    greenhouse_id(form.after("gh")?)
}

fn greenhouse_id(id: &str) -> Option<String> {
    number(id, 5).map(|id| format!("gh:{id}"))
}

/// `/SITE/UUID` and what follows it (`/apply`).
fn lever(form: &Form) -> Option<String> {
    form.path.iter().find_map(|segment| uuid(segment)).map(|id| format!("lever:{id}"))
}

/// `/ORGANISATION/UUID` and what follows it (`/application`).
fn ashby(form: &Form) -> Option<String> {
    form.path.iter().find_map(|segment| uuid(segment)).map(|id| format!("ashby:{id}"))
}

/// `TENANT.wd5.myworkdayjobs.com[/en-US]/SITE/job/PLACE/Title_REQUISITION[-1]`, or
/// `wd5.myworkdaysite.com/recruiting/TENANT/SITE/job/…`. The number after the requisition counts
/// postings of it.
fn workday(form: &Form) -> Option<String> {
    let tenant = match form.is_on("myworkdaysite.com") {
        true => form.after("recruiting")?,
        false => form.host.split('.').next()?,
    };
    let at = form.path.iter().position(|segment| segment == "job" || segment == "details")?;
    let (_, requisition) = form.path.iter().skip(at + 1).rev().find_map(|segment| segment.rsplit_once('_'))?;
    let requisition = without_repost(requisition).to_uppercase();
    requisition.bytes().any(|byte| byte.is_ascii_digit()).then(|| format!("wd:{}:{requisition}", tenant.to_lowercase()))
}

/// `JR-131827-2` is `JR-131827`; `2024-12` and `R-12` are numbers of their own.
fn without_repost(requisition: &str) -> &str {
    match requisition.rsplit_once('-') {
        Some((bare, count)) if number(count, 1).is_some() && count.len() <= 2 && ends_in_digits(bare, 5) => bare,
        _ => requisition,
    }
}

fn ends_in_digits(text: &str, least: usize) -> bool {
    text.bytes().rev().take_while(u8::is_ascii_digit).count() >= least
}

/// `apply.workable.com/ACCOUNT/j/CODE`, with or without the account.
fn workable(form: &Form) -> Option<String> {
    let code = form.after("j")?;
    let is_code = (6..=12).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_code.then(|| format!("workable:{}", code.to_uppercase()))
}

/// `/COMPANY/ID-words`; ids have fifteen digits or more.
fn smartrecruiters(form: &Form) -> Option<String> {
    form.path.iter().find_map(|segment| leading_number(segment, 12)).map(|id| format!("sr:{id}"))
}

/// `TENANT.jobs.personio.de/job/ID`; `.com` answers for the same tenant.
fn personio(form: &Form) -> Option<String> {
    let id = number(form.after("job")?, 1)?;
    Some(format!("personio:{}:{id}", tenant(form)?))
}

/// `TENANT.recruitee.com/o/NAME`.
fn recruitee(form: &Form) -> Option<String> {
    Some(format!("recruitee:{}:{}", tenant(form)?, form.after("o")?))
}

/// `TENANT.teamtailor.com/jobs/ID-words`.
fn teamtailor(form: &Form) -> Option<String> {
    let id = leading_number(form.after("jobs")?, 4)?;
    Some(format!("teamtailor:{}:{id}", tenant(form)?))
}

/// JazzHR: `TENANT.applytojob.com/apply/CODE/Title` or `/apply/jobs/details/CODE`.
fn jazz(form: &Form) -> Option<String> {
    let code = match form.path.as_slice() {
        [apply, jobs, details, code, ..] if apply == "apply" && jobs == "jobs" && details == "details" => code,
        [apply, code, ..] if apply == "apply" => code,
        _ => return None,
    };
    let is_code = code.len() >= 8 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    tenant(form).filter(|_| is_code).map(|tenant| format!("jazz:{tenant}:{code}"))
}

/// `HOST/jobs/ID/words/job`.
fn icims(form: &Form) -> Option<String> {
    number(form.after("jobs")?, 2).map(|id| format!("icims:{}:{id}", form.host))
}

/// `HOST/hcmUI/CandidateExperience/en/sites/SITE/job/ID`.
fn oracle(form: &Form) -> Option<String> {
    form.after("CandidateExperience")?;
    let id = form.after("job").or_else(|| form.after("preview"))?;
    number(id, 2).map(|id| format!("oracle:{}:{id}", form.host))
}

/// `/en/jobs/ID/words`, in any language.
fn amazon(form: &Form) -> Option<String> {
    number(form.after("jobs")?, 4).map(|id| format!("amazon:{id}"))
}

/// `/jobs/view/ID`, `/jobs/view/words-ID`, or a search that shows the job beside its list.
fn linkedin(form: &Form) -> Option<String> {
    form.path.iter().find(|segment| *segment == "jobs")?;
    let viewed = form.after("view").map(|view| view.rsplit('-').next().unwrap_or(view));
    let id = viewed.or_else(|| form.parameter("currentjobid"))?;
    number(id, 6).map(|id| format!("li:{id}"))
}

/// `/?job_id=UUID`.
fn gitjobs(form: &Form) -> Option<String> {
    uuid(form.parameter("job_id")?).map(|id| format!("gitjobs:{id}"))
}

/// `HOST/careers/job/ID-words` or `/careers?pid=ID`.
fn eightfold(form: &Form) -> Option<String> {
    let shown = form.after("job").and_then(|job| leading_number(job, 6));
    let id = shown.or_else(|| number(form.parameter("pid")?, 6))?;
    Some(format!("eightfold:{}:{id}", form.host))
}

/// The first label of the host, where there is one before the board's own name.
fn tenant(form: &Form) -> Option<&str> {
    form.host.split('.').next().filter(|label| !matches!(*label, "jobs" | "www" | "career" | "app" | "api"))
}

/// A number of at least so many digits.
fn number(text: &str, least: usize) -> Option<&str> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && (least..=24).contains(&text.len())).then_some(text)
}

/// The number before the first dash.
fn leading_number(segment: &str, least: usize) -> Option<&str> {
    number(segment.split('-').next()?, least)
}

/// A UUID, in lower case.
fn uuid(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('-').collect();
    let is_uuid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_uuid.then(|| text.to_ascii_lowercase())
}
