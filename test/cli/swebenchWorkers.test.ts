/** Processes that localize: what they print, hang or die of, and what becomes of them when their work ends otherwise. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import type { Answer, Question } from '../../server/cli/swebench/question.ts';
import { answerAll, type Part, type WorkOptions } from '../../server/cli/swebench/workers.ts';
import { projectRoot } from './runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'culprit-workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const pids = join(folder, 'pids');

/** Answers with the id it was asked for, unless that says otherwise. */
const program = join(folder, 'worker.mjs');
writeFileSync(
  program,
  `import { appendFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
let isTold = false;
process.on('disconnect', () => process.exit());
process.on('message', ({ id }) => {
  if (!isTold) return void (isTold = true);
  if (id === 'spins') for (;;);
  if (id === 'dies') process.exit(7);
  if (id === 'waits') return;
  if (id === 'talks') console.log('a library says so');
  process.send({ localization: { repository: id, problems: [] }, cost: {}, tables: null });
});
`,
);

function parts(...ids: readonly (readonly string[])[]): readonly Part[] {
  const question = (id: string): Question => ({
    id,
    repo: 'acme/shop',
    baseCommit: '',
    version: '',
    problem: '',
    tests: null,
  });
  return ids.map((own) => ({ gitFolder: folder, questions: own.map(question) }));
}

function options(more: Partial<WorkOptions> = {}): WorkOptions {
  return {
    program: { path: program, hash: () => 'same' },
    jobs: 2,
    mostSeconds: 2,
    settings: { top: 1, without: [], withTests: null, tables: false },
    cancellation: new AbortController().signal,
    ...more,
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const nAlive = () => readFileSync(pids, 'utf8').trim().split('\n').map(Number).filter(isAlive).length;

test('one that dies of an instance, or does not end, is told of that instance alone', async () => {
  const said = new Map<string, string>();
  await answerAll(parts(['a', 'dies', 'b'], ['spins', 'c']), options(), ({ id }, { localization }: Answer) => {
    said.set(id, localization.problems[0]?.message ?? localization.repository);
  });
  expect(Object.fromEntries(said)).toEqual({
    a: 'a',
    b: 'b',
    c: 'c',
    dies: 'The process that localized it ended with status 7, twice; standard error says why',
    spins: 'It was not localized within 2 seconds, and was given up',
  });
  await vi.waitFor(() => expect(nAlive()).toBe(0), 8_000);
});

test('what a library prints is no part of what the command prints', () => {
  const workers = join(projectRoot, 'server/cli/swebench/workers.ts');
  const asked = JSON.stringify({ parts: parts(['talks']), options: options() });
  const script = `import { answerAll } from ${JSON.stringify(workers)};
const { parts, options } = ${asked};
const program = { path: ${JSON.stringify(program)}, hash: () => 'same' };
const cancellation = new AbortController().signal;
await answerAll(parts, { ...options, mostSeconds: 60, program, cancellation }, ({ id }) => console.log(id));`;
  const path = join(folder, 'command.mjs');
  writeFileSync(path, script);
  const { stdout, stderr } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
  expect(stdout).toBe('talks\n');
  expect(stderr).toContain('a library says so');
});

test('an answer that cannot be kept ends the work of all, and every process', async () => {
  const answered: string[] = [];
  const keep = ({ id }: Question) => {
    answered.push(id);
    throw new Error('no space left');
  };
  await expect(answerAll(parts(['a', 'b'], ['waits']), options({ mostSeconds: 60 }), keep)).rejects.toThrow('no space');
  expect(answered).toEqual(['a']);
  await vi.waitFor(() => expect(nAlive()).toBe(0), 8_000);
});

test('a program that is another one meanwhile ends the work of all', async () => {
  let nAsked = 0;
  const hash = () => `${Math.min(nAsked++, 2)}`;
  const work = answerAll(
    parts(['waits'], ['a']),
    options({ mostSeconds: 60, program: { path: program, hash } }),
    () => {},
  );
  await expect(work).rejects.toThrow('built again');
  await vi.waitFor(() => expect(nAlive()).toBe(0), 8_000);
});
