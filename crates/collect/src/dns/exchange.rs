//! One question to one DNS server, and its answer as it came: flags, sections, signatures.
//!
//! A resolver hides what matters when a server itself is looked at: whether it is authoritative, what it refers to, and
//! whether it answers over UDP as well as over TCP.

use crate::network::{Answer, Network, Told, Transport, Wanted};
use crate::site::Site;
use hickory_resolver::proto::op::{Edns, Message, MessageType, Query};
use hickory_resolver::proto::rr::{Name, RecordType};
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often a question is put over UDP, which may lose it.
const ATTEMPTS: usize = 2;
/// The most questions of one collector.
const QUESTIONS_MAX: usize = 200;
/// What servers are told to send at most over UDP, so that nothing is fragmented (RFC 9715).
const UDP_BYTES: u16 = 1_232;

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) name: Name,
    pub(crate) kind: RecordType,
    /// Whether the server is asked to ask others: what resolvers do, and authoritative servers need not.
    pub(crate) recursion: bool,
    /// Whether it is put over TCP at once.
    pub(crate) tcp: bool,
}

/// What a server said.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) message: Message,
    pub(crate) transport: Transport,
    /// Whether the answer over UDP was cut, so that TCP was needed.
    pub(crate) truncated: bool,
    pub(crate) elapsed: Duration,
}

/// Puts questions to servers that the network allows.
pub(crate) struct Asker {
    network: Arc<dyn Network>,
    questions: usize,
    bytes: usize,
    bytes_max: usize,
}

impl Asker {
    /// Asks within what is left of the run's bytes; [`Asker::settle`] says at the end what was read.
    pub(crate) fn new(site: &mut Site) -> Self {
        Self { network: site.network(), questions: 0, bytes: 0, bytes_max: site.budget.readable(usize::MAX) }
    }

    /// Takes what was read from the run's bytes.
    pub(crate) fn settle(&self, site: &mut Site) {
        site.budget.spend(self.bytes);
    }

    /// Asks one server; an error says in words why there is no answer.
    pub(crate) async fn ask(&mut self, server: SocketAddr, question: &Question) -> Result<Reply, String> {
        let start = Instant::now();
        let (mut transport, mut truncated) = (Transport::Udp, false);
        let mut answer = if question.tcp { None } else { Some(self.over_udp(server, question).await?) };
        if answer.as_ref().is_none_or(|message| message.metadata.truncation) {
            (transport, truncated) = (Transport::Tcp, answer.is_some());
            answer = Some(self.over_tcp(server, question).await?);
        }
        let message = answer.ok_or("there is no answer")?;
        Ok(Reply { message, transport, truncated, elapsed: start.elapsed() })
    }

    async fn over_udp(&mut self, server: SocketAddr, question: &Question) -> Result<Message, String> {
        let mut reason = String::new();
        for _ in 0..ATTEMPTS {
            let query = self.query(question)?;
            let socket = self.socket(server, Transport::Udp).await?;
            let bytes = query.to_vec().map_err(|error| error.to_string())?;
            match timeout(PATIENCE, udp(socket, &bytes, &query)).await {
                Ok(Ok((message, bytes))) => {
                    self.bytes += bytes;
                    return Ok(message);
                }
                Ok(Err(error)) => reason = error,
                Err(_) => reason = format!("no answer over UDP within {} s", PATIENCE.as_secs()),
            }
        }
        Err(reason)
    }

    async fn over_tcp(&mut self, server: SocketAddr, question: &Question) -> Result<Message, String> {
        let query = self.query(question)?;
        let socket = self.socket(server, Transport::Tcp).await?;
        let bytes = query.to_vec().map_err(|error| error.to_string())?;
        let answer = timeout(PATIENCE, tcp(socket, &bytes)).await;
        let answer = answer.map_err(|_| format!("no answer over TCP within {} s", PATIENCE.as_secs()))??;
        self.bytes += answer.len();
        parsed(&answer, &query)
            .ok_or_else(|| "what it answers over TCP is no answer to the question".to_owned())
    }

    fn query(&mut self, question: &Question) -> Result<Message, String> {
        self.questions += 1;
        if self.questions > QUESTIONS_MAX || self.bytes >= self.bytes_max {
            return Err("the run's limit of questions or bytes is reached".to_owned());
        }
        let mut query = Message::query();
        query.metadata.recursion_desired = question.recursion;
        query.add_query(Query::query(question.name.clone(), question.kind));
        let mut edns = Edns::new();
        edns.set_max_payload(UDP_BYTES).set_version(0).set_dnssec_ok(true);
        query.set_edns(edns);
        Ok(query)
    }

    async fn socket(&self, server: SocketAddr, transport: Transport) -> Result<OwnedFd, String> {
        match self.network.ask(Wanted::NameServer { server, transport }).await {
            Answer { socket: Some(socket), .. } => Ok(socket),
            Answer { told: Told::Unreached(unreached), .. } => Err(unreached.reason().to_owned()),
            Answer { told: Told::OutOfScope(refusal), .. } => Err(refusal.to_string()),
            Answer { .. } => Err("there is no socket".to_owned()),
        }
    }
}

/// Sends over a connected socket and takes the first datagram that answers the question; what others make up is passed
/// over, since they know neither port nor id.
async fn udp(socket: OwnedFd, bytes: &[u8], query: &Message) -> Result<(Message, usize), String> {
    let socket = UdpSocket::from_std(socket.into()).map_err(|error| error.to_string())?;
    socket.send(bytes).await.map_err(|error| error.to_string())?;
    let mut buffer = vec![0; usize::from(u16::MAX)];
    loop {
        let length = socket.recv(&mut buffer).await.map_err(|error| error.to_string())?;
        if let Some(message) = parsed(buffer.get(..length).unwrap_or_default(), query) {
            return Ok((message, length));
        }
    }
}

/// Sends with a length before it, and reads as much as the answer's length says (RFC 1035, section 4.2.2).
async fn tcp(socket: OwnedFd, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let broken = |error: std::io::Error| format!("over TCP: {error}");
    let mut stream = TcpStream::from_std(socket.into()).map_err(broken)?;
    let length = u16::try_from(bytes.len()).map_err(|error| error.to_string())?;
    let framed = [&length.to_be_bytes(), bytes].concat();
    stream.write_all(&framed).await.map_err(broken)?;
    let length = stream.read_u16().await.map_err(broken)?;
    let mut answer = vec![0; length.into()];
    stream.read_exact(&mut answer).await.map_err(broken)?;
    Ok(answer)
}

/// The message, if it answers the question.
fn parsed(bytes: &[u8], query: &Message) -> Option<Message> {
    let message = Message::from_vec(bytes).ok()?;
    let answers = message.metadata.id == query.metadata.id
        && message.metadata.message_type == MessageType::Response
        && (message.queries == query.queries || message.queries.is_empty());
    answers.then_some(message)
}
