//! Server-sent events, read from an answer as it streams (WHATWG HTML, *Server-sent events*).

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};

/// The longest event that is read; a longer one ends the stream.
const EVENT_BYTES_MAX: usize = 4 << 20;

/// One server-sent event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its id, if the server gave one.
    pub id: Option<String>,
    /// Its kind; `message` if the server gave none.
    pub event: Option<String>,
    /// Its data, lines joined by line feeds.
    pub data: String,
}

/// The events of an answer that streams.
pub struct EventStream {
    bytes: BoxStream<'static, Result<Bytes, reqwest::Error>>,
    buffer: Vec<u8>,
    /// Where the next event begins in the buffer.
    start: usize,
    /// Up to where no event ends.
    searched: usize,
}

impl EventStream {
    pub(crate) fn new(response: reqwest::Response) -> Self {
        Self::from_bytes(response.bytes_stream())
    }

    fn from_bytes(bytes: impl Stream<Item = Result<Bytes, reqwest::Error>> + Send + 'static) -> Self {
        Self { bytes: bytes.boxed(), buffer: Vec::new(), start: 0, searched: 0 }
    }

    /// The next event, or none once the connection ended, for whatever reason.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.take_event() {
                if event.data.is_empty() {
                    continue;
                }
                return Some(event);
            }
            self.buffer.drain(..self.start);
            self.searched -= self.start;
            self.start = 0;
            if self.buffer.len() > EVENT_BYTES_MAX {
                return None;
            }
            self.buffer.extend_from_slice(&self.bytes.next().await?.ok()?);
        }
    }

    /// Takes the first whole event, up to and with its empty line, out of the buffer.
    fn take_event(&mut self) -> Option<Event> {
        let behind = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(end) = behind.windows(2).position(|pair| pair == b"\n\n") else {
            // The last byte may be the first of the two.
            self.searched = self.searched.max(self.buffer.len().saturating_sub(1));
            return None;
        };
        let end = self.searched + end + 2;
        let block = self.buffer.get(self.start..end).unwrap_or_default();
        let event = parse(&String::from_utf8_lossy(block));
        (self.start, self.searched) = (end, end);
        Some(event)
    }
}

/// Reads the fields of one event. Comments and unknown fields are passed over.
fn parse(block: &str) -> Event {
    let mut event = Event::default();
    let mut data: Vec<&str> = Vec::new();
    for line in block.lines() {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => event.id = Some(value.to_owned()),
            "event" => event.event = Some(value.to_owned()),
            "data" => data.push(value),
            _ => {}
        }
    }
    event.data = data.join("\n");
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &'static str, cut: usize) -> Vec<Event> {
        let pieces: Vec<_> = text.as_bytes().chunks(cut).map(|piece| Ok(Bytes::from_static(piece))).collect();
        let mut stream = EventStream::from_bytes(futures::stream::iter(pieces));
        futures::executor::block_on(async {
            let mut events = Vec::new();
            while let Some(event) = stream.next().await {
                events.push(event);
            }
            events
        })
    }

    #[test]
    fn an_event_without_end_ends_the_stream() {
        let endless = futures::stream::repeat_with(|| Ok(Bytes::from(vec![b'x'; 1 << 20])));
        let mut stream = EventStream::from_bytes(endless);
        assert_eq!(futures::executor::block_on(stream.next()), None);
    }

    #[test]
    fn events_are_read_however_they_are_cut() {
        let text = ": hello\n\nid: 7\nevent: case\ndata: {\"a\":1}\n\ndata: one\ndata: two\n\ndata: cut off";
        for cut in 1..text.len() {
            let events = check(text, cut);
            assert_eq!(events.len(), 2, "cut at {cut}");
            assert_eq!(events[0].id.as_deref(), Some("7"));
            assert_eq!(events[0].event.as_deref(), Some("case"));
            assert_eq!(events[1].data, "one\ntwo");
        }
    }
}
