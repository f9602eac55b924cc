//! Headlines and texts that say nothing yet: "Breaking news", "More to follow", «Срочно», "عاجل". No two of them
//! tell of one event by that.
//!
//! What becomes of an article when it says something is decided in `departures`.

use std::sync::LazyLock;

use super::quick::Lexicon;
use super::words::{Word, counted, hash, split};
use crate::text::fold::fold;

/// Words of which such a headline is made, and such a text, beside those that never count.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "breaking", "flash", "newsflash", "urgent", "bulletin", "snap", "developing", "story", "update", "updated", "updating", "live", "liveblog", "blog", "ticker", "latest", "news",
    "follow", "follows", "following", "details", "detail", "soon", "shortly", "later", "coming", "come", "stay", "tuned", "wait", "awaited", "awaiting", "pending", "expected", "information",
    "available", "published", "refresh", "page", "check", "minutes", "minute", "moments", "moment", "read", "full", "getting", "receiving", "received", "incident", "event", "reporting", "item",
    "article", "headline", "title", "untitled", "text", "tba", "tbc", "exclusive", "ongoing", "situation", "happening", "know", "known", "far", "major", "please", "report", "reports", "more",
    "info", "infos", "urgente", "derniere", "suivre", "venir", "suite", "direct", "actualisation", "mise", "jour", "developpement", "informations", "bientot", "cours", "depeche", "actualite",
    "ultima", "ultimo", "hora", "noticia", "noticias", "desarrollo", "ampliacion", "ampliaremos", "informacion", "breve", "seguira", "detalles", "actualizacion", "directo", "vivo", "minuto",
    "minutos", "proximamente", "pronto", "avance", "mais", "informacoes", "atualizacao", "ultimora", "seguono", "dettagli", "aggiornamento", "diretta", "segue",
    "срочно", "молния", "новость", "новости", "подробности", "подробнее", "позже", "скоро", "следуют", "дополняется", "обновляется", "обновление", "обновлено", "эфир", "прямой", "онлайн",
    "трансляция", "хроника", "материал", "ожидаются", "сообщение", "сообщения", "главное", "экстренно", "экстренный", "выпуск", "информация", "уточняется", "ближайшее", "время",
    "терміново", "подробиці", "згодом", "новини", "оновлюється",
    "عاجل", "خبر", "أخبار", "الأخبار", "التفاصيل", "تفاصيل", "لاحقا", "يتبع", "قليل", "المزيد", "مباشر", "تحديث", "تغطية", "التغطية", "مستمرة", "متابعة", "آخر", "الآن", "قريبا", "أنباء", "الأنباء",
    "فوری", "جزئیات", "متعاقبا", "ادامه", "زنده", "لحظه", "روزرسانی", "تکمیلی", "اعلام", "می", "شود", "بزودی", "زودی", "آخرین", "منتظر", "اطلاعات", "بیشتر",
    "מבזק", "מבזקים", "דחוף", "חדשות", "פרטים", "נוספים", "בהמשך", "עדכון", "עדכונים", "שידור", "חי", "לייב", "מתעדכן", "מתעדכנת", "מתפתח", "מתפתחת", "הידיעה", "ידיעה", "בקרוב", "שוטפים", "מיד",
    "eilmeldung", "eil", "meldung", "folgt", "folgen", "mehr", "kurze", "liveticker", "weitere", "informationen", "gleich", "aktualisiert",
    "速報", "快讯", "快訊", "突发", "突發", "속보",
    "pilne", "wkrotce", "szczegoły", "wiecej", "informacji", "relacja", "zywo", "aktualizacja", "ostatniej", "chwili",
];
static TABLE: LazyLock<Lexicon<()>> = LazyLock::new(|| names(WORDS));

/// Words of headlines under which one event is told after another; the places in these are of all of them.
#[rustfmt::skip]
const LIVE: &[&str] = &[
    "live", "liveblog", "liveticker", "ticker", "latest", "updates", "minute", "direct", "directo", "vivo", "diretta", "онлайн", "хроника", "трансляция", "эфир", "наживо", "онлайнтрансляция", "مباشر", "مباشرة", "تغطية", "التغطية", "زنده", "לייב", "שידור", "מתעדכן", "מתעדכנת", "żywo", "لحظة", "שוטפים", "canlı",
];
static LIVES: LazyLock<Lexicon<()>> = LazyLock::new(|| names(LIVE));

fn names(words: &[&str]) -> Lexicon<()> {
    words.iter().map(|word| hash(fold(word).text().trim().as_bytes())).collect()
}

/// Whether a headline is one under which one event is told after another.
pub(super) fn is_live(title: &str) -> bool {
    split(fold(title).text().trim(), MOST).iter().any(|word| LIVES.holds(word.hash))
}

/// Words of a text that is looked at: what says nothing is short.
const MOST: usize = 24;

/// Whether words of a folded text say nothing; numbers say when, or which.
pub(super) fn are_hollow(words: &[Word<'_>]) -> bool {
    words.len() <= MOST && words.iter().all(is_empty)
}

/// Whether a word says nothing.
pub(super) fn is_empty(word: &Word<'_>) -> bool {
    TABLE.holds(word.hash) || counted(word).is_none() || is_number(word.text)
}

/// How many words of a headline say something.
pub(super) fn telling(title: &str) -> usize {
    split(fold(title).text().trim(), MOST).iter().filter(|word| !is_empty(word)).count()
}

fn is_number(word: &str) -> bool {
    word.chars().all(char::is_numeric)
}

/// Whether a headline and a text say nothing.
pub(super) fn is_hollow(title: &str, text: &str) -> bool {
    [title, text].iter().all(|part| are_hollow(&split(fold(part).text().trim(), MOST + 1)))
}

#[cfg(test)]
mod tests {
    use super::is_hollow;

    #[test]
    fn placeholders_say_nothing_in_any_language() {
        for (title, text) in [
            ("Breaking news", "More to follow."),
            ("BREAKING NEWS 14:05", ""),
            ("Developing story", "This is a developing story. Details to follow."),
            ("We are getting reports of an incident", "More soon."),
            ("URGENT", ""),
            ("Update 3", ""),
            ("Live:", "Stay tuned for updates."),
            ("URGENT", "Plus d’informations à suivre."),
            ("Dernière minute", "Plus de détails à venir"),
            ("ÚLTIMA HORA", "Noticia en desarrollo. Más información en breve."),
            ("Срочно", "Подробности позже"),
            ("Молния", "Сообщение дополняется"),
            ("عاجل", "التفاصيل لاحقاً"),
            ("خبر فوری", "جزئیات متعاقبا اعلام می‌شود"),
            ("מבזק", "פרטים נוספים בהמשך"),
            ("Eilmeldung", "Mehr in Kürze"),
            ("Pilne", "Więcej informacji wkrótce"),
            ("", ""),
        ] {
            assert!(is_hollow(title, text), "{title} {text}");
        }
        for (title, text) in [
            ("Breaking news", "Rockets hit the embassy."),
            ("Breaking: incident in Kirkuk", "More to follow."),
            ("Red alert", ""),
            ("Срочно", "Взрывы в Харькове"),
            ("عاجل", "انفجار في بغداد"),
        ] {
            assert!(!is_hollow(title, text), "{title} {text}");
        }
    }
}
