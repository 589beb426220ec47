//! The messages table: one row per message, its fields in columns.

use super::rows::{Row, Rows};
use arrow_array::builder::{BinaryBuilder, BooleanBuilder, StringBuilder, TimestampMicrosecondBuilder};
use arrow_array::builder::{UInt16Builder, UInt32Builder, UInt64Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use sipwire::logged::flag;
use sipwire::packet::{Ip, Socket};
use sipwire::sip::{self, Head, StartLine};
use std::net::IpAddr;
use std::sync::Arc;

/// Names of transports; the numbers are those of [`siptrack::row::Transport`].
pub const TRANSPORTS: [&str; 6] = ["udp", "tcp", "tls", "ws", "wss", "sctp"];

/// The columns, in order.
pub fn schema() -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let small = |name: &str| Field::new(name, DataType::UInt16, true);
    Arc::new(Schema::new(vec![
        Field::new("ts", DataType::Timestamp(TimeUnit::Microsecond, None), false),
        Field::new("number", DataType::UInt64, false),
        text("src_ip"),
        small("src_port"),
        text("dst_ip"),
        small("dst_port"),
        text("transport"),
        text("node"),
        text("direction"),
        text("method"),
        small("status"),
        text("reason"),
        text("request_uri"),
        text("call_id"),
        Field::new("cseq", DataType::UInt32, true),
        text("from_user"),
        text("from_host"),
        text("from_tag"),
        text("to_user"),
        text("to_host"),
        text("to_tag"),
        text("via_branch"),
        text("contact"),
        text("user_agent"),
        text("content_type"),
        text("session_id"),
        Field::new("duplicate", DataType::Boolean, false),
        Field::new("raw", DataType::Binary, false),
    ]))
}

/// A column of texts; what is empty is null.
#[derive(Default)]
struct Texts(StringBuilder);

impl Texts {
    fn add(&mut self, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok("") => self.0.append_null(),
            Ok(text) => self.0.append_value(text),
            Err(_) => self.0.append_value(String::from_utf8_lossy(bytes)),
        }
    }

    fn done(mut self) -> ArrayRef {
        Arc::new(self.0.finish())
    }
}

/// The sockets of one side.
#[derive(Default)]
struct Sockets {
    ip: StringBuilder,
    port: UInt16Builder,
}

impl Sockets {
    /// Adds one; a log may not know it.
    fn add(&mut self, socket: &Socket) {
        use std::fmt::Write;
        let is_known = socket.ip != Ip::default();
        self.port.append_option(is_known.then_some(socket.port));
        if is_known {
            let address = socket.ip.as_v4().map_or_else(|| IpAddr::from(socket.ip.0), IpAddr::from);
            let _ = write!(self.ip, "{address}");
            self.ip.append_value("");
        } else {
            self.ip.append_null();
        }
    }

    fn done(mut self) -> [ArrayRef; 2] {
        [Arc::new(self.ip.finish()), Arc::new(self.port.finish())]
    }
}

/// Whom From or To names.
#[derive(Default)]
struct People {
    user: Texts,
    host: Texts,
    tag: Texts,
}

impl People {
    fn add(&mut self, value: &[u8]) {
        let uri = sip::uri(value);
        self.user.add(sip::user(uri).unwrap_or_default());
        self.host.add(sip::hostport(uri).map_or(&[][..], |(host, _)| host));
        self.tag.add(sip::tag(value).unwrap_or_default());
    }

    fn done(self) -> [ArrayRef; 3] {
        [self.user.done(), self.host.done(), self.tag.done()]
    }
}

/// The start lines; an answer's method is that of its CSeq.
#[derive(Default)]
struct Starts {
    method: Texts,
    status: UInt16Builder,
    reason: Texts,
    request_uri: Texts,
}

impl Starts {
    fn add(&mut self, head: Option<&Head<'_>>) {
        let (method, status, reason, uri): (&[u8], _, &[u8], &[u8]) = match head.map(|head| (head.start, head.cseq_method)) {
            Some((StartLine::Request { method, uri }, _)) => (method, None, &[], uri),
            Some((StartLine::Answer { status, reason }, method)) => (method, Some(status), reason, &[]),
            None => (&[], None, &[], &[]),
        };
        self.method.add(method);
        self.status.append_option(status);
        self.reason.add(reason);
        self.request_uri.add(uri);
    }

    fn done(mut self) -> [ArrayRef; 4] {
        [self.method.done(), Arc::new(self.status.finish()), self.reason.done(), self.request_uri.done()]
    }
}

/// Whether the server that told of a message sent it or received it; empty if nobody told.
fn direction(flags: u8) -> &'static [u8] {
    match flags & (flag::SENT | flag::RECEIVED) {
        flag::SENT => b"sent",
        flag::RECEIVED => b"received",
        _ => b"",
    }
}

/// The columns of some messages.
#[derive(Default)]
pub struct Columns {
    ts: TimestampMicrosecondBuilder,
    number: UInt64Builder,
    src: Sockets,
    dst: Sockets,
    transport: Texts,
    node: Texts,
    direction: Texts,
    start: Starts,
    call_id: Texts,
    cseq: UInt32Builder,
    from: People,
    to: People,
    branch: Texts,
    contact: Texts,
    agent: Texts,
    content_type: Texts,
    session_id: Texts,
    duplicate: BooleanBuilder,
    raw: BinaryBuilder,
}

impl Columns {
    /// Those of the rows at `places`; the first of all rows is number `first`.
    pub fn of(rows: &Rows, places: &[u32], first: u64) -> Self {
        let mut columns = Self::default();
        for &place in places {
            let Some(row) = rows.all().get(place as usize) else { continue };
            columns.add_sighting(rows, row, first.saturating_add(u64::from(place)));
            columns.add_head(sip::scan(rows.raw(row)).as_ref());
        }
        columns
    }

    fn add_sighting(&mut self, rows: &Rows, row: &Row, number: u64) {
        let seen = &row.seen;
        self.ts.append_value(seen.ts);
        self.number.append_value(number);
        self.src.add(&seen.src);
        self.dst.add(&seen.dst);
        self.transport.add(TRANSPORTS.get(usize::from(seen.transport)).unwrap_or(&"udp").as_bytes());
        self.node.add(rows.node(row));
        self.direction.add(direction(seen.flags));
        self.duplicate.append_value(seen.flags & flag::COPY != 0);
        self.raw.append_value(rows.raw(row));
    }

    fn add_head(&mut self, head: Option<&Head<'_>>) {
        self.start.add(head);
        self.cseq.append_option(head.filter(|head| !head.cseq_method.is_empty() || head.cseq != 0).map(|head| head.cseq));
        self.call_id.add(head.map_or(&[][..], |head| head.call_id));
        self.from.add(head.map_or(&[][..], |head| head.from));
        self.to.add(head.map_or(&[][..], |head| head.to));
        self.branch.add(head.and_then(|head| sip::branch(head.via)).unwrap_or_default());
        self.contact.add(head.map_or(&[][..], |head| head.contact));
        self.agent.add(head.map_or(&[][..], |head| head.agent));
        self.content_type.add(head.map_or(&[][..], |head| head.content_type));
        self.session_id.add(head.map_or(&[][..], |head| head.session_id));
    }

    /// The finished columns.
    pub fn finish(mut self, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let mut all: Vec<ArrayRef> = vec![Arc::new(self.ts.finish()), Arc::new(self.number.finish())];
        all.extend(self.src.done());
        all.extend(self.dst.done());
        all.extend([self.transport.done(), self.node.done(), self.direction.done()]);
        all.extend(self.start.done());
        all.extend([self.call_id.done(), Arc::new(self.cseq.finish()) as ArrayRef]);
        all.extend(self.from.done());
        all.extend(self.to.done());
        all.extend([self.branch.done(), self.contact.done(), self.agent.done(), self.content_type.done(), self.session_id.done()]);
        all.extend([Arc::new(self.duplicate.finish()) as ArrayRef, Arc::new(self.raw.finish()) as ArrayRef]);
        RecordBatch::try_new(Arc::clone(schema), all)
    }
}
