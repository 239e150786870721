//! How the parameters of a kind are declared.

use crate::parameter::{Parameter, Reference, Supplied};

/// Declares what a kind can be told, field by field: a [`Parameter`], or an `Option` of one that can be left out. The
/// form in files and the references to inputs follow.
macro_rules! parameters {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            /// Every parameter that refers to an input.
            pub(super) fn references(&self) -> Vec<$crate::parameter::Reference<'_>> {
                let references: Vec<Option<$crate::parameter::Reference<'_>>> =
                    vec![$($crate::collector::parameters::Refers::reference(&self.$field, stringify!($field)),)*];
                references.into_iter().flatten().collect()
            }
        }
    };
}
pub(super) use parameters;

/// What may refer to an input.
pub(super) trait Refers {
    /// The reference, if it is one; `parameter` is the field's name.
    fn reference(&self, parameter: &'static str) -> Option<Reference<'_>>;
}

impl<T: Supplied + Clone> Refers for Parameter<T> {
    fn reference(&self, parameter: &'static str) -> Option<Reference<'_>> {
        self.to_input(parameter, false)
    }
}

impl<T: Supplied + Clone> Refers for Option<Parameter<T>> {
    fn reference(&self, parameter: &'static str) -> Option<Reference<'_>> {
        self.as_ref()?.to_input(parameter, true)
    }
}
