/** `culprit graph …` on the command line: checks options, indexes, hands over to `graph`, prints. Runs no repository code. */
import { createWriteStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import { exportFormats, exportGraph } from '../../analysis/exportGraph.ts';
import { type EdgeKind, edgeKinds } from '../../core/graph/codeGraph.ts';
import { line } from '../../core/ids.ts';
import { printable } from '../../protocol/printable.ts';
import { indexed, repositoryFiles } from '../compose.ts';
import { CliRefusal, type ExitStatus, exitStatus } from '../exitStatus.ts';
import { integerOption, repositoryElement, repositoryFolder, repositoryPath } from '../options.ts';
import {
  type GraphAnswer,
  runGraphEnclosing,
  runGraphNeighbors,
  runGraphRelated,
  runGraphSearch,
  runGraphSlice,
  runGraphStats,
  runGraphTests,
} from './graph.ts';
import type { Place } from './notInGraph.ts';

interface GraphOptions {
  readonly repo?: string;
  readonly json: boolean;
}

interface SliceOptions extends LineOptions {
  readonly variable?: string;
  readonly direction: string;
  readonly interprocedural: boolean;
  readonly depth: string;
}

interface LineOptions extends GraphOptions {
  readonly file: string;
  readonly line: string;
}

interface RelatedOptions extends GraphOptions {
  readonly edge: string;
  readonly top: string;
}

interface ExportOptions extends GraphOptions {
  readonly format: string;
  readonly edge: string;
  readonly output?: string;
}

interface NeighborOptions extends GraphOptions {
  readonly edge: string;
  readonly direction: string;
  readonly hops: string;
}

type Run = (action: () => Promise<ExitStatus>) => Promise<void>;

const maxSliceSteps = 5_000;
const maxNeighbors = 2_000;
const emptyGraph = 'There is no file of a known language in this repository. Pass another one to --repo';

export function addGraphCommands(program: Command, run: Run): void {
  const graph = program.command('graph').description('the repository graph and its slices');
  const subcommand = (nameAndArguments: string, description: string) =>
    graph
      .command(nameAndArguments)
      .description(description)
      .option('--repo <dir>', 'the repository (default: the current folder)')
      .option('--json', 'print one JSON document', false)
      .option('--quiet', 'no progress; there is none here', false)
      .option('--trust', 'not needed: nothing of the repository is run', false);

  subcommand('build', 'index the repository and keep its graph in the cache, then count as `stats` does').action(
    (options: GraphOptions) => run(() => stats(options)),
  );
  subcommand('stats', 'count files, elements and edges').action((options: GraphOptions) => run(() => stats(options)));
  subcommand('slice', 'what a line depends on, or what depends on it')
    .requiredOption('--file <file>', 'relative to the repository, or absolute')
    .requiredOption('--line <n>', 'the first line is 1')
    .option('--variable <name>', 'only what is about this variable')
    .option('--direction <way>', 'backward, forward or both', 'backward')
    .option('--interprocedural', 'follow calls', false)
    .option('--depth <n>', 'at most this many steps away', '50')
    .action((options: SliceOptions) => run(() => slice(options)));
  subcommand('search <query>', 'find elements by name')
    .option('--top <n>', 'at most this many', '20')
    .action((query: string, options: GraphOptions & { top: string }) => run(() => search(query, options)));
  subcommand('neighbors <element>', 'what surrounds an element')
    .option('--edge <kinds>', `some of ${edgeKinds.join(',')}`, edgeKinds.join(','))
    .option('--direction <way>', 'in, out or both', 'both')
    .option('--hops <n>', 'how far', '1')
    .action((element: string, options: NeighborOptions) => run(() => neighbors(element, options)));
  subcommand('related <element...>', 'what is near elements, by personalised PageRank')
    .option('--edge <kinds>', `some of ${edgeKinds.join(',')}`, edgeKinds.join(','))
    .option('--top <n>', 'at most this many', '20')
    .action((elements: string[], options: RelatedOptions) => run(() => related(elements, options)));
  subcommand('tests <element>', 'tests from which calls lead to an element')
    .option('--hops <n>', 'at most this many calls', '20')
    .action((element: string, options: GraphOptions & { hops: string }) => run(() => tests(element, options)));
  subcommand('enclosing', 'the file, classes and functions around a line')
    .requiredOption('--file <file>', 'relative to the repository, or absolute')
    .requiredOption('--line <n>', 'the first line is 1')
    .action((options: LineOptions) => run(() => enclosing(options)));
  subcommand('export', 'the whole graph, for other programs')
    .option('--format <name>', `${exportFormats.join(', ')}`, 'jsonl')
    .option('--edge <kinds>', `some of ${edgeKinds.join(',')}`, edgeKinds.join(','))
    .option('--output <file>', 'write there rather than to stdout')
    .action((options: ExportOptions) => run(() => exported(options)));
}

async function stats({ repo, json }: GraphOptions): Promise<ExitStatus> {
  const startedAt = performance.now();
  const { snapshot, problems, fromCache } = await indexed(repositoryFiles(repositoryFolder(repo)));
  const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(3));
  return print(snapshot, runGraphStats(snapshot, { seconds, fromCache, problems }, { json }));
}

async function slice(options: SliceOptions): Promise<ExitStatus> {
  const direction = oneOf('--direction', options.direction, ['backward', 'forward', 'both'] as const);
  const query = {
    ...placeOf(options),
    variable: options.variable ?? null,
    direction,
    interprocedural: options.interprocedural,
    maxDepth: integerOption('--depth', options.depth, 0, 10_000),
    maxSteps: maxSliceSteps,
    executed: null,
  };
  return withSnapshot(options, (snapshot) => runGraphSlice(snapshot, query, options));
}

async function search(query: string, options: GraphOptions & { readonly top: string }): Promise<ExitStatus> {
  const limit = integerOption('--top', options.top, 1, 10_000);
  return withSnapshot(options, (snapshot) => runGraphSearch(snapshot, query, { json: options.json, limit }));
}

async function neighbors(element: string, options: NeighborOptions): Promise<ExitStatus> {
  const query = {
    element: repositoryElement(repositoryFolder(options.repo), element),
    kinds: kindsOf(options.edge),
    direction: oneOf('--direction', options.direction, ['in', 'out', 'both'] as const),
    hops: integerOption('--hops', options.hops, 1, 100),
    maxNodes: maxNeighbors,
  };
  return withSnapshot(options, (snapshot) => runGraphNeighbors(snapshot, query, options));
}

async function related(elements: readonly string[], options: RelatedOptions): Promise<ExitStatus> {
  const limit = integerOption('--top', options.top, 1, 10_000);
  const root = repositoryFolder(options.repo);
  const query = { elements: elements.map((one) => repositoryElement(root, one)), kinds: kindsOf(options.edge), limit };
  return withSnapshot(options, (snapshot) => runGraphRelated(snapshot, query, options));
}

async function tests(element: string, options: GraphOptions & { readonly hops: string }): Promise<ExitStatus> {
  const root = repositoryFolder(options.repo);
  const query = { element: repositoryElement(root, element), hops: integerOption('--hops', options.hops, 0, 100) };
  return withSnapshot(options, (snapshot) => runGraphTests(snapshot, query, options));
}

async function enclosing(options: LineOptions): Promise<ExitStatus> {
  const place = placeOf(options);
  return withSnapshot(options, (snapshot) => runGraphEnclosing(snapshot, place, options));
}

async function exported({ repo, format, edge, output }: ExportOptions): Promise<ExitStatus> {
  const wanted = oneOf('--format', format, exportFormats);
  const kinds = kindsOf(edge);
  const { snapshot, fromCache } = await indexed(repositoryFiles(repositoryFolder(repo)));
  // What a damaged cache would end half-way must not have begun on stdout, where it cannot be taken back.
  if (fromCache && output === undefined) for (const _ of exportGraph(snapshot, wanted, kinds));
  const lines = Readable.from(inPieces(exportGraph(snapshot, wanted, kinds)));
  try {
    await pipeline(lines, output === undefined ? process.stdout : createWriteStream(output), {
      end: output !== undefined,
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    // A reader that has seen enough is no failure.
    if (code === 'EPIPE') return exitStatus.done;
    throw new CliRefusal(`Cannot write "${output ?? 'stdout'}": ${(error as Error).message}`, exitStatus.usage);
  }
  return print(snapshot, { text: '', nothing: snapshot.files.length === 0 ? emptyGraph : null });
}

/** Lines gathered to pieces worth writing. */
function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const one of lines) {
    piece += one;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function placeOf({ repo, file, line: at }: LineOptions): Place {
  return {
    file: repositoryPath(repositoryFolder(repo), file),
    line: line(integerOption('--line', at, 1, 10_000_000)),
  };
}

function kindsOf(edge: string): readonly EdgeKind[] {
  return edge.split(',').map((kind) => oneOf('--edge', kind.trim(), edgeKinds));
}

async function withSnapshot(
  { repo }: GraphOptions,
  answer: (snapshot: CodeSnapshot) => GraphAnswer,
): Promise<ExitStatus> {
  const { snapshot } = await indexed(repositoryFiles(repositoryFolder(repo)));
  return print(snapshot, answer(snapshot));
}

/** What was found goes to stdout, the sentence on why nothing was to stderr. */
function print(snapshot: CodeSnapshot, { text, nothing }: GraphAnswer): ExitStatus {
  if (text !== '') process.stdout.write(`${printable(text.trimEnd())}\n`);
  if (nothing === null) return exitStatus.done;
  process.stderr.write(`${printable(snapshot.files.length === 0 ? emptyGraph : nothing)}\n`);
  return exitStatus.negative;
}

function oneOf<Value extends string>(option: string, given: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === given);
  if (found !== undefined) return found;
  throw new CliRefusal(`Cannot use "${given}" for ${option}: it is one of ${values.join(', ')}`, exitStatus.usage);
}
