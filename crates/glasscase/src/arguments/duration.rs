//! Lengths of time as people write them: `90m`, `2h`, `1d`.

use std::str::FromStr;

/// A length of time in whole seconds, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Duration {
    /// The seconds.
    pub(crate) seconds: u32,
}

/// A text that is no length of time.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a length of time; write it as 90m, 2h or 1d")]
pub(crate) struct NotADuration(String);

impl FromStr for Duration {
    type Err = NotADuration;

    fn from_str(text: &str) -> Result<Self, NotADuration> {
        seconds(text)
            .filter(|seconds| *seconds > 0)
            .map(|seconds| Self { seconds })
            .ok_or_else(|| NotADuration(text.to_owned()))
    }
}

fn seconds(text: &str) -> Option<u32> {
    let unit = text.chars().next_back()?;
    let size = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let digits = text.strip_suffix(unit)?;
    let count: u32 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    count.checked_mul(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_has_a_number_and_a_unit() {
        for (text, seconds) in [("1s", 1), ("90m", 5_400), ("2h", 7_200), ("1d", 86_400)] {
            assert_eq!(text.parse::<Duration>().unwrap().seconds, seconds);
        }
        for bad in ["", "h", "2", "0h", "-1h", "+2h", "2 h", "1w", "99999999d", "é"] {
            let refused = bad.parse::<Duration>().unwrap_err().to_string();
            assert!(refused.contains(&format!("`{bad}`")), "{refused}");
        }
    }
}
