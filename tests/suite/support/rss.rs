//! Feed documents made on the spot, their items published just now.

/// An RSS document of these items: guid, title and text.
pub fn rss<'a>(items: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> String {
    let now = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT");
    let item = |(id, title, text): (&str, &str, &str)| {
        format!(
            "<item><guid isPermaLink=\"false\">{id}</guid><title>{title}</title>\
             <link>https://desk.example/{id}</link><pubDate>{now}</pubDate>\
             <description>{text}</description></item>"
        )
    };
    let items: String = items.into_iter().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>Desk</title>{items}</channel></rss>")
}
