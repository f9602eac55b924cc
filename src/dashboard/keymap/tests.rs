//! The keys that people read of are those of the table.

use super::BINDINGS;

#[test]
fn the_readme_names_keys_as_the_table_does() {
    let rows: Vec<String> = BINDINGS
        .iter()
        .map(|row| {
            let keys: Vec<String> = row.keys.split(' ').map(|key| format!("`{key}`")).collect();
            format!("| {} | {} |", keys.join(" "), row.help())
        })
        .collect();
    let readme = include_str!("../../../README.md");
    let shown = readme.lines().skip_while(|line| *line != "| key | does |").skip(2);
    let shown: Vec<&str> = shown.take_while(|line| line.starts_with('|')).collect();
    assert!(shown.len() > 20, "the README lists the keys");
    for line in shown {
        assert!(rows.iter().any(|row| row == line), "the table of keys has not: {line}");
    }
}
