//! Reading WebSocket frames in a stream, from the HTTP upgrade on.

use super::head::find_end;
use super::web::{MAX_MESSAGE, Message, Web, is_upgrade};
use super::{Framed, FramedKind, Framer, Mode, Step, View};
use crate::websocket;

/// The longest header block of an HTTP upgrade.
const MAX_HTTP: usize = 16 << 10;

impl Framer {
    pub(super) fn http(&mut self, view: View<'_>) -> Step {
        match find_end(view.data, &mut 0) {
            Some(end) if view.data.get(..end).is_some_and(is_upgrade) => self.become_web(end),
            None if view.data.len() < MAX_HTTP => Step::Wait,
            _ => self.search(view),
        }
    }

    pub(super) fn become_web(&mut self, used: usize) -> Step {
        self.mode = Mode::WebSocket(Web::default());
        Step::Used(used)
    }

    pub(super) fn web_frame(&mut self, view: View<'_>, out: &mut Vec<Framed>) -> Step {
        let Mode::WebSocket(web) = &mut self.mode else {
            return Step::Used(0);
        };
        let head = match websocket::header(view.data) {
            Ok(Some(head)) => head,
            Ok(None) => return Step::Wait,
            Err(_) => {
                self.mode = Mode::Messages;
                return Step::Used(0);
            }
        };
        if head.length > MAX_MESSAGE as u64 {
            web.lose();
            self.skip = head.length;
            self.note(view, "WebSocket frame longer than 4 MiB skipped");
            return Step::Used(head.size);
        }
        let end = head.size + head.length as usize;
        let Some(payload) = view.data.get(head.size..end) else {
            return Step::Wait;
        };
        if !head.is_control() {
            match web.frame(&head, payload) {
                Message::Sip(bytes) => out.push(self.framed(view, end, FramedKind::WebSocketSip, bytes)),
                Message::Unreadable(why) => self.note(view, why),
                Message::Nothing => {}
            }
        }
        Step::Used(end)
    }
}
