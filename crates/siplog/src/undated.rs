//! Messages that stand before the first moment that a log writes: they are dated by it.

use crate::ends::Message;

/// How much is held back until a moment comes.
const MOST_HELD: usize = 4 << 20;

/// Holds such messages back.
#[derive(Debug, Default)]
pub struct Undated {
    held: Vec<Message>,
    bytes: usize,
    is_over: bool,
}

impl Undated {
    /// Passes `messages` on to `out`, all that were held back first, once a moment is known or too much is held.
    pub fn pass(&mut self, moment: Option<i64>, messages: &mut Vec<Message>, out: &mut Vec<Message>) {
        self.is_over |= moment.is_some();
        if !self.is_over {
            self.bytes += messages.iter().map(|message| message.bytes.len() + size_of::<Message>()).sum::<usize>();
            self.held.append(messages);
            self.is_over = self.bytes > MOST_HELD;
        }
        if self.is_over {
            for mut message in self.held.drain(..).chain(messages.drain(..)) {
                message.ts = message.ts.or(moment);
                out.push(message);
            }
        }
    }

    /// Passes on what is still held: the log has no moments at all.
    pub fn finish(&mut self, out: &mut Vec<Message>) {
        out.append(&mut self.held);
        self.is_over = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(moments: &[Option<i64>]) -> Vec<Message> {
        moments.iter().map(|ts| Message { ts: *ts, ..Message::default() }).collect()
    }

    #[test]
    fn what_comes_before_the_first_moment_is_given_it_and_order_is_kept() {
        let (mut undated, mut out) = (Undated::default(), Vec::new());
        undated.pass(None, &mut messages(&[None, None]), &mut out);
        assert!(out.is_empty());
        undated.pass(Some(7), &mut messages(&[Some(7), None]), &mut out);
        undated.pass(Some(8), &mut messages(&[Some(8)]), &mut out);
        assert_eq!(out, messages(&[Some(7), Some(7), Some(7), Some(7), Some(8)]));
    }

    #[test]
    fn a_log_without_moments_is_given_out_at_its_end() {
        let (mut undated, mut out) = (Undated::default(), Vec::new());
        undated.pass(None, &mut messages(&[None]), &mut out);
        undated.finish(&mut out);
        assert_eq!(out, messages(&[None]));
    }
}
