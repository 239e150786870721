//! What a span is: its entity type and the category that the type belongs to (classification.md 1 and 4).

use domain::Category;
use serde::{Serialize, Serializer};

/// The class of a span, least protective first, so that the derived order is the rank of classification.md 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpanCategory {
    /// Singles out the vendor's plant or staff.
    System,
    /// What a customer wrote in a case.
    Support,
    /// Organisation-identifiable information.
    Oii,
    /// End-user pseudonymous identifiers.
    Eupi,
    /// Billing, purchase, licence and administrator contact records.
    Account,
    /// End-user-identifiable information.
    Euii,
    /// A secret. Always redacted: no consent can cover it.
    Credential,
}

impl SpanCategory {
    /// Every class, least protective first.
    pub const ALL: [Self; 7] =
        [Self::System, Self::Support, Self::Oii, Self::Eupi, Self::Account, Self::Euii, Self::Credential];

    /// 1 for system to 7 for credential; of two overlapping candidates the higher rank keeps its bytes.
    pub const fn rank(self) -> u8 {
        self as u8 + 1
    }

    /// The word used in labelled corpora and in tokens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Support => "support",
            Self::Oii => "oii",
            Self::Eupi => "eupi",
            Self::Account => "account",
            Self::Euii => "euii",
            Self::Credential => "credential",
        }
    }

    /// The category of a consent that covers this class; none for credentials.
    pub const fn category(self) -> Option<Category> {
        match self {
            Self::System => Some(Category::SystemMetadata),
            Self::Support => Some(Category::SupportData),
            Self::Oii => Some(Category::Oii),
            Self::Eupi => Some(Category::Eupi),
            Self::Account => Some(Category::AccountData),
            Self::Euii => Some(Category::Euii),
            Self::Credential => None,
        }
    }
}

impl Serialize for SpanCategory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

macro_rules! entities {
    ($($category:ident { $($entity:ident $name:literal,)+ })+) => {
        /// An entity type of classification.md 4, in the order of its sections: of two candidates with the same
        /// rank and length the earlier type wins.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Entity {
            $($(#[doc = concat!("`", $name, "`")] $entity,)+)+
        }

        impl Entity {
            /// Every type, in order.
            pub const ALL: &[Self] = &[$($(Self::$entity,)+)+];

            /// The word of the guideline.
            pub const fn name(self) -> &'static str {
                match self { $($(Self::$entity => $name,)+)+ }
            }

            /// The class that the type belongs to.
            pub const fn category(self) -> SpanCategory {
                match self { $($(Self::$entity)|+ => SpanCategory::$category,)+ }
            }
        }
    };
}

entities! {
    Credential {
        Password "password",
        Token "token",
        Cookie "cookie",
        PrivateKey "private_key",
        ConnectionSecret "connection_secret",
        Otp "otp",
        PasswordHash "password_hash",
    }
    Euii {
        Upn "upn",
        Email "email",
        SipUri "sip_uri",
        Username "username",
        PersonName "person_name",
        Phone "phone",
        PostalAddress "postal_address",
        MachineName "machine_name",
        ClientHostname "client_hostname",
        UserIpv4 "user_ipv4",
        Ipv6Iid "ipv6_iid",
        MacAddress "mac_address",
        GeoCoordinate "geo_coordinate",
    }
    Eupi {
        UserGuid "user_guid",
        DeviceGuid "device_guid",
        Puid "puid",
        SessionId "session_id",
        UserSid "user_sid",
        UserNumber "user_number",
    }
    Oii {
        TenantId "tenant_id",
        TenantDomain "tenant_domain",
        TenantHost "tenant_host",
        TenantIpv4 "tenant_ipv4",
        Ipv6Prefix "ipv6_prefix",
        OrgName "org_name",
    }
    Support {
        CustomerText "customer_text",
        CaseNumber "case_number",
    }
    Account {
        ContactName "contact_name",
        ContactEmail "contact_email",
        ContactPhone "contact_phone",
        BillingAddress "billing_address",
        PaymentCard "payment_card",
        Iban "iban",
        InvoiceNumber "invoice_number",
        OrderNumber "order_number",
        SubscriptionId "subscription_id",
        Licence "licence",
        VatId "vat_id",
        Amount "amount",
        CustomerName "customer_name",
    }
    System {
        VendorHost "vendor_host",
        VendorIp "vendor_ip",
        VendorOperator "vendor_operator",
    }
}

impl Serialize for Entity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_follow_the_guideline() {
        let names: Vec<_> = SpanCategory::ALL.iter().rev().map(|c| (c.rank(), c.name())).collect();
        assert_eq!(
            names,
            [
                (7, "credential"),
                (6, "euii"),
                (5, "account"),
                (4, "eupi"),
                (3, "oii"),
                (2, "support"),
                (1, "system")
            ]
        );
    }

    #[test]
    fn only_credentials_cannot_be_covered() {
        for category in SpanCategory::ALL {
            assert_eq!(category.category().is_none(), category == SpanCategory::Credential);
        }
    }
}
