/** Answers questions about the instances of one repository, in a process of its own: from the text of the report alone. */
import { performance } from 'node:perf_hooks';
import { type CommitFiles, createCommitFiles } from '../../adapters/git/commitFiles.ts';
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import { createCommitIndex } from '../../indexing/commitIndex.ts';
import { localizeIssue } from '../../localize/issue/localizeIssue.ts';
import { unranked } from '../../localize/unranked.ts';
import type { GitObjects } from '../../ports/git.ts';
import type { Localization } from '../../protocol/localization.ts';
import type { ParserSet } from '../../syntax/parserSet.ts';
import { type Answer, type LocalizeSettings, noCost, type Question } from './question.ts';

export type Answering = (question: Question) => Promise<Answer>;

/** Questions are best asked in the order of their commits: what two have in common is parsed once. */
export function createAnswering(objects: GitObjects, parsers: ParserSet, settings: LocalizeSettings): Answering {
  const index = createCommitIndex(parsers);
  return async (question) => {
    const files = await filesOf(objects, question);
    if (files === null) return { localization: withoutAnswer(question.repo, missingCommit(question)), cost: noCost };
    const indexing = stopwatch();
    const snapshot = await index.show(files);
    const indexingSeconds = indexing().cpu;
    const localizing = stopwatch();
    const { repo: repository, problem: text } = question;
    const localization = localizeIssue(snapshot, { repository, text, ...settings });
    const { wall, cpu } = localizing();
    return {
      localization: { ...localization, run: { ...localization.run, seconds: wall, overhead: wall } },
      cost: {
        indexingSeconds,
        localizingSeconds: cpu,
        peakBytes: process.resourceUsage().maxRSS * 1024,
        places: countPlaces(snapshot),
      },
    };
  };
}

async function filesOf(objects: GitObjects, { repo, baseCommit }: Question): Promise<CommitFiles | null> {
  const tree = await objects.tree(baseCommit);
  return tree === null ? null : createCommitFiles(repo, objects, tree);
}

export function missingCommit({ repo, baseCommit }: Pick<Question, 'repo' | 'baseCommit'>): string {
  return `The clone of ${repo} does not hold the commit ${baseCommit}, or not all of its folders; fetch it`;
}

/** An instance that could not be worked: why, in one sentence. */
export function withoutAnswer(repository: string, message: string): Localization {
  const nothing = unranked({ repository, tests: [], runner: 'none' }, 'environment', 0);
  return { ...nothing, problems: [{ severity: 'error', message }] };
}

function countPlaces({ files, program, isTestFile }: CodeSnapshot): number {
  return files.reduce((sum, file, index) => {
    return isTestFile(file) ? sum : sum + program.files[index]!.statements.line.length;
  }, 0);
}

/** Seconds since it was made. */
function stopwatch(): () => { readonly wall: number; readonly cpu: number } {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wall: rounded((performance.now() - wall) / 1000), cpu: rounded((user + system) / 1_000_000) };
  };
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(3));
}
