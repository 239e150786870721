//! The style and the scripts of the pages. Each has its digest in its address, so browsers keep it for good.

use crate::app::App;
use aws_lc_rs::digest::{SHA256, digest};
use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use std::sync::LazyLock;

use super::turned::Turned;

struct Asset {
    name: &'static str,
    media: &'static str,
    text: &'static str,
}

const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

static ASSETS: [Asset; 6] = [
    Asset { name: "desk.css", media: STYLE, text: include_str!("../../assets/desk.css") },
    Asset { name: "desk.js", media: SCRIPT, text: include_str!("../../assets/desk.js") },
    Asset { name: "landing.js", media: SCRIPT, text: include_str!("../../assets/landing.js") },
    Asset { name: "passkey.js", media: SCRIPT, text: include_str!("../../assets/passkey.js") },
    Asset { name: "welcome.js", media: SCRIPT, text: include_str!("../../assets/welcome.js") },
    Asset { name: "icon.svg", media: "image/svg+xml", text: include_str!("../../assets/icon.svg") },
];

/// The address of each asset, in their order.
static ADDRESSES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let address = |asset: &Asset| {
        let hashed = hex::encode(digest(&SHA256, asset.text.as_bytes()));
        format!("/assets/{}/{}", hashed.get(..12).unwrap_or_default(), asset.name)
    };
    ASSETS.iter().map(address).collect()
});

/// The address of an asset.
pub(super) fn address(name: &str) -> &'static str {
    let place = ASSETS.iter().position(|asset| asset.name == name);
    place.and_then(|place| ADDRESSES.get(place)).map_or("", String::as_str)
}

pub(super) fn routes() -> Router<App> {
    Router::new().route("/assets/{digest}/{name}", get(show))
}

/// An asset. An old page may ask for one by the digest that it had then; what there is now serves it as well.
async fn show(Path((_, name)): Path<(String, String)>) -> Result<impl IntoResponse, Turned> {
    let asset = ASSETS.iter().find(|asset| asset.name == name).ok_or_else(Turned::not_found)?;
    let headers = [(CONTENT_TYPE, asset.media), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.text))
}
