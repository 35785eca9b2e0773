//! What instrumented crates call: flags of what was reached, a ring of what happened in order, and values. Everything is
//! kept in files that are mapped into memory, so that it outlives the process, and so that programs a test starts add to
//! what the test saw. Without `CULPRIT_WATCH` in the environment every probe is a store into memory nobody reads.
//! Leaves out what libtest knows better: names and outcomes of tests are read from its output.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt::{Debug, Write as _};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicU8, Ordering::Relaxed};
use std::sync::Mutex;
use std::time::Instant;

/// Probes of a run at most; their numbers are within it.
const PROBES: usize = 1 << 22;
const SLOT_BITS: u32 = 18;
const SLOTS: u64 = 1 << SLOT_BITS;
const HEADER: usize = 8;
const LINE: u64 = 0;
const CALL: u64 = 1;
const RETURN: u64 = 2;
const RAISE: u64 = 3;

static UNWATCHED: [AtomicU8; PROBES] = [const { AtomicU8::new(0) }; PROBES];
/// Plain memory, not atomics: probes are inlined into code that is mostly compiled without optimisation, where a method of
/// an atomic is a call. Each is a word (or, of the table, a byte that only ever becomes 1), written whole; what one thread
/// sees of another's a moment late costs nothing.
static mut HITS: *mut u8 = UNWATCHED.as_ptr() as *mut u8;
/// In the table, after all flags: whether probes are to tell more than that they were reached.
const TRACES: usize = PROBES - 1;
static KEEPS_VALUES: AtomicBool = AtomicBool::new(false);
static IN_TEST: AtomicBool = AtomicBool::new(false);
static RING: AtomicPtr<AtomicU64> = AtomicPtr::new(std::ptr::null_mut());
/// Two numbers for each probe: its line, and the number of its function.
static PLACES: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());
static N_PLACES: AtomicU32 = AtomicU32::new(0);
static FUEL: AtomicU64 = AtomicU64::new(u64::MAX);
static WATCH: Mutex<Option<Watch>> = Mutex::new(None);

struct Watch {
    folder: String,
    name: String,
    events: File,
    /// First probe and number of probes of each file.
    files: Vec<(usize, usize)>,
    /// Milliseconds since 1970 after which no test is started.
    start_by: u128,
    n_tests: usize,
    started: Option<Instant>,
    printable: Vec<String>,
    values: Vec<Value>,
    n_by_place: HashMap<u32, Kept>,
}

struct Value {
    at: u64,
    kind: u8,
    name: &'static str,
    text: String,
}

#[derive(Default)]
struct Kept {
    n_seen: usize,
    /// Where the last ones stand in `values`, in turn.
    last: Vec<usize>,
}

const FIRST_KEPT: usize = 8;
const LAST_KEPT: usize = 8;
const MOST_VALUES: usize = 4000;
const MOST_SIGNS: usize = 200;

// ---- probes ----

/// A statement.
#[inline(always)]
pub fn s(probe: u32) {
    hit(probe);
    if is_tracing() {
        trace_line(probe);
    }
}

/// A condition: the probe is that of `true`, the next that of `false`.
#[inline(always)]
pub fn b(probe: u32, holds: bool) -> bool {
    hit(probe + !holds as u32);
    holds
}

/// A condition that its line comes back to: the probe after those of `b` is the line's.
#[inline(always)]
pub fn l(probe: u32, holds: bool) -> bool {
    hit(probe + !holds as u32);
    s(probe + 2);
    holds
}

/// The right side of `&&` or `||`.
#[inline(always)]
pub fn r(probe: u32, holds: bool) -> bool {
    hit(probe);
    holds
}

/// A function; what is given back notes that it was left.
#[inline(always)]
pub fn f(probe: u32) -> Call {
    hit(probe);
    if is_tracing() {
        return Call { code: trace_call(probe) };
    }
    Call { code: u32::MAX }
}

pub struct Call {
    code: u32,
}

impl Drop for Call {
    #[inline(always)]
    fn drop(&mut self) {
        if self.code != u32::MAX {
            trace_return(self.code);
        }
    }
}

#[inline(always)]
fn is_tracing() -> bool {
    unsafe { *((HITS as usize + TRACES) as *const u8) != 0 }
}

fn set_tracing(traces: bool) {
    if unsafe { HITS as usize != UNWATCHED.as_ptr() as usize } {
        unsafe { *HITS.add(TRACES) = traces as u8 };
    }
}

#[inline(always)]
fn hit(probe: u32) {
    // Within the table: whoever numbers probes gives none beyond it.
    unsafe { *((HITS as usize + probe as usize) as *mut u8) = 1 };
}

// ---- the ring ----

struct Frame {
    code: u32,
    line: u32,
    /// The number of the event that stands for its statement.
    at: u64,
    result: Option<(u32, String)>,
}

thread_local! {
    static STACK: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Does nothing where this thread is in here already (an allocator, or a `Debug`, with probes), or is being torn down.
fn undisturbed(body: impl FnOnce(&mut Vec<Frame>)) {
    let was_busy = IS_BUSY.try_with(|busy| busy.replace(true)).unwrap_or(true);
    if was_busy {
        return;
    }
    let _ = STACK.try_with(|stack| {
        if let Ok(mut stack) = stack.try_borrow_mut() {
            body(&mut stack)
        }
    });
    let _ = IS_BUSY.try_with(|busy| busy.set(false));
}

/// Line and function of a probe; 0 for a line that is none.
fn place_of(probe: u32) -> (u32, u32) {
    let places = PLACES.load(Relaxed);
    if places.is_null() || probe >= N_PLACES.load(Relaxed) {
        return (0, 0);
    }
    unsafe { ((*places.add(2 * probe as usize)).load(Relaxed), (*places.add(2 * probe as usize + 1)).load(Relaxed)) }
}

/// Writes an event; gives its number.
fn event(kind: u64, code: u32, line: u32) -> u64 {
    let ring = RING.load(Relaxed);
    if ring.is_null() {
        return 0;
    }
    let number = unsafe { (*ring.add(2)).fetch_add(1, Relaxed) };
    let lap = number >> SLOT_BITS;
    let word = (line as u64 & 0xff_ffff) | kind << 24 | (code as u64 & 0xf_ffff) << 26 | ((lap + 1) & 0x3_ffff) << 46;
    unsafe { (*ring.add(HEADER + (number & (SLOTS - 1)) as usize)).store(word, Relaxed) };
    number
}

#[cold]
fn trace_line(probe: u32) {
    let (line, code) = place_of(probe);
    if line == 0 {
        return;
    }
    undisturbed(|stack| {
        let at = event(LINE, code, line);
        if let Some(frame) = stack.last_mut() {
            if frame.code == code {
                frame.line = line;
                frame.at = at;
            }
        }
        if at >= FUEL.load(Relaxed) {
            out_of_fuel(stack);
        }
    });
}

#[cold]
fn trace_call(probe: u32) -> u32 {
    let (line, code) = place_of(probe);
    undisturbed(|stack| {
        let at = event(CALL, code, line);
        stack.push(Frame { code, line, at, result: None });
    });
    code
}

#[cold]
fn trace_return(code: u32) {
    undisturbed(|stack| {
        // A frame that is not on top belongs to a future that another thread had begun.
        let Some(place) = stack.iter().rposition(|frame| frame.code == code) else {
            event(RETURN, code, 0);
            return;
        };
        stack.truncate(place + 1);
        let Some(frame) = stack.pop() else { return };
        let at = event(RETURN, code, frame.line);
        if let Some((place, text)) = frame.result {
            keep_at(place, 3, "", text, at);
        }
    });
}

// ---- values ----

/// Whether values are kept now.
#[inline(never)]
pub fn keeps() -> bool {
    KEEPS_VALUES.load(Relaxed) && is_tracing()
}

/// `v!(probe, kind, name, &value)`: the value as it prints itself where its type can and may, else the type.
#[macro_export]
macro_rules! v {
    ($probe:expr, $kind:expr, $name:expr, $value:expr) => {{
        if $crate::keeps() {
            #[allow(unused_imports)]
            use $crate::{ByDebug, ByName};
            let text = (&$crate::Shown($value)).shown();
            $crate::keep($probe, $kind, $name, text);
        }
    }};
}

pub struct Shown<'a, T: ?Sized>(pub &'a T);

pub trait ByDebug {
    fn shown(&self) -> String;
}

pub trait ByName {
    fn shown(&self) -> String;
}

impl<T: Debug + ?Sized> ByDebug for Shown<'_, T> {
    fn shown(&self) -> String {
        let name = std::any::type_name::<T>();
        if may_print(name) {
            printed(&self.0)
        } else {
            type_only(name)
        }
    }
}

impl<T: ?Sized> ByName for &Shown<'_, T> {
    fn shown(&self) -> String {
        type_only(std::any::type_name::<T>())
    }
}

fn type_only(name: &str) -> String {
    let short: String = name.chars().take(MOST_SIGNS - 2).collect();
    format!("<{short}>")
}

/// The value of a function whose type is printed by code of the standard library alone.
#[inline(never)]
pub fn ret<T: Debug>(probe: u32, value: T) -> T {
    if keeps() && may_print(std::any::type_name::<T>()) {
        let text = printed(&value);
        let (_, code) = place_of(probe);
        undisturbed(|stack| {
            if let Some(frame) = stack.last_mut() {
                if frame.code == code {
                    frame.result = Some((probe, text));
                }
            }
        });
    }
    value
}

/// A condition with its text.
#[inline(never)]
pub fn vc(probe: u32, name: &'static str, holds: bool) -> bool {
    if keeps() {
        keep(probe, 2, name, String::from(if holds { "true" } else { "false" }));
    }
    holds
}

#[inline(never)]
pub fn keep(probe: u32, kind: u8, name: &'static str, text: String) {
    undisturbed(|stack| {
        let (_, code) = place_of(probe);
        let at = match stack.last() {
            Some(frame) if frame.code == code => frame.at,
            _ => return,
        };
        let text = if is_secret(name) { String::from("<redacted>") } else { text };
        keep_at(probe, kind, name, text, at);
    });
}

/// The first and the last of each place.
fn keep_at(place: u32, kind: u8, name: &'static str, text: String, at: u64) {
    let mut guard = lock();
    let Some(watch) = guard.as_mut() else { return };
    let value = Value { at, kind, name, text };
    let kept = watch.n_by_place.entry(place).or_default();
    kept.n_seen += 1;
    if kept.n_seen > FIRST_KEPT && kept.last.len() == LAST_KEPT {
        let turn = (kept.n_seen - FIRST_KEPT - 1) % LAST_KEPT;
        watch.values[kept.last[turn]] = value;
        return;
    }
    if watch.values.len() == MOST_VALUES {
        return;
    }
    if kept.n_seen > FIRST_KEPT {
        kept.last.push(watch.values.len());
    }
    watch.values.push(value);
}

/// Primitives, what the standard library makes of them, and types of the program whose `Debug` the compiler wrote.
fn may_print(name: &str) -> bool {
    if name.contains("dyn ") || name.contains("{{") {
        return false;
    }
    let guard = lock();
    let Some(watch) = guard.as_ref() else { return false };
    name.split(|sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == ':')).all(|path| {
        let last = path.rsplit("::").next().unwrap_or(path);
        let is_known = !path.contains("::") || ["core::", "alloc::", "std::"].iter().any(|start| path.starts_with(start));
        is_known || watch.printable.binary_search_by(|one| one.as_str().cmp(last)).is_ok()
    })
}

fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase().replace(['_', '-'], "");
    const SIGNS: [&str; 13] = [
        "password", "passwd", "passphrase", "secret", "apikey", "authorization", "credential", "privatekey", "accesskey",
        "token", "signingkey", "cookie", "sessionid",
    ];
    SIGNS.iter().any(|sign| name.contains(sign))
}

/// Prints until there is enough.
fn printed(value: &dyn Debug) -> String {
    struct Bounded(String, usize);
    impl std::fmt::Write for Bounded {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            for sign in text.chars() {
                if self.1 == MOST_SIGNS {
                    return Err(std::fmt::Error);
                }
                self.0.push(sign);
                self.1 += 1;
            }
            Ok(())
        }
    }
    let mut out = Bounded(String::new(), 0);
    let was_busy = IS_BUSY.try_with(|busy| busy.replace(true)).unwrap_or(true);
    let whole = write!(out, "{value:?}").is_ok();
    let _ = IS_BUSY.try_with(|busy| busy.set(was_busy));
    if !whole {
        out.0.pop();
        out.0.push('…');
    }
    hide_secrets(out.0)
}

/// Fields of a printed value whose names speak of secrets: `password: "…"` loses its text.
fn hide_secrets(text: String) -> String {
    if !is_secret(&text) {
        return text;
    }
    let mut out = String::new();
    for (index, part) in text.split(": ").enumerate() {
        let name = out.rsplit(|sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == '"')).next().unwrap_or("");
        let hidden = index > 0 && is_secret(name);
        if index > 0 {
            out.push_str(": ");
        }
        if !hidden {
            out.push_str(part);
            continue;
        }
        // Up to the next field, or what closes the value.
        out.push_str("<redacted>");
        if let Some(end) = part.rfind(", ") {
            out.push_str(&part[end..]);
        }
    }
    out
}

// ---- tests ----

pub struct Test {
    is_on: bool,
}

/// The start of a test; what is given back notes its end. Inside of another test, and in programs a test starts, it is
/// nothing.
#[inline(never)]
pub fn test(name: &'static str) -> Test {
    let thread = std::thread::current();
    let known = thread.name().filter(|one| *one != "main").unwrap_or(name);
    Test { is_on: begin(known) }
}

impl Drop for Test {
    fn drop(&mut self) {
        if self.is_on {
            end(false);
        }
    }
}

fn lock() -> std::sync::MutexGuard<'static, Option<Watch>> {
    WATCH.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn now() -> u128 {
    std::time::UNIX_EPOCH.elapsed().map(|since| since.as_millis()).unwrap_or(0)
}

fn begin(name: &str) -> bool {
    let mut guard = lock();
    let Some(watch) = guard.as_mut() else { return false };
    if watch.name.is_empty() || IN_TEST.load(Relaxed) {
        return false;
    }
    if now() > watch.start_by {
        let _ = watch.events.write_all(b"{\"e\":\"stopped\"}\n");
        std::process::exit(0);
    }
    for (first, count) in &watch.files {
        unsafe { std::ptr::write_bytes(HITS.add(*first), 0, *count) };
    }
    watch.values.clear();
    watch.n_by_place.clear();
    let _ = writeln!(watch.events, "{{\"e\":\"start\",\"name\":{}}}", quoted(name));
    watch.started = Some(Instant::now());
    IN_TEST.store(true, Relaxed);
    let ring = RING.load(Relaxed);
    if !ring.is_null() {
        static HOOK: std::sync::Once = std::sync::Once::new();
        HOOK.call_once(note_panics);
        unsafe {
            let next = (*ring.add(2)).load(Relaxed);
            (*ring.add(1)).store(next, Relaxed);
            FUEL.store(next.saturating_add((*ring.add(3)).load(Relaxed)), Relaxed);
        }
        set_tracing(true);
    }
    true
}

fn end(is_out_of_fuel: bool) {
    let is_tracing = is_tracing();
    set_tracing(false);
    let mut guard = lock();
    let Some(watch) = guard.as_mut() else { return };
    IN_TEST.store(false, Relaxed);
    let seconds = watch.started.map_or(0.0, |started| started.elapsed().as_secs_f64());
    let mut text = String::new();
    write_values(watch, &mut text);
    let _ = write!(text, "{{\"e\":\"end\",\"seconds\":{seconds:.6},\"isOutOfFuel\":{is_out_of_fuel},\"hits\":{{");
    let mut entered = String::new();
    let mut is_first = true;
    for (index, (first, count)) in watch.files.iter().enumerate() {
        let hits = unsafe { std::slice::from_raw_parts(HITS.add(*first), *count) };
        let Some(last) = hits.iter().rposition(|hit| *hit != 0) else { continue };
        if is_tracing {
            for probe in (0..=last).filter(|probe| hits[*probe] != 0) {
                let (line, code) = place_of((first + probe) as u32);
                if line & FUNCTION != 0 {
                    let _ = write!(entered, "{}{code}", if entered.is_empty() { "" } else { "," });
                }
            }
            continue;
        }
        let _ = write!(text, "{}\"{index}\":\"", if is_first { "" } else { "," });
        is_first = false;
        text.extend(hits[..=last].iter().map(|hit| if *hit == 0 { '0' } else { '1' }));
        text.push('"');
    }
    let trace = if is_tracing { keep_ring(watch) } else { None };
    let _ = match trace {
        Some(trace) => writeln!(text, "}},\"branches\":{{}},\"trace\":{},\"entered\":[{entered}]}}", quoted(&trace)),
        None => writeln!(text, "}},\"branches\":{{}},\"trace\":null,\"entered\":[{entered}]}}"),
    };
    let _ = watch.events.write_all(text.as_bytes());
}

/// A bit of a line that says that the probe is a function's.
const FUNCTION: u32 = 1 << 31;

fn write_values(watch: &mut Watch, text: &mut String) {
    if watch.values.is_empty() {
        return;
    }
    text.push_str("{\"e\":\"values\",\"of\":[");
    watch.values.sort_by_key(|value| value.at);
    for (index, value) in watch.values.iter().enumerate() {
        let kind = ["argument", "assigned", "condition", "return"][value.kind as usize & 3];
        let comma = if index == 0 { "" } else { "," };
        let (name, shown) = (quoted(value.name), quoted(&value.text));
        let _ = write!(text, "{comma}{{\"at\":{},\"kind\":\"{kind}\",\"name\":{name},\"value\":{shown}}}", value.at);
    }
    text.push_str("]}\n");
}

/// Copies the events of the test that ends into a file of their own.
fn keep_ring(watch: &mut Watch) -> Option<String> {
    let ring = RING.load(Relaxed);
    if ring.is_null() {
        return None;
    }
    watch.n_tests += 1;
    let name = format!("trace-{}-{}.bin", watch.name, watch.n_tests);
    let mut file = File::create(format!("{}/{name}", watch.folder)).ok()?;
    let word = |at: usize| unsafe { (*ring.add(at)).load(Relaxed) };
    let (start, next) = (word(1), word(2));
    file.set_len((HEADER as u64 + SLOTS) * 8).ok()?;
    let mut write = |from: usize, to: usize| -> Option<()> {
        use std::io::Seek;
        let bytes: Vec<u8> = (from..to).flat_map(|at| word(at).to_le_bytes()).collect();
        file.seek(std::io::SeekFrom::Start(from as u64 * 8)).ok()?;
        file.write_all(&bytes).ok()
    };
    write(0, 2)?;
    let (first, last) = ((start & (SLOTS - 1)) as usize, (next & (SLOTS - 1)) as usize);
    if next - start >= SLOTS {
        write(HEADER, HEADER + SLOTS as usize)?;
    } else if first <= last {
        write(HEADER + first, HEADER + last)?;
    } else {
        write(HEADER + first, HEADER + SLOTS as usize)?;
        write(HEADER, HEADER + last)?;
    }
    Some(name)
}

#[cold]
fn out_of_fuel(stack: &[Frame]) {
    write_frames(stack);
    end(true);
    std::process::exit(0);
}

/// Notes the stack of each panic while a test is traced, and lets whoever told of panics before go on with it.
fn note_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if is_tracing() {
            undisturbed(|stack| {
                if let Some(frame) = stack.last() {
                    event(RAISE, frame.code, frame.line);
                }
                write_frames(stack);
            });
        }
        before(info);
    }));
}

fn write_frames(stack: &[Frame]) {
    let mut text = String::from("{\"e\":\"panic\",\"frames\":[");
    let most = 200;
    let left_out = stack.len().saturating_sub(most);
    for (index, frame) in stack[left_out..].iter().enumerate() {
        let _ = write!(text, "{}[{},{}]", if index == 0 { "" } else { "," }, frame.code, frame.line & !FUNCTION);
    }
    text.push_str("]}\n");
    if let Some(watch) = lock().as_mut() {
        let _ = watch.events.write_all(text.as_bytes());
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
            sign if (sign as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", sign as u32);
            }
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

// ---- the start of a process ----

/// Runs before `main`, so that no probe has to ask whether it is the first.
#[used]
#[cfg_attr(any(target_os = "linux", target_os = "android", target_os = "freebsd"), link_section = ".init_array")]
#[cfg_attr(target_os = "macos", link_section = "__DATA,__mod_init_func")]
#[cfg_attr(windows, link_section = ".CRT$XCU")]
static START: extern "C" fn() = start;

extern "C" fn start() {
    let Ok(folder) = std::env::var("CULPRIT_WATCH") else { return };
    if begin_watch(folder).is_none() {
        unsafe { HITS = UNWATCHED.as_ptr() as *mut u8 };
    }
}

fn begin_watch(folder: String) -> Option<()> {
    // A program a test starts has no name of its own: it only adds to the files.
    let name = std::env::var("CULPRIT_NAME").unwrap_or_default();
    let test = std::env::var("CULPRIT_TEST").ok();
    std::env::remove_var("CULPRIT_NAME");
    std::env::remove_var("CULPRIT_TEST");
    let hits = mapped(&format!("{folder}/hits.bin"), PROBES)?;
    unsafe { HITS = hits };
    if let Some(places) = std::fs::metadata(format!("{folder}/places.bin")).ok() {
        let bytes = places.len() as usize;
        PLACES.store(mapped(&format!("{folder}/places.bin"), bytes)? as *mut AtomicU32, Relaxed);
        N_PLACES.store((bytes / 8) as u32, Relaxed);
        RING.store(mapped(&format!("{folder}/ring.bin"), (HEADER + SLOTS as usize) * 8)? as *mut AtomicU64, Relaxed);
        KEEPS_VALUES.store(std::env::var_os("CULPRIT_VALUES").is_some() && !name.is_empty(), Relaxed);
    }
    let ranges = std::fs::read_to_string(format!("{folder}/files.txt")).ok()?;
    let files = ranges
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(first, count)| Some((first.parse().ok()?, count.parse().ok()?)))
        .filter(|(first, count): &(usize, usize)| first + count <= TRACES)
        .collect();
    let printable = std::fs::read_to_string(format!("{folder}/types.txt")).unwrap_or_default();
    let events = OpenOptions::new().create(true).append(true).open(format!("{folder}/watched-{name}.jsonl")).ok()?;
    let start_by = std::env::var("CULPRIT_START_BY").ok().and_then(|text| text.parse().ok()).unwrap_or(u128::MAX);
    *lock() = Some(Watch {
        folder,
        name,
        events,
        files,
        start_by,
        n_tests: 0,
        started: None,
        printable: printable.lines().map(String::from).collect(),
        values: Vec::new(),
        n_by_place: HashMap::new(),
    });
    if let Some(test) = test {
        begin(&test);
        #[cfg(unix)]
        unsafe {
            atexit(end_of_process)
        };
    }
    Some(())
}

#[cfg(unix)]
extern "C" fn end_of_process() {
    if IN_TEST.load(Relaxed) {
        end(false);
    }
}

#[cfg(unix)]
extern "C" {
    fn mmap(address: *mut u8, length: usize, protection: i32, flags: i32, file: i32, offset: isize) -> *mut u8;
    fn atexit(function: extern "C" fn()) -> i32;
}

/// A file of at least `length` bytes as memory that all who map it share.
#[cfg(unix)]
fn mapped(path: &str, length: usize) -> Option<*mut u8> {
    use std::os::fd::AsRawFd;
    let file = OpenOptions::new().read(true).write(true).open(path).ok()?;
    if (file.metadata().ok()?.len() as usize) < length || length == 0 {
        return None;
    }
    const READ_WRITE: i32 = 3;
    const SHARED: i32 = 1;
    let address = unsafe { mmap(std::ptr::null_mut(), length, READ_WRITE, SHARED, file.as_raw_fd(), 0) };
    if address as isize == -1 {
        return None;
    }
    Some(address)
}

/// Where files are not mapped this way, what is in the file is copied, and what is added lives as long as the process.
#[cfg(not(unix))]
fn mapped(path: &str, length: usize) -> Option<*mut u8> {
    let mut words = vec![0u64; length.div_ceil(8)];
    let bytes = std::fs::read(path).ok()?;
    let memory = words.as_mut_ptr() as *mut u8;
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), memory, bytes.len().min(length)) };
    std::mem::forget(words);
    Some(memory)
}
