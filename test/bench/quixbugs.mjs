// Localizes every program of a QuixBugs clone (Lin et al., SPLASH Companion 2017) and prints how often the faulty line is
// among the first k, ties counted by expectation. `npm run bench:localize -- quixbugs <clone> [program...]`
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const ks = [1, 2, 3, 5, 10];

const [set, clone, ...only] = process.argv.slice(2);
if (set !== 'quixbugs' || clone === undefined || !existsSync(join(clone, 'python_programs'))) {
  console.error('Usage: npm run bench:localize -- quixbugs <clone of QuixBugs> [program...]');
  process.exit(2);
}

const programs = readdirSync(join(clone, 'python_programs'))
  .filter((file) => existsSync(join(clone, 'python_testcases', `test_${file}`)))
  .map((file) => file.slice(0, -'.py'.length))
  .filter((name) => only.length === 0 || only.includes(name));

const sums = new Map(ks.map((k) => [k, 0]));
const startedAt = performance.now();
for (const name of programs) {
  const gold = faultyLines(name);
  const locations = localize(name);
  const isGold = ({ file, line, endLine }) =>
    file === `python_programs/${name}.py` && gold.some((at) => line <= at && at <= endLine);
  const first = locations.find(isGold);
  const better =
    first === undefined
      ? Number.POSITIVE_INFINITY
      : locations.filter((it) => it.suspiciousness > first.suspiciousness).length;
  const tied = first === undefined ? 1 : locations.filter((it) => it.suspiciousness === first.suspiciousness).length;
  for (const k of ks) sums.set(k, sums.get(k) + Math.max(0, Math.min(1, (k - better) / tied)));
  const rank =
    first === undefined ? 'not ranked' : tied === 1 ? `rank ${better + 1}` : `rank ${better + 1} to ${better + tied}`;
  console.log(`${name.padEnd(28)} ${rank} of ${locations.length}`);
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(
  `\n| programs | ${ks.map((k) => `line@${k}`).join(' | ')} | wall s |\n|---|${ks.map(() => '---').join('|')}|---|`,
);
console.log(`| ${programs.length} | ${ks.map((k) => sums.get(k).toFixed(1)).join(' | ')} | ${seconds} |`);

function localize(name) {
  const argv = [
    cli,
    'localize',
    `python_testcases/test_${name}.py`,
    '--repo',
    clone,
    '--trust',
    '--json',
    '--quiet',
    '--top',
    '1000',
    '--timeout',
    '5',
  ];
  const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 1e9 });
  try {
    return JSON.parse(stdout).locations;
  } catch {
    console.error(`${name}: ${stderr.trim()}`);
    return [];
  }
}

/** Lines of the buggy program that the correct one changes or lacks; for a pure insertion the lines on both sides of it. */
function faultyLines(name) {
  const code = (folder) =>
    readFileSync(join(clone, folder, `${name}.py`), 'utf8')
      .split('\n"""')[0]
      .split('\n')
      .map((line) => line.trimEnd());
  const [buggy, correct] = [code('python_programs'), code('correct_python_programs')];
  const common = longestCommon(buggy, correct);
  const faulty = new Set();
  for (const [at, line] of buggy.entries()) if (!common.has(at) && line !== '') faulty.add(at + 1);
  if (faulty.size !== 0) return [...faulty];
  const kept = new Set(common.values());
  const inserted = correct.findIndex((line, at) => !kept.has(at) && line !== '');
  const before = [...common].filter(([, at]) => at < inserted).at(-1)?.[0] ?? 0;
  return [before + 1, before + 2];
}

/** Indexes of `left` that a longest common subsequence keeps, with their indexes in `right`. */
function longestCommon(left, right) {
  const length = Array.from({ length: left.length + 1 }, () => new Array(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      length[i][j] = left[i] === right[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const kept = new Map();
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) kept.set(i++, j++);
    else if (length[i + 1][j] >= length[i][j + 1]) i++;
    else j++;
  }
  return kept;
}
