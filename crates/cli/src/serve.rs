//! The page in a browser on this machine, over the same gate.
//!
//! Loopback only: there are no accounts yet that could guard a network. A page of another
//! site cannot call: calls carry a header of ours, which a browser sends across sites only
//! after a permission that is never given, and a name that merely resolves to this machine
//! is refused by its `Host`.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use commands::{Caller, Change, Context, Failure, Museum, dispatch};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt as _};

use crate::page;

/// A call's arguments are never larger.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The largest call that hands in a sheet: a file of 64 MB is a third longer in Base64.
const SHEET_BODY_BYTES_MAX: usize = 96 * 1024 * 1024;
/// Changes a slow listener may lag behind before it is told to read everything again.
const CHANGES_KEPT: usize = 256;
/// What the page may load: itself, and nothing from anywhere else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[derive(Clone)]
struct Shared {
    museum: Arc<Museum>,
    changes: broadcast::Sender<Change>,
}

/// Serves until the process is told to end.
///
/// # Errors
/// `arguments_invalid` for an address beyond this machine, `busy` where the port is taken.
pub(crate) fn serve(museum: Arc<Museum>, listen: SocketAddr) -> Result<(), Failure> {
    if !listen.ip().is_loopback() {
        return Err(Failure::new("arguments_invalid").fact("field", "listen"));
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|_| Failure::new("store_failed"))?;
    runtime.block_on(async {
        let busy = || Failure::new("busy").fact("field", "listen");
        let listener = TcpListener::bind(listen).await.map_err(|_| busy())?;
        let address = listener.local_addr().map_err(|_| busy())?;
        if !page::is_built() {
            eprintln!("the page was not built when this program was: `cargo xtask run` builds both");
        }
        println!("http://{address}");
        let served = axum::serve(listener, routes(museum)).with_graceful_shutdown(ended()).await;
        served.map_err(|_| Failure::new("store_failed"))
    })
}

async fn ended() {
    // Without a handler for it the process ends at the signal anyway.
    let _ = tokio::signal::ctrl_c().await;
    // Open change feeds would hold a graceful end up for ever, and nothing of them is lost.
    std::process::exit(0);
}

fn routes(museum: Arc<Museum>) -> Router {
    let (changes, _) = broadcast::channel(CHANGES_KEPT);
    let feed = museum.changes();
    let sender = changes.clone();
    std::thread::spawn(move || {
        for change in feed {
            // Nobody listening is fine.
            let _ = sender.send(change);
        }
    });
    Router::new()
        .route("/call/{name}", post(call))
        .route("/call/sheet_stage", post(stage).layer(DefaultBodyLimit::max(SHEET_BODY_BYTES_MAX)))
        .route("/changes", get(feed_of_changes))
        .route("/feed/{file}", get(calendar))
        .fallback(get(file))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn(guard))
        .with_state(Shared { museum, changes })
}

/// Refuses names that are not this machine, and forbids everything the page does not need.
async fn guard(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_this_machine(host) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

/// Hands in a sheet: the one call that may be large.
async fn stage(state: State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    call(state, Path("sheet_stage".to_owned()), headers, body).await
}

async fn call(State(shared): State<Shared>, Path(name): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default().to_owned());
    let Some(key) = text("zhancheng-key") else {
        return refusal(&Failure::new("profile_unknown"));
    };
    let operation = text("zhancheng-operation");
    let Ok(arguments) = serde_json::from_slice::<Value>(&body) else {
        return refusal(&Failure::new("arguments_invalid").fact("field", ""));
    };
    let answer = tokio::task::spawn_blocking(move || {
        dispatch(&name, arguments, &Context { museum: &shared.museum, caller: Caller::Key(key), operation })
    })
    .await;
    match answer {
        Ok(Ok(answer)) => json(StatusCode::OK, answer.to_string()),
        Ok(Err(failure)) => refusal(&failure),
        Err(_) => refusal(&Failure::new("store_failed")),
    }
}

fn refusal(failure: &Failure) -> Response {
    json(StatusCode::UNPROCESSABLE_ENTITY, serde_json::to_string(failure).unwrap_or_default())
}

fn json(status: StatusCode, text: String) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, text).into_response()
}

async fn feed_of_changes(State(shared): State<Shared>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let feed = BroadcastStream::new(shared.changes.subscribe()).map(|change| {
        // A listener that lagged behind reads everything again.
        let all = || Change::everything();
        let change = change.unwrap_or_else(|_| all());
        Ok(Event::default().data(serde_json::to_string(&change).unwrap_or_default()))
    });
    Sse::new(feed).keep_alive(KeepAlive::default())
}

/// A calendar by the secret of its address; a reader that has it already is told so.
async fn calendar(State(shared): State<Shared>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(token) = file.strip_suffix(".ics").map(str::to_owned) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let read = tokio::task::spawn_blocking(move || {
        let caller = Caller::Key(String::new());
        let context = Context { museum: &shared.museum, caller, operation: None };
        dispatch("calendar_feed_read", serde_json::json!({ "token": token }), &context)
    })
    .await;
    let Ok(Ok(Value::Object(mut read))) = read else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", read.get("tag").and_then(Value::as_str).unwrap_or_default());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Kept by the reader alone, and asked for again each time.
    let kept = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    if known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let Some(Value::String(text)) = read.remove("calendar") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    (kept, [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
}

async fn file(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    match page::file(path) {
        Some((bytes, media_type)) => {
            ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-cache")], Body::from(bytes))
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn only_this_machine_is_served() {
        for (host, served) in [
            ("127.0.0.1:8787", true),
            ("localhost", true),
            ("[::1]:8787", true),
            ("museum.example:8787", false),
            ("127.0.0.1.example", false),
            ("", false),
        ] {
            assert_eq!(is_this_machine(host), served, "{host}");
        }
    }
}
