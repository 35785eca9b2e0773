/** Programs with probes do what they did without, and what the probes say of them is so. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { execa } from 'execa';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { readWatchedRun } from '../../server/adapters/watching/watchedRunReading.ts';
import type { WatchedRun, WatchRequest } from '../../server/ports/testRunner.ts';
import { behaviours, typedBehaviours } from './javascript/behaviours.ts';
import { eventsOf, hitsOf, temporaryFolder, writeFiles } from './watchedRepository.ts';

const require = createRequire(import.meta.url);
const tracer = fileURLToPath(new URL('../../server/adapters/tracers/javascript', import.meta.url));
const { instrument } = require(join(tracer, 'instrument.cjs'));
const { startWatching } = require(join(tracer, 'runtime.cjs'));

type Ranges = readonly (readonly [number, number])[];
const limits = { seconds: 60, startSeconds: 60, testSeconds: 60, maxTests: 10, fuel: 1e9 };
const everything: Ranges = [[1, 1_000_000]];
const ways = [
  { mode: 'spectra', values: [] },
  { mode: 'trace', values: [] },
  { mode: 'trace', values: everything },
] as const;

describe('programs with probes', () => {
  for (const [name, program] of [...Object.entries(behaviours), ...Object.entries(typedBehaviours)]) {
    test(name, async () => {
      const file = name in behaviours ? 'program.js' : 'program.ts';
      const plain = await logOf(program, file);
      expect(plain.length).toBeGreaterThan(0);
      for (const { mode, values } of ways) {
        const { log } = await watched(program, file, mode, values);
        expect(log, mode).toEqual(plain);
      }
    });
  }
});

describe('what probes tell', () => {
  test('statements and branches of a test, and of loading apart', async () => {
    const { run } = await watched(
      [
        'const limit = 3;',
        'function f(x) {',
        '  if (x > limit && x < 9) return 1;',
        '  for (const y of [1]) log(y);',
        '  while (x-- > 0) {',
        '    switch (x) { case 0: log("zero"); break; case 7: log("no"); }',
        '  }',
        '  try { null.x } catch { log("caught") }',
        '  return limit;',
        '}',
        'later(() => f(1));',
      ].join('\n'),
      'program.js',
      'spectra',
      [],
    );
    expect(hitsOf(run.importHits)).toEqual({ 'program.js': [1, 11] });
    const [only] = run.tests;
    expect(hitsOf(only!.hits)).toEqual({ 'program.js': [3, 4, 5, 6, 8, 9, 11] });
    expect(only!.branches!.get('program.js')!.map(({ line, index, outcome }) => `${line}.${index} ${outcome}`)).toEqual(
      ['3.0 false', '4.0 body', '4.0 done', '5.0 body', '5.0 done', '6.0 case', '8.0 handler'],
    );
  });

  test('calls, lines, returns and raises in order', async () => {
    const { run } = await watched(
      [
        'const o = { double: (x) => x * 2 };',
        'function f(x) {',
        '  if (x) throw new Error("f");',
        '  return o.double(4);',
        '}',
        'later(() => {',
        '  try { f(1) } catch {}',
        '  return f(0);',
        '});',
      ].join('\n'),
      'program.js',
      'trace',
      [],
    );
    expect(eventsOf(run.tests[0]!.trace)).toEqual([
      'call <anonymous:6>:6',
      'line <anonymous:6>:7',
      'line <anonymous:6>:7',
      'call f:2',
      'line f:3',
      'line f:3',
      'raise f:3',
      'return f:3',
      'raise <anonymous:6>:7',
      'line <anonymous:6>:8',
      'call f:2',
      'line f:3',
      'line f:4',
      'call o.double:1',
      'line o.double:1',
      'return o.double:1',
      'return f:4',
      'return <anonymous:6>:8',
    ]);
  });

  test('values of the lines asked for', async () => {
    const { run } = await watched(
      [
        'function f({ a, b = 2 }, ...rest) {',
        '  let sum = a + b;',
        '  sum += rest.length;',
        '  if (sum > 5) sum++;',
        '  for (const token of rest) log(token);',
        '  return sum * 2;',
        '}',
        'later(() => f({ a: 3 }, "s1"));',
      ].join('\n'),
      'program.js',
      'trace',
      [[1, 6]],
    );
    const { trace } = run.tests[0]!;
    const events = eventsOf(trace);
    expect(trace!.values.map(({ event, kind, name, value }) => `${events[event]} ${kind} ${name}=${value}`)).toEqual([
      'call f:1 argument a=3',
      'call f:1 argument b=2',
      'call f:1 argument rest=["s1"]',
      'line f:2 assigned sum=5',
      'line f:3 assigned sum=6',
      'line f:4 condition sum > 5=true',
      'line f:4 assigned sum=7',
      'line f:5 assigned token=<redacted>',
      'return f:6 return =14',
    ]);
  });

  test('only so many values of one place: the first and the last', async () => {
    const { run } = await watched(
      'later(() => { for (let i = 0; i < 100; i++) { const kept = i; } });',
      'program.js',
      'trace',
      everything,
    );
    const kept = run.tests[0]!.trace!.values.filter(({ name }) => name === 'kept').map(({ value }) => Number(value));
    expect(kept).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 92, 93, 94, 95, 96, 97, 98, 99]);
  });

  test('a loop without end is stopped by fuel, with its trace', async () => {
    const run = await overrun('let n = 0; for (;;) { try { n++; } catch { } finally { } }', { fuel: 100_000 });
    expect(run.tests[0]).toMatchObject({
      outcome: 'timedOut',
      exception: { type: 'Timeout', message: 'Still running after 100000 statements' },
    });
    expect(run.tests[0]!.trace!.lines.length).toBeGreaterThan(90_000);
  });

  test('and by time, even with nothing in it', async () => {
    const run = await overrun('while (true);', { testSeconds: 0.2 });
    expect(run.tests[0]).toMatchObject({
      outcome: 'timedOut',
      exception: { message: 'Still running after 0.2 seconds' },
    });
  });
});

async function logOf(source: string, file: string): Promise<string[]> {
  const log: string[] = [];
  await evaluate(source, file, log, () => {});
  return log;
}

/** Runs a program with probes; what it hands to `later` is the test, otherwise the whole program is. */
async function watched(source: string, file: string, mode: 'spectra' | 'trace', values: Ranges) {
  const outFolder = temporaryFolder('culprit-out-');
  const watcher = startWatching({ root: outFolder, outFolder, mode, limits, leaveOut: [] });
  const { text } = instrument({ source, file, mode, values });
  const log: string[] = [];
  let later: (() => unknown) | null = null;
  const id = { id: 'it', file, line: 1 };
  const isWhole = !/\blater\(/.test(source) || source.includes('const later');
  watcher.collected([id]);
  if (isWhole) watcher.start(id);
  await evaluate(text, file, log, (body) => {
    later = body;
  });
  if (!isWhole) {
    watcher.start(id);
    await (later as unknown as () => unknown)();
  }
  watcher.end({ outcome: mode === 'trace' ? 'failed' : 'passed' });
  watcher.finish(0);
  const run = await reading(outFolder, mode, 0);
  return { log, run };
}

/** A program that has to be stopped, in a process of its own. */
async function overrun(source: string, limited: Partial<WatchRequest['limits']>): Promise<WatchedRun> {
  const outFolder = temporaryFolder('culprit-out-');
  const { text } = instrument({ source, file: 'program.js', mode: 'trace' });
  const request = { root: outFolder, outFolder, mode: 'trace', limits: { ...limits, ...limited }, leaveOut: [] };
  const files = { 'request.json': JSON.stringify(request), 'program.js': text };
  writeFiles(outFolder, files);
  const driver = fileURLToPath(new URL('./javascript/runsOver.cjs', import.meta.url));
  const { exitCode } = await execa(
    process.execPath,
    [driver, ...Object.keys(files).map((name) => join(outFolder, name))],
    { reject: false, timeout: 20_000 },
  );
  expect(exitCode).toBe(124);
  return reading(outFolder, 'trace', 124);
}

function reading(outFolder: string, mode: 'spectra' | 'trace', status: number): Promise<WatchedRun> {
  const asked = {
    tests: ['it'],
    instrument: null,
    leaveOut: [],
    values: null,
    keepPassingTraces: false,
    reversed: false,
  };
  const watch: WatchRequest = { ...asked, mode, limits };
  const process = { ending: { kind: 'exited', status }, seconds: 0, outputTail: '' } as const;
  return readWatchedRun({ outFolder, watch, process, endsBy: 'exit' });
}

async function evaluate(source: string, file: string, log: string[], later: (body: () => unknown) => void) {
  const options = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.CommonJS, experimentalDecorators: true };
  const text = file.endsWith('.ts') ? ts.transpileModule(source, { compilerOptions: options }).outputText : source;
  const body = vm.compileFunction(text, ['log', 'later', 'require', 'exports'], { filename: file });
  await body((...args: unknown[]) => log.push(args.map(String).join(' ')), later, require, {});
}
