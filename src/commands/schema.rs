//! `newsletter schema NAME`: the form of `sources.toml` and of everything that the program prints for
//! other programs, as JSON Schema. Made from the types that are written, so the two cannot differ.

use clap::ValueEnum as _;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use super::backtest::Figures as BacktestFigures;
use super::check::formats::Data as Findings;
use super::explain::Answer;
use super::run_report::{RunReport, SourceLine};
use super::sources::{CoverageFigures, Listed};
use super::{FORMAT, as_json, print};
use crate::cli::SchemaName;
use crate::model::issue::Issue;
use crate::model::item::Item;
use crate::report::{Exit, Failure};

pub(super) fn run(name: SchemaName) -> Result<Exit, Failure> {
    let mut schema = of(name);
    let name = name.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    if let Value::Object(schema) = &mut schema {
        schema.insert("$id".to_owned(), format!("urn:newsletter:{name}:{FORMAT}").into());
    }
    print(&as_json(&schema)?)?;
    Ok(Exit::Done)
}

fn of(name: SchemaName) -> Value {
    match name {
        SchemaName::Sources => crate::config::schema::whole(),
        SchemaName::Item => written::<Item>(),
        SchemaName::Report => written::<RunReport>(),
        SchemaName::Issue => written::<Issue>(),
        SchemaName::Explain => written::<Answer>(),
        SchemaName::Check => written::<Findings>(),
        SchemaName::SourcesList => written::<Listed>(),
        SchemaName::SourcesCheck => written::<Vec<SourceLine>>(),
        SchemaName::SourcesCoverage => written::<CoverageFigures>(),
        SchemaName::Backtest => written::<BacktestFigures>(),
    }
}

/// The form in which a type is written (JSON Schema 2020-12).
fn written<T: JsonSchema>() -> Value {
    let generator: SchemaGenerator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema: Schema = generator.into_root_schema_for::<T>();
    schema.to_value()
}
