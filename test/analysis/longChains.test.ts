/** Chains far longer than anyone writes: what lies near is answered, what lies too far away is unknown, nothing breaks. */
import { expect, test } from 'vitest';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import { testParsers } from '../parsers.ts';

const parsers = await testParsers();
const length = 50_000;
const chain = Array.from({ length: length - 1 }, (_, index) => index + 1);

/** What the calls of all files run, by qualified names. */
function callees(sources: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const host = createAnalysisHost(parsers);
  host.applyChange(Object.entries(sources).map(([file, lines]) => ({ file, text: `${lines.join('\n')}\n` })));
  const { graph, files } = host.snapshot().program;
  return graph.segments.flatMap(({ links }) =>
    links.calls.map(
      ({ file, anchor }) => files[file]!.scopes[graph.segments[file]!.anchors.node[anchor]!]!.qualifiedName,
    ),
  );
}

test('a chain of classes that each inherit from the one before', () => {
  const classes = ['class C0:', '    def m(self): pass', ...chain.map((at) => `class C${at}(C${at - 1}): pass`)];
  const uses = ['def f(near: C9, far: C49999):', '    near.m()', '    far.m()'];
  expect(callees({ 'a.py': [...classes, ...uses] })).toEqual(['C0.m']);
});

test('a chain of classes that each inherit from the one after', () => {
  const classes = chain.toReversed().map((at) => `class C${at} extends C${at - 1} {}`);
  const uses = ['class C0 { m() {} }', 'function f() { new C9().m(); new C49999().m(); }'];
  expect(callees({ 'a.js': [...classes, ...uses] })).toEqual(['C9', 'C0.m', 'C49999']);
});

test('a chain of aliases', () => {
  const aliases = ['def a0(): pass', ...chain.map((at) => `a${at} = a${at - 1}`)];
  expect(callees({ 'a.py': [...aliases, 'def f():', '    a9()', '    a49999()'] })).toEqual(['a0']);
});

test('a chain of files that each import a name from the one before', () => {
  const files = chain.slice(0, 20_000).map((at) => [`m${at}.py`, [`from m${at - 1} import f`]] as const);
  const first = ['m0.py', ['def f(): pass']] as const;
  const last = ['user.py', ['import m3', 'import m20000', 'm3.f()', 'm20000.f()']] as const;
  expect(callees(Object.fromEntries([first, ...files, last]))).toEqual(['f']);
});
