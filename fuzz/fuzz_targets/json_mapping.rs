//! Any bytes as an answer in JSON, to the configurable mapping and to every job board and platform
//! that answers in JSON: the last byte chooses.
#![no_main]

use libfuzzer_sys::fuzz_target;

const KINDS: &[&str] = &[
    "json", "greenhouse", "gitjobs", "workday", "lever", "ashby", "workable", "smartrecruiters", "amazon", "recruitee",
    "teamtailor", "oracle", "eightfold", "ocgroups", "wordpress", "github", "bevy", "confs_tech", "lf_events",
    "foss_events", "callingallpapers", "schedule",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, answer)) = bytes.split_last() else { return };
    let sources = newsletter_fuzz::sources(KINDS);
    let source = sources[usize::from(*choice) % sources.len()];
    newsletter_fuzz::read(source.collector.as_ref(), answer);
});
