/** `culprit doctor`: what this machine has, found by doing it. Runs nothing of the repository. */
import colors from 'picocolors';
import { isolationReport } from '../../adapters/isolation/isolatedRuns.ts';
import { describeLevel, type IsolationLevel } from '../../adapters/isolation/isolationLevel.ts';
import { type ProgramVersion, programVersions } from '../../adapters/process/programVersions.ts';
import { runProcess } from '../../adapters/process/runProcess.ts';
import { printable } from '../../protocol/printable.ts';
import { isolationPlaces, version } from '../compose.ts';
import { type ExitStatus, exitStatus } from '../exitStatus.ts';
import { repositoryFolder } from '../options.ts';

export interface DoctorOptions {
  readonly repo?: string;
  readonly json: boolean;
}

/** `culprit.doctor/1` */
interface DoctorDocument {
  readonly schema: 'culprit.doctor/1';
  readonly culprit: string;
  readonly node: string;
  readonly platform: string;
  readonly programs: readonly ProgramVersion[];
  readonly isolation: {
    /** What `--sandbox auto` gives. */
    readonly level: IsolationLevel;
    readonly described: string;
    readonly checks: readonly { readonly tree: string; readonly works: boolean; readonly why: string }[];
  };
  readonly model: null;
}

export async function doctor(options: DoctorOptions): Promise<ExitStatus> {
  const repository = repositoryFolder(options.repo);
  const { level, checks } = await isolationReport({ repository, ...isolationPlaces() });
  const document: DoctorDocument = {
    schema: 'culprit.doctor/1',
    culprit: version(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    programs: await programVersions(repository, process.env, runProcess),
    isolation: { level, described: describeLevel(level), checks },
    model: null,
  };
  process.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : `${told(document).join('\n')}\n`);
  return exitStatus.done;
}

function told({ culprit, node, platform, programs, isolation }: DoctorDocument): readonly string[] {
  return [
    `Culprit ${culprit}, Node ${node}, ${platform}`,
    '',
    'Programs that run and watch tests',
    ...programs.map(({ name, for: use, path, version: said }) => {
      const state = path === null ? colors.dim('not found') : `${printable(said)}  ${colors.dim(printable(path))}`;
      return `  ${mark(path !== null)} ${name.padEnd(14)} ${use.padEnd(42)} ${state}`;
    }),
    '',
    `Isolation: tests run ${isolation.described}`,
    ...isolation.checks.map(
      ({ tree, works, why }) => `  ${mark(works)} ${tree.padEnd(14)} ${works ? 'seen to work' : printable(why)}`,
    ),
    '',
    'Model: none',
  ];
}

function mark(good: boolean): string {
  return good ? colors.green('✓') : colors.dim('–');
}
