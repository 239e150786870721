//! Data files of words or phrases under headings: `[heading]` lines, below each what it holds, `#` for comments.

/// Every line with the heading that it stands under; lines above the first heading stand under an empty one.
pub(crate) fn lines(data: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut current = "";
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).filter_map(move |line| {
        let heading = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        current = heading.unwrap_or(current);
        heading.is_none().then_some((current, line))
    })
}

/// Every phrase between commas with its heading.
pub(crate) fn phrases(data: &str) -> impl Iterator<Item = (&str, &str)> {
    lines(data).flat_map(|(heading, line)| {
        let phrases = line.split(',').map(str::trim).filter(|phrase| !phrase.is_empty());
        phrases.map(move |phrase| (heading, phrase))
    })
}

/// The phrases under one heading.
pub(crate) fn under<'d>(data: &'d str, heading: &str) -> impl Iterator<Item = &'d str> {
    phrases(data).filter(move |(stands, _)| *stands == heading).map(|(_, phrase)| phrase)
}
