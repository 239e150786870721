//! What the desk answers: the rules of the real server, as far as the runner can see them.

use super::book::{Book, Call, Fault};
use crate::serving::papers;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use consent::Digest;
use domain::Moment;
use serde::Serialize;
use std::io;
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::UnboundedReceiverStream;
use wire::{
    Claimed, Done, Enrol, Enrolled, Finish, Finished, Notice, PartReceipt, Problem, RunOffer, Stopped,
};

/// What runners send as bearer token.
const TOKEN: &str = "the-runners-token";
/// The code that enrols one runner.
const CODE: &str = "one-time-code";

type Refused = (u16, &'static str);

pub(super) async fn answer(State(book): State<Arc<watch::Sender<Book>>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let path = head.uri.path().strip_prefix("/api/v1/runner/").unwrap_or_default().to_owned();
    let key = head.headers.get("idempotency-key").map(|key| key.to_str().unwrap().to_owned());
    let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut fault = None;
    book.send_modify(|book| {
        book.calls.push(Call { path: format!("{path}{query}"), key: key.clone() });
        fault = book.take_fault(&path);
    });
    match fault {
        Some(Fault::Refuse(status, code)) => return refused((status, code)),
        Some(Fault::Nonsense) => return "<html>busy</html>".into_response(),
        Some(Fault::Lie(text)) => {
            return ([(header::CONTENT_TYPE, "application/json")], text).into_response();
        }
        Some(Fault::CutBefore) => return cut(),
        Some(Fault::Hang) => std::future::pending().await,
        Some(Fault::Redirect(to)) => return Redirect::temporary(&to).into_response(),
        Some(Fault::Endless) => return endless(),
        Some(Fault::CutAfter) | None => {}
    }
    let is_post = head.method == axum::http::Method::POST;
    if is_post && key.is_none() {
        return refused((400, "idempotency_key"));
    }
    let done = if path == "enrol" {
        enrol(&book, &body)
    } else if !is_known(&head.headers) {
        Err((401, "sign_in"))
    } else {
        route(&book, &path, &query, &body)
    };
    match (done, fault) {
        (_, Some(_)) => cut(),
        (Ok(response), None) => response,
        (Err(why), None) => refused(why),
    }
}

fn is_known(headers: &HeaderMap) -> bool {
    headers.get(header::AUTHORIZATION).is_some_and(|value| *value == format!("Bearer {TOKEN}"))
}

fn route(book: &watch::Sender<Book>, path: &str, query: &str, body: &Bytes) -> Result<Response, Refused> {
    let mut done = Err((404, "not_found"));
    let run = path.split('/').nth(1).unwrap_or_default();
    book.send_modify(|book| {
        done = match path.rsplit('/').next().unwrap_or_default() {
            "stream" => Ok(stream(book)),
            "claim" => claim(book, run),
            "parts" => part(book, run, query.trim_start_matches("?offset=").parse().unwrap(), body),
            "finish" => finish(book, run, &serde_json::from_slice(body).unwrap()),
            "stopped" => stopped(book, run, serde_json::from_slice(body).unwrap()),
            _ => Err((404, "not_found")),
        };
    });
    done
}

fn enrol(book: &watch::Sender<Book>, body: &Bytes) -> Result<Response, Refused> {
    let enrol: Enrol = serde_json::from_slice(body).unwrap();
    if enrol.code != CODE {
        return Err((401, "sign_in"));
    }
    book.send_modify(|book| book.enrolled = Some(enrol));
    let (runner, tenant) = ("runner-1".parse().unwrap(), papers::TENANT.parse().unwrap());
    Ok(json(&Enrolled { runner, tenant, secret: TOKEN.to_owned() }))
}

fn stream(book: &mut Book) -> Response {
    let (sender, receiver) = mpsc::unbounded_channel();
    let runs = book.holding.iter().map(|run| run.parse().unwrap()).collect();
    let holding = serde_json::to_string(&Notice::Holding { runs }).unwrap();
    let waiting = book.claims.values().filter(|claimed| book.waits(claimed.run.as_str()));
    let offers = waiting.map(|claimed| serde_json::to_string(&offer(claimed)).unwrap());
    for notice in std::iter::once(holding).chain(offers) {
        sender.send(Bytes::from(format!("data: {notice}\n\n"))).unwrap();
    }
    book.streams.push(sender);
    book.opened += 1;
    let events = UnboundedReceiverStream::new(receiver).map(Ok::<_, io::Error>);
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(events)).into_response()
}

/// The offer of a run.
pub(crate) fn offer(claimed: &Claimed) -> Notice {
    let (run, diagnostic) = (claimed.run.clone(), claimed.diagnostic.clone());
    Notice::Offer { run: RunOffer { run, subscription: claimed.subscription.clone(), diagnostic } }
}

fn claim(book: &mut Book, run: &str) -> Result<Response, Refused> {
    let claimed = book.claims.get(run).ok_or((409, "run_stopped"))?;
    let answer = Ok(json(claimed));
    if !book.holding.iter().any(|held| held == run) {
        book.holding.push(run.to_owned());
    }
    answer
}

fn part(book: &mut Book, run: &str, offset: usize, part: &Bytes) -> Result<Response, Refused> {
    held(book, run)?;
    let object = book.objects.entry(run.to_owned()).or_default();
    if offset == object.len() {
        object.extend_from_slice(part);
    } else if object.get(offset..offset + part.len()) == Some(part) {
        book.repeated += 1;
    } else {
        return Err((400, "part"));
    }
    Ok(json(&PartReceipt { received: (offset + part.len()) as u64 }))
}

fn finish(book: &mut Book, run: &str, finish: &Finish) -> Result<Response, Refused> {
    if book.finished.get(run) != Some(finish) {
        held(book, run)?;
        let object = book.objects.get(run).ok_or((400, "parts"))?;
        let key = &book.enrolled.as_ref().unwrap().public_key;
        let record = consent::verify_run_record(key, &finish.record, &finish.signature);
        let record = record.map_err(|_| (400, "signature"))?;
        let agrees = (record.sha256, record.bytes) == (Digest::of(object), object.len() as u64)
            && (finish.sha256.clone(), finish.bytes) == (record.sha256.to_string(), record.bytes);
        if !agrees || record.run.as_str() != run {
            return Err((400, "record"));
        }
        book.finished.insert(run.to_owned(), finish.clone());
        book.end(run);
    }
    Ok(json(&Finished { at: papers::now(), due_at: Moment::MAX }))
}

fn stopped(book: &mut Book, run: &str, stopped: Stopped) -> Result<Response, Refused> {
    held(book, run)?;
    book.stopped.insert(run.to_owned(), stopped);
    book.end(run);
    Ok(json(&Done { at: papers::now() }))
}

fn held(book: &Book, run: &str) -> Result<(), Refused> {
    if book.holding.iter().any(|held| held == run) { Ok(()) } else { Err((409, "run_stopped")) }
}

fn json(answer: &impl Serialize) -> Response {
    axum::Json(answer).into_response()
}

fn refused((status, code): Refused) -> Response {
    let problem = Problem::new(status, code, "Refused", format!("refused as {code}"));
    (StatusCode::from_u16(status).unwrap(), axum::Json(problem)).into_response()
}

/// An answer that breaks off.
fn cut() -> Response {
    let broken = tokio_stream::iter([Ok(Bytes::from_static(b"{")), Err(io::Error::other("cut"))]);
    Body::from_stream(broken).into_response()
}

fn endless() -> Response {
    let piece = Bytes::from(vec![b' '; 1 << 20]);
    Body::from_stream(tokio_stream::iter(std::iter::repeat_with(move || Ok::<_, io::Error>(piece.clone()))))
        .into_response()
}
