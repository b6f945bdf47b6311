//! The token by which the server knows KiCad.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use partwright_domain::kicad::KicadError;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// How many random bytes a token has.
const BYTES: usize = 32;

/// A secret that stands in the library file and in each of KiCad's requests. It is shown nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Token(String);

impl Token {
    /// A new token: 32 bytes from the system's source of random numbers.
    pub fn random() -> Result<Self, KicadError> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|error| KicadError::NotStarted { detail: error.to_string() })?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Takes a token as it stands in a library file.
    pub fn parse(text: &str) -> Result<Self, KicadError> {
        let is_ours = URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == BYTES);
        if is_ours { Ok(Self(text.to_owned())) } else { Err(KicadError::TokenInvalid) }
    }

    /// The token, for the library file.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether that is the token. Takes as long for one that is nearly right as for one that is all wrong.
    pub(crate) fn is(&self, presented: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(presented).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

impl TryFrom<String> for Token {
    type Error = KicadError;

    fn try_from(text: String) -> Result<Self, KicadError> {
        Self::parse(&text)
    }
}

impl From<Token> for String {
    fn from(token: Token) -> Self {
        token.0
    }
}
