//! Parameters that follow readers around or belong to one visit, and taking them off. Whatever is
//! not listed here stays: a query is never dropped whole, because it may be what names the thing.
//!
//! Sources of the lists: the links of the newsletter's past issues (2022 to 2026), and the general
//! rules on which the public lists agree: Firefox's query stripping
//! (<https://firefox-source-docs.mozilla.org/toolkit/components/antitracking/anti-tracking/query-stripping/>),
//! ClearURLs (<https://docs.clearurls.xyz/>) and AdGuard's URL Tracking filter. Only names that
//! mean nothing else were taken over.

use url::Url;

/// What every name of a campaign begins with, lower case.
const PREFIXES: &[&str] = &[
    "utm_",
    "mtm_",
    "matomo_",
    "hsa_",
    "otm_",
    "itm_",
    "oft_",
    "bsft_",
    "at_custom",
    "guce_",
    "__cft__",
    "fb_action_",
];

/// Exact names, lower case.
const NAMES: &[&str] = &[
    // Advertisements: the click
    "fbclid",
    "gclid",
    "gclsrc",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "yclid",
    "ysclid",
    "ttclid",
    "twclid",
    "igshid",
    "igsh",
    "srsltid",
    "sscid",
    "ssaid",
    "li_fat_id",
    "sccid",
    "epik",
    "rb_clickid",
    "irclickid",
    "unicorn_click_id",
    "_branch_match_id",
    "_branch_referrer",
    // Newsletters: the reader
    "mc_cid",
    "mc_eid",
    "mc_tc",
    "mkt_tok",
    "__hstc",
    "__hssc",
    "__hsfp",
    "hss_channel",
    "_hsenc",
    "_hsmi",
    "hsctatracking",
    "vero_id",
    "vero_conv",
    "oly_enc_id",
    "oly_anon_id",
    "ml_subscriber",
    "ml_subscriber_hash",
    "wickedid",
    "_kx",
    "__s",
    "ck_subscriber_id",
    "elqtrack",
    "elqtrackid",
    "sms_click",
    "dm_i",
    // Analytics: the way
    "_ga",
    "_gl",
    "ga_source",
    "ga_medium",
    "ga_term",
    "ga_content",
    "ga_campaign",
    "pk_campaign",
    "pk_cid",
    "pk_content",
    "pk_kwd",
    "pk_keyword",
    "pk_medium",
    "pk_source",
    "piwik_campaign",
    "piwik_kwd",
    "piwik_keyword",
    "_openstat",
    "at_campaign",
    "at_medium",
    "s_cid",
    "cmpid",
    "wt_mc",
    "wt_zmc",
    "xtor",
    "echobox",
    "spm",
    "ncid",
    "tracking_source",
    "__twitter_impression",
    "action_object_map",
    "action_ref_map",
    "action_type_map",
    "fb_ref",
    "fb_source",
    "ref_src",
    "ref_url",
    "guccounter",
    "trk",
    "trkcampaign",
    "trkinfo",
    "trackingid",
    "refid",
    // Job boards: where the applicant came from
    "gh_src",
    "lever-source",
    "lever-origin",
    "no_int_redir",
    // Sessions
    "jsessionid",
    "phpsessid",
    "aspsessionid",
    "cfid",
    "cftoken",
    // Pages embedded into others
    "needsredirect",
    "jan1offset",
    "jun1offset",
    "in_iframe",
    "iframe",
    "bga",
];

/// Names that only track on some hosts: host (and what is below it), name.
const NAMES_ON: &[(&str, &str)] = &[
    ("youtube.com", "si"),
    ("youtube.com", "feature"),
    ("youtube.com", "ab_channel"),
    ("youtube.com", "pp"),
    ("youtu.be", "si"),
    ("youtu.be", "feature"),
    ("spotify.com", "si"),
    ("twitter.com", "s"),
    ("twitter.com", "t"),
    ("twitter.com", "cxt"),
    ("x.com", "s"),
    ("x.com", "t"),
    ("medium.com", "source"),
    ("medium.com", "sk"),
    ("substack.com", "r"),
    ("substack.com", "isfreemail"),
    ("substack.com", "triedredirect"),
    ("substack.com", "showwelcome"),
    ("substack.com", "showwelcomeonshare"),
    ("linkedin.com", "originalsubdomain"),
    ("linkedin.com", "position"),
    ("linkedin.com", "pagenum"),
    ("linkedin.com", "lipi"),
    ("linkedin.com", "rcm"),
    ("linkedin.com", "ebp"),
    ("facebook.com", "mibextid"),
    ("facebook.com", "__tn__"),
    ("reddit.com", "share_id"),
    ("eventbrite.com", "aff"),
    ("meetup.com", "recid"),
    ("meetup.com", "recsource"),
    ("meetup.com", "searchid"),
    ("meetup.com", "eventorigin"),
    ("luma.com", "tk"),
    ("lu.ma", "tk"),
    ("icims.com", "mobile"),
    ("icims.com", "width"),
    ("icims.com", "height"),
    ("icims.com", "hub"),
    ("sched.com", "mobile"),
    ("sched.com", "w"),
    ("sched.com", "sidebar"),
    ("sched.com", "bg"),
];

/// Parameters that come with the embeds of iCIMS on any host; beside one of these the size of the
/// frame means nothing either.
const EMBED_MARKS: &[&str] = &["jan1offset", "jun1offset", "needsredirect", "in_iframe"];
const EMBED_SIZES: &[&str] = &["mobile", "width", "height", "hub"];

/// Hosts on which `ref` names a branch.
const CODE_HOSTS: &[&str] = &["github.com", "githubusercontent.com", "gitlab.com", "codeberg.org", "bitbucket.org"];
const BRANCHES: &[&str] = &["main", "master", "develop", "head", "trunk"];

/// Whether `name=value` of a query only tracks on this host.
pub fn is_tracking(host: &str, pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    // `&amp;utm_source=…` is what is left where somebody escaped an address twice.
    let name = name.to_ascii_lowercase();
    let name = name.trim_start_matches("amp;");
    name == "utm"
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || NAMES.contains(&name)
        || NAMES_ON.iter().any(|(suffix, key)| *key == name && is_below(host, suffix))
        || is_referrer(host, name, value)
}

/// Whether `host` is `suffix` or lies below it.
pub(super) fn is_below(host: &str, suffix: &str) -> bool {
    host == suffix || host.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'))
}

/// `ref=hackernewsletter` and `src=rss` say who linked; `ref=main`, `ref=REQ-1234` and
/// `src=https://…` say what is linked. Only a plain word without digits is taken for the first.
fn is_referrer(host: &str, name: &str, value: &str) -> bool {
    let is_word = value.chars().all(|character| character.is_ascii_alphabetic() || "._-".contains(character));
    matches!(name, "ref" | "src")
        && is_word
        && !value.is_empty()
        && !BRANCHES.contains(&value.to_ascii_lowercase().as_str())
        && !CODE_HOSTS.iter().any(|suffix| is_below(host, suffix))
}

/// Takes off what only tracks, from query, path and fragment; the rest stays byte for byte.
pub(super) fn strip(url: &mut Url) {
    let host = url.host_str().unwrap_or_default().to_owned();
    if let Some(kept) = url.query().and_then(|query| without_tracking(&host, query)) {
        url.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
    }
    if let Some(kept) = without_session(url.path()) {
        url.set_path(&kept);
    }
    if let Some(kept) = url.fragment().and_then(|fragment| fragment_without_tracking(&host, fragment)) {
        url.set_fragment(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
    }
}

/// A query without what only tracks; None where nothing of it does.
fn without_tracking(host: &str, query: &str) -> Option<String> {
    let is_named = |pair: &str, names: &[&str]| {
        let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
        names.contains(&name.as_str())
    };
    let embedded = query.split('&').any(|pair| is_named(pair, EMBED_MARKS));
    let goes = |pair: &&str| is_tracking(host, pair) || (embedded && is_named(pair, EMBED_SIZES));
    if query.split('&').any(|pair| goes(&pair)) {
        let kept = query.split('&').filter(|pair| !pair.is_empty() && !goes(pair)).collect::<Vec<_>>();
        return Some(kept.join("&"));
    }
    None
}

/// `/page;jsessionid=1A2B` without its session.
fn without_session(path: &str) -> Option<String> {
    let at = path.to_ascii_lowercase().find(";jsessionid=")?;
    let (before, session) = path.split_at_checked(at)?;
    let after = session.find('/').and_then(|at| session.get(at..)).unwrap_or_default();
    Some(format!("{before}{after}"))
}

/// `#xtor=RSS-1` goes whole; of a route such as `#/jobs/1?utm_source=x` the campaign goes.
fn fragment_without_tracking(host: &str, fragment: &str) -> Option<String> {
    match fragment.split_once('?') {
        Some((route, query)) => {
            let kept = without_tracking(host, query)?;
            Some(if kept.is_empty() { route.to_owned() } else { format!("{route}?{kept}") })
        }
        // `#ref` is an anchor, not a parameter.
        None if fragment.contains('=') => without_tracking(host, fragment),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn stripped(text: &str) -> String {
        let mut url = Url::parse(text).unwrap();
        strip(&mut url);
        url.into()
    }

    #[test]
    fn campaigns_clicks_readers_and_sessions_go() {
        let page = "https://example.org/a";
        for noise in [
            "?utm_source=x&utm_medium=y",
            "?UTM_Source=x",
            "?utm_source=x&amp;utm_medium=y",
            "?fbclid=1&gclid=2&msclkid=3",
            "?mc_cid=1&mc_eid=2",
            "?__hstc=1&__hssc=2&__hsfp=3&hss_channel=tw-1",
            "?trk=a&trackingId=b&refId=c",
            "?SSAID=1&sscid=2",
            "?gh_src=1",
            "?ref=hackernoon.com",
            "?src=rss",
            "?mobile=false&width=1110&height=500&bga=true&needsRedirect=false&jan1offset=60&jun1offset=120",
            ";jsessionid=0A1B2C",
            ";jsessionid=0A1B2C?utm_source=x",
            "#xtor=RSS-1",
            "#utm_source=rss&utm_medium=feed",
            "?PHPSESSID=1",
        ] {
            assert_eq!(stripped(&format!("{page}{noise}")), page, "{noise}");
        }
    }

    #[test]
    fn what_names_the_thing_stays() {
        for address in [
            "https://example.org/a?gh_jid=1",
            "https://example.org/a?ashby_jid=1",
            "https://gitjobs.dev/?job_id=1",
            "https://www.youtube.com/watch?v=1&list=2",
            "https://example.org/?p=1",
            "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1",
            "https://example.org/a?id=1&req=2",
            "https://example.org/a?ref=REQ-1234",
            "https://example.org/a?ref=main",
            "https://github.com/o/r/blob/x?ref=stable",
            "https://view.officeapps.live.com/op/view.aspx?src=https%3A%2F%2Fexample.org%2Fa.docx",
            "https://example.org/a?si=1&s=2&t=3&r=4&source=5",
            "https://example.org/a?mobile=1&width=2",
            "https://example.org/a?x=1&&y=2",
            "https://example.org/a?",
            "https://example.org/a#agenda",
            "https://example.org/#/job/123",
            "https://example.org/a;v=2/b",
        ] {
            assert_eq!(stripped(address), address);
        }
    }

    #[test]
    fn the_rest_stays_byte_for_byte() {
        assert_eq!(stripped("https://example.org/%7ea?b=%2f&utm_source=x&a=+"), "https://example.org/%7ea?b=%2f&a=+");
        assert_eq!(stripped("https://example.org/#/j?utm_source=x&id=1"), "https://example.org/#/j?id=1");
        assert_eq!(stripped("https://example.org/a;jsessionid=1/b"), "https://example.org/a/b");
        assert_eq!(
            stripped("https://acme.sched.com/?iframe=yes&w=100%&sidebar=no&id=1"),
            "https://acme.sched.com/?id=1"
        );
    }
}
