//! The few ways in which the tool speaks: a heading for each step, and a sentence within it.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

pub(crate) fn heading(text: &str) {
    if io::stdout().is_terminal() {
        println!("\n\u{1b}[1m── {text}\u{1b}[0m");
    } else {
        println!("\n── {text}");
    }
}

pub(crate) fn say(sentence: &str) {
    println!("{sentence}");
}

pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
