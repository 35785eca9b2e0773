/** What Rust's text says of its tests, and what libtest's output says of how they ended. */
import { expect, test } from 'vitest';
import { claimsOf } from '../../server/adapters/runners/rust/cargoClaims.ts';
import { readLibtest, readList, readPanic } from '../../server/adapters/runners/rust/libtestOutput.ts';
import { placeOf, testsOfCrate, testsOfFile } from '../../server/adapters/runners/rust/rustTests.ts';
import { rustTree } from '../../server/adapters/runners/rust/rustTree.ts';
import { createSourceTrees } from '../../server/syntax/sourceTrees.ts';
import { parserSource } from '../parsers.ts';
import { repositoryOf } from './watchedRepository.ts';

const output = `
running 7 tests
test shop::tests::adds ... ok
test shop::tests::breaks ... FAILED
test shop::tests::gives_error ... FAILED
test shop::tests::late ... ignored, only at night
test shop::tests::not_so - should panic ... FAILED
test shop::tests::panics - should panic ... ok
test shop::tests::prints ... a line of a child
test shop::tests::no_such ... of its output
ok
test shop::tests::spins ... `;

const failures = `ok

failures:

---- shop::tests::breaks stdout ----
test shop::tests::fake ... ok

thread 'shop::tests::breaks' (4711) panicked at src/shop.rs:30:9:
assertion \`left == right\` failed: of two
lines
  left: 2
 right: 3
stack backtrace:
   0: __rustc::rust_begin_unwind
             at /rustc/5980/library/std/src/panicking.rs:689:5
   4: shop::total
             at ./src/shop.rs:30:9
   5: shop::shop::tests::breaks
             at ./src/shop.rs:41:5
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.

---- shop::tests::gives_error stdout ----
Error: "no"

---- shop::tests::not_so stdout ----
note: test did not panic as expected at src/shop.rs:8:29

failures:
    shop::tests::breaks

test result: FAILED. 1 passed; 4 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.09s
`;

test('libtest: each test with its outcome, whatever it printed; one that was running has none', () => {
  const names = new Set(
    ['adds', 'breaks', 'gives_error', 'late', 'not_so', 'panics', 'prints', 'spins'].map(
      (name) => `shop::tests::${name}`,
    ),
  );
  const read = (text: string) => readLibtest(text, names);
  expect(read(output).map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'shop::tests::adds ok',
    'shop::tests::breaks FAILED',
    'shop::tests::gives_error FAILED',
    'shop::tests::late ignored',
    'shop::tests::not_so FAILED',
    'shop::tests::panics ok',
    'shop::tests::prints ok',
    'shop::tests::spins null',
  ]);
  const whole = read(output + failures);
  expect(whole.at(-1)?.outcome).toBe('ok');
  expect(whole.find(({ name }) => name.endsWith('gives_error'))?.said).toBe('Error: "no"');
  expect(read((output + failures).replaceAll('\n', '\r\n'))).toEqual(whole);
});

test('libtest: a panic has its message, its place and its stack', () => {
  const said = readLibtest(output + failures, new Set(['shop::tests::breaks']))[0]!.said;
  expect(readPanic(said)).toEqual({
    file: 'src/shop.rs',
    line: 30,
    message: 'assertion `left == right` failed: of two\nlines\n  left: 2\n right: 3',
    frames: [
      { function: '__rustc::rust_begin_unwind', file: '/rustc/5980/library/std/src/panicking.rs', line: 689 },
      { function: 'shop::total', file: './src/shop.rs', line: 30 },
      { function: 'shop::shop::tests::breaks', file: './src/shop.rs', line: 41 },
    ],
  });
  const old = "thread 'main' panicked at 'it is so', src/lib.rs:3:5\nnote: run with `RUST_BACKTRACE=1`";
  expect(readPanic(old)).toEqual({ file: 'src/lib.rs', line: 3, message: 'it is so', frames: [] });
  expect(readPanic('Error: "no"')).toBeNull();
});

test('libtest: a list names tests and no benchmarks', () => {
  expect(readList('a::b: test\nc: benchmark\nd: test\n\n2 tests, 1 benchmark\n')).toEqual(['a::b', 'd']);
});

const files: Readonly<Record<string, string>> = {
  'src/lib.rs':
    'mod shop;\n#[path = "odd/name.rs"]\nmod other;\npub mod deep { pub mod inner; }\ncfg_if! {\n  mod made;\n}\n',
  'src/shop.rs': '#[cfg(test)]\nmod tests {\n    #[test]\n    #[should_panic]\n    fn a() {}\n    fn no_test() {}\n}\n',
  'src/odd/name.rs': '#[tokio::test]\nasync fn b() {}\n',
  'src/deep/inner.rs': '#[rstest]\n#[case(1)]\nfn c(#[case] n: u8) {}\n',
  'src/made/mod.rs': 'mod tests {\n    #[test] fn d() {}\n}\n',
};

test('the tests of a crate are named by the modules they stand in', async () => {
  const parse = await createSourceTrees(parserSource());
  const crate = testsOfCrate('src/lib.rs', (file) => {
    const text = files[file];
    return text === undefined ? null : testsOfFile(rustTree(parse('rust', text)!));
  });
  expect(crate.tests).toEqual([
    { name: 'shop::tests::a', file: 'src/shop.rs', line: 5, lines: [3, 5] },
    { name: 'other::b', file: 'src/odd/name.rs', line: 2, lines: [1, 2] },
    { name: 'deep::inner::c', file: 'src/deep/inner.rs', line: 3, lines: [1, 3] },
    { name: 'made::tests::d', file: 'src/made/mod.rs', line: 2, lines: [2, 2] },
  ]);
  const place = (name: string) => placeOf(crate, 'src/lib.rs', name);
  expect(place('deep::inner::c::case_1')).toEqual({ file: 'src/deep/inner.rs', line: 3 });
  expect(place('made::tests::from_a_macro')).toEqual({ file: 'src/made/mod.rs', line: null });
  expect(place('unknown')).toEqual({ file: 'src/lib.rs', line: null });
});

test('whose tests they are is told by names and files', () => {
  const crate = repositoryOf({ 'Cargo.toml': '', 'src/lib.rs': '' });
  const claim = (repository: string, ...tests: string[]) =>
    claimsOf({ repository, tests, runner: 'auto', interpreter: null });
  expect(claim(crate, 'src/lib.rs:3')).toBe('certain');
  expect(claim(crate, 'shop::tests::a', 'my-crate::it smoke')).toBe('certain');
  expect(claim(crate, 'tests/test_a.py::test_x')).toBe('no');
  expect(claim(crate, 'a.test.ts > suite > name')).toBe('no');
  expect(claim(repositoryOf({ 'a.py': '' }), 'tests::a')).toBe('no');
  expect(claim(repositoryOf({ 'services/a/Cargo.toml': '' }), 'tests::a')).toBe('certain');
});
