//! Animals that die, and things that are hit and damaged ("three residential buildings", «۲۰ خودرو»): a number of them is no
//! number of people. Reading numbers is `numerals`' work.

use super::clauses::Clauses;
use super::entries;
use super::harm::is_harm;

/// Starts of words for things; `|` ends a whole word.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "cars|", "vehicles|", "trucks|", "buses|", "houses|", "homes|", "dwellings|", "buildings|", "towers|", "blocks|", "flats|", "apartments|", "shops|", "schools|", "hospitals|", "churches|", "mosques|", "ships|", "vessels|", "boats|", "tankers|", "trains|", "windows|", "planes|", "aircraft|", "villages|", "farms|", "structures|", "properties|",
    "voiture|", "voitures|", "véhicule|", "véhicules|", "camion|", "camions|", "maison|", "maisons|", "immeuble|", "immeubles|", "bâtiment|", "bâtiments|", "tour|", "tours|", "appartement|", "appartements|", "logements|", "école|", "écoles|", "navire|", "navires|", "bateau|", "bateaux|", "fenêtres|", "vitres|", "habitations|",
    "coche|", "coches|", "vehículo|", "vehículos|", "camiones|", "casa|", "casas|", "edificio|", "edificios|", "vivienda|", "viviendas|", "torre|", "torres|", "apartamentos|", "pisos|", "escuela|", "escuelas|", "buque|", "buques|", "barco|", "barcos|", "ventanas|",
    "дом|", "дома|", "домов|", "здани", "машин|", "машина|", "машины|", "автомобил", "квартир|", "квартира|", "квартиры|", "башн", "строени", "школ|", "школа|", "школы|", "корабл", "судов|", "судна|", "окон|", "домовладени", "многоэтаж", "грузовик", "автобус|", "автобуса|", "автобусов|", "самолет", "самолёт",
    "سيارة|", "سيارات|", "مركبة|", "مركبات|", "منزل|", "منازل|", "بيت|", "بيوت|", "مبنى|", "مباني|", "مبان|", "مبنيين|", "برج|", "أبراج|", "شقة|", "شقق|", "سفينة|", "سفن|", "مدرسة|", "مدارس|", "نافذة|", "نوافذ|", "طائرة|", "طائرات|", "ناقلة|", "ناقلات|",
    "خودرو", "ماشین", "خانه|", "خانهها", "ساختمان", "واحد|", "آپارتمان", "کشتی|", "پنجره", "مدرسه|", "نفتکش|", "هواپیما|", "منزل|",
    "בית|", "בתים|", "בניין|", "בניינים|", "מבנה|", "מבנים|", "מגדל|", "מגדלים|", "רכב|", "כלי|", "רכבים|", "מכונית|", "מכוניות|", "דירה|", "דירות|", "אוניה|", "ספינות|", "אוניות|", "חלון|", "חלונות|", "משאית|", "משאיות|",
];
/// Starts of words for animals, that another word may stand before ("14 dairy cows"): they die, and are not counted.
#[rustfmt::skip]
const ANIMALS: &[&str] = &[
    "sheep|", "goat", "cow|", "cows|", "cattle", "livestock", "animal", "horse", "camel", "donkey", "dogs|", "pigs|", "chicken", "birds|", "head|", "heads|",
    "mouton", "brebis|", "vache", "chèvre", "animaux|", "bêtes|", "chevaux|", "chameaux|",
    "oveja", "vaca", "cabra", "reses|", "animales|", "caballo", "camello", "cabezas|",
    "овец|", "овц", "коров", "животн", "голов|", "лошад", "коз|", "верблюд",
    "خروف", "خراف|", "أغنام|", "رأس", "بقرة|", "بقرات|", "أبقار|", "ماعز|", "حيوان", "جملا|", "حصان", "ماشية|",
    "گوسفند", "گاو|", "راس|", "دام|", "اسب|", "شتر|", "بز|",
    "כבשים|", "פרות|", "עזים|", "סוסים|", "גמלים|", "ראשי|",
];
/// Fewest letters of a word that may stand between a number and such a thing.
const BETWEEN: usize = 5;
/// Words for one that stand behind what they count.
const ONE_BEHIND: &[&str] = &["אחד", "אחת", "واحد", "واحدة"];

/// Whether a word may tell of what kind things are that stand behind it.
fn describes(word: &str) -> bool {
    let opening = word.chars().next().unwrap_or_default();
    let fits = match opening {
        'а'..='я' => word.ends_with(['х', 'й']) && word.chars().count() >= BETWEEN,
        _ => opening < 'Ͱ' && word.chars().count() >= BETWEEN,
    };
    fits && !is_harm(word)
}

/// Whether a number that ends at a place counts animals.
pub(super) fn is_of_animals(text: &Clauses<'_>, end: usize) -> bool {
    let words = [text.follower(end), text.follower(end + 1)];
    words.iter().any(|word| !word.is_empty() && entries::any(word, ANIMALS))
}

/// Whether a number between two places counts things.
pub(super) fn is_of_things(text: &Clauses<'_>, (start, end): (usize, usize)) -> bool {
    let thing = |word: &str| !word.is_empty() && entries::any(word, THINGS);
    let (next, second) = (text.follower(end), text.follower(end + 1));
    if thing(next) || describes(next) && thing(second) {
        return true;
    }
    let one = ONE_BEHIND.contains(&text.word(start)) && !text.follower(start).is_empty();
    one && start.checked_sub(1).is_some_and(|before| thing(text.word(before)))
}
