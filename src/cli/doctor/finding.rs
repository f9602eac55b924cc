//! What a check found: how bad it is, in one line, and what to do.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Level {
    /// As it should be.
    Ok,
    /// Works, but somebody should look.
    Warn,
    /// Keeps wirewatch from its work.
    Fail,
}

impl Level {
    /// The name in output.
    pub(in crate::cli) fn name(self) -> &'static str {
        match self {
            Level::Ok => "ok",
            Level::Warn => "warn",
            Level::Fail => "fail",
        }
    }
}

/// One line of the report.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub level: Level,
    pub said: String,
    pub advice: Option<String>,
    /// The one feed or notifier that it is about.
    pub subject: Option<String>,
}

impl Finding {
    fn new(level: Level, said: impl Into<String>) -> Finding {
        Finding { level, said: said.into(), advice: None, subject: None }
    }

    /// As it should be.
    pub fn ok(said: impl Into<String>) -> Finding {
        Finding::new(Level::Ok, said)
    }

    /// Somebody should look.
    pub fn warn(said: impl Into<String>) -> Finding {
        Finding::new(Level::Warn, said)
    }

    /// It does not work.
    pub fn fail(said: impl Into<String>) -> Finding {
        Finding::new(Level::Fail, said)
    }

    /// With what to do.
    pub fn advise(self, advice: impl Into<String>) -> Finding {
        let advice = advice.into();
        Finding { advice: (!advice.is_empty()).then_some(advice), ..self }
    }

    /// About one feed or notifier.
    pub fn about(self, subject: impl Into<String>) -> Finding {
        Finding { subject: Some(subject.into()), ..self }
    }
}
