//! Pages as sites build them, and what a reader should get of each.

use super::text;

const FIRST: &str = "A Katyusha rocket came down inside the Green Zone before dawn on Tuesday and hit an empty house, two officers said, not far from the embassy's wall.";
const SECOND: &str = "No one claimed the attack. Sirens sounded in the compound for some minutes, and soldiers searched the houses of a district in the east of the capital until noon.";
const THIRD: &str = "It was the first attack of its kind in three weeks, according to a count that the command keeps, and the second since the new government took office.";

fn read(page: &str) -> String {
    text(page.as_bytes(), Some("text/html; charset=utf-8"), 256 << 10).unwrap_or_default()
}

fn paragraphs() -> String {
    format!("<p>{FIRST}</p><h2>No claim</h2><p>{SECOND}</p><p>{THIRD}</p>")
}

fn wanted() -> String {
    format!("{FIRST}\nNo claim\n{SECOND}\n{THIRD}")
}

const MENU: &str =
    "<nav><ul><li><a href=/>Home</a><li><a href=/w>World</a><li><a href=/s>Sport</a></ul></nav>";
const RELATED: &str = "<div class='related-links'><h3>More on this</h3><ul>\
    <li><a href=/1>Ministers meet in the old town to talk about the price of bread and fuel</a>\
    <li><a href=/2>Storm warning for the northern coast as winds of a hundred miles are expected</a></ul></div>";
const COOKIES: &str = "<div id=cookie-banner><p>We use cookies to make this website better. By going on \
    you accept our use of cookies as told in our privacy policy, which you may read at any time.</p></div>";
const FOOTER: &str = "<footer><p>Copyright of the publisher, all rights reserved. Nothing of this page may be \
    copied or told elsewhere without the written word of the publisher, who can be reached by letter.</p></footer>";

#[test]
fn an_article_element_is_read_without_what_is_around_it() {
    let page = format!(
        "<html><head><title>T</title><style>p{{}}</style></head><body>{COOKIES}{MENU}\
         <article><h1>Rocket hits empty house</h1>{}</article>{RELATED}{FOOTER}</body></html>",
        paragraphs()
    );
    let text = read(&page);
    assert!(text.ends_with(&wanted()), "{text}");
    assert!(!text.contains("cookies") && !text.contains("bread") && !text.contains("Copyright"));
}

#[test]
fn boxes_within_the_article_are_left_out() {
    let page = format!(
        "<main><article><p>{FIRST}</p><aside><p>{SECOND} {SECOND}</p></aside>\
         <figure><figcaption>{SECOND}</figcaption></figure>\
         <div class='newsletter-box'><p>Sign up for our newsletter and get the news of the day at \
         six in the morning, every morning but Sunday, and stop it whenever you like.</p></div>\
         <script>var x = '{SECOND}';</script><p>{THIRD}</p></article></main>"
    );
    assert_eq!(read(&page), format!("{FIRST}\n{THIRD}"));
}

#[test]
fn a_page_of_bare_divisions_is_read_by_its_density() {
    let items: String = (0..40)
        .map(|n| format!("<div><a href=/{n}>Headline number {n} of the day</a></div>"))
        .collect();
    let page = format!(
        "<body><div>{items}</div><div><div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div></div>\
         <div>{items}</div></body>"
    );
    assert_eq!(read(&page), format!("{FIRST}\n{SECOND}\n{THIRD}"));
}

#[test]
fn old_pages_of_tables_and_line_breaks_are_read() {
    let page = format!(
        "<body bgcolor=white><table><tr><td><a href=/>Home</a> | <a href=/w>World</a></td></tr>\
         <tr><td><font size=2>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</font></td></tr></table>"
    );
    assert_eq!(read(&page), format!("{FIRST} {SECOND} {THIRD}"));
}

#[test]
fn a_class_on_the_whole_body_does_not_hide_the_article() {
    let page = format!(
        "<body class='has-cookie-banner menu-open'><div class='page sidebar-right'><div class='entry-content'>{}</div></div></body>",
        paragraphs()
    );
    assert!(read(&page).contains(SECOND), "{}", read(&page));
}

#[test]
fn paragraphs_that_are_never_closed_and_stray_ends_are_no_matter() {
    let page = format!("<div></span></b><p>{FIRST}<p>{SECOND}</div></article></main><p>{THIRD}");
    assert_eq!(read(&page), format!("{FIRST}\n{SECOND}\n{THIRD}"));
}

#[test]
fn arabic_and_chinese_pages_are_read() {
    let arabic = "سقط صاروخ كاتيوشا داخل المنطقة الخضراء قبل فجر يوم الثلاثاء على بيت فارغ قرب السفارة، ولم تقع إصابات، بحسب ضابطين في القيادة المشتركة قالا إن الجنود يبحثون عن الذين أطلقوه.";
    let chinese = "周二黎明前，一枚喀秋莎火箭弹落入绿区，击中一座空房，距离使馆围墙不远，两名军官表示没有人员伤亡，警报在使馆院内响了几分钟，士兵们在首都东部的一个区搜查房屋直到中午，目前还没有任何组织宣称对此负责，这是三个星期以来的第一次袭击，也是新政府上任以来的第二次，军方说调查仍在继续，居民被要求留在室内，学校和商店当天照常开放，交通也没有受到影响。";
    for body in [arabic, chinese] {
        let page = format!("<body>{MENU}<article><p>{body}</p><p>{body}</p></article></body>");
        assert_eq!(read(&page), format!("{body}\n{body}"));
    }
}

#[test]
fn a_page_without_running_text_holds_no_article() {
    let page = format!("<body>{MENU}{RELATED}<p>Log in to go on.</p></body>");
    assert_eq!(text(page.as_bytes(), None, 1 << 20), None);
    assert_eq!(text(b"", None, 1 << 20), None);
    assert_eq!(text(&[0xff, 0xfe, 0x00, 0x3c], None, 1 << 20), None);
}

#[test]
fn what_a_terminal_obeys_is_not_in_the_text() {
    let page =
        format!("<article><p>{FIRST}&#x1b;]0;x&#7;\u{202e} end.</p><p>{SECOND}</p></article>");
    assert!(!read(&page).contains(['\u{1b}', '\u{7}', '\u{202e}']));
}

#[test]
fn deep_and_endless_pages_end() {
    let deep = "<div>".repeat(200_000) + &paragraphs();
    assert!(read(&deep).contains(FIRST));
    let many = "<p>x</p>".repeat(300_000);
    assert_eq!(read(&many), "");
    let limited = text(format!("<article>{}</article>", paragraphs()).as_bytes(), None, 200);
    assert_eq!(limited.as_deref(), Some(FIRST).map(|f| format!("{f}\nNo claim")).as_deref());
}
