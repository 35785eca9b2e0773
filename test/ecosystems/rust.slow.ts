/** `cargo test` under watch, on small packages without dependencies: outcomes, traces, values, spectra, an untouched tree. */
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import type { WatchedRun } from '../../server/ports/testRunner.ts';
import {
  eventsOf,
  hitsOf,
  outcomes,
  type RunOptions,
  repositoryOf,
  runTests,
  treeHash,
  writeFiles,
} from '../adapters/watchedRepository.ts';
import { culprit, projectRoot } from '../cli/runCli.ts';
import { notRun, type ProvisionedProgram, programNamed } from '../provision.ts';
import { expectLocated, localizeSubject, places, type Subject } from './subject.ts';

let cargo: ProvisionedProgram;
const cacheFolder = mkdtempSync(join(tmpdir(), 'culprit-rust-cache-'));
beforeAll(async () => {
  cargo = await programNamed(['cargo'], ['--version']);
});
afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));

/** A test that is reported as not run where there is no cargo. */
function withCargo(name: string, body: () => Promise<void>): void {
  test(name, { timeout: 600_000 }, async (context: TestContext) => {
    if (cargo.program === null) return notRun(context, cargo.reason);
    await body();
  });
}

/** Runs tests; a run that found nothing to run fails with what it says, and so does one that leaves a trace in the tree. */
async function run(repository: string, tests: readonly string[], options: RunOptions = {}): Promise<WatchedRun> {
  const before = treeHash(repository);
  const watched = await runTests(repository, tests, { cacheFolder, ...options });
  expect(treeHash(repository), 'the repository was written to').toBe(before);
  if (watched.ending.kind === 'notStarted') throw new Error(watched.ending.message);
  return watched;
}

const manifest = (name: string, more = '', edition = '2021') =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "${edition}"\n${more}`;

describe('the subject', () => {
  const parcels: Subject = {
    folder: 'cargo-parcels',
    test: (below) => (below === '' ? 'heaviest_parcel_has_a_price' : `${below}tests/quotes.rs:38`),
    faulty: 'src/weight.rs::whole_steps',
  };
  for (const place of places) {
    withCargo(`the bug of the parcels is found (${place})`, async () => {
      expectLocated(await localizeSubject(parcels, place), parcels, place);
    });
  }

  withCargo('code that does not compile is to blame itself', async () => {
    const localized = await localizeSubject(parcels, 'plain', (folder) =>
      writeFiles(folder, {
        'src/tariff.rs': 'pub enum Zone { Inland }\npub fn price(grams: u32) -> u32 {\n    gramms\n}\n',
      }),
    );
    expect(localized.answer.locations[0]).toMatchObject({ file: 'src/tariff.rs', line: 3 });
    expect(JSON.stringify(localized.answer.locations[0])).toContain('CompileError');
  });

  withCargo('a machine without cargo is told what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'culprit-subject-'));
    cpSync(join(projectRoot, 'test/subjects/cargo-parcels'), folder, { recursive: true });
    const empty = { PATH: '', HOME: folder, CARGO_HOME: folder };
    const { status, stdout, stderr } = await culprit(['localize', 'tests/quotes.rs', '--repo', folder, '--trust'], {
      env: empty,
    });
    rmSync(folder, { recursive: true });
    expect(stdout + stderr).toContain('There is no cargo');
    expect(status).not.toBe(0);
  });
});

const library = `#![forbid(unsafe_code)]
#![deny(warnings)]
//! Sums.

#[derive(Debug, Clone)]
pub struct Basket {
    pub prices: Vec<u32>,
    pub api_key: String,
}

pub struct Hidden;

impl std::fmt::Debug for Hidden {
    fn fmt(&self, _: &mut std::fmt::Formatter) -> std::fmt::Result {
        std::process::abort()
    }
}

impl Basket {
    pub fn total(&self, limit: u32) -> u32 {
        let mut sum = 0;
        for price in &self.prices {
            sum += price;
            if sum > limit && limit > 0 {
                return limit;
            }
        }
        sum
    }
}

pub fn look(hidden: Hidden) -> Option<u8> {
    let seen = hidden;
    let _ = seen;
    Some(1)
}

pub fn first(text: &str) -> Result<char, String> {
    let sign = text.chars().next().ok_or("empty")?;
    let Some(lower) = sign.to_lowercase().next() else { return Err(text.into()) };
    Ok(match lower {
        'a' | 'e' if text.len() > 3 => 'v',
        'a'..='z' =>
            'c',
        _ => '?',
    })
}

pub async fn later(n: u32) -> u32 {
    n + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basket() -> Basket {
        Basket { prices: vec![3, 4], api_key: "k-1".into() }
    }

    #[test]
    fn adds() {
        assert_eq!(basket().total(0), 7);
    }

    #[test]
    fn stops_at_the_limit() {
        let held = basket();
        assert_eq!(held.total(5), 6, "beyond\\nthe limit");
    }

    #[test]
    fn gives_an_error() -> Result<(), String> {
        first("").map(|_| ())
    }

    #[test]
    #[should_panic(expected = "boom")]
    fn panics() {
        std::thread::spawn(|| first("x")).join().unwrap().unwrap();
        panic!("boom");
    }

    #[test]
    #[should_panic]
    fn should_have() {}

    #[test]
    #[ignore = "slow"]
    fn not_now() {}

    macro_rules! letters {
        ($($name:ident $text:expr => $sign:expr;)*) => { $(#[test] fn $name() { assert_eq!(first($text), Ok($sign)); })* };
    }
    letters! { short "abc" => 'c'; long "abcd" => 'x'; }

    #[test]
    fn sees() {
        assert_eq!(look(Hidden), None);
    }
}
`;
const outcomesOfLibrary = [
  'tests::adds passed',
  'tests::gives_an_error failed',
  'tests::not_now skipped',
  'tests::panics passed',
  'tests::sees failed',
  'tests::should_have failed',
  'tests::stops_at_the_limit failed',
];
const made = ['tests::long failed', 'tests::short passed'];

describe('one package', () => {
  const files = { 'Cargo.toml': manifest('sums'), 'src/lib.rs': library };

  withCargo(
    'outcomes are the same in all modes, tests that macros made included; each can be asked for again',
    async () => {
      const repository = repositoryOf(files);
      for (const mode of ['plain', 'trace', 'spectra'] as const) {
        const watched = await run(repository, ['src/lib.rs'], { mode });
        expect(outcomes(watched).sort(), mode).toEqual([...outcomesOfLibrary, ...made].sort());
        const [one] = watched.tests.filter(({ id }) => id === 'tests::stops_at_the_limit');
        expect(one).toMatchObject({ file: 'src/lib.rs', line: 67, exception: { type: 'panic' } });
        expect(one?.exception?.message).toContain('beyond\nthe limit\n  left: 5\n right: 6');
        expect(one?.exception?.frames.at(-1)).toMatchObject({ file: 'src/lib.rs', line: 69, inRepository: true });
      }
      expect(outcomes(await run(repository, ['src/lib.rs:66', 'tests::long']))).toEqual([
        'tests::long failed',
        'tests::stops_at_the_limit failed',
      ]);
      const missing = await run(repository, ['tests::nope']);
      expect(missing.collectionProblems).toMatchObject([{ kind: 'notFound', test: 'tests::nope' }]);
      expect(existsSync(join(repository, 'Cargo.lock'))).toBe(false);
    },
  );

  withCargo('spectra: statements and branches of each test, of a made one too', async () => {
    const watched = await run(repositoryOf(files), ['src/lib.rs'], { mode: 'spectra', instrument: ['src/lib.rs'] });
    const of = (name: string) => watched.tests.find(({ id }) => id === `tests::${name}`)!;
    expect(hitsOf(of('adds').hits)['src/lib.rs']).toEqual([21, 22, 23, 24, 28, 58, 63]);
    expect(hitsOf(of('stops_at_the_limit').hits)['src/lib.rs']).toEqual([21, 22, 23, 24, 25, 58, 68, 69]);
    expect(hitsOf(of('long').hits)['src/lib.rs']).toEqual([39, 40, 41, 42]);
    expect(hitsOf(of('short').hits)['src/lib.rs']).toEqual([39, 40, 41, 43, 44]);
    const branchesOf = (name: string) =>
      (of(name).branches?.get('src/lib.rs') ?? []).map((it) => `${it.line} ${it.index} ${it.outcome}`);
    expect(branchesOf('stops_at_the_limit')).toEqual(['22 0 body', '24 0 false', '24 0 true', '24 1 right']);
    expect(branchesOf('long')).toEqual(['42 0 case', '42 1 true']);
  });

  withCargo('trace: calls, lines, returns and panics in order, with values that run none of the program', async () => {
    const values = new Map([
      [
        'src/lib.rs',
        [
          [20, 36],
          [66, 70],
          [97, 100],
        ] as const,
      ],
    ]);
    const tests = ['tests::stops_at_the_limit', 'tests::sees'];
    const watched = await run(repositoryOf(files), tests, { mode: 'trace', values });
    const [sees, stops] = watched.tests;
    expect(eventsOf(stops!.trace)).toEqual([
      ...['call tests.stops_at_the_limit:67', 'line tests.stops_at_the_limit:68', 'call tests.basket:57'],
      ...['line tests.basket:58', 'return tests.basket:58', 'line tests.stops_at_the_limit:69', 'call Basket.total:20'],
      ...['line Basket.total:21', 'line Basket.total:22', 'line Basket.total:23', 'line Basket.total:24'],
      ...['line Basket.total:23', 'line Basket.total:24', 'line Basket.total:25', 'return Basket.total:25'],
      ...['raise tests.stops_at_the_limit:69', 'return tests.stops_at_the_limit:69'],
    ]);
    expect(stops!.exception?.frames.map(({ function: name, line }) => `${name}:${line}`)).toEqual([
      'tests.stops_at_the_limit:69',
    ]);
    const shown = stops!.trace!.values.map(({ kind, name, value }) => `${kind} ${name} ${value}`);
    expect(shown).toContain('assigned held Basket { prices: [3, 4], api_key: <redacted>');
    expect(shown).toContain('argument limit 5');
    expect(shown).toContain('condition sum > limit && limit > 0 true');
    expect(shown.filter((it) => it.startsWith('assigned sum'))).toEqual([
      'assigned sum 0',
      'assigned sum 3',
      'assigned sum 7',
    ]);
    // Printing it would have ended the process.
    expect(sees!.trace!.values.map(({ value }) => value)).toContain('<sums::Hidden>');
    expect(sees!.outcome).toBe('failed');
  });
});

describe('tests that do not end', () => {
  const text = `pub fn spin(n: u64) -> u64 {
    let mut at = 0;
    while at < n {
        at += 1;
        at -= 1;
    }
    at
}
pub fn deep(n: u64) -> u64 {
    let here = [n; 64];
    deep(n + 1) + here[3]
}
#[test]
fn a_hangs() { assert_eq!(spin(3), 3); }
#[test]
fn b_overflows() { assert_eq!(deep(0), 3); }
#[test]
fn c_quits() { std::process::exit(3); }
#[test]
fn d_is_fine() {}
`;
  withCargo('a hang, a crash and an exit cost their own test; fuel stops one at the same place each time', async () => {
    const repository = repositoryOf({ 'Cargo.toml': manifest('bad'), 'src/lib.rs': text });
    const limits = { testSeconds: 2 };
    const hang = await run(repository, ['a_hangs', 'd_is_fine'], { mode: 'trace', limits });
    expect(outcomes(hang)).toEqual(['a_hangs timedOut']);
    expect(hang.nNotStarted).toBe(1);
    expect(hang.tests[0]?.trace?.nDropped).toBeGreaterThan(0);
    expect(hang.tests[0]?.exception?.frames.at(-1)?.function).toBe('spin');
    expect(outcomes(await run(repository, ['a_hangs'], { limits }))).toEqual(['a_hangs timedOut']);
    const fuel = await run(repository, ['a_hangs'], { mode: 'trace', limits: { fuel: 1000 } });
    expect(outcomes(fuel)).toEqual(['a_hangs timedOut']);
    expect(fuel.tests[0]?.trace?.kinds.length).toBeGreaterThan(990);
    const crash = await run(repository, ['b_overflows', 'd_is_fine'], { mode: 'trace' });
    expect(outcomes(crash)).toEqual(['b_overflows crashed']);
    expect(crash.tests[0]?.exception?.message).toContain('overflowed its stack');
    expect(crash.tests[0]?.exception?.frames.at(-1)).toMatchObject({ function: 'deep', line: 11 });
    const quit = await run(repository, ['c_quits', 'd_is_fine'], { mode: 'spectra' });
    expect(outcomes(quit)).toEqual(['c_quits crashed']);
    expect(quit.nNotStarted).toBe(1);
    const rest = await run(repository, ['src/lib.rs'], { leaveOut: ['a_hangs', 'b_overflows', 'c_quits'] });
    expect(outcomes(rest)).toEqual(['d_is_fine passed']);
    const few = await run(repository, ['c_quits', 'd_is_fine'], { limits: { maxTests: 1 }, leaveOut: ['c_quits'] });
    expect(outcomes(few)).toEqual(['d_is_fine passed']);
  });
});

describe('a workspace', () => {
  const files = {
    'Cargo.toml': '[workspace]\nmembers = ["core", "tool", "made", "old"]\nresolver = "2"\n',
    'core/Cargo.toml': manifest(
      'core-sums',
      '[dependencies]\nmade = { path = "../made" }\nplain = { path = "../plain" }\n',
    ),
    'core/src/lib.rs': `#![no_std]
extern crate alloc;
pub const TEXT: &str = include_str!("text.txt");
pub const fn half(n: u8) -> u8 { n / 2 }
#[derive(made::Named)]
pub struct A;
include!(concat!(env!("OUT_DIR"), "/made.rs"));
pub fn doubled(n: u32) -> u32 {
    n * factor() + plain::nothing()
}
#[cfg(test)]
mod tests {
    #[test]
    fn works() { assert_eq!(super::doubled(2), 4); assert_eq!(super::A::name(), "A"); }
}
`,
    'core/src/text.txt': 'text',
    'core/build.rs':
      'fn main() { let out = std::env::var("OUT_DIR").unwrap(); std::fs::write(out + "/made.rs", "fn factor() -> u32 { 2 }").unwrap(); }\n',
    'core/tests/it.rs': 'mod common;\n#[test]\nfn works() { assert_eq!(core_sums::doubled(common::two()), 5); }\n',
    'core/tests/common/mod.rs': 'pub fn two() -> u32 {\n    2\n}\n',
    'core/examples/broken.rs': 'fn main() { does not compile }\n',
    'core/benches/broken.rs': 'fn main() { does not compile }\n',
    'made/Cargo.toml': manifest('made', '[lib]\nproc-macro = true\n'),
    'made/src/lib.rs': `use proc_macro::TokenStream;
#[proc_macro_derive(Named)]
pub fn named(item: TokenStream) -> TokenStream {
    let name = item.to_string().split_whitespace().last().unwrap().trim_end_matches(';').to_string();
    format!("impl {name} {{ pub fn name() -> &'static str {{ \\"{name}\\" }} }}").parse().unwrap()
}
`,
    'plain/Cargo.toml': manifest('plain'),
    'plain/src/lib.rs': 'pub fn nothing() -> u32 {\n    0\n}\n',
    'tool/Cargo.toml': manifest('tool', '', '2024'),
    'tool/src/main.rs': `fn answer(given: Option<u32>) -> u32 {
    if let Some(n) = given && n > 3 {
        return n;
    }
    42
}
fn main() {
    println!("{}", answer(None));
}
#[cfg(test)]
mod tests {
    #[test]
    fn works() { assert_eq!(super::answer(Some(4)), 4); }
}
`,
    'tool/tests/cli.rs': `use std::process::Command;
#[test]
fn prints() {
    let out = Command::new(env!("CARGO_BIN_EXE_tool")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&out.stdout).trim(), "43");
}
`,
    'old/Cargo.toml': '[package]\nname = "old"\nversion = "0.1.0"\n',
    'old/src/lib.rs':
      '//! Edition 2015.\n\npub fn one() -> u32 {\n    1\n}\n\n#[test]\nfn is_one() {\n    assert_eq!(one(), 2);\n}\n',
  };

  withCargo(
    'ids tell programs of one test name apart; every kind of crate takes the probes, or goes without',
    async () => {
      const repository = repositoryOf(files);
      const both = await run(repository, ['core-sums::it works'], { mode: 'spectra' });
      expect(both.collectionProblems).toEqual([]);
      expect(outcomes(both)).toEqual(['works failed']);
      const all = ['core/src/lib.rs', 'core/tests/it.rs', 'tool/src/main.rs', 'tool/tests/cli.rs', 'old/src/lib.rs'];
      const watched = await run(repository, all, { mode: 'spectra' });
      expect(outcomes(watched).sort()).toEqual([
        'core-sums tests::works passed',
        'is_one failed',
        'prints failed',
        'tool::bin/tool tests::works passed',
        'works failed',
      ]);
      const hits = (id: string) => hitsOf(watched.tests.find((one) => one.id === id)!.hits);
      expect(hits('works')).toEqual({
        'core/src/lib.rs': [9],
        'core/tests/common/mod.rs': [2],
        'core/tests/it.rs': [3],
        'plain/src/lib.rs': [2],
      });
      // The program a test starts adds to what the test saw.
      expect(hits('prints')).toEqual({ 'tool/src/main.rs': [2, 5, 8], 'tool/tests/cli.rs': [4, 5] });
      expect(hits('is_one')).toEqual({ 'old/src/lib.rs': [4, 9] });
      const again = await run(repository, ['tests::works']);
      expect(outcomes(again).sort()).toEqual(['core-sums tests::works passed', 'tool::bin/tool tests::works passed']);
    },
  );

  withCargo('a file that compiles only without probes goes without, and is not tried again', async () => {
    const repository = repositoryOf({
      'Cargo.toml': manifest('bare'),
      'src/lib.rs': 'mod packed;\n#[test]\nfn works() {\n    assert_eq!(packed::f(), 2);\n}\n',
      'src/packed.rs':
        '#[repr(packed)]\npub struct P { pub a: u8, pub n: u32 }\npub fn f() -> u32 { let mut p = P { a: 1, n: 1 }; p.n = 3; p.n }\n',
    });
    // A reference to a field of what is packed, which a probe of its value would take, is refused.
    const options = { mode: 'trace', values: new Map([['src/packed.rs', [[1, 9]] as const]]) } as const;
    for (let round = 1; round <= 2; round += 1) {
      const watched = await run(repository, ['works'], options);
      expect(outcomes(watched)).toEqual(['works failed']);
      expect(new Set(watched.tests[0]?.trace?.codes.map(({ file }) => file))).toEqual(new Set(['src/lib.rs']));
    }
  });

  withCargo('only what has changed is written again, and is seen', async () => {
    const repository = repositoryOf({ 'Cargo.toml': manifest('edited'), 'src/lib.rs': files['old/src/lib.rs'] });
    expect(outcomes(await run(repository, ['is_one'], { mode: 'spectra' }))).toEqual(['is_one failed']);
    expect(outcomes(await run(repository, ['is_one']))).toEqual(['is_one failed']);
    writeFileSync(
      join(repository, 'src/lib.rs'),
      files['old/src/lib.rs'].replace('    1\n', '    let two = 2;\n    two\n'),
    );
    const after = await run(repository, ['is_one'], { mode: 'spectra' });
    expect(outcomes(after)).toEqual(['is_one passed']);
    expect(hitsOf(after.tests[0]!.hits)).toEqual({ 'src/lib.rs': [4, 5, 10] });
    expect(outcomes(await run(repository, ['is_one']))).toEqual(['is_one passed']);
    // The copy without probes was built last; what it left is not taken for the other's.
    const again = await run(repository, ['is_one'], { mode: 'spectra' });
    expect(hitsOf(again.tests[0]!.hits)).toEqual({ 'src/lib.rs': [4, 5, 10] });
  });
});

describe('nextest', () => {
  withCargo('each test has a process of its own where the project is set up for it', async () => {
    const repository = repositoryOf({
      'Cargo.toml': manifest('apart'),
      '.config/nextest.toml': '[profile.default]\nretries = 2\n',
      'src/lib.rs': `use std::sync::atomic::{AtomicU32, Ordering};
pub static N: AtomicU32 = AtomicU32::new(0);
pub fn next() -> u32 {
    N.fetch_add(1, Ordering::SeqCst)
}
#[test]
fn a() { assert_eq!(next(), 0); }
#[test]
fn b() { assert_eq!(next(), 0); }
#[test]
fn c() { std::process::abort(); }
#[test]
fn d() { assert!(std::env::var("NEXTEST").is_ok()); }
`,
    });
    for (const mode of ['plain', 'spectra'] as const) {
      expect(outcomes(await run(repository, ['src/lib.rs'], { mode })), mode).toEqual([
        ...['a passed', 'b passed', 'c crashed', 'd passed'],
      ]);
    }
    expect(outcomes(await run(repository, ['src/lib.rs'], { runner: 'cargo', leaveOut: ['c'] }))).toEqual([
      ...['a passed', 'b failed', 'd failed'],
    ]);
  });
});
