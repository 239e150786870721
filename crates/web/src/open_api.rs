//! The description of the API (`OpenAPI` 3.1), made from the handlers themselves.

use crate::api;
use crate::app::App;
use crate::body::KEY_HEADER;
use axum::Json;
use axum::Router;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem, Paths};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, Info, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder, Schema,
};
use utoipa::{PartialSchema as _, ToSchema as _};
use utoipa_axum::router::OpenApiRouter;
use wire::Problem;

/// What a bearer token is called in the description.
const TOKEN: &str = "token";

/// The routes, and their description.
pub(crate) fn described() -> (Router<App>, OpenApi) {
    let info = Info::builder()
        .title("Glasscase")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("The support desk with glass walls."))
        .build();
    let described = OpenApiRouter::with_openapi(OpenApi::new(info, Paths::new()));
    let (router, mut description) = described.nest("/api/v1", api::routes()).split_for_parts();
    complete(&mut description);
    (router, description)
}

/// The description of the API.
pub fn open_api() -> OpenApi {
    described().1
}

/// `GET /api/openapi.json`
pub(crate) fn show(description: OpenApi) -> Json<OpenApi> {
    Json(description)
}

/// Adds what all operations have in common: the token, the problems, and the key that makes a POST safe to repeat.
fn complete(description: &mut OpenApi) {
    let components = description.components.get_or_insert_with(Components::new);
    let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.security_schemes.insert(TOKEN.to_owned(), RefOr::T(scheme));
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    description.security = Some(vec![SecurityRequirement::new(TOKEN, Vec::<String>::new())]);
    for item in description.paths.paths.values_mut() {
        for operation in operations_of(item) {
            operation.responses.responses.insert("default".to_owned(), RefOr::T(problem()));
        }
        if let Some(post) = &mut item.post {
            post.parameters.get_or_insert_with(Vec::new).push(RefOr::T(key()));
        }
    }
}

fn operations_of(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete].into_iter().flatten()
}

fn problem() -> Response {
    let schema = Ref::from_schema_name(Problem::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description("Why it was not done.").content(Problem::MEDIA_TYPE, content).build()
}

fn key() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(200));
    ParameterBuilder::new()
        .name(KEY_HEADER)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The same key and body give the same answer; another body under it is refused."))
        .schema(Some(Schema::from(text.build())))
        .build()
}
