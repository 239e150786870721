//! Closed cases, set aside. A log may open any of them again, or name it in an event that a closed case does not admit, so
//! nothing that a rule may ask of one is forgotten; it is kept in less space than the state takes.

use consent::Digest;
use domain::{
    Case, CaseId, ConsentState, Moment, NatureId, PersonId, ServiceId, Severity, SubscriptionId, TeamId,
};
use hashbrown::HashTable;
use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};

/// Cases in one piece of memory. One large piece would be copied, and be there twice, whenever it grew.
const CHUNK: usize = 1 << 10;
/// The bit of [`SetAside::consents`] that says whether there is a latest consent.
const HAS_LATEST: u32 = 1 << 31;

/// The cases, by their ids.
#[derive(Default)]
pub(super) struct Shelf {
    places: HashTable<u32>,
    hasher: RandomState,
    chunks: Vec<Vec<SetAside>>,
    free: Vec<u32>,
    subscriptions: Known<Vec<SubscriptionId>>,
    problems: Known<Problem>,
    engineers: Known<Option<PersonId>>,
}

/// A case that is set aside, with what the replay knows of it besides the state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    pub(super) case: Case,
    /// The challenge of its latest consent.
    pub(super) latest: Option<Digest>,
    pub(super) closed_at: Moment,
}

/// A case in as little space as it takes: what many cases have in common is kept once for all of them.
struct SetAside {
    id: CaseId,
    latest: Digest,
    opened_at: Moment,
    closed_at: Moment,
    /// Their number, and [`HAS_LATEST`].
    consents: u32,
    subscriptions: u32,
    problem: u32,
    engineer: u32,
}

/// What a case is about, and who works such cases.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Problem(ServiceId, NatureId, Severity, TeamId);

impl Shelf {
    /// Takes a case. One that does not fit is given back: whoever gave it keeps it.
    pub(super) fn put(&mut self, id: &CaseId, kept: Kept) -> Option<Kept> {
        let Some(closed) = self.closed(id, &kept) else { return Some(kept) };
        let Some(place) = self.place(closed) else { return Some(kept) };
        let (hasher, chunks) = (&self.hasher, &self.chunks);
        let hash_of = |place: &u32| at(chunks, *place).map_or(0, |closed| hasher.hash_one(&closed.id));
        self.places.insert_unique(hasher.hash_one(id), place, hash_of);
        None
    }

    fn closed(&mut self, id: &CaseId, kept: &Kept) -> Option<SetAside> {
        let Kept { case, latest, closed_at } = kept;
        let consents = u32::try_from(case.consents).ok().filter(|consents| consents & HAS_LATEST == 0)?;
        let Case { service, nature, severity, team, .. } = case;
        Some(SetAside {
            id: id.clone(),
            latest: latest.unwrap_or(Digest([0; 32])),
            opened_at: case.opened_at,
            closed_at: *closed_at,
            consents: if latest.is_some() { consents | HAS_LATEST } else { consents },
            subscriptions: self.subscriptions.number(&case.subscriptions)?,
            problem: self.problems.number(&Problem(
                service.clone(),
                nature.clone(),
                *severity,
                team.clone(),
            ))?,
            engineer: self.engineers.number(&case.engineer)?,
        })
    }

    /// Puts it where one was taken away, or behind the last.
    fn place(&mut self, closed: SetAside) -> Option<u32> {
        if let Some(place) = self.free.pop() {
            *at_mut(&mut self.chunks, place)? = closed;
            return Some(place);
        }
        if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        let before = (self.chunks.len() - 1) * CHUNK;
        let chunk = self.chunks.last_mut()?;
        let place = u32::try_from(before + chunk.len()).ok()?;
        chunk.push(closed);
        Some(place)
    }

    /// Gives a case back, if it is here.
    pub(super) fn take(&mut self, id: &CaseId) -> Option<Kept> {
        let chunks = &self.chunks;
        let is_it = |place: &u32| at(chunks, *place).is_some_and(|closed| closed.id == *id);
        let (place, _) = self.places.find_entry(self.hasher.hash_one(id), is_it).ok()?.remove();
        let kept = self.kept(at(&self.chunks, place)?);
        self.free.push(place);
        kept
    }

    fn kept(&self, closed: &SetAside) -> Option<Kept> {
        let Problem(service, nature, severity, team) = self.problems.value(closed.problem)?.clone();
        let case = Case {
            subscriptions: self.subscriptions.value(closed.subscriptions)?.clone(),
            service,
            nature,
            severity,
            team,
            engineer: self.engineers.value(closed.engineer)?.clone(),
            opened_at: closed.opened_at,
            open: false,
            consent: ConsentState::Never,
            consents: u64::from(closed.consents & !HAS_LATEST),
            ended_document: None,
        };
        let latest = (closed.consents & HAS_LATEST != 0).then_some(closed.latest);
        Some(Kept { case, latest, closed_at: closed.closed_at })
    }

    /// Since when a case is closed that is here.
    pub(super) fn closed_at(&self, id: &CaseId) -> Option<Moment> {
        let is_it = |place: &u32| at(&self.chunks, *place).is_some_and(|closed| closed.id == *id);
        let place = self.places.find(self.hasher.hash_one(id), is_it)?;
        at(&self.chunks, *place).map(|closed| closed.closed_at)
    }
}

fn at(chunks: &[Vec<SetAside>], place: u32) -> Option<&SetAside> {
    let place = usize::try_from(place).ok()?;
    chunks.get(place / CHUNK)?.get(place % CHUNK)
}

fn at_mut(chunks: &mut [Vec<SetAside>], place: u32) -> Option<&mut SetAside> {
    let place = usize::try_from(place).ok()?;
    chunks.get_mut(place / CHUNK)?.get_mut(place % CHUNK)
}

/// Values that many cases have, each once, by a number.
struct Known<T> {
    numbers: BTreeMap<T, u32>,
    values: Vec<T>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { numbers: BTreeMap::new(), values: Vec::new() }
    }
}

impl<T: Ord + Clone> Known<T> {
    fn number(&mut self, value: &T) -> Option<u32> {
        if let Some(number) = self.numbers.get(value) {
            return Some(*number);
        }
        let number = u32::try_from(self.values.len()).ok()?;
        self.numbers.insert(value.clone(), number);
        self.values.push(value.clone());
        Some(number)
    }

    fn value(&self, number: u32) -> Option<&T> {
        self.values.get(usize::try_from(number).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> CaseId {
        format!("c{number:012}").parse().unwrap()
    }

    fn kept(number: usize) -> Kept {
        let case = Case {
            subscriptions: (0..number % 3).map(|sub| format!("sub-{sub}").parse().unwrap()).collect(),
            service: format!("service-{}", number % 5).parse().unwrap(),
            nature: format!("nature-{}", number % 7).parse().unwrap(),
            severity: if number.is_multiple_of(2) { Severity::Minimal } else { Severity::Critical },
            team: "team".parse().unwrap(),
            engineer: (!number.is_multiple_of(4))
                .then(|| format!("engineer-{}", number % 4).parse().unwrap()),
            opened_at: Moment::from_unix_seconds(i64::try_from(number).unwrap()).unwrap(),
            open: false,
            consent: ConsentState::Never,
            consents: u64::try_from(number % 11).unwrap(),
            ended_document: None,
        };
        let latest = (!number.is_multiple_of(3)).then(|| Digest::of(&number.to_be_bytes()));
        Kept { case, latest, closed_at: Moment::MAX }
    }

    #[test]
    fn a_case_comes_back_as_it_was_and_once() {
        let mut shelf = Shelf::default();
        for round in 0..2 {
            (0..3_000).for_each(|number| assert_eq!(shelf.put(&id(number), kept(number)), None));
            assert_eq!(shelf.chunks.len(), 3, "round {round}: places are used again");
            assert_eq!(shelf.closed_at(&id(7)), Some(Moment::MAX));
            for number in (0..3_000).rev() {
                assert_eq!(shelf.take(&id(number)), Some(kept(number)), "{number}");
                assert_eq!(shelf.take(&id(number)), None);
            }
            assert_eq!(shelf.closed_at(&id(7)), None);
        }
    }

    #[test]
    fn what_does_not_fit_is_given_back() {
        let mut many = kept(1);
        many.case.consents = u64::from(HAS_LATEST);
        assert_eq!(Shelf::default().put(&id(1), many.clone()), Some(many));
    }

    #[test]
    fn a_case_takes_less_than_a_hundred_bytes() {
        // The index has 5 bytes for each place, and at least seven places in sixteen are taken.
        assert!(size_of::<SetAside>() + 5 * 16 / 7 < 100, "{}", size_of::<SetAside>());
    }
}
