//! The article family: <https://schema.org/Article> and its like, podcast episodes included.

use super::graph::Thing;

/// Whether a type names something to read, watch or hear.
pub fn is_article(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "Report",
        "BlogPosting",
        "SocialMediaPosting",
        "LiveBlogPosting",
        "DiscussionForumPosting",
        "PodcastEpisode",
        "RadioEpisode",
        "APIReference",
    ];
    name.ends_with("Article") || OTHERS.contains(&name)
}

/// Its title.
pub fn headline(thing: &Thing) -> Option<&str> {
    thing.text("headline").or_else(|| thing.text("name"))
}
