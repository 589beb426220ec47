//! Gathers the lines of one message until it is whole, in the form that it had on the wire.

use crate::announce::Announced;
use crate::embedded;
use crate::head;
use crate::marks::{is_end, is_header, is_rule};
use crate::paste::{self, Before};
use sipwire::sip::start_line;

/// A message never gets longer; what a log writes beyond is dropped.
const LONGEST: usize = 256 * 1024;
/// So many empty lines may stand between an announcement and its message.
const MOST_BLANKS: u8 = 4;
/// So many lines of other threads may stand within one.
const MOST_BETWEEN: u8 = 16;

/// What became of a line that was offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It belongs to the message, which goes on.
    Yes,
    /// It belongs to the message, which ends with it.
    Last,
    /// The message ended before it.
    No,
    /// It is another program's, written in between.
    Elsewhere,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Waiting(u8),
    Head,
    Body,
}

/// A message that has begun.
#[derive(Debug)]
pub struct Open {
    /// What the log said of it.
    pub announced: Announced,
    /// When, µs since 1970 UTC.
    pub ts: Option<i64>,
    /// The number of the line of its start line, or of its announcement.
    pub line: u32,
    /// Its bytes so far.
    pub bytes: Vec<u8>,
    stage: Stage,
    lane: u64,
    indent: usize,
    /// What stands in front of each of its lines, beside blanks: `I/Linphone: `, `[Feb  1 12:46:42] `.
    dress: Vec<u8>,
    /// The line of the head that came last.
    before: Before,
    /// How many lines its head has so far.
    heads: usize,
    /// Whether an empty line stands behind every line.
    doubled: bool,
    after_blank: bool,
    is_sdp: bool,
    /// How many CRs end the lines of this log anyway (a terminal writes one).
    usual_crs: usize,
    /// Whether the log kept the CRs of the message.
    kept_cr: bool,
    head_length: usize,
    content_length: Option<usize>,
    has_body: bool,
    /// Whether it came to its end: by its length, or by a mark.
    is_over: bool,
    /// How many lines of others stood within it.
    between: u8,
}

impl Open {
    /// A message announced by a line of `lane` with `crs` CRs at its end.
    #[must_use]
    pub fn new(announced: Announced, ts: Option<i64>, line: u32, lane: u64, crs: usize) -> Self {
        Self {
            announced,
            ts,
            line,
            bytes: Vec::new(),
            stage: Stage::Waiting(0),
            lane,
            indent: 0,
            dress: Vec::new(),
            before: Before::default(),
            heads: 0,
            doubled: false,
            after_blank: false,
            is_sdp: false,
            usual_crs: crs,
            kept_cr: false,
            head_length: 0,
            content_length: None,
            has_body: false,
            is_over: false,
            between: 0,
        }
    }

    /// Says what stands in front of its start line, and so perhaps of every other.
    pub fn wear(&mut self, dress: &[u8]) {
        if dress.iter().all(|byte| *byte == b' ') {
            self.indent = dress.len();
        } else {
            self.dress = dress.to_vec();
        }
    }

    /// Begins it with its start line, which was found already.
    pub fn begin(&mut self, start: &[u8], crs: usize, line: u32) {
        self.kept_cr = crs > self.usual_crs;
        self.line = line;
        self.stage = Stage::Head;
        self.take_head(start, crs);
    }

    /// Says that all of it stands on one line of the log: its other lines have no heads.
    pub fn on_one_line(&mut self) {
        self.lane = 0;
        self.usual_crs = 0;
    }

    /// Whether its start line has come.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        !matches!(self.stage, Stage::Waiting(_))
    }

    /// What has come of it.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether its head is over.
    #[must_use]
    pub fn is_in_body(&self) -> bool {
        self.stage == Stage::Body
    }

    /// Offers the next line of the log, with how many CRs stood at its end.
    pub fn offer(&mut self, line: &[u8], crs: usize, number: u32, announces: impl FnOnce(&[u8]) -> bool) -> Taken {
        let content = match self.content(line) {
            Ok(content) => content,
            Err(taken) => return taken,
        };
        if self.between > 0 && !self.goes_on_with(content) {
            return Taken::No;
        }
        let taken = match self.stage {
            Stage::Waiting(blanks) => self.wait(content, crs, number, blanks),
            Stage::Head => self.take_header(content, crs, announces),
            Stage::Body => self.take_body(content, crs, announces),
        };
        self.is_over |= taken == Taken::Last;
        taken
    }

    /// Notes that a line of another thread stands within it; whether it may go on behind that.
    pub fn interrupt(&mut self) -> bool {
        self.between += 1;
        self.between <= MOST_BETWEEN && self.is_unfinished()
    }

    /// Whether a line behind another thread's can be its next.
    fn goes_on_with(&self, content: &[u8]) -> bool {
        if is_end(content) || is_rule(content) {
            return true;
        }
        match self.stage {
            Stage::Waiting(_) => false,
            Stage::Head => content.trim_ascii().is_empty() || is_header(content),
            Stage::Body => self.is_sdp && matches!(content, [b'a'..=b'z', b'=', ..]),
        }
    }

    /// Whether something of it has not come yet, by its length or because its head is not over.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        match self.stage {
            Stage::Waiting(_) => false,
            Stage::Head => !self.is_over,
            Stage::Body => !self.is_over && self.missing().is_some_and(|missing| missing > 0),
        }
    }

    /// How many bytes are still to come, if that is known.
    #[must_use]
    pub fn missing(&self) -> Option<usize> {
        let whole = match (self.announced.bytes, self.content_length) {
            (Some(bytes), _) => bytes,
            (None, Some(body)) if self.stage == Stage::Body => self.head_length.saturating_add(body),
            (None, _) => return None,
        };
        Some(whole.saturating_sub(self.bytes.len()))
    }

    /// Whether it has just the length that was announced.
    #[must_use]
    pub fn is_as_announced(&self) -> bool {
        self.announced.bytes == Some(self.bytes.len())
    }

    /// Whether its last lines have `length` bytes.
    #[must_use]
    pub fn could_end_with(&self, length: usize) -> bool {
        let Some(at) = self.bytes.len().checked_sub(length).filter(|at| *at > 0) else { return false };
        self.bytes.get(at - 1) == Some(&b'\n')
    }

    /// Whether the log breaks off within it: what is wrong with it then is none of its sender's doing.
    ///
    /// Servers print text: a body with a NUL in it (ISUP in a multipart) is shown as far as that.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        match self.stage {
            _ if !self.announced.is_of_server() => false,
            Stage::Waiting(_) => false,
            Stage::Head => {
                let lacks_no_more = self.missing().is_none_or(|missing| missing <= 2) && self.has_no_body();
                !self.is_over && !lacks_no_more
            }
            Stage::Body => {
                let is_told_whole = self.is_over && self.is_sdp && self.announced.bytes.is_none();
                !is_told_whole && self.missing().is_some_and(|missing| missing > 0)
            }
        }
    }

    /// Whether its head says that no body follows.
    fn has_no_body(&self) -> bool {
        self.bytes.split(|byte| *byte == b'\n').any(|line| {
            let mut parts = line.splitn(2, |byte| *byte == b':');
            let name = parts.next().unwrap_or_default().trim_ascii();
            let is_length = name.eq_ignore_ascii_case(b"content-length") || name.eq_ignore_ascii_case(b"l");
            is_length && parts.next().is_some_and(|value| value.trim_ascii() == b"0")
        })
    }

    /// What the line says apart from what its log puts in front of every line.
    fn content<'a>(&self, line: &'a [u8]) -> Result<&'a [u8], Taken> {
        let mut content = line;
        if self.lane != 0 {
            let head = head::read(line);
            match head.lane {
                0 if line.starts_with(b"        ") => content = line.trim_ascii_start(),
                0 => {}
                lane if lane == self.lane => content = line.get(head.outer..).unwrap_or_default(),
                _ => return Err(Taken::Elsewhere),
            }
        }
        content = paste::undressed(content, &self.dress).unwrap_or(content);
        let blanks = content.iter().take(self.indent).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        content = content.get(blanks..).unwrap_or_default();
        if self.announced.dotted {
            content = content.strip_suffix(b".").unwrap_or(content);
        }
        Ok(content)
    }

    fn wait(&mut self, content: &[u8], crs: usize, number: u32, blanks: u8) -> Taken {
        let bare = content.trim_ascii_start();
        let head = head::read(bare);
        let is_blank = bare.get(head.text..).unwrap_or_default().trim_ascii().is_empty();
        if is_blank || is_rule(bare) {
            self.stage = Stage::Waiting(blanks + 1);
            self.indent = if is_blank { self.indent } else { content.len() - bare.len() };
            return if blanks < MOST_BLANKS { Taken::Yes } else { Taken::No };
        }
        if is_end(bare) {
            return Taken::Last; // a keep-alive: nothing stood in it
        }
        let inside = if embedded::is_whole(bare.trim_ascii_end()) { None } else { embedded::find(content, 0) };
        if let Some((at, _)) = inside {
            let (dress, start) = content.split_at(at);
            self.wear(dress);
            self.begin(start.trim_ascii_end(), crs, number);
            return Taken::Yes;
        }
        if start_line(bare).is_some() {
            self.indent += content.len() - bare.len();
            self.begin(bare, crs, number);
            return Taken::Yes;
        }
        if self.announced.raw && blanks < MOST_BLANKS && head.stamp.is_none() {
            self.stage = Stage::Waiting(blanks + 1);
            return Taken::Yes;
        }
        Taken::No
    }

    fn take_header(&mut self, content: &[u8], crs: usize, announces: impl FnOnce(&[u8]) -> bool) -> Taken {
        if content.trim_ascii().is_empty() {
            return self.take_blank(crs);
        }
        self.after_blank = false;
        if matches!(content.first(), Some(b' ' | b'\t')) || (is_header(content) && !(self.before.is_cut() && paste::is_rest(content))) {
            self.take_head(content, crs);
            return Taken::Yes;
        }
        if is_end(content) || is_rule(content) {
            return Taken::Last;
        }
        if content.starts_with(b"v=0") {
            self.push(b"", crs); // the empty line before the body got lost
            return if self.end_head() == Taken::Last { Taken::No } else { self.take_body(content, crs, announces) };
        }
        let is_other = head::read(content).is_there() || start_line(content).is_some() || announces(content);
        if !is_other && self.heads > 1 && self.before.goes_on_with(content) {
            self.join(content);
            return Taken::Yes;
        }
        let odd = self.lacks_announced() && !is_other;
        if odd {
            self.take_head(content, crs);
        }
        if odd { Taken::Yes } else { Taken::No }
    }

    /// Takes an empty line of the head: it ends it, unless one stands behind each line.
    fn take_blank(&mut self, crs: usize) -> Taken {
        if self.heads == 1 {
            self.doubled = true;
            self.announced.bytes = None;
        }
        if self.doubled && !self.after_blank {
            self.after_blank = true;
            return Taken::Yes;
        }
        self.after_blank = false;
        self.push(b"", crs); // AudioCodes leaves a blank; a folded line of nothing but blanks is none (RFC 3261 section 25.1)
        self.end_head()
    }

    fn take_head(&mut self, content: &[u8], crs: usize) {
        self.heads += 1;
        self.before = Before::new(content);
        self.push(content, crs);
    }

    /// Puts the rest of a header that was cut in two behind its beginning.
    fn join(&mut self, rest: &[u8]) {
        let before = std::mem::replace(&mut self.before, Before::new(rest));
        if self.bytes.len() + rest.len() + 3 > LONGEST {
            return;
        }
        let end = self.bytes.trim_ascii_end().len();
        let line_end = self.bytes.split_off(end);
        if before.needs_blank() {
            self.bytes.push(b' ');
        }
        self.bytes.extend_from_slice(rest.trim_ascii_end());
        self.bytes.extend_from_slice(if line_end.ends_with(b"\r\n") { b"\r\n" } else { b"\n" });
    }

    fn end_head(&mut self) -> Taken {
        self.head_length = self.bytes.len();
        self.stage = Stage::Body;
        for line in self.bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end) {
            let Some(colon) = memchr::memchr(b':', line.get(..24).unwrap_or(line)) else { continue };
            let (name, value) = line.split_at(colon);
            let name = name.trim_ascii();
            if name.eq_ignore_ascii_case(b"content-length") || name.eq_ignore_ascii_case(b"l") {
                self.content_length = sipwire::sip::digits(value.get(1..).unwrap_or_default()).map(|length| length as usize);
            }
            if name.eq_ignore_ascii_case(b"content-type") || name.eq_ignore_ascii_case(b"c") {
                self.has_body = true;
                self.is_sdp = value.to_ascii_lowercase().ends_with(b"application/sdp");
            }
        }
        let ends = match (self.content_length, self.announced.bytes) {
            (_, Some(bytes)) => self.bytes.len() >= bytes,
            (Some(length), None) => length == 0,
            (None, None) => !self.has_body,
        };
        if ends { Taken::Last } else { Taken::Yes }
    }

    fn take_body(&mut self, content: &[u8], crs: usize, announces: impl FnOnce(&[u8]) -> bool) -> Taken {
        let certain = self.kept_cr && self.lacks_announced();
        if !certain && (is_end(content) || is_rule(content)) {
            return Taken::Last;
        }
        let described = content.get(1) == Some(&b'=');
        let is_blank = content.trim_ascii().is_empty();
        let ends_sdp = self.is_sdp && !certain && !is_blank && (self.after_blank || start_line(content).is_some());
        if !described && (ends_sdp || head::read(content).stamp.is_some() || announces(content)) {
            return Taken::No;
        }
        let is_spacer = self.doubled && is_blank && !self.after_blank;
        self.after_blank = is_blank;
        if is_spacer {
            return Taken::Yes;
        }
        self.push(content, crs);
        let length = self.bytes.len();
        let whole = match (self.announced.bytes, self.content_length) {
            (Some(bytes), _) => length >= bytes,
            (None, Some(body)) => length >= self.head_length.saturating_add(body),
            (None, None) => content.is_empty(),
        };
        if whole || length >= LONGEST { Taken::Last } else { Taken::Yes }
    }

    fn lacks_announced(&self) -> bool {
        self.announced.bytes.is_some_and(|bytes| self.bytes.len() < bytes)
    }

    fn push(&mut self, content: &[u8], crs: usize) {
        if self.bytes.len() + content.len() + 2 > LONGEST {
            return;
        }
        self.bytes.extend_from_slice(content);
        let has_cr = !self.kept_cr || crs > self.usual_crs;
        self.bytes.extend_from_slice(if has_cr { b"\r\n" } else { b"\n" });
    }

    /// The whole message: what the log itself added at its end is taken off.
    ///
    /// One that breaks off in its head gets no empty line there: whoever reads it sees that more headers may have followed.
    #[must_use]
    pub fn finish(mut self) -> (Announced, Option<i64>, u32, Vec<u8>) {
        if self.stage == Stage::Head && !self.bytes.is_empty() {
            if !self.is_cut() {
                self.bytes.extend_from_slice(b"\r\n");
            }
            self.head_length = self.bytes.len();
        }
        match (self.announced.bytes, self.content_length) {
            (Some(bytes), _) => self.without_blanks_after(bytes),
            (None, Some(length)) => {
                self.without_crs(length);
                self.without_blanks_after(self.head_length.saturating_add(length));
            }
            (None, None) => {}
        }
        if self.announced.bytes.is_none()
            && self.content_length.is_none_or(|length| self.is_sdp && self.head_length.saturating_add(length) > self.bytes.len())
        {
            self.without_empty_lines();
        }
        (self.announced, self.ts, self.line, self.bytes)
    }

    /// Takes off empty lines at the end of a body of which nobody knows the length, or that is shorter than it was sent.
    fn without_empty_lines(&mut self) {
        while self.bytes.len() > self.head_length && (self.bytes.ends_with(b"\n\n") || self.bytes.ends_with(b"\n\r\n")) {
            let end = self.bytes.len() - if self.bytes.ends_with(b"\r\n") { 2 } else { 1 };
            self.bytes.truncate(end);
        }
    }

    /// Takes off what stands behind `end`, if it is blank: the log put it there.
    fn without_blanks_after(&mut self, end: usize) {
        let end = end.max(self.head_length);
        if self.bytes.get(end..).is_some_and(|rest| rest.iter().all(u8::is_ascii_whitespace)) {
            self.bytes.truncate(end);
        }
    }

    /// The body with bare line feeds, if the log lost the CRs and Content-Length shows that there were none.
    fn without_crs(&mut self, length: usize) {
        let Some(body) = self.bytes.get(self.head_length..).filter(|body| !self.kept_cr && body.len() > length) else { return };
        let bare: Vec<u8> = body.iter().copied().filter(|byte| *byte != b'\r').collect();
        if bare.len() == length {
            self.bytes.truncate(self.head_length);
            self.bytes.extend_from_slice(&bare);
        }
    }
}
