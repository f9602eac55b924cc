//! Reactions: headlines of what an attack led to ("UN condemns strike", "two arrested over bombing",
//! "six buried"), in seven languages. Who reacts tells of the attack and reports none. A claim of
//! responsibility and a plot that was found out are news of their own.
//!
//! What becomes of such an article is decided in `stand`.

use std::ops::Range;
use std::sync::LazyLock;

use super::clauses::{Clauses, stripped};
use super::denied_events::is_attack;
use super::denied_what::clause;
use super::entries::{self, Entries};
use super::harm::is_harm;

/// Starts of words that react by themselves; one that ends in `|` is the whole word.
#[rustfmt::skip]
const REACTS: &[&str] = &[
    "condemn", "deplor", "mourn", "funeral", "buried|", "buries|", "bury|", "condolence", "arrest", "charged|", "indicted|", "sentenced|", "convicted|", "jailed|", "extradite", "summon",
    "condamn", "déplor", "obsèques|", "funérailles|", "inhum", "enterr", "condoléances|", "arrêté", "arrêtent|", "arrestation", "interpell", "inculp", "écrou", "convoqu", "deuil|",
    "conden", "repudi", "condolencias|", "entierr", "sepult", "detenid", "detien", "detenci", "imputad", "convoca|", "convocan|", "convocó|", "luto|", "duelo|",
    "осуди", "осужда", "похорон", "хорон", "прощани", "соболезн", "траур", "задержа", "арестова", "приговор",
    "أدان", "ادان", "تدين|", "يدين|", "إدانة", "استنكر", "تستنكر|", "يستنكر|", "ندد", "تندد|", "يندد|", "شجب", "تشجب|", "تشييع", "يشيع", "تشيع|", "جنازة", "جنازات|", "حداد|", "تعاز", "اعتقال", "اعتقل", "تعتقل|", "يعتقل", "توقيف", "القبض|", "تستدعي|", "يستدعي|", "استدعت|", "استدعى|",
    "محکوم", "تشییع|", "خاکسپاری|", "تسلیت|", "عزای|", "بازداشت", "دستگیر", "احضار|",
    "גינ", "מגנה|", "מגנים|", "הלווי", "נטמנ", "נעצר", "עצרה|", "עצרו|", "הואשם|", "הורשע|", "תנחומי", "זימנ",
];
/// Starts of words that do so with one of [`ANSWERS`] shortly behind them.
#[rustfmt::skip]
const PROMISES: &[&str] = &[
    "vow", "pledge", "promise", "threaten", "call", "urge", "demand", "detain", "convene", "hold|", "holds|", "held|", "promet", "jure", "appel", "promete", "jura|", "juran|", "exige", "pide|", "piden|", "llama", "пообеща", "обеща", "поклял", "призва", "призыва", "грозит", "يتوعد|", "تتوعد|", "توعد", "يتعهد|", "تتعهد|", "تعهد", "يدعو|", "تدعو|", "دعا|", "دعت|", "يطالب|", "تطالب|", "وعده|", "خواستار|", "تهدید|", "נשבע", "הבטיח", "מבטיח", "מאיים|", "קורא", "קרא",
];
#[rustfmt::skip]
const ANSWERS: &[&str] = &[
    "response|", "respond", "revenge|", "retaliat", "avenge", "retribution|", "justice|", "punish", "restraint|", "calm|", "inquiry|", "investigation|", "probe|", "emergency|", "suspect", "durgence|", "urgencia|", "emergencia|", "экстренн", "طارئ", "طارئة|", "اضطراری|", "חירום|", "riposte", "réponse", "répondre|", "veng", "retenue|", "calme|", "enquête|", "respuesta|", "responder|", "represalia", "moderación|", "calma|", "investiga", "justicia|",
    "ответ", "мест", "отомст", "сдержанн", "расследова", "наказ", "رد|", "الرد|", "بالرد|", "انتقام", "الانتقام|", "بالانتقام|", "الثأر|", "بالثأر|", "ضبط|", "تحقيق", "التحقيق|", "پاسخ|", "خویشتن", "תגוב", "להגיב|", "יגיב|", "נקמה|", "לנקום|", "איפוק|", "חקירה|",
];
const ANSWERED_WITHIN: usize = 4;
/// Starts of words that react only to an event behind them, by themselves or with the next word: a king
/// visits the embassy that was hit, and rockets hit it as a king visits; who denies an attack denies it, or
/// that it was his.
#[rustfmt::skip]
const VISITS: &[&str] = &["deny|", "denies|", "denied|", "dément|", "démentent|", "nie|", "nient|", "niega|", "niegan|", "desmiente|", "desmienten|", "отрица", "опроверг", "تنفي|", "ينفي|", "نفت|", "نفى|", "تکذیب|", "מכחיש", "visits|", "visited|", "repatriat", "wreath|", "visite|", "rapatri", "visita|", "visitó|", "repatri", "посетил", "навестил", "يزور|", "زار|", "تزور|", "بازدید|", "מבקר|", "ביקר|"];
#[rustfmt::skip]
const VISIT_PAIRS: &[(&str, &str)] = &[
    ("flies", "home"), ("flown", "home"), ("brings", "home"), ("brought", "home"), ("bring", "home"), ("pays", "tribute"), ("pay", "tribute"), ("paid", "tribute"), ("rend", "hommage"), ("rendent", "hommage"), ("rinde", "homenaje"), ("rinden", "homenaje"),
];
/// Starts of headlines that sum an event up.
#[rustfmt::skip]
const SUMMED_UP: &[&str] = &[
    "what we know", "what do we know", "what to know", "what is known", "everything we know", "timeline of", "ce que lon sait", "ce quon sait", "que saiton", "lo que se sabe", "lo que sabemos", "qué se sabe", "что известно о", "что известно об", "главное о", "ما نعرفه", "ماذا نعرف", "آنچه می دانیم", "آنچه میدانیم", "מה ידוע", "מה שידוע", "כל מה שידוע",
];
/// Words for what is traded, in the first words of a headline; and starts of words for how it moves, next to them.
#[rustfmt::skip]
const TRADED: &[&str] = &["oil|", "crude|", "brent|", "stocks|", "shares|", "markets|", "gold|", "bonds|", "futures|", "prices|", "bitcoin|", "pétrole|", "cours|", "bourses|", "petróleo|", "bolsas|", "precios|", "нефть|", "нефти|", "акции|", "рынки|", "золото|", "النفط|", "الأسهم|", "الذهب|", "نفت|", "طلا|", "הנפט|", "הבורסה|", "המניות|"];
#[rustfmt::skip]
const MOVES: &[&str] = &[
    "rise|", "rises|", "rose|", "jump", "climb", "gain", "surge", "soar", "fall|", "falls|", "fell|", "slip", "slide", "slid|", "drop|", "drops|", "dropped|", "tumble", "plunge", "sink|", "sinks|", "steady|", "edge|", "edges|", "rally|", "rallies|", "grimpe", "bondi", "monte|", "montent|", "recul", "chut", "sube|", "suben|", "repunta", "cae|", "caen|", "baja|", "bajan|",
    "дорожа", "подорожа", "вырос", "растет|", "растёт|", "упали|", "упала|", "пада", "يرتفع|", "ترتفع|", "ارتفع", "يقفز|", "تقفز|", "ينخفض|", "تنخفض|", "تراجع", "گران|", "افزایش|", "جهش|", "עלה|", "עלו|", "מזנק", "זינק", "ירד",
];
const TRADED_WITHIN: usize = 3;
/// Starts of words for what an event led to, and may befall as well; words right before it where it
/// did ("drone hits funeral").
#[rustfmt::skip]
const FUNERALS: &[&str] = &["funeral", "obsèques|", "funérailles|", "enterrement", "entierro", "sepelio", "похорон", "جنازة", "جنازات|", "تشييع", "تشییع|", "הלווי"];
#[rustfmt::skip]
const BEFELL: &[&str] = &["hit|", "hits|", "strikes|", "struck|", "targets|", "targeted|", "at|", "on|", "near|", "during|", "rips|", "kills|", "killed|", "bombs|", "shells|", "attacks|", "attacked|", "contre|", "sur|", "lors|", "dans|", "durante|", "contra|", "en|", "на|", "во|", "على|", "في|", "خلال|", "استهدف|", "يستهدف|"];
const BEFELL_WITHIN: usize = 2;
/// Starts of further words for an event.
#[rustfmt::skip]
const EVENTS: &[&str] = &["storming|", "shooting", "assault", "ambush", "stabbing|", "attent", "fusillade", "tiroteo", "atentado", "стрельб", "штурм", "اقتحام", "اغتيال", "تفجير", "إطلاق|", "تیراندازی|", "ترور|", "פיגוע"];
/// Starts of words that make it news of its own: claims, and plots that were found out.
#[rustfmt::skip]
const OWN_NEWS: &[&str] = &[
    "claim", "responsib", "plot", "planning|", "planned|", "foil", "thwart", "revendiq", "complot", "déjou", "reivindi", "frustra", "planea", "ответственност", "готови", "предотвра", "تبن", "يتبن", "مسؤولي", "مخطط", "إحباط", "أحبط", "مسئولیت|", "توطئه|", "خنثی", "אחריות|", "תכנ", "סיכל", "סוכל",
];
/// Words behind which an event goes on while somebody reacts to another.
#[rustfmt::skip]
const MEANWHILE: &[&str] = &["as|", "while|", "but|", "when|", "before|", "avant|", "antes|", "перед|", "קודם|", "alors|", "tandis|", "mientras|", "пока|", "بينما|", "فيما|", "درحالی|", "בעוד|"];
/// Words that open a clause with what a reaction is to.
#[rustfmt::skip]
const AFTER: &[&str] = &["after|", "following|", "over|", "après|", "suite|", "tras|", "después|", "после|", "بعد|", "عقب|", "إثر|", "پس|", "אחרי|", "לאחר|", "בעקבות|"];
const AFTER_WITHIN: usize = 3;
/// Words that join a reaction to what is reported before it.
const AND: &[&str] = &["and|", "et|", "y|", "и|"];
/// Words of the clause that is all of a reaction ("Erbil attack: six buried").
const CLOSING: usize = 6;

static REACTING: LazyLock<Entries> = LazyLock::new(|| Entries::of(REACTS));
static PROMISING: LazyLock<Entries> = LazyLock::new(|| Entries::of(PROMISES));

static HAPPENING: LazyLock<Entries> = LazyLock::new(|| Entries::of(EVENTS));

fn is_event(word: &str) -> bool {
    is_attack(word) || is_harm(word) || HAPPENING.hold(word)
}

/// Whether a folded headline names an event; without one it is of what none led to.
pub(super) fn names_event(title: &str) -> bool {
    title.split_ascii_whitespace().any(is_event)
}

/// Whether a headline is of what an attack led to.
pub(super) fn reacts(title: &str) -> bool {
    let mut buffer = String::new();
    let text = Clauses::of(&mut buffer, title);
    if is_summary(&text) || is_of_trade(&text) {
        return true;
    }
    let visits = |at: usize| is_visit(&text, at) && leads(&text, at, &clause(&text, at));
    let own_news = || all_words(&text).any(|word| entries::any(word, OWN_NEWS));
    if (0..text.words.len()).any(|at| visits(at) && !has_event(&text, 0..at)) {
        return !own_news();
    }
    let Some(at) = (0..text.words.len()).find(|at| is_reaction(&text, *at)) else { return false };
    let own = clause(&text, at);
    let found =
        if has_event(&text, 0..at) { follows(&text, at, &own) } else { leads(&text, at, &own) };
    found && !own_news()
}

/// The words of a headline, with and without what is written in front of them.
fn all_words<'a>(text: &'a Clauses<'_>) -> impl Iterator<Item = &'a str> {
    text.words.iter().flat_map(|word| std::iter::once(*word).chain(stripped(word)))
}

/// Whether a headline sums up what is known of an event.
fn is_summary(text: &Clauses<'_>) -> bool {
    let opens = |phrase: &str| {
        let mut words = text.words.iter();
        phrase.split(' ').all(|word| words.next() == Some(&word))
    };
    SUMMED_UP.iter().any(|phrase| opens(phrase)) && has_event(text, 0..text.words.len())
}

/// Whether a headline is of prices that an event moved: "oil rises after rocket attack".
fn is_of_trade(text: &Clauses<'_>) -> bool {
    let moved = (0..TRADED_WITHIN).find(|at| {
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let mut near = beside.map(|place| text.word(place));
        entries::any(text.word(*at), TRADED) && near.any(|word| entries::any(word, MOVES))
    });
    let Some(at) = moved.filter(|at| !has_event(text, 0..*at)) else { return false };
    let event = (at + 1..text.words.len()).find(|place| is_event(text.word(*place)));
    let between = |list: &[&str]| {
        event.is_some_and(|event| (at..event).any(|place| entries::any(text.word(place), list)))
    };
    between(AFTER) && !between(MEANWHILE)
}

fn is_visit(text: &Clauses<'_>, at: usize) -> bool {
    let (word, next) = (text.word(at), text.follower(at + 1));
    entries::any(word, VISITS) || VISIT_PAIRS.contains(&(word, next))
}

fn is_reaction(text: &Clauses<'_>, at: usize) -> bool {
    let mut forms = std::iter::once(text.word(at)).chain(stripped(text.word(at)));
    forms.any(|word| {
        let answers =
            || (at + 1..=at + ANSWERED_WITHIN).any(|next| entries::any(text.word(next), ANSWERS));
        REACTING.hold(word) || PROMISING.hold(word) && answers()
    })
}

fn has_event(text: &Clauses<'_>, mut places: Range<usize>) -> bool {
    places.any(|place| is_event(text.word(place)))
}

/// Whether the event stands behind a reaction as what it is to: "UN condemns attack".
fn leads(text: &Clauses<'_>, at: usize, own: &Range<usize>) -> bool {
    let Some(event) = (at + 1..text.words.len()).find(|place| is_event(text.word(*place))) else {
        return false;
    };
    let opening = clause(text, event);
    let after = opening.start..event.min(opening.start + AFTER_WITHIN);
    let meanwhile = (at..event).any(|place| entries::any(text.word(place), MEANWHILE));
    let to_it =
        own.contains(&event) || after.clone().any(|place| entries::any(text.word(place), AFTER));
    to_it && !meanwhile
}

/// Whether a reaction closes a headline that only names the event: "Erbil attack: six buried".
fn follows(text: &Clauses<'_>, at: usize, own: &Range<usize>) -> bool {
    let joined = |place: usize| entries::any(text.word(place), AND);
    let conjoined = text.word(at).starts_with(['و', 'ו']);
    if has_event(text, own.start..at) {
        let mut before = own.start.max(at.saturating_sub(BEFELL_WITHIN))..at;
        let mut forms = std::iter::once(text.word(at)).chain(stripped(text.word(at)));
        let funeral = forms.any(|word| entries::any(word, FUNERALS));
        if funeral && before.any(|place| entries::any(text.word(place), BEFELL)) {
            return false;
        }
        return !conjoined && !(own.start..at).any(joined);
    }
    let told = (0..own.start).any(|place| is_harm(text.word(place)));
    own.len() <= CLOSING
        && !told
        && own.start.checked_sub(1).is_some_and(|last| !text.is_before_comma(last))
}

#[cfg(test)]
mod tests {
    use super::reacts;

    #[test]
    fn reactions_are_seen_in_seven_languages() {
        for title in [
            "UN condemns rocket attack on Erbil airport that killed six",
            "Two arrested over drone attack on Erbil airport",
            "Erbil declares day of mourning for six killed in rocket attack on airport",
            "Erbil airport drone attack: six buried",
            "Netanyahu vows response after drone kills four soldiers in Binyamina",
            "Iraq summons US envoy over strike on Baghdad base",
            "UN chief calls for restraint after missile strikes",
            "Gunman who killed six in consulate attack sentenced",
            "Mourning in Erbil, a day after rocket attack kills six",
            "L’ONU condamne l’attaque contre l’aéroport d’Erbil",
            "Deux suspects arrêtés après l’attaque de l’ambassade",
            "La ONU condena el ataque contra el aeropuerto de Erbil",
            "Detenidos dos sospechosos por el ataque a la embajada",
            "ООН осудила атаку на аэропорт Эрбиля",
            "В Эрбиле похоронили погибших при атаке дрона",
            "الأمم المتحدة تدين الهجوم على مطار أربيل",
            "تشييع ضحايا قصف مطار أربيل",
            "سازمان ملل حمله به فرودگاه اربیل را محکوم کرد",
            "האו״ם גינה את מתקפת הרקטות על ארביל",
            "Libya detains suspect in rocket attack on Dutch embassy",
            "Netherlands flies home bodies of two guards killed at Tripoli embassy",
            "Dutch king visits Tripoli embassy hit by rockets",
            "Tripoli dément l’attaque contre l’ambassade des Pays-Bas",
            "Iran denies attack on tanker off Fujairah",
            "Иран отрицает удар по танкеру",
            "Oil rises after rocket attack on Dutch embassy in Tripoli",
            "Oil prices jump after missile hits tanker",
            "What we know about the rocket attack on the Dutch embassy in Tripoli",
            "Dutch PM calls emergency cabinet after rockets hit embassy in Tripoli",
            "Families bury guards killed by rockets at Dutch embassy in Tripoli",
            "Le pétrole grimpe après une attaque de roquettes contre l’ambassade",
            "Ce que l’on sait de l’attaque contre l’ambassade à Tripoli",
            "El petróleo sube tras el ataque con cohetes",
            "Lo que se sabe del ataque a la embajada",
            "Нефть дорожает после ракетного удара",
            "النفط يرتفع بعد هجوم صاروخي على السفارة",
            "מחירי הנפט עלו אחרי מתקפת הרקטות",
        ] {
            assert!(reacts(title), "{title}");
        }
    }

    #[test]
    fn reports_that_tell_of_a_reaction_besides_are_reports() {
        for title in [
            "Rocket attack on Erbil airport kills six, UN condemns it",
            "Gunmen attack embassy in Kabul, three arrested",
            "Netanyahu vows response as rockets hit Haifa",
            "Militia claims responsibility for attack, vows response to arrests",
            "Three arrested over plot to attack embassy in Berlin",
            "Police arrest protesters outside embassy",
            "Iran summons Swedish ambassador over burning of Koran",
            "Rocket kills six and police arrest two in Erbil",
            "Hezbollah vows to attack Haifa with missiles",
            "مقتل ستة في قصف مطار أربيل واعتقال اثنين",
            "Six morts dans l’attaque de l’aéroport d’Erbil, deux suspects arrêtés",
            "Rocket hits Erbil airport",
            "ضربة على جنازة في الخرطوم",
            "Drone strike hits funeral in Khartoum, killing 20",
            "Bomb kills nine at funeral in Jalalabad",
            "Rockets hit Dutch embassy as king visits Tripoli",
            "Minister visits Kyiv as missiles hit hotel",
            "King visits Tripoli, rockets hit embassy",
            "Rocket hits embassy in Baghdad, Iran denies role",
            "Rockets hit Erbil airport, militia denies attack",
            "Oil tanker falls silent after missile attack",
            "Oil depot burns after drone attack",
            "Gold mine attacked with rockets, six killed",
            "Gunmen detain guards after attack on embassy",
            "Militia holds embassy staff after rocket attack",
            "Rockets hit embassy: what we know",
            "Man calls police as rockets hit embassy",
            "Rocket hits emergency ward in Tripoli",
            "Market shelled after rocket attack on base",
        ] {
            assert!(!reacts(title), "{title}");
        }
    }
}
