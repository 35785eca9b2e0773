/** Probes in texts of Rust: where they are put, what they stand for, and that no line moves. */
import { expect, test } from 'vitest';
import { printableTypes } from '../../server/adapters/runners/rust/printableTypes.ts';
import { type ProbedText, probeText } from '../../server/adapters/runners/rust/rustProbes.ts';
import { rustTree } from '../../server/adapters/runners/rust/rustTree.ts';
import type { LineRange } from '../../server/ports/testRunner.ts';
import { createSourceTrees } from '../../server/syntax/sourceTrees.ts';
import { parserSource } from '../parsers.ts';

async function probed(text: string, values: readonly LineRange[] = [], declaresRuntime = false): Promise<ProbedText> {
  const parse = await createSourceTrees(parserSource());
  return probeText(rustTree(parse('rust', text)!), { values, declaresRuntime });
}

/** The text with its probes, their paths cut short. */
async function shown(text: string, values: readonly LineRange[] = []): Promise<string> {
  return (await probed(text, values)).render(0).replaceAll('::culprit_runtime::', '~');
}

test('a statement has its probe before it, before its attributes, and under the conditions it is under', async () => {
  expect(await shown('fn f() {\n    a();\n    #[allow(x)]\n    #[cfg(unix)]\n    let b = 1;\n    b\n}\n')).toBe(
    'fn f() {let __culprit_call=~f(3);\n    ~s(0);a();\n    #[cfg(unix)]~s(1);#[allow(x)]\n    #[cfg(unix)]\n    let b = 1;\n    ~s(2);b\n}\n',
  );
});

test('conditions, right sides, arms and patterns have probes of their own', async () => {
  expect(await shown('fn f() { if a && b { c } }')).toContain('if ~b(1,a && ~r(3,b)) { ~s(4);c }');
  expect(await shown('fn f() { while a {} }')).toContain('while ~l(1,a) {}');
  expect(await shown('fn f() { if let A = b {} }')).toContain('if let A = b {~s(1);} else {~s(2);}');
  expect(await shown('fn f() { if let A = b && c {} else if d {} }')).toContain('{~s(2);if ~l(3,d) {}}');
  expect(await shown('fn f() { match a { B if c => d, E => {} } }')).toContain(
    '{ B if ~b(2,c) => {~s(1);d}, E => {~s(4);} }',
  );
  expect(await shown('fn f() { let A = b else { return }; }')).toContain('else { ~s(1);return };');
  expect(await shown('fn f() { for a in b {} }')).toContain('for a in b {~s(1);}');
});

test('what the compiler runs, and what macros are given, is left alone', async () => {
  const untouched = [
    'const fn f() -> u8 { if A { 1 } else { 2 } }',
    'const A: u8 = { let b = 1; b };',
    'static A: [u8; { 3 }] = [0; { 3 }];',
    'macro_rules! m { ($a:expr) => { fn g() { $a } } }',
    'enum E { A = { 1 } }',
    'fn f(a: [u8; { 3 }]);',
    'bitflags! { struct A { fn f() { 1 } } }',
  ];
  for (const text of untouched) expect(await shown(text)).toBe(text);
  expect(await shown('static A: F = || { 1 };')).toBe('static A: F = || { ~s(0);1 };');
  expect(await shown('fn f() { g::<{ 3 }>([0; { 4 }]) }')).toContain('g::<{ 3 }>([0; { 4 }])');
});

test('lines, functions and branches are told as the graph has them; no line moves', async () => {
  const text =
    'mod a {\n  impl<T> B<T> {\n    fn c(&self) {\n      if x {\n        y();\n      }\n    }\n  }\n  impl D for E {\n    fn g() { fn h() {} }\n  }\n}\n';
  const { lines, branches, functions, owners, render } = await probed(text);
  expect(functions).toEqual([
    { name: 'a.B.c', line: 3 },
    { name: 'a.E.g', line: 10 },
    { name: 'a.E.g.h', line: 10 },
  ]);
  expect(lines).toEqual([4, 0, 0, 5]);
  expect(owners).toEqual([0, 0, 0, 0]);
  expect(branches).toEqual([
    [4, 0, 'true', 1],
    [4, 0, 'false', 2],
  ]);
  expect(render(7).split('\n').length).toBe(text.split('\n').length);
  expect(render(7)).toContain('f(11)');
});

test('a test is told where it begins; the root of an old crate is told of the runtime', async () => {
  expect(await shown('#[tokio::test]\nasync fn a() { b().await }')).toContain('{let __culprit_test=~test("a");');
  const old = await probed('//! Text.\n#![allow(a)]\n\n/// More.\n#[b]\nmod c;\n', [], true);
  expect(old.render(0)).toContain('/// More.\nextern crate culprit_runtime;#[b]\nmod c;');
});

test('values: arguments, what is assigned, conditions, and results whose type can be printed', async () => {
  const all: LineRange[] = [[1, 9]];
  const text = 'fn f(a: u8, _b: u8, (c, d): E) -> u8 { let x = a; self.n += 1; *p = 2; if x > "\\"".len() { } x }';
  const out = await shown(text, all);
  expect(out).toContain('~v!(0,0,"a",&a);');
  expect(out).not.toContain('"_b"');
  expect(out).toContain('let x = a;~v!(2,1,"x",&x);');
  expect(out).toContain('self.n += 1;~v!(4,1,"self.n",&self.n);');
  expect(out).toContain('*p = 2; ~s');
  expect(out).toContain(',"x > \\"\\\\\\"\\".len()",');
  expect(out).toMatch(/~ret\(\d+,x\)/);
  expect(await shown('fn f() -> Own { x }', all)).not.toContain('~ret');
  expect(await shown('fn f() -> Option<&str> { x }', all)).toContain('~ret');
});

test('a type whose Debug somebody wrote is not printed, nor one that holds it', () => {
  const text = `
#[derive(Clone, Debug)]
pub struct Plain { a: u8 }
#[derive(Debug)]
struct Holder(Secret);
#[derive(Debug)]
struct Far { a: Vec<Holder> }
#[derive(Debug)]
struct Any { a: Box<dyn Thing> }
#[derive(Debug)] enum Kind { A, B(Plain) }
struct Secret;
impl fmt::Debug for Secret { fn fmt(&self) {} }
#[derive(Clone)] struct None;
`;
  expect(printableTypes([text])).toEqual(['Kind', 'Plain']);
});
