//! What a line of a log can be by itself: a header, a mark that a message is over, a rule around it.

/// `Name: value` with a name of RFC 3261's token.
pub fn is_header(line: &[u8]) -> bool {
    let name = line
        .iter()
        .take(80)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'!' | b'%' | b'*' | b'+' | b'~'))
        .count();
    let blanks = line.iter().skip(name).take(4).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    name > 0 && line.get(name + blanks) == Some(&b':')
}

/// `<------------->`, `---`, `--end msg--`, `||||||||||||||||||||`, `]]>`, `#`: by these programs say that a message is over, and
/// people by Markdown's three backquotes.
pub fn is_end(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let inner = line.strip_prefix(b"<").and_then(|line| line.strip_suffix(b">"));
    inner.is_some_and(|inner| inner.len() >= 3 && inner.iter().all(|byte| *byte == b'-'))
        || (line.len() >= 3 && line.len() < 20 && line.iter().all(|byte| *byte == b'-'))
        || matches!(line, b"--end msg--" | b"#" | b"##" | b"]]>")
        || line.starts_with(b"```")
        || (line.len() >= 8 && line.iter().all(|byte| *byte == b'|'))
        || (line.starts_with(b"--- (") && line.ends_with(b") ---"))
}

/// A long line of strokes, as sofia-sip, SIPp and Kamailio's sipdump draw them around messages.
pub fn is_rule(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() >= 20 && line.first().is_some_and(|first| matches!(first, b'-' | b'=' | b'~') && line.iter().all(|byte| byte == first))
}
