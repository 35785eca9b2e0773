/**
 * What is test code: files named like tests, files the runner took tests from whatever their name, and all that lies in
 * a folder of tests. Nothing of it is ranked; the messenger is not to blame.
 */
import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';

export type IsTestCode = (file: string) => boolean;

const folderOfTests = /(^|\/)tests?\//i;

/** `collectedFrom`: files that are known to hold tests. */
export function testCode(snapshot: RepositorySnapshot, collectedFrom: readonly string[]): IsTestCode {
  const collected = new Set(collectedFrom);
  return (file) => collected.has(file) || folderOfTests.test(file) || snapshot.isTestFile(file);
}
