//! File workspaces, and files that come in parts.

use super::answer::{empty, json as answer, ok};
use super::error::Fault;
use super::names::{must_be_file_name, must_be_name};
use super::object::{Object, properties};
use super::path::At;
use super::request::{ArmRequest, Asked, object, root};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Moment;
use operations::{FileSizes, NewChunk, Scope, ShownFile, ShownWorkspace};
use serde_json::{Value, json};

/// The largest file in bytes.
const FILE_BYTES_MAX: u64 = 5 << 20;
/// The largest part in bytes.
const CHUNK_BYTES_MAX: u64 = 5 << 19;
/// The most parts.
const CHUNKS_MAX: u64 = 2;
/// The largest body in bytes.
const BODY_BYTES_MAX: usize = 64 << 10;
/// The largest body with a part, in base64.
const UPLOAD_BYTES_MAX: usize = 4 << 20;

/// `GET P/fileWorkspaces/{workspace}`
pub(super) async fn show_workspace(asked: &Asked, at: At, name: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    let found = operations::show_workspace(&asked.desk, &asked.caller, &scope, name).await?;
    Ok(ok(&shown_workspace(&scope, &found)))
}

/// `PUT P/fileWorkspaces/{workspace}`
pub(super) async fn make_workspace(asked: &Asked, at: At, name: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    must_be_name("fileWorkspaceName", name)?;
    let made = operations::make_workspace(&asked.desk, &asked.caller, &scope, name).await?;
    Ok(answer(StatusCode::CREATED, &shown_workspace(&scope, &made)))
}

/// `GET P/fileWorkspaces/{workspace}/files`
pub(super) async fn list(asked: &Asked, at: At, workspace: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    let (desk, caller) = (&asked.desk, &asked.caller);
    let name = operations::show_workspace(desk, caller, &scope, workspace).await?.name;
    let files = operations::list_files(desk, caller, &scope, workspace).await?;
    let shown: Vec<Value> = files.iter().map(|file| shown_file(&scope, &name, file)).collect();
    Ok(ok(&json!({ "value": shown })))
}

/// `GET P/fileWorkspaces/{workspace}/files/{file}`
pub(super) async fn show(asked: &Asked, at: At, workspace: &str, name: &str) -> Result<Response, Fault> {
    let scope = asked.scope(at).await?;
    let (desk, caller) = (&asked.desk, &asked.caller);
    let file = operations::show_file(desk, caller, &scope, workspace, name).await?;
    let workspace = operations::show_workspace(desk, caller, &scope, workspace).await?.name;
    Ok(ok(&shown_file(&scope, &workspace, &file)))
}

/// `PUT P/fileWorkspaces/{workspace}/files/{file}`
pub(super) async fn begin(
    request: ArmRequest,
    at: At,
    workspace: &str,
    name: &str,
) -> Result<Response, Fault> {
    let ArmRequest { asked, body } = request;
    let scope = asked.scope(at).await?;
    must_be_file_name(name)?;
    let body = object(body, BODY_BYTES_MAX).await?;
    let sizes = sizes(properties(&body)?)?;
    let (desk, caller) = (&asked.desk, &asked.caller);
    let file = operations::begin_file(desk, caller, &scope, workspace, name, sizes).await?;
    let workspace = operations::show_workspace(desk, caller, &scope, workspace).await?.name;
    Ok(answer(StatusCode::CREATED, &shown_file(&scope, &workspace, &file)))
}

fn sizes(said: Object<'_>) -> Result<FileSizes, Fault> {
    let within = |name: &str, max: u64| {
        let number = said.number(name)?;
        let why = || said.refuse(name, format!("{number} is not 1 to {max}"));
        if (1..=max).contains(&number) { Ok(number) } else { Err(why()) }
    };
    let file_size = within("fileSize", FILE_BYTES_MAX)?;
    let chunk_size = within("chunkSize", CHUNK_BYTES_MAX)?;
    let chunks = within("numberOfChunks", CHUNKS_MAX)?;
    if file_size > chunk_size * chunks {
        let why = format!("{chunks} chunks of {chunk_size} bytes do not hold {file_size}");
        return Err(said.refuse("numberOfChunks", why));
    }
    if file_size < chunks {
        return Err(said.refuse("numberOfChunks", "each chunk has at least a byte"));
    }
    Ok(FileSizes { chunk_size, file_size, chunks })
}

/// `POST P/fileWorkspaces/{workspace}/files/{file}/upload`
pub(super) async fn upload(
    request: ArmRequest,
    at: At,
    workspace: &str,
    name: &str,
) -> Result<Response, Fault> {
    let ArmRequest { asked, body } = request;
    let scope = asked.scope(at).await?;
    let body = object(body, UPLOAD_BYTES_MAX).await?;
    let said = Object::new("", &body);
    let index = said.number("chunkIndex")?;
    let content = said.needed("content")?;
    let bytes =
        STANDARD.decode(&content).map_err(|why| said.refuse("content", format!("it is no base64: {why}")))?;
    let chunk = NewChunk { index, bytes };
    operations::accept_chunk(&asked.desk, &asked.caller, &scope, workspace, name, chunk).await?;
    Ok(empty(StatusCode::NO_CONTENT))
}

fn shown_workspace(scope: &Scope, workspace: &ShownWorkspace) -> Value {
    let ShownWorkspace { name, at, by, until } = workspace;
    json!({
        "id": format!("{}/fileWorkspaces/{name}", root(scope)),
        "name": name,
        "type": "Microsoft.Support/fileWorkspaces",
        "properties": { "createdOn": at, "expirationTime": until },
        "systemData": system_data(by, *at),
    })
}

fn shown_file(scope: &Scope, workspace: &str, file: &ShownFile) -> Value {
    let ShownFile { name, sizes, at, by } = file;
    json!({
        "id": format!("{}/fileWorkspaces/{workspace}/files/{name}", root(scope)),
        "name": name,
        "type": "Microsoft.Support/files",
        "properties": {
            "createdOn": at,
            "chunkSize": sizes.chunk_size,
            "fileSize": sizes.file_size,
            "numberOfChunks": sizes.chunks,
        },
        "systemData": system_data(by, *at),
    })
}

fn system_data(by: &str, at: Moment) -> Value {
    json!({
        "createdBy": by,
        "createdByType": "User",
        "createdAt": at,
        "lastModifiedBy": by,
        "lastModifiedByType": "User",
        "lastModifiedAt": at,
    })
}
