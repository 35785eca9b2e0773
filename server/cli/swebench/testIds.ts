/**
 * FAIL_TO_PASS in the words of the runners: pytest's ids as they are, `test_x (app.tests.Class)` of unittest as they are, a
 * bare name by the file that defines it, a sentence by the test whose description it is.
 */
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import { line } from '../../core/ids.ts';

/** Ids a runner may know; empty where none can be told. `testFiles` are those the test patch changes. */
export function runnerIds(
  failToPass: readonly string[],
  testFiles: readonly string[],
  snapshot: CodeSnapshot,
): readonly string[] {
  const known = testFiles.filter((file) => snapshot.files.includes(file));
  return [...new Set(failToPass.flatMap((id) => runnerId(id.trim(), known, snapshot) ?? []))];
}

function runnerId(id: string, testFiles: readonly string[], snapshot: CodeSnapshot): string | null {
  if (id.includes('::')) return withoutCutParameters(id);
  if (/^\w+ \([\w.]+\)$/.test(id)) return id;
  if (/^[A-Za-z_]\w*$/.test(id)) return definedIn(id, testFiles, snapshot) ?? id;
  if (!/\s/.test(id)) return id;
  return describedBy(id, testFiles, snapshot);
}

/** Ids were cut at the first space: of one that was, all the parameters are meant. */
function withoutCutParameters(id: string): string {
  const open = id.indexOf('[');
  return open < 0 || id.endsWith(']') ? id : id.slice(0, open);
}

function definedIn(name: string, testFiles: readonly string[], snapshot: CodeSnapshot): string | null {
  const elements = testFiles.flatMap((file) => snapshot.elementsOf(file));
  const found = elements.find((element) => element.kind === 'function' && element.name === name);
  return found === undefined ? null : idOfElement(found.file, found.qualifiedName);
}

function describedBy(text: string, testFiles: readonly string[], snapshot: CodeSnapshot): string | null {
  for (const file of testFiles) {
    const lines = snapshot.textOf(file)?.split('\n') ?? [];
    const at = lines.findIndex((one) => one.replace(/^[\s"'rRuU]+|[\s"']+$/g, '') === text);
    const element = at < 0 ? null : snapshot.elementAt(file, line(at + 1));
    if (element?.kind === 'function') return idOfElement(file, element.qualifiedName);
  }
  return null;
}

function idOfElement(file: string, qualifiedName: string): string {
  return [file, ...qualifiedName.split('.')].join('::');
}
