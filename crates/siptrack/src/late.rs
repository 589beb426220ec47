//! Messages that are known for such only long after their time: those whose fragments were waited for in vain.

use crate::record::{Leg, Msg, NONE, NetError};

/// Moves the messages from `since` on, which are in order of time, to where they belong among the others, and tells legs and
/// errors the new numbers. A late one stands before the first that is later than it. The others are moved where they are:
/// there may be millions of them, for a handful that come late.
pub fn put_in_place(messages: &mut [Msg], since: usize, legs: &mut [Leg], errors: &mut [NetError]) {
    let late = messages.get(since..).unwrap_or_default().to_vec();
    if late.is_empty() {
        return;
    }
    let places = places(messages.get(..since).unwrap_or_default(), &late);
    let mut end = since;
    for (before, (message, &place)) in late.iter().zip(&places).enumerate().rev() {
        messages.copy_within(place..end, place + before + 1);
        if let Some(slot) = messages.get_mut(place + before) {
            *slot = *message;
        }
        end = place;
    }
    let number_of = |old: usize| match old.checked_sub(since) {
        Some(at) => places.get(at).map_or(NONE, |place| (place + at) as u32),
        None => (old + places.partition_point(|place| *place <= old)) as u32,
    };
    for error in errors.iter_mut().filter(|error| error.message != NONE) {
        error.message = number_of(error.message as usize);
    }
    number_legs(messages, legs);
}

/// Before which of the early messages each late one belongs.
fn places(early: &[Msg], late: &[Msg]) -> Vec<usize> {
    let mut place = 0;
    let after = |one: &Msg, from: usize| early.iter().skip(from).take_while(|message| message.ts <= one.ts).count();
    let next = |one: &Msg| {
        place += after(one, place);
        place
    };
    late.iter().map(next).collect()
}

fn number_legs(messages: &[Msg], legs: &mut [Leg]) {
    legs.iter_mut().for_each(|leg| leg.first = NONE);
    for (number, message) in (0u32..).zip(messages) {
        let Some(leg) = legs.get_mut(message.leg as usize) else { continue };
        leg.first = leg.first.min(number);
        leg.last = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Transport;
    use proptest::prelude::*;
    use sipwire::packet::{Ip, Socket};
    use sipwire::sip::Method;

    /// A message by time and leg; `cseq` says which one it is, wherever it stands.
    fn message(which: usize, (ts, leg): (i64, u32)) -> Msg {
        Msg {
            ts,
            offset_low: 0,
            len: 0,
            frame: 0,
            leg,
            content: 0,
            branch: 0,
            cseq: which as u32,
            offset_high: 0,
            file: 0,
            status: 0,
            marks: 0,
            reason: 0,
            ip_id: 0,
            to_tag: 0,
            warning: 0,
            method: Method::Invite,
            q850: 255,
            transport: Transport::Udp,
            description: 0,
        }
    }

    /// The legs as the tracker leaves them: the first and the last message taken, in the order in which they were taken.
    fn legs(messages: &[Msg], count: u32) -> Vec<Leg> {
        let leg = Leg {
            call: 0,
            src_ip: 0,
            dst_ip: 0,
            src_port: 0,
            dst_port: 0,
            from_user: 0,
            to_user: 0,
            uri_user: 0,
            src_agent: 0,
            dst_agent: 0,
            device: 0,
            first: NONE,
            last: NONE,
            method: Method::Invite,
            transport: Transport::Udp,
            flags: 0,
            node: 0,
        };
        let mut all = vec![leg; count as usize];
        for (number, message) in (0u32..).zip(messages) {
            let leg = &mut all[message.leg as usize];
            (leg.first, leg.last) = (leg.first.min(number), number);
        }
        all
    }

    fn error(message: u32) -> NetError {
        let (src, dst) = (Socket::default(), Socket::default());
        let (kind, version, icmp_type, icmp_code) = (4, 0, 0, 0);
        NetError {
            kind,
            version,
            icmp_type,
            icmp_code,
            ts: 0,
            file: 0,
            frame: 0,
            src,
            dst,
            reporter: Ip::default(),
            leg: 0,
            message,
            mtu: 0,
            unacked: None,
        }
    }

    /// Early and late messages as (ts, leg), put in place; errors about each of them, and about none.
    fn placed(early: &[(i64, u32)], late: &[(i64, u32)], count: u32) -> (Vec<Msg>, Vec<Leg>, Vec<NetError>) {
        let mut messages: Vec<Msg> = early.iter().chain(late).enumerate().map(|(which, one)| message(which, *one)).collect();
        let mut legs = legs(&messages, count);
        let mut errors: Vec<NetError> = (0..messages.len() as u32).chain([NONE]).map(error).collect();
        put_in_place(&mut messages, early.len(), &mut legs, &mut errors);
        (messages, legs, errors)
    }

    fn which(messages: &[Msg]) -> Vec<u32> {
        messages.iter().map(|message| message.cseq).collect()
    }

    #[test]
    fn a_late_message_stands_behind_those_of_its_own_moment_and_all_numbers_follow() {
        let (messages, legs, errors) = placed(&[(10, 0), (20, 0), (30, 0)], &[(5, 1), (20, 0), (40, 1)], 3);
        assert_eq!(which(&messages), [3, 0, 1, 4, 2, 5]);
        assert_eq!((legs[0].first, legs[0].last, legs[1].first, legs[1].last), (1, 4, 0, 5));
        assert_eq!((legs[2].first, legs[2].last), (NONE, NONE));
        let told: Vec<u32> = errors.iter().map(|error| error.message).collect();
        assert_eq!(told, [1, 2, 4, 0, 3, 5, NONE]);
    }

    #[test]
    fn without_late_messages_nothing_moves() {
        let (messages, legs, _) = placed(&[(10, 0), (5, 0)], &[], 1);
        assert_eq!((which(&messages), legs[0].first, legs[0].last), (vec![0, 1], 0, 1));
    }

    prop_compose! {
        fn some(most: usize)(all in prop::collection::vec((-20_i64..20, 0_u32..4), 0..most)) -> Vec<(i64, u32)> {
            all
        }
    }

    proptest! {
        #[test]
        fn messages_in_order_and_late_ones_become_one_row_in_order(mut early in some(40), mut late in some(12)) {
            early.sort_by_key(|one| one.0);
            late.sort_by_key(|one| one.0);
            let (messages, _, _) = placed(&early, &late, 4);
            let mut sorted: Vec<(i64, u32)> = early.iter().chain(&late).zip(0..).map(|(one, which)| (one.0, which)).collect();
            sorted.sort_by_key(|one| one.0);
            prop_assert_eq!(which(&messages), sorted.into_iter().map(|one| one.1).collect::<Vec<u32>>());
        }

        /// Also where the early ones are not quite in order, as clocks of captures go.
        #[test]
        fn legs_and_errors_speak_of_the_same_messages_as_before(early in some(40), mut late in some(12)) {
            late.sort_by_key(|one| one.0);
            let (messages, legs, errors) = placed(&early, &late, 4);
            for (was, error) in (0u32..).zip(&errors).filter(|(_, error)| error.message != NONE) {
                prop_assert_eq!(messages[error.message as usize].cseq, was);
            }
            let since = early.len() as u32;
            let kept: (Vec<u32>, Vec<u32>) = which(&messages).into_iter().partition(|which| *which < since);
            prop_assert_eq!(kept, ((0..since).collect(), (since..messages.len() as u32).collect()));
            for (number, leg) in (0u32..).zip(&legs) {
                let own = || (0u32..).zip(&messages).filter(|(_, message)| message.leg == number).map(|(at, _)| at);
                prop_assert_eq!(leg.first, own().next().unwrap_or(NONE));
                prop_assert_eq!(leg.last, own().last().unwrap_or(NONE));
            }
        }
    }
}
