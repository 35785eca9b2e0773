// Learns the weights of the ranking from practice sets and says what they are worth on repositories they were not learned
// from. `npm run learn -- <tables.jsonl>... [--write]`, with files that `--tables` of a bench or of `culprit swebench
// localize` made. One line of such a file is one ranking:
//   tests: { kind, group, instance, statements: table, elements, right: { statements, functions, files } }
//   issue: { kind, group, instance, functions: table, files: table, right: { functions, files } }
// where `right` names candidates, statements too, and a table is { features, candidates, values }. How sure lines from a
// report are is learned from the `locations.jsonl` beside its tables.
// --write puts what was learned into server/localize/weights.json; --write=certainty only what shares are worth, of the weights
// that are there. What is set `byHand` stays.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calibrated, fitCalibration } from '../server/core/ranking/calibration.ts';
import { learnWeights } from '../server/core/ranking/conditionalLogit.ts';
import { scoresOf, sharesOf } from '../server/core/ranking/linearModel.ts';
import { tableOfWholes } from '../server/core/ranking/wholes.ts';

const weightsFile = fileURLToPath(new URL('../server/localize/weights.json', import.meta.url));
const penalty = 1;
const ks = [1, 3, 5, 10];
/** Shapes of code, which may speak against a candidate as well as for it. */
const signed = new Set([
  'low',
  'size',
  'isMethod',
  'isNested',
  'isClass',
  'isModule',
  'isDeclared',
  'length',
  'calls',
  'isPrivate',
]);

const args = process.argv.slice(2);
const files = args.filter((arg) => !arg.startsWith('--'));
if (files.length === 0) {
  console.error('Usage: npm run learn -- <tables.jsonl>... [--ablate] [--write | --write=certainty]');
  process.exit(2);
}
const records = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(record));
const weights = JSON.parse(readFileSync(weightsFile, 'utf8'));
const keepsWeights = args.includes('--write=certainty');
for (const kind of ['tests', 'issue']) {
  const some = records.filter((it) => it.kind === kind);
  if (some.length > 0) weights[kind] = learnKind(kind, some);
}
if (args.includes('--write') || keepsWeights) writeFileSync(weightsFile, `${JSON.stringify(weights, null, 2)}\n`);

/** One kind's models, certainty included; prints how good the current and the learned ones are. */
function learnKind(kind, some) {
  const groups = [...new Set(some.map(({ group }) => group))].sort();
  console.log(`\n${kind}: ${some.length} rankings of ${groups.length} repositories`);
  const levels = kind === 'tests' ? ['statements', 'functions', 'files'] : ['files', 'functions'];
  report('as they are', some, levels, () => weights[kind]);
  if (args.includes('--ablate')) {
    for (const feature of Object.keys(weights[kind][levels[0]])) {
      report(`without ${feature}`, some, levels, () => withoutFeature(weights[kind], levels, feature));
    }
  }
  const leftOut = new Map(
    groups.map((group) => [
      group,
      models(
        kind,
        some.filter((it) => it.group !== group),
      ),
    ]),
  );
  report('learned, leaving one repository out', some, levels, ({ group }) => leftOut.get(group));
  const all = keepsWeights ? {} : models(kind, some);
  const modelsOf = ({ group }) => (keepsWeights ? weights[kind] : leftOut.get(group));
  const shares = {
    statements:
      kind === 'tests' ? some.flatMap((it) => knownShares(it, 'statements', modelsOf(it))) : sharesOfLines(some),
    functions: some.flatMap((it) => knownShares(it, 'functions', modelsOf(it))),
  };
  const certainty = Object.fromEntries(
    Object.entries(shares).flatMap(([level, known]) => (known.length === 0 ? [] : [[level, fitCalibration(known)]])),
  );
  for (const [level, fitted] of Object.entries(certainty)) sayReliability(kind, level, shares[level], fitted);
  return { ...weights[kind], ...rounded(all), certainty: rounded({ ...weights[kind].certainty, ...certainty }) };
}

/** How often what is said with some probability is right, before and after fitting. */
function sayReliability(kind, level, known, fitted) {
  const before = weights[kind].certainty[level];
  for (const [what, calibration] of Object.entries({ before, after: fitted })) {
    const said = known.map(({ share, isRight }) => ({ probability: calibrated(share, calibration), isRight }));
    const bins = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8].map((from, at, all) => {
      const inside = said.filter(({ probability }) => from <= probability && probability < (all[at + 1] ?? 2));
      const mean = (values) => (values.reduce((sum, value) => sum + value, 0) / inside.length).toFixed(2);
      if (inside.length === 0) return `${from}: none`;
      return `${from}: ${mean(inside.map((it) => it.probability))} said, ${mean(inside.map((it) => Number(it.isRight)))} right of ${inside.length}`;
    });
    console.log(`  certainty of ${level} ${what}: ${bins.join('; ')}`);
  }
}

/** The first ten lines of each report's answer, with the share behind the probability that was printed. */
function sharesOfLines(some) {
  const answers = new Map(
    files.flatMap((file) => {
      const beside = join(dirname(file), 'locations.jsonl');
      const lines = existsSync(beside) ? readFileSync(beside, 'utf8').split('\n').filter(Boolean) : [];
      return lines.map((line) => JSON.parse(line)).map((answer) => [answer.instance_id, answer.locations]);
    }),
  );
  const { slope, intercept } = weights.issue.certainty.statements;
  return some.flatMap(({ instance, right }) => {
    const known = new Set(right.statements ?? []);
    return (answers.get(instance) ?? []).slice(0, 10).flatMap(({ file, line, probability }) => {
      if (probability <= 0 || known.size === 0) return [];
      const odds = (Math.log(probability / (1 - probability)) - intercept) / slope;
      return [{ share: 1 / (1 + Math.exp(-odds)), isRight: known.has(`${file}:${line}`) }];
    });
  });
}

/** The same models with no say for a feature: of what was weighed, not of another run. */
function withoutFeature(given, levels, feature) {
  return { ...given, ...Object.fromEntries(levels.map((level) => [level, { ...given[level], [feature]: 0 }])) };
}

function models(kind, some) {
  if (kind === 'issue') {
    const files = learnWeights(
      some.map((it) => known(it, 'files')),
      { penalty, signed },
    );
    return {
      files,
      functions: learnWeights(
        some.map((it) => known(it, 'functions')),
        { penalty, signed },
      ),
    };
  }
  const statements = learnWeights(
    some.map((it) => known(it, 'statements')),
    { penalty, signed },
  );
  const functions = learnWeights(
    some.map((it) => known(it, 'functions', { statements })),
    { penalty, signed },
  );
  const files = learnWeights(
    some.map((it) => known(it, 'files', { statements, functions })),
    { penalty, signed },
  );
  return { statements, functions, files };
}

/** A ranking at one level; with tests, functions and files are made from statements by the models given. */
function known(it, level, given) {
  const table = tableAt(it, level, given);
  const right = new Set(it.right[level]);
  return { table, right: table.candidates.flatMap((name, row) => (right.has(name) ? [row] : [])) };
}

function tableAt(it, level, given) {
  if (it.kind === 'issue' || level === 'statements') return it[level];
  const functions = tableOfWholes(it.statements, given.statements, it.elements);
  if (level === 'functions') return functions;
  return tableOfWholes(
    functions,
    given.functions,
    functions.candidates.map((element) => element.split('::')[0]),
  );
}

function report(what, some, levels, modelsFor) {
  for (const level of levels) {
    const counted = some.filter((it) => it.right[level].length > 0);
    const ranks = counted.map((it) => worstRank(it, level, modelsFor(it)));
    const shares = ks.map((k) => (ranks.filter((rank) => rank <= k).length / counted.length).toFixed(3));
    console.log(`  ${what}: ${level} of ${counted.length}, @${ks.join(' @')}: ${shares.join(' ')}`);
  }
}

/** Every right candidate is within this rank; at the level of statements, the first is. */
function worstRank(it, level, given) {
  const table = tableAt(it, level, given);
  const scores = scoresOf(table, given[level]);
  const rankOf = (name) => {
    const row = table.candidates.indexOf(name);
    if (row < 0) return Number.POSITIVE_INFINITY;
    const better = scores.filter((score) => score > scores[row]).length;
    const tied = scores.filter((score) => score === scores[row]).length;
    return better + (tied + 1) / 2;
  };
  const ranks = it.right[level].map(rankOf);
  return level === 'statements' ? Math.min(...ranks) : Math.max(...ranks);
}

/** The first ten candidates of a ranking: what share each has, and whether it is right. */
function knownShares(it, level, given) {
  const { table, right } = known(it, level, given);
  const shares = sharesOf(scoresOf(table, given[level]));
  const isRight = new Set(right);
  return [...shares.keys()]
    .sort((a, b) => shares[b] - shares[a])
    .slice(0, 10)
    .map((row) => ({ share: shares[row], isRight: isRight.has(row) }));
}

function rounded(value) {
  return JSON.parse(JSON.stringify(value), (_, it) => (typeof it === 'number' ? Number(it.toFixed(4)) : it));
}

function record(line) {
  return JSON.parse(line, (name, it) => (name === 'values' ? Float64Array.from(it) : it));
}
