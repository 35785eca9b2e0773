/**
 * Code that the failing tests' exceptions speak of by name: `URL.__init__() got an unexpected keyword argument` is about a
 * function that never ran. Leaves out assertions on values, whose text is the test's own.
 */
import type { ProgramElement, RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';
import { assertedValues } from '../core/trace/assertedValues.ts';
import { namedInMessage } from '../core/trace/namedInMessage.ts';
import type { RaisedException } from '../core/trace/raisedException.ts';
import type { WatchedTest } from '../ports/testRunner.ts';
import type { KnownCode } from './failureLoading.ts';
import { linesOf } from './sourceLines.ts';
import type { IsTestCode } from './testCode.ts';

export interface NamedCode {
  /** As the message has it. */
  readonly name: string;
  /** What it is the name of, by file and line; for a module, its file alone. */
  readonly elements: readonly ProgramElement[];
  readonly files: readonly string[];
  readonly test: string;
  readonly message: string;
}

/** A name of more things than these says little. */
const maxMeant = 3;
const maxFailing = 20;

/** In the order of the tests and their messages. */
export function namedByFailure(
  snapshot: RepositorySnapshot,
  isTestCode: IsTestCode,
  failing: readonly WatchedTest[],
): readonly NamedCode[] {
  const spoken = new Map<string, { readonly test: WatchedTest; readonly exception: RaisedException }>();
  for (const test of failing.slice(0, maxFailing)) {
    const { exception } = test;
    if (exception === null || assertedValues(exception.message) !== null) continue;
    for (const name of namedInMessage(exception.message)) if (!spoken.has(name)) spoken.set(name, { test, exception });
  }
  if (spoken.size === 0) return [];
  const isCode = (file: string) => !isTestCode(file, 1 as Line);
  const code = snapshot.files.filter(isCode);
  const byName = elementsByName(snapshot, code, new Set([...spoken.keys()].map(lastPart)));
  return [...spoken].flatMap(([name, { test, exception }]) => {
    const meant = (byName.get(lastPart(name)) ?? []).filter(({ file, line }) => !isTestCode(file, line));
    const elements = narrowed(nearestBy(name, meant), failingLines(snapshot, exception));
    const files = elements.length > 0 ? [] : code.filter((file) => isModule(file, name)).slice(0, maxMeant);
    const { message } = exception;
    return elements.length + files.length === 0 ? [] : [{ name, elements, files, test: test.id, message }];
  });
}

/** What loading a test file is judged by: see `failureLoading`. */
export function knownCode(snapshot: RepositorySnapshot, isTestCode: IsTestCode): KnownCode {
  const namesModule = ({ message }: RaisedException) => {
    const names = namedInMessage(message).map((name) => name.split('.'));
    return snapshot.files.some(
      (file) => !isTestCode(file, 1 as Line) && names.some((parts) => isWholeModule(modulePath(file), parts)),
    );
  };
  return { isTestCode, namesModule };
}

function elementsByName(
  snapshot: RepositorySnapshot,
  files: readonly string[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly ProgramElement[]> {
  const found = new Map<string, ProgramElement[]>();
  for (const element of files.flatMap((file) => snapshot.elementsOf(file))) {
    if (!wanted.has(element.name)) continue;
    const known = found.get(element.name);
    if (known === undefined) found.set(element.name, [element]);
    else known.push(element);
  }
  return found;
}

/** Those whose path and qualified name end with most of the name's parts. */
function nearestBy(name: string, elements: readonly ProgramElement[]): readonly ProgramElement[] {
  const parts = name.split('.').reverse();
  const likeness = ({ file, qualifiedName }: ProgramElement) => {
    const own = [...modulePath(file), ...qualifiedName.split('.')].reverse();
    const at = parts.findIndex((part, depth) => part !== own[depth]);
    return at === -1 ? parts.length : at;
  };
  const best = elements.reduce((most, element) => Math.max(most, likeness(element)), 0);
  return elements.filter((element) => likeness(element) === best);
}

/** Of many, those whose class the failing line names: older interpreters call every constructor `__init__()`. */
function narrowed(elements: readonly ProgramElement[], lines: string): readonly ProgramElement[] {
  if (elements.length <= maxMeant) return elements;
  const owned = elements.filter(({ qualifiedName }) => {
    const owner = qualifiedName.split('.').at(-2);
    return owner !== undefined && new RegExp(`\\b${owner.replace(/[^\w]/g, '\\$&')}\\b`).test(lines);
  });
  return owned.length <= maxMeant ? owned : [];
}

/** The lines of the repository the exception passed last. */
function failingLines(snapshot: RepositorySnapshot, { frames }: RaisedException): string {
  const inside = frames.filter(({ inRepository }) => inRepository).slice(-2);
  return inside
    .map(({ file, line }) => {
      const span = snapshot.statementAt(file, line);
      return linesOf(snapshot, file)
        .slice((span?.line ?? line) - 1, span?.endLine ?? line)
        .join('\n');
    })
    .join('\n');
}

/** Whether a dotted name of at least one part is that of a file: `a.b` of `src/a/b.py` or `a/b/__init__.py`. */
function isModule(file: string, name: string): boolean {
  const parts = name.split('.');
  return parts.every((part, at) => modulePath(file).slice(-parts.length)[at] === part);
}

/** The same from the root, or from a folder of sources in it. */
function isWholeModule(path: readonly string[], parts: readonly string[]): boolean {
  const isSame = (own: readonly string[]) => own.length === parts.length && own.every((part, at) => part === parts[at]);
  return isSame(path) || isSame(path.slice(1));
}

function modulePath(file: string): readonly string[] {
  const parts = file.replace(/\.[^./]+$/, '').split('/');
  return /^(__init__|index|mod|lib)$/.test(parts.at(-1) ?? '') ? parts.slice(0, -1) : parts;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
