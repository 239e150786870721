//! A question in text, and its rows.

use super::Row;
use super::packet::{ERROR, Fields, Packets, refusal};
use crate::database::Failure;
use serde_json::Value;

/// The most rows of one answer.
const ROWS_MAX: usize = 1_000;
/// The most columns of a row.
const COLUMNS_MAX: u64 = 100;
/// The first byte of a question.
const QUERY: u8 = 0x03;
/// The first byte of an answer without rows, of the end of rows, and of a value that is null.
const DONE: u8 = 0x00;
const END: u8 = 0xfe;
const NULL: u8 = 0xfb;
/// A packet that begins as an end and is longer is a row.
const END_BYTES_MAX: usize = 8;

struct Column {
    name: String,
    is_number: bool,
}

fn broken(reason: impl Into<String>) -> Failure {
    Failure::new("question", reason)
}

fn garbled() -> Failure {
    broken("its answer is not understood")
}

pub(super) async fn ask(packets: &mut Packets, question: &str) -> Result<Vec<Row>, Failure> {
    packets.begin();
    packets.say(&[&[QUERY], question.as_bytes()].concat()).await.map_err(broken)?;
    let head = packets.hear().await.map_err(broken)?;
    let count = match head.first() {
        Some(&DONE) => return Ok(Vec::new()),
        Some(&ERROR) => return Err(refusal("question", &head)),
        // It would ask for a file of this machine (`LOCAL INFILE`), whatever was asked.
        Some(&NULL) => return Err(broken("it asks for a file, which it does not get")),
        _ => Fields(&head).counted_number().filter(|count| *count <= COLUMNS_MAX).ok_or_else(garbled)?,
    };
    let mut columns = Vec::new();
    for _ in 0..count {
        let packet = packets.hear().await.map_err(broken)?;
        columns.push(column(&packet).ok_or_else(garbled)?);
    }
    // An end behind the columns, and one behind the rows.
    packets.hear().await.map_err(broken)?;
    let mut rows = Vec::new();
    loop {
        let packet = packets.hear().await.map_err(broken)?;
        match packet.first() {
            Some(&ERROR) => return Err(refusal("question", &packet)),
            Some(&END) if packet.len() <= END_BYTES_MAX => return Ok(rows),
            _ if rows.len() == ROWS_MAX => {
                return Err(broken(format!("it answers with more than {ROWS_MAX} rows")));
            }
            _ => rows.push(row(&packet, &columns).ok_or_else(garbled)?),
        }
    }
}

/// A column's name, in lower case, and whether it holds numbers.
fn column(packet: &[u8]) -> Option<Column> {
    let mut fields = Fields(packet);
    // Catalogue, schema, table and its own name, then the name.
    for _ in 0..4 {
        fields.counted()?;
    }
    let name = String::from_utf8_lossy(fields.counted()?).to_lowercase();
    fields.counted()?;
    // A length that is always the same, the character set, the display length.
    fields.take(7)?;
    let is_number = matches!(fields.byte()?, 0..=5 | 8 | 9 | 13 | 246);
    Some(Column { name, is_number })
}

fn row(packet: &[u8], columns: &[Column]) -> Option<Row> {
    let mut fields = Fields(packet);
    let mut row = Row::new();
    for column in columns {
        let value = if fields.0.first() == Some(&NULL) {
            fields.byte()?;
            Value::Null
        } else {
            value(fields.counted()?, column.is_number)
        };
        row.insert(column.name.clone(), value);
    }
    Some(row)
}

fn value(bytes: &[u8], is_number: bool) -> Value {
    let text = String::from_utf8_lossy(bytes);
    let number = || text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<f64>().map(Value::from));
    match number() {
        Ok(number) if is_number => number,
        _ => Value::from(text.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_their_columns() {
        let packet = b"\x03def\0\0\0\x02Id\x02id\x0c\x2d\0\x0b\0\0\0\x08\x01\0\0\0\0";
        let id = column(packet).unwrap();
        assert_eq!((id.name.as_str(), id.is_number), ("id", true));
        let columns = [id, Column { name: "state".to_owned(), is_number: false }];
        let read = |packet: &[u8]| row(packet, &columns).map(|row| Value::Object(row).to_string());
        assert_eq!(read(b"\x0212\x03idl").as_deref(), Some(r#"{"id":12,"state":"idl"}"#));
        assert_eq!(read(b"\xfb\xfb").as_deref(), Some(r#"{"id":null,"state":null}"#));
        assert_eq!(read(b"\x0212"), None);
        assert!(column(b"\x03def\0").is_none());
    }
}
