/**
 * One row of a SWE-bench-like dataset, as it is once read: Lite, Verified, full, Multilingual, Multimodal and Pro differ
 * in the spelling of some names and in how lists are written.
 */

export interface Instance {
  readonly id: string;
  /** `owner/name` */
  readonly repo: string;
  readonly baseCommit: string;
  readonly version: string;
  /** The bug report, its title first. */
  readonly problem: string;
  readonly solution: Solution;
}

/** What the localizer must not see: kept apart so that it can only be handed over on purpose. */
export interface Solution {
  readonly patch: string;
  readonly testPatch: string;
  readonly failToPass: readonly string[];
}

/** A row that cannot be worked, and why: one sentence. */
export interface MalformedRow {
  readonly id: string;
  readonly repo: string;
  readonly problem: string;
}

export type Row =
  | { readonly kind: 'instance'; readonly instance: Instance }
  | { readonly kind: 'malformed'; readonly row: MalformedRow };

/** Reads a row; `number` names it where it has no id, the first is 1. */
export function readRow(row: unknown, number: number): Row {
  const fields = typeof row === 'object' && row !== null ? (row as Readonly<Record<string, unknown>>) : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const [id, repo] = [text('instance_id'), text('repo')];
  const fault = rules.find(({ field, isGood }) => !isGood(text(field)));
  if (fault !== undefined)
    return malformed(isId(id) ? id : `row-${number}`, repo, `its "${fault.field}" ${fault.says}`);
  return {
    kind: 'instance',
    instance: {
      id,
      repo,
      baseCommit: text('base_commit'),
      version: text('version'),
      problem: withoutEscapes(text('problem_statement')),
      solution: {
        patch: text('patch'),
        testPatch: text('test_patch'),
        failToPass: listOf(fields.FAIL_TO_PASS ?? fields.fail_to_pass),
      },
    },
  };
}

export function malformed(id: string, repo: string, why: string): Row {
  const problem = `This row of the dataset cannot be used: ${why}`;
  return { kind: 'malformed', row: { id, repo: isRepo(repo) ? repo : 'unknown/unknown', problem } };
}

const isId = (text: string) => /^[\w.+-]{1,300}$/.test(text);
const isRepo = (text: string) => /^[\w.-]+\/[\w.-]+$/.test(text) && !/(^|\/)\.*(\/|$)/.test(text);

const rules = [
  {
    field: 'instance_id',
    isGood: isId,
    says: 'is missing, or holds other than letters, digits, ".", "_", "+" and "-"',
  },
  { field: 'repo', isGood: isRepo, says: 'is not of the form owner/name' },
  { field: 'base_commit', isGood: (text: string) => /^[0-9a-f]{7,64}$/.test(text), says: 'is not the id of a commit' },
  { field: 'problem_statement', isGood: (text: string) => text.trim() !== '', says: 'is missing' },
  { field: 'patch', isGood: (text: string) => text.trim() !== '', says: 'is missing' },
];

/** A list, or one written as JSON, or as Python prints it. */
function listOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  if (typeof value !== 'string') return [];
  try {
    return listOf(JSON.parse(value));
  } catch {
    const quoted = value.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/gs);
    return [...quoted].map(([, single, double]) => unescaped(single ?? double ?? ''));
  }
}

/** Some reports were published with their line ends written out; a text that has real ones is left as it is. */
function withoutEscapes(text: string): string {
  return text.includes('\n') || !text.includes('\\n') ? text : unescaped(text.replace(/^"(.*)"$/s, '$1'));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, escaped: string) => escapes[escaped] ?? escaped);
}
