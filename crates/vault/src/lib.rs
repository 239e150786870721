//! Seals, opens and destroys evidence; keeps hour keys.
