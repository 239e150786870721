//! The parameters of a kind.

use super::host_port::{host_and_port, list};
use super::parameters::parameters;
use crate::inputs::{InputError, Inputs};
use crate::parameter::{Optional as _, Parameter};

parameters! {
    /// Asks for one page and follows redirects to declared hosts.
    Http {
        /// Host name or address to connect to.
        host: Parameter<String>,
        /// TCP port.
        port: Parameter<u16>,
        /// Whether to speak TLS.
        tls: Parameter<bool>,
        /// Path and query to ask for.
        path: Parameter<String>,
        /// How many redirects to follow, at most 10.
        redirects: Parameter<u64>,
        /// Where redirects may lead besides the host itself, each `host:port`.
        redirect_hosts: Option<Parameter<Vec<String>>>,
        /// The proxy to go through by CONNECT, `host:port`.
        proxy: Option<Parameter<String>>,
        /// Names of response headers whose values are told.
        headers: Option<Parameter<Vec<String>>>,
    }
}

impl Http {
    /// The proxy's host and port, if there is one.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn proxy_host(&self, inputs: &Inputs) -> Result<Option<(String, u16)>, InputError> {
        self.proxy.find(inputs)?.map(|text| host_and_port("proxy", &text)).transpose()
    }

    /// The page's host and port, and those that redirects may lead to.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn page_hosts(&self, inputs: &Inputs) -> Result<Vec<(String, u16)>, InputError> {
        let mut hosts = vec![(self.host.get(inputs)?, self.port.get(inputs)?)];
        hosts.extend(list("redirect_hosts", self.redirect_hosts.as_ref(), inputs)?);
        Ok(hosts)
    }

    /// Everything that it connects to.
    pub(super) fn hosts(&self, inputs: &Inputs) -> Result<Vec<(String, u16)>, InputError> {
        let mut hosts = self.page_hosts(inputs)?;
        hosts.extend(self.proxy_host(inputs)?);
        Ok(hosts)
    }
}
