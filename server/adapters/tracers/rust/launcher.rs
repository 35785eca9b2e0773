//! A program of ours that stands at three places of a run of cargo: before rustc, to hand crates of the shadow copy our
//! runtime crate; in place of a test program, to note how cargo would start it; before a program whose output is wanted
//! whole, to send that to files. Leaves out any decision: it does what its arguments and environment say.

use std::env;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{exit, Command, Stdio};

fn main() {
    let mut arguments = env::args_os().skip(1);
    let Some(first) = arguments.next() else { fail("nothing to start") };
    let rest: Vec<OsString> = arguments.collect();
    match first.to_str() {
        Some("--note") => note(&rest),
        Some("--to-files") => to_files(rest),
        _ => compile(first, rest),
    }
}

/// Appends how a test program is started (where, and with what cargo adds to the environment) as a line of JSON.
fn note(arguments: &[OsString]) {
    let (Some(program), Some(notes)) = (arguments.first(), env::var_os("CULPRIT_NOTES")) else { fail("nothing to note") };
    let folder = env::current_dir().unwrap_or_default();
    let mut line = format!("{{\"program\":{},\"cwd\":{},\"environment\":{{", quoted(&program.to_string_lossy()), quoted(&folder.to_string_lossy()));
    let mut is_first = true;
    for (name, value) in env::vars_os() {
        let name = name.to_string_lossy();
        let is_wanted = name.starts_with("CARGO") || name == "OUT_DIR" || name.ends_with("LIBRARY_PATH") || name == "PATH";
        if !is_wanted {
            continue;
        }
        if !is_first {
            line.push(',');
        }
        is_first = false;
        line += &format!("{}:{}", quoted(&name), quoted(&value.to_string_lossy()));
    }
    line += "}}\n";
    let written = OpenOptions::new().create(true).append(true).open(notes).and_then(|mut file| file.write_all(line.as_bytes()));
    if let Err(error) = written {
        fail(&error.to_string());
    }
}

/// `--to-files <output> <errors> <program> <arguments…>`; both may be the same file.
fn to_files(arguments: Vec<OsString>) {
    let mut arguments = arguments.into_iter();
    let (Some(output), Some(errors), Some(program)) = (arguments.next(), arguments.next(), arguments.next()) else {
        fail("two files and a program are needed")
    };
    let open = |path: &OsString| match OpenOptions::new().create(true).append(true).open(path) {
        Ok(file) => file,
        Err(error) => fail(&format!("{}: {error}", Path::new(path).display())),
    };
    let to: (File, File) = (open(&output), open(&errors));
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::from(to.0)).stderr(Stdio::from(to.1));
    become_program(command);
}

/// Stands before rustc. Crates below the shadow copy get the runtime, and no lint of theirs can fail them for our probes.
fn compile(rustc: OsString, arguments: Vec<OsString>) {
    // Where cargo starts us twice, to tell the two copies' packages apart, the one next to rustc does the work.
    let is_outer = Path::new(&rustc).file_name() == env::current_exe().ok().as_deref().and_then(Path::file_name);
    let is_ours = !is_outer && match (env::var_os("CULPRIT_SHADOW"), env::var_os("CARGO_MANIFEST_DIR")) {
        (Some(shadow), Some(manifest)) => Path::new(&manifest).starts_with(&shadow),
        _ => false,
    };
    let mut command = Command::new(rustc);
    command.args(&arguments);
    if is_ours && arguments.iter().any(|argument| argument == "--crate-name") {
        if let Some(folder) = env::var_os("CULPRIT_RUNTIME") {
            let folder = Path::new(&folder);
            let mut library = OsString::from("culprit_runtime=");
            library.push(folder.join("libculprit_runtime.rlib"));
            let mut search = OsString::from("dependency=");
            search.push(folder);
            command.arg("--extern").arg(library).arg("-L").arg(search);
        }
        command.args(["--cap-lints", "allow"]);
    }
    become_program(command);
}

#[cfg(unix)]
fn become_program(mut command: Command) -> ! {
    use std::os::unix::process::CommandExt;
    fail(&command.exec().to_string())
}

#[cfg(not(unix))]
fn become_program(mut command: Command) -> ! {
    match command.status() {
        Ok(status) => exit(status.code().unwrap_or(1)),
        Err(error) => fail(&error.to_string()),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' | '\\' => {
                out.push('\\');
                out.push(sign);
            }
            sign if (sign as u32) < 0x20 => out += &format!("\\u{:04x}", sign as u32),
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

fn fail(message: &str) -> ! {
    eprintln!("culprit launcher: {message}");
    exit(125)
}
