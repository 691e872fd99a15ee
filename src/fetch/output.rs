//! What programs print, in the form of requests and replies, so that it is recorded and replayed like
//! what servers answer. Nothing is sent here.

use url::Url;

use crate::model::exchange::{CommandRequest, HttpRequest, Method};

use super::error::{FetchError, quoted};
use super::redirect::{Hop, Trail};
use super::reply::Reply;

/// What stands for the run of a program: a POST to `command://local/PROGRAM`, its arguments as the body.
pub(super) fn hop(command: &CommandRequest) -> Result<Hop, FetchError> {
    let mut url =
        Url::parse("command://local/").map_err(|error| FetchError::Client { detail: quoted(error.to_string()) })?;
    url.set_path(&command.program);
    let body = serde_json::Value::from(command.arguments.clone()).to_string();
    let request = HttpRequest { method: Method::Post, body: Some(body), ..HttpRequest::get(url) };
    Ok(Trail::start(&request).hop().clone())
}

/// What it printed, as a good answer.
pub(super) fn reply(output: Vec<u8>) -> Reply {
    Reply { status: 200, content_type: Some("application/x-ndjson".to_owned()), body: output, ..Reply::default() }
}
