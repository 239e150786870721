//! Commands and replies over one connection (RFC 5321, section 4.2), bounded.

use std::fmt;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a reply may take. Clients that deliver wait for minutes (RFC 5321, section 4.5.3.2); people who look do not.
const PATIENCE: Duration = Duration::from_secs(15);
/// The most lines of a reply.
const LINES_MAX: usize = 100;
/// The longest line, in bytes (twice what RFC 5321, section 4.5.3.1.5, allows).
const LINE_BYTES_MAX: usize = 1_024;
/// The longest text of a line that is told, in characters.
const TEXT_CHARS_MAX: usize = 200;

/// A reply: its code, and its lines without it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) code: u16,
    pub(super) lines: Vec<String>,
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        match self.lines.first() {
            Some(text) if !text.is_empty() => write!(f, " {text}"),
            _ => Ok(()),
        }
    }
}

/// A connection on which nothing is encrypted yet.
pub(super) struct Conversation {
    stream: TcpStream,
    /// What was read and not understood yet.
    buffer: Vec<u8>,
    bytes: usize,
    bytes_max: usize,
}

impl Conversation {
    pub(super) fn new(stream: TcpStream, bytes_max: usize) -> Self {
        Self { stream, buffer: Vec::new(), bytes: 0, bytes_max }
    }

    /// How many bytes were read.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether something came behind the last reply.
    pub(super) fn heard_more(&self) -> bool {
        !self.buffer.is_empty()
    }

    pub(super) fn into_stream(self) -> TcpStream {
        self.stream
    }

    /// Says a command and hears the reply; an error says in words what failed.
    pub(super) async fn ask(&mut self, command: &str) -> Result<Reply, String> {
        self.say(command).await?;
        self.hear().await
    }

    pub(super) async fn say(&mut self, command: &str) -> Result<(), String> {
        let line = format!("{command}\r\n");
        match timeout(PATIENCE, self.stream.write_all(line.as_bytes())).await {
            Ok(written) => written.map_err(|error| error.to_string()),
            Err(_) => Err(silence()),
        }
    }

    /// Hears one reply.
    pub(super) async fn hear(&mut self) -> Result<Reply, String> {
        timeout(PATIENCE, self.reply()).await.unwrap_or_else(|_| Err(silence()))
    }

    async fn reply(&mut self) -> Result<Reply, String> {
        let mut lines = Vec::new();
        loop {
            let line = self.line().await?;
            let (code, goes_on, text) = parsed(&line)
                .ok_or_else(|| format!("it does not speak SMTP: `{}`", shown(&line).escape_debug()))?;
            lines.push(shown(text));
            if !goes_on {
                return Ok(Reply { code, lines });
            }
            if lines.len() == LINES_MAX {
                return Err(format!("its reply has more than {LINES_MAX} lines"));
            }
        }
    }

    /// One line without its end.
    async fn line(&mut self) -> Result<Vec<u8>, String> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.buffer) {
                let mut line: Vec<u8> = self.buffer.drain(..=end).collect();
                line.truncate(line.trim_ascii_end().len());
                return Ok(line);
            }
            if self.buffer.len() > LINE_BYTES_MAX {
                return Err(format!("it does not speak SMTP: a line has more than {LINE_BYTES_MAX} bytes"));
            }
            if self.bytes >= self.bytes_max {
                return Err("it says more than the run may read".to_owned());
            }
            let mut part = [0; LINE_BYTES_MAX];
            let read = self.stream.read(&mut part).await.map_err(|error| error.to_string())?;
            if read == 0 {
                return Err("it ends the connection".to_owned());
            }
            self.bytes += read;
            self.buffer.extend_from_slice(part.get(..read).unwrap_or_default());
        }
    }
}

fn silence() -> String {
    format!("it says nothing within {} s", PATIENCE.as_secs())
}

/// The code, whether more lines follow, and the text of a line such as `250-SIZE 1000`.
fn parsed(line: &[u8]) -> Option<(u16, bool, &[u8])> {
    let (digits, rest) = line.split_at_checked(3)?;
    let code = std::str::from_utf8(digits).ok()?.parse().ok().filter(|code| (200..600).contains(code))?;
    match rest.split_first() {
        None => Some((code, false, rest)),
        Some((b' ', text)) => Some((code, false, text)),
        Some((b'-', text)) => Some((code, true, text)),
        Some(_) => None,
    }
}

/// Text for people: what is no text is replaced.
fn shown(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.chars().filter(|c| !c.is_control()).take(TEXT_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_replies_are_read_and_nonsense_is_refused() {
        for (line, read) in [
            ("250 OK", Some((250, false, "OK"))),
            ("250-SIZE 1000", Some((250, true, "SIZE 1000"))),
            ("220", Some((220, false, ""))),
            ("HTTP/1.1 400 Bad Request", None),
            ("25", None),
            ("2500", None),
            ("099 x", None),
            ("+20 x", None),
            ("", None),
        ] {
            let read = read.map(|(code, more, text)| (code, more, text.as_bytes()));
            assert_eq!(parsed(line.as_bytes()), read, "{line}");
        }
    }
}
