/**
 * What git remembers, asked with switches that leave no say to a repository's own settings: no external diff, no conversion
 * to text, no signatures, no submodules. Leaves out starting git: that is `hardenedGit`'s, the one door.
 */
import { movedSpans, writtenSpans } from '../../core/text/lineMoves.ts';
import type { ChangedLines, CommitSummary, GitHistory, RecentChange, Tag } from '../../ports/git.ts';
import { changedLinesOf } from './unifiedDiff.ts';

/** Runs git below a root; `null` where it fails, where there is none, or where it says or takes too much. */
export type AskGit = (root: string, argv: readonly string[]) => Promise<string | null>;

const mostTags = 5000;
const mostFiles = 500;
const mostCommits = 200;

const bare = [
  ...[
    '--unified=0',
    '--inter-hunk-context=0',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--relative',
  ],
  ...['--ignore-submodules=all', '--irreversible-delete', '--src-prefix=a/', '--dst-prefix=b/'],
];

const quiet = ['--no-show-signature', '--no-notes'];

export function createHistory(ask: AskGit): GitHistory {
  return {
    async tags(root, at) {
      const commit = await commitOf(ask, root, at ?? 'HEAD');
      if (commit === null) return null;
      const fields = '--format=%(committerdate:unix)%(*committerdate:unix) %(refname:strip=2)';
      const listed = await ask(root, ['for-each-ref', '--sort=refname', `--merged=${commit}`, fields, 'refs/tags']);
      return listed === null ? null : newestFirst(listed).slice(0, mostTags);
    },
    async changes(root, from, to) {
      const revisions = await Promise.all([from, ...(to === null ? [] : [to])].map((one) => commitOf(ask, root, one)));
      return revisions.includes(null) ? null : between(ask, root, revisions as string[], []);
    },
    async recentChanges(root, files, limit, at) {
      const head = await commitOf(ask, root, at ?? 'HEAD');
      if (head === null || files.length === 0) return head === null ? null : [];
      const asked = files.slice(0, mostFiles);
      const uncommitted = at === undefined ? await between(ask, root, [head], asked) : [];
      const count = `--max-count=${Math.max(0, Math.min(mostCommits, limit))}`;
      const shape = ['--first-parent', '-m', '-p', ...quiet, `--format=${mark}%H %ct %s`];
      const log = await ask(root, ['log', count, ...shape, ...bare, head, '--', ...asked]);
      return log === null ? null : asOfToday([{ commit: null, files: uncommitted ?? [] }, ...commitsIn(log)]);
    },
  };
}

/** The whole hash, so that nothing a caller names can be taken for an option; `null` where there is no such commit. */
async function commitOf(ask: AskGit, root: string, revision: string): Promise<string | null> {
  const found = await ask(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return found !== null && /^[0-9a-f]{40,64}$/.test(found.trim()) ? found.trim() : null;
}

/** One revision: against the files on disk. */
async function between(
  ask: AskGit,
  root: string,
  revisions: readonly string[],
  files: readonly string[],
): Promise<readonly ChangedLines[] | null> {
  const diff = await ask(root, ['diff', ...bare, ...revisions, '--', ...files]);
  return diff === null ? null : changedLinesOf(diff.split('\n'));
}

function newestFirst(listed: string): readonly Tag[] {
  const tags = listed.split('\n').flatMap((line) => {
    const at = line.indexOf(' ');
    return at === -1 ? [] : [{ seconds: Number(line.slice(0, at)), name: line.slice(at + 1) }];
  });
  return tags.sort((a, b) => b.seconds - a.seconds || (a.name < b.name ? 1 : -1));
}

/** Begins a line of the log that is no line of a diff. */
const mark = '\u0001';

interface Step {
  readonly commit: CommitSummary | null;
  readonly files: readonly ChangedLines[];
}

function commitsIn(log: string): readonly Step[] {
  return `\n${log}`
    .split(`\n${mark}`)
    .slice(1)
    .map((entry) => {
      const lines = entry.split('\n');
      const [hash = '', seconds = '', ...subject] = (lines[0] ?? '').split(' ');
      return {
        commit: { hash, seconds: Number(seconds), subject: subject.join(' ') },
        files: changedLinesOf(lines.slice(1)),
      };
    });
}

/** Each step's lines, moved through all newer steps. Steps are the newest first, each the parent of the one before. */
function asOfToday(steps: readonly Step[]): readonly RecentChange[] {
  const newer = new Map<string, ChangedLines['hunks'][]>();
  return steps.flatMap(({ commit, files }) =>
    files.flatMap(({ file, hunks }): readonly RecentChange[] => {
      const later = newer.get(file) ?? [];
      const lines = later.toReversed().reduce((spans, one) => movedSpans(spans, one), writtenSpans(hunks));
      newer.set(file, [...later, hunks]);
      return lines.length === 0 ? [] : [{ commit, file, lines }];
    }),
  );
}
