/**
 * Which release brought a fault, by what its report says: "worked in 1.4, fails in 1.5", "regression in 1.5". Leaves out
 * asking git: the tags come from outside, and the answer is two of them.
 */
import type { MentionedVersion } from './report/mentionedVersions.ts';
import { mentionsOf } from './report/mentions.ts';
import { readReport } from './report/readReport.ts';

export interface RegressionRange {
  /** Names of tags: the last that worked, the first that fails. */
  readonly from: string;
  readonly to: string;
}

/** Releases a report speaks of, its own project's or another's, in the order of its text. */
export function releasesNamed(report: string): readonly MentionedVersion[] {
  return mentionsOf(readReport(report)).versions;
}

/** `null` where none of the releases that fail is one of the tags. */
export function regressionRange(
  versions: readonly MentionedVersion[],
  tags: readonly string[],
): RegressionRange | null {
  const releases = tags.flatMap((tag) => {
    const order = orderOf(tag);
    return order === null ? [] : [{ tag, order }];
  });
  // Other projects have versions, too: the first that is one of this one counts.
  const named = (role: string) =>
    versions.flatMap((one) => (one.role === role ? (releaseOf(one.version, releases) ?? []) : []));
  const to = named('fails')[0];
  if (to === undefined) return null;
  const worked = named('works').findLast(({ order }) => compare(order, to.order) < 0);
  const from = worked ?? before(to, releases);
  return from === null ? null : { from: from.tag, to: to.tag };
}

interface Release {
  readonly tag: string;
  /** Numbers to compare one by one: those of the version, then how finished it was, then its candidate's. */
  readonly order: readonly number[];
}

const nNumbers = 5;
const stages: Readonly<Record<string, number>> = { dev: -4, a: -3, alpha: -3, b: -2, beta: -2, rc: -1, c: -1 };
const versionLike =
  /^(?:[A-Za-z][\w./-]{0,60}?[-_/]?)?v?(\d{1,6}(?:[._]\d{1,6}){0,4})(?:[-._]?(dev|alpha|beta|rc|a|b|c)[-._]?(\d{0,6}))?$/i;

/** `v1.4.0`, `release-1.4`, `name/1.4rc1`; `null` for other tags. */
function orderOf(tag: string): readonly number[] | null {
  const found = versionLike.exec(tag);
  if (found === null) return null;
  const numbers = found[1]!.split(/[._]/).map(Number);
  const padding = Array.from({ length: nNumbers - numbers.length }, () => 0);
  const stage = found[2] === undefined ? 0 : (stages[found[2].toLowerCase()] ?? 0);
  return [...numbers, ...padding, stage, Number(found[3] ?? 0)];
}

/** `1.5` is the first of 1.5, 1.5.0, 1.5.1 there is. */
function releaseOf(version: string, releases: readonly Release[]): Release | null {
  const wanted = orderOf(version);
  if (wanted === null) return null;
  const nWritten = /^\d+(?:\.\d+)*/.exec(version)?.[0].split('.').length ?? nNumbers;
  const fits = releases.filter(
    ({ order }) =>
      wanted.slice(0, nWritten).every((number, at) => order[at] === number) &&
      order[nNumbers] === wanted[nNumbers] &&
      order[nNumbers + 1] === wanted[nNumbers + 1],
  );
  return fits.reduce<Release | null>((best, one) => (best === null || isBefore(one, best) ? one : best), null);
}

/** The greatest release below another; candidates only below a candidate. */
function before({ order }: Release, releases: readonly Release[]): Release | null {
  const isCandidate = order[nNumbers] !== 0;
  const lower = releases.filter((one) => compare(one.order, order) < 0 && (isCandidate || one.order[nNumbers] === 0));
  return lower.reduce<Release | null>(
    (best, one) =>
      best === null || compare(one.order, best.order) > 0 || (isSame(one, best) && isBefore(one, best)) ? one : best,
    null,
  );
}

/** Of two tags of one release the shorter name, then the first by name. */
function isBefore(one: Release, other: Release): boolean {
  const order = compare(one.order, other.order);
  if (order !== 0) return order < 0;
  return one.tag.length !== other.tag.length ? one.tag.length < other.tag.length : one.tag < other.tag;
}

function isSame(one: Release, other: Release): boolean {
  return compare(one.order, other.order) === 0;
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [at, number] of one.entries()) if (number !== other[at]) return number - other[at]!;
  return 0;
}
