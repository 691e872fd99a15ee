//! The binary: parse, run, print what went wrong, exit.

use std::process::ExitCode;

use clap::Parser as _;
use newsletter::{cli::Cli, commands, report};

fn main() -> ExitCode {
    let cli = Cli::parse();
    commands::set_colors(cli.global.color);
    report::tame_panics();
    let exit = commands::run(cli).unwrap_or_else(|failure| {
        report::failure(&failure);
        failure.exit()
    });
    ExitCode::from(exit as u8)
}
