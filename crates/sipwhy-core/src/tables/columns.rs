//! Columns over legs, messages and attempts to register, by name: the numpy type of each and its bytes.

use crate::columns::{Column, column};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use siptrack::analysis::Attempt;
use siptrack::flag::mark;
use siptrack::tracker::{Leg, Msg, Tracker};

/// A column over legs of what they were found to be.
pub(super) fn found<'py>(py: Python<'py>, legs: &[Leg], name: &str) -> PyResult<Column<'py>> {
    Ok(match name {
        "call" => column(py, legs, |leg: &Leg| leg.call),
        "src_ip" => column(py, legs, |leg: &Leg| leg.src_ip),
        "dst_ip" => column(py, legs, |leg: &Leg| leg.dst_ip),
        "src_port" => column(py, legs, |leg: &Leg| leg.src_port),
        "dst_port" => column(py, legs, |leg: &Leg| leg.dst_port),
        "from_user" => column(py, legs, |leg: &Leg| leg.from_user),
        "to_user" => column(py, legs, |leg: &Leg| leg.to_user),
        "uri_user" => column(py, legs, |leg: &Leg| leg.uri_user),
        "src_agent" => column(py, legs, |leg: &Leg| leg.src_agent),
        "dst_agent" => column(py, legs, |leg: &Leg| leg.dst_agent),
        "device" => column(py, legs, |leg: &Leg| leg.device),
        "first" => column(py, legs, |leg: &Leg| leg.first),
        "method" => column(py, legs, |leg: &Leg| leg.method as u8),
        "transport" => column(py, legs, |leg: &Leg| leg.transport as u8),
        "node" => column(py, legs, |leg: &Leg| leg.node),
        _ => return Err(PyKeyError::new_err(name.to_owned())),
    })
}

/// A column over messages.
pub(super) fn messages<'py>(py: Python<'py>, messages: &[Msg], name: &str) -> PyResult<Column<'py>> {
    Ok(match name {
        "ts" => column(py, messages, |message: &Msg| message.ts),
        "leg" => column(py, messages, |message: &Msg| message.leg),
        "status" => column(py, messages, |message: &Msg| message.status),
        "method" => column(py, messages, |message: &Msg| message.method as u8),
        "marks" => column(py, messages, |message: &Msg| message.marks),
        _ => return Err(PyKeyError::new_err(name.to_owned())),
    })
}

/// A column over attempts to register.
pub(super) fn attempts<'py>(py: Python<'py>, attempts: &[Attempt], name: &str) -> PyResult<Column<'py>> {
    Ok(match name {
        "leg" => column(py, attempts, |one: &Attempt| one.leg),
        "request" => column(py, attempts, |one: &Attempt| one.request),
        "answer" => column(py, attempts, |one: &Attempt| one.answer),
        "sent_ts" => column(py, attempts, |one: &Attempt| one.sent_ts),
        "answer_ts" => column(py, attempts, |one: &Attempt| one.answer_ts),
        "status" => column(py, attempts, |one: &Attempt| one.status),
        "asked" => column(py, attempts, |one: &Attempt| one.asked),
        "granted" => column(py, attempts, |one: &Attempt| one.granted),
        "contacts" => column(py, attempts, |one: &Attempt| one.contacts),
        "credentials" => column(py, attempts, |one: &Attempt| u8::from(one.credentials)),
        "challenge" => column(py, attempts, |one: &Attempt| one.challenge),
        _ => return Err(PyKeyError::new_err(name.to_owned())),
    })
}

/// For each address: messages sent, messages received, requests sent.
pub(super) fn traffic<'py>(py: Python<'py>, tracker: &Tracker) -> (Column<'py>, Column<'py>, Column<'py>) {
    let mut counts = vec![(0u32, 0u32, 0u32); tracker.ips.all().len()];
    for message in &tracker.messages {
        let Some(leg) = tracker.legs.get(message.leg as usize) else { continue };
        let (from, to) = if message.is(mark::FORWARD) { (leg.src_ip, leg.dst_ip) } else { (leg.dst_ip, leg.src_ip) };
        if let Some(sender) = counts.get_mut(from as usize) {
            sender.0 += 1;
            sender.2 += u32::from(message.status == 0);
        }
        if let Some(receiver) = counts.get_mut(to as usize) {
            receiver.1 += 1;
        }
    }
    (column(py, &counts, |count| count.0), column(py, &counts, |count| count.1), column(py, &counts, |count| count.2))
}

/// Of each of these addresses (by number), in order of time: when it sent an answer, and the number of the address it went to.
pub(super) fn answers(tracker: &Tracker, hosts: &[u32]) -> Vec<Vec<(i64, u32)>> {
    let mut found = vec![Vec::new(); hosts.len()];
    let mut place_of = vec![None; tracker.ips.all().len()];
    for (place, host) in hosts.iter().enumerate() {
        if let Some(slot) = place_of.get_mut(*host as usize) {
            *slot = Some(place);
        }
    }
    for message in tracker.messages.iter().filter(|message| message.status > 0) {
        let Some(leg) = tracker.legs.get(message.leg as usize) else { continue };
        let (from, to) = if message.is(mark::FORWARD) { (leg.src_ip, leg.dst_ip) } else { (leg.dst_ip, leg.src_ip) };
        let place = place_of.get(from as usize).copied().flatten();
        if let Some(answers) = place.and_then(|place| found.get_mut(place)) {
            answers.push((message.ts, to));
        }
    }
    for answers in &mut found {
        answers.sort_by_key(|(ts, _)| *ts); // a step of the clock may have put one before another
    }
    found
}
