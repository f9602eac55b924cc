//! Watches of other programs: a list of keywords, or newsboat's highlight and ignore rules, become
//! one query. What cannot be said in the watch language is left out and named.

mod keywords;
mod newsboat;
mod pattern;

/// What a file became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// What is looked for: terms, each a query of its own.
    pub terms: Vec<String>,
    /// What hides an article: terms, each a query of its own.
    pub hidden: Vec<String>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
}

/// A line that became nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its number, from 1.
    pub line: usize,
    /// Why.
    pub reason: String,
}

/// Reads a file: newsboat's configuration where it has such rules, else a keyword a line.
#[must_use]
pub fn read(text: &str) -> Import {
    if newsboat::is_one(text) { newsboat::read(text) } else { keywords::read(text) }
}

impl Import {
    /// The query, a term a line; `None` where there is nothing to look for.
    #[must_use]
    pub fn query(&self) -> Option<String> {
        let looked_for = match self.terms.as_slice() {
            [] => return None,
            [only] => only.clone(),
            several => several.join("\nOR "),
        };
        if self.hidden.is_empty() {
            return Some(looked_for);
        }
        Some(format!("({looked_for})\nAND NOT (\n{})", self.hidden.join("\nOR ")))
    }

    fn take(&mut self, line: usize, term: Result<String, String>) {
        match term {
            Ok(term) if self.terms.contains(&term) => {}
            Ok(term) => self.terms.push(term),
            Err(reason) => self.skip(line, reason),
        }
    }

    fn hide(&mut self, term: String) {
        if !self.hidden.contains(&term) {
            self.hidden.push(term);
        }
    }

    fn skip(&mut self, line: usize, reason: impl Into<String>) {
        self.skipped.push(Skipped { line, reason: reason.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::watch::check_query;

    #[test]
    fn keywords_become_terms_and_what_is_none_is_named() {
        let import = read(
            "# ours\nembassy\ngreen zone\n  kidnap*\n=IRA\n\"port of aden\"\nR&D (secret)\n\
             مسيرة مفخخة\nOR\nira*\n!!!\nembassy\nC++\n",
        );
        assert_eq!(
            import.terms,
            [
                "embassy",
                "\"green zone\"",
                "kidnap*",
                "=IRA",
                "\"port of aden\"",
                "\"R D secret\"",
                "\"مسيرة مفخخة\"",
                "\"OR\"",
                "C",
            ]
        );
        let skipped: Vec<usize> = import.skipped.iter().map(|skipped| skipped.line).collect();
        assert_eq!(skipped, [10, 11]);
        assert!(check_query(&import.query().unwrap(), &[]).is_ok());
    }

    #[test]
    fn rules_of_newsboat_become_terms_and_exclusions() {
        let import = read(
            "reload-time 30\n\
             highlight articlelist \"(rockets?|missile strike)\" red default bold\n\
             highlight all \"harbou?r attack(s|ed)?\" yellow\n\
             highlight article \"[0-9]+ dead\" red\n\
             highlight feedlist \"News\" blue\n\
             highlight-article \"title =~ \\\"embass(y|ies)\\\"\" white red\n\
             highlight-article \"age < 2\" white red\n\
             ignore-article \"*\" \"title =~ \\\"Houston Rockets\\\"\"\n\
             ignore-article \"https://a.example/\" \"title =~ \\\"x\\\"\"\n",
        );
        assert_eq!(
            import.terms,
            [
                "rocket(s)",
                "\"missile strike\"",
                "\"harbo(u)r attack(s|ed)\"",
                "title:embass(y|ies)",
            ]
        );
        assert_eq!(import.hidden, ["title:\"Houston Rockets\""]);
        let skipped: Vec<usize> = import.skipped.iter().map(|skipped| skipped.line).collect();
        assert_eq!(skipped, [4, 5, 7, 9], "{:?}", import.skipped);
        let query = import.query().unwrap();
        assert!(query.contains("AND NOT"), "{query}");
        assert!(check_query(&query, &[]).is_ok(), "{query}");
    }
}
