//! Facts of the build for `--version`: commit, target, profile. No time: the same sources give the
//! same bytes. And what the program's allocator is told before it begins (see `src/allocator.c`).

use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    tell_allocator();
    println!("cargo::rerun-if-env-changed=WIREWATCH_COMMIT");
    let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let profile = said("PROFILE").unwrap_or_default();
    let root = PathBuf::from(said("CARGO_MANIFEST_DIR").unwrap_or_default());
    // A development build names no commit: else each commit would build everything anew.
    let found = || (profile == "release").then(|| packed(&root).or_else(|| checked_out(&root)));
    let commit = said("WIREWATCH_COMMIT").or_else(|| found().flatten());
    let commit = commit.unwrap_or_else(|| "no commit".to_owned());
    println!("cargo::rustc-env=WIREWATCH_COMMIT={commit}");
    println!("cargo::rustc-env=WIREWATCH_PROFILE={profile}");
    println!("cargo::rustc-env=WIREWATCH_TARGET={}", said("TARGET").unwrap_or_default());
}

/// Puts what tells the allocator into the program; the library's users have one of their own.
fn tell_allocator() {
    const SOURCE: &str = "src/allocator.c";
    println!("cargo::rerun-if-changed={SOURCE}");
    // The program has its allocator everywhere, the way to tell it before it begins only here.
    if std::env::var_os("CARGO_CFG_UNIX").is_some() {
        for object in cc::Build::new().file(SOURCE).compile_intermediates() {
            println!("cargo::rustc-link-arg-bins={}", object.display());
        }
    }
}

/// The commit that `cargo package` wrote down.
fn packed(root: &Path) -> Option<String> {
    let text = std::fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let (_, rest) = text.split_once("\"sha1\"")?;
    rest.split('"').nth(1)?.get(..12).map(str::to_owned)
}

/// The commit of a checkout of ours, not of a repository that happens to lie around it.
fn checked_out(root: &Path) -> Option<String> {
    if !root.join(".git").exists() {
        return None;
    }
    let git = |args: &[&str]| -> Option<String> {
        let output = Command::new("git").args(args).current_dir(root).output().ok()?;
        let text = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
        Some(text.trim().to_owned())
    };
    let head = git(&["rev-parse", "--absolute-git-dir"])?;
    println!("cargo::rerun-if-changed={head}/HEAD");
    println!("cargo::rerun-if-changed={head}/logs/HEAD");
    git(&["rev-parse", "--short=12", "HEAD"])
}
