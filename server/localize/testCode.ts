/**
 * What is test code: files named like tests, files the runner took tests from whatever their name, and all that lies in
 * a folder of tests; in languages whose tests stand beside the code they test, the tests and what stands among them.
 * Nothing of it is ranked; the messenger is not to blame.
 */
import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';

export type IsTestCode = (file: string, line: Line) => boolean;

const folderOfTests = /(^|\/)tests?\//i;

/** `collectedFrom`: files that are known to hold tests. */
export function testCode(snapshot: RepositorySnapshot, collectedFrom: readonly string[]): IsTestCode {
  const collected = new Set(collectedFrom);
  const isTestFile = (file: string) =>
    folderOfTests.test(file) ||
    snapshot.isTestFile(file) ||
    (collected.has(file) && !snapshot.hasTestsBesideCode(file));
  return (file, line) => isTestFile(file) || snapshot.isAmongTests(file, line);
}
