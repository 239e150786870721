//! Which of many came before, by their hashes.

/// The upper bits of the hashes of what came, each in the place that the lower bits say.
///
/// It forgets, when another takes the place, and takes another with the same hash for the same: nothing but whether it pays
/// to keep what came may follow from it.
#[derive(Debug)]
pub(crate) struct Came {
    hashes: Vec<u32>,
    places_max: usize,
    /// How many came since there are so many places.
    count: usize,
}

const PLACES_MIN: usize = 1 << 8;

impl Came {
    /// One with at most so many places, a power of two.
    pub(crate) const fn of(places_max: usize) -> Self {
        Self { hashes: Vec::new(), places_max, count: 0 }
    }

    /// Notes that one with this hash came, and tells whether it had come before.
    pub(crate) fn before(&mut self, hash: u64) -> bool {
        if self.count >= self.hashes.len() && self.hashes.len() < self.places_max {
            self.count = 0;
            let places = (16 * self.hashes.len()).max(PLACES_MIN).min(self.places_max);
            self.hashes.resize(places, 0);
        }
        self.count += 1;
        // The places are a power of two.
        let last = self.hashes.len().wrapping_sub(1) as u64;
        let place = usize::try_from(hash & last).unwrap_or_default();
        let upper = (hash >> 32) as u32;
        let before = self.hashes.get_mut(place).map(|came| std::mem::replace(came, upper));
        before == Some(upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_known_when_it_comes_again() {
        let mut came = Came::of(1 << 16);
        let hashes: Vec<u64> = (1..=1000_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        assert!(!hashes.iter().any(|hash| came.before(*hash)));
        assert!(came.before(hashes[999]));
    }
}
