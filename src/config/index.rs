//! `index` in `[newsletter]`: where the list of issues stands and how its rows are written.

use std::fmt;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::values::stays_inside;
use crate::series::row::RowTemplate;

/// `index`: a path, a table, or `false`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(untagged)]
pub enum IndexSetting {
    /// `false`: no index is kept. `true`: the one in the folder of the issues.
    Kept(bool),
    /// The file.
    Path(PathBuf),
    /// The file and how a row is written.
    Table(IndexTable),
    /// Nothing was said: the one in the folder of the issues.
    #[default]
    #[schemars(skip)]
    Usual,
}

/// `index = { path = "…", row = "…" }`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndexTable {
    /// The file; `README.md` in the folder of the issues by default.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// The template of a row: sees title, number, file, date and day. Like the row beside it by default.
    #[serde(default)]
    pub row: Option<RowTemplate>,
}

impl IndexSetting {
    /// The file of the index, given the folder of the issues; none where none is kept.
    pub fn path(&self, issues: &Path) -> Option<PathBuf> {
        match self {
            IndexSetting::Kept(false) => None,
            IndexSetting::Path(path) | IndexSetting::Table(IndexTable { path: Some(path), .. }) => Some(path.clone()),
            IndexSetting::Kept(true) | IndexSetting::Table(_) | IndexSetting::Usual => Some(issues.join("README.md")),
        }
    }

    /// The template of a row, where one is given.
    pub fn row(&self) -> Option<&RowTemplate> {
        if let IndexSetting::Table(table) = self { table.row.as_ref() } else { None }
    }

    /// Whether the file is the one in the folder of the issues because nothing was said.
    pub fn is_usual(&self) -> bool {
        matches!(self, IndexSetting::Usual)
    }
}

struct Setting;

impl<'de> Visitor<'de> for Setting {
    type Value = IndexSetting;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a path, { path = \"README.md\", row = \"…\" }, or false")
    }

    fn visit_bool<E: Error>(self, kept: bool) -> Result<IndexSetting, E> {
        Ok(IndexSetting::Kept(kept))
    }

    fn visit_str<E: Error>(self, path: &str) -> Result<IndexSetting, E> {
        inside(Path::new(path)).map(|()| IndexSetting::Path(path.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<IndexSetting, A::Error> {
        let table = IndexTable::deserialize(MapAccessDeserializer::new(map))?;
        table.path.as_deref().map_or(Ok(()), inside).map(|()| IndexSetting::Table(table))
    }
}

fn inside<E: Error>(path: &Path) -> Result<(), E> {
    if stays_inside(path) && path.file_name().is_some() {
        return Ok(());
    }
    Err(E::custom(format!("{} is no file inside the newsletter's folder", path.display())))
}

impl<'de> Deserialize<'de> for IndexSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Setting)
    }
}
