/**
 * What is test code: files named like tests, files the runner took tests from whatever their name, and all that lies in
 * a folder of tests; in languages whose tests stand beside the code they test, the tests and what stands among them.
 * Nothing of it is ranked, with a failing test or from a report; the messenger is not to blame.
 */
import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';

export type IsTestCode = (file: string, line: Line) => boolean;

/** `collectedFrom`: files that are known to hold tests. */
export function testCode(snapshot: RepositorySnapshot, collectedFrom: readonly string[]): IsTestCode {
  const collected = new Set(collectedFrom);
  const isOfTests = filesOfTests(snapshot);
  const isTestFile = (file: string) => isOfTests(file) || (collected.has(file) && !snapshot.hasTestsBesideCode(file));
  return (file, line) => isTestFile(file) || snapshot.isAmongTests(file, line);
}

/** Folders that hold nothing but tests and what they need. */
const folderOfTests = /(?:^|\/)(?:tests|testdata|test_data|test_files|__tests__)\/|^test\//i;
/** Folders that are of tests where a test lies in them: some packages ship theirs of this name. */
const mayBeOfTests = /(?:^|\/)(?:test|spec)(?=\/)/gi;

/** Whether a file as a whole is a test or stands with tests, by its name and by what stands with it. */
export function filesOfTests(snapshot: RepositorySnapshot): (file: string) => boolean {
  const holding = new Set(snapshot.files.filter(snapshot.isTestFile).flatMap(foldersOf));
  return (file) =>
    folderOfTests.test(file) || snapshot.isTestFile(file) || foldersOf(file).some((folder) => holding.has(folder));
}

/** Those a file lies in that may be of tests. */
function foldersOf(file: string): readonly string[] {
  return Array.from(file.matchAll(mayBeOfTests), (found) => file.slice(0, found.index + found[0].length));
}
