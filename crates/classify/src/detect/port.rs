//! Ports behind names: a colon and digits, which nothing of a word follows, nor another number (`10:15:20` is a time).

/// Whether `rest` begins with a port as services have it.
pub(super) fn is_port(rest: &[u8]) -> bool {
    matches!(digits(rest), 2..=5)
}

/// Whether `rest` begins with a port that programs choose, which no time, line or count is as long as.
pub(super) fn is_chosen_port(rest: &[u8]) -> bool {
    matches!(digits(rest), 4..=5)
}

/// How many digits the port has; none if there is none.
fn digits(rest: &[u8]) -> usize {
    let Some(port) = rest.strip_prefix(b":") else { return 0 };
    let digits = port.iter().take_while(|b| b.is_ascii_digit()).count();
    let word = matches!(port.get(digits), Some(b) if b.is_ascii_alphanumeric());
    let number = matches!(port.get(digits..), Some([b'.' | b':', next, ..]) if next.is_ascii_digit());
    if word || number { 0 } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_a_number_alone() {
        assert!(is_port(b":22") && is_port(b":443)") && is_port(b":6514.") && is_port(b":9092:"));
        assert!(
            !is_port(b":7")
                && !is_port(b":15:20")
                && !is_port(b":22.5")
                && !is_port(b":80a")
                && !is_port(b" 22")
        );
        assert!(is_chosen_port(b":6514,") && !is_chosen_port(b":443") && !is_chosen_port(b":123456"));
    }
}
