/** `culprit graph …` on the command line: checks options, indexes, hands over to `graph`, prints. Runs no repository code. */
import { performance } from 'node:perf_hooks';
import type { Command } from 'commander';
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import { type EdgeKind, edgeKinds } from '../../core/graph/codeGraph.ts';
import type { ElementId } from '../../core/ids.ts';
import { line } from '../../core/ids.ts';
import { compose, indexed } from '../compose.ts';
import { CliRefusal, type ExitStatus, exitStatus } from '../exitStatus.ts';
import { integerOption, repositoryFolder } from '../options.ts';
import { printable } from '../printable.ts';
import { type GraphAnswer, runGraphNeighbors, runGraphSearch, runGraphSlice, runGraphStats } from './graph.ts';

interface GraphOptions {
  readonly repo?: string;
  readonly json: boolean;
}

interface SliceOptions extends GraphOptions {
  readonly file: string;
  readonly line: string;
  readonly variable?: string;
  readonly direction: string;
  readonly interprocedural: boolean;
  readonly depth: string;
}

interface NeighborOptions extends GraphOptions {
  readonly edge: string;
  readonly direction: string;
  readonly hops: string;
}

type Run = (action: () => Promise<ExitStatus>) => Promise<void>;

const maxSliceSteps = 5_000;
const maxNeighbors = 2_000;

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

  subcommand('stats', 'count files, elements and edges').action((options: GraphOptions) => run(() => stats(options)));
  subcommand('slice', 'what a line depends on, or what depends on it')
    .requiredOption('--file <file>', 'relative to the repository')
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
}

async function stats({ repo, json }: GraphOptions): Promise<ExitStatus> {
  const startedAt = performance.now();
  const { snapshot, problems } = await indexed(compose(repositoryFolder(repo)).files);
  const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(3));
  return print(runGraphStats(snapshot, { seconds, fromCache: false, problems }, { json }));
}

async function slice(options: SliceOptions): Promise<ExitStatus> {
  const direction = oneOf('--direction', options.direction, ['backward', 'forward', 'both'] as const);
  const query = {
    file: options.file.replaceAll('\\', '/').replace(/^\.\//, ''),
    line: line(integerOption('--line', options.line, 1, 10_000_000)),
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
    element: element as ElementId,
    kinds: options.edge.split(',').map((kind): EdgeKind => oneOf('--edge', kind.trim(), edgeKinds)),
    direction: oneOf('--direction', options.direction, ['in', 'out', 'both'] as const),
    hops: integerOption('--hops', options.hops, 1, 100),
    maxNodes: maxNeighbors,
  };
  return withSnapshot(options, (snapshot) => runGraphNeighbors(snapshot, query, options));
}

async function withSnapshot(
  { repo }: GraphOptions,
  answer: (snapshot: CodeSnapshot) => GraphAnswer,
): Promise<ExitStatus> {
  return print(answer((await indexed(compose(repositoryFolder(repo)).files)).snapshot));
}

function print({ text, isEmpty }: GraphAnswer): ExitStatus {
  process.stdout.write(`${printable(text.trimEnd())}\n`);
  return isEmpty ? exitStatus.negative : exitStatus.done;
}

function oneOf<Value extends string>(option: string, given: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === given);
  if (found !== undefined) return found;
  throw new CliRefusal(`Cannot use "${given}" for ${option}: it is one of ${values.join(', ')}`, exitStatus.usage);
}
