//! The alert line for people: one line, the headline first, the reason last.

use crate::domain::AlertLine;

/// `14:32:07Z FLASH 96 · Rocket hits … · Outlet (3 outlets) · rocket, embassy · why · link`
#[must_use]
pub fn line(alert: &AlertLine) -> String {
    let time = alert.times.raised.strftime("%Y-%m-%dT%H:%M:%SZ");
    let outlets = match alert.story.outlets.len() {
        0 | 1 => alert.article.outlet.clone(),
        n => format!("{} and {} more", alert.article.outlet, n - 1),
    };
    let note = if alert.note.is_empty() {
        alert.change.to_string()
    } else {
        format!("{}: {}", alert.change, alert.note)
    };
    let severity = alert.severity.name().to_uppercase();
    let watches = alert.watches.join(" ");
    let mut parts = vec![
        format!("{time} {severity:<9} {:>2}", alert.score),
        alert.headline().into_owned(),
        outlets,
        watches,
        note,
        alert.reason.clone(),
    ];
    if let Some(by) = &alert.silenced {
        parts.push(format!("no notifier told, silence {}", by.silence));
    }
    if !alert.article.url.is_empty() {
        parts.push(alert.article.url.clone());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" | ")
}
