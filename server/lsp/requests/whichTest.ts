/** From what a client said to the runner's id of one test, in one folder. Leaves out whether the runner knows it. */
import { isAbsolute, relative, sep } from 'node:path';
import type { LocalizeParams } from '../../protocol/requests.ts';
import { Refusal } from '../refusal.ts';
import type { Session } from '../session.ts';
import { type TestHere, testAt, testId } from '../testsInDocument.ts';
import type { PlacedDocument } from '../workspaceFolders.ts';

export interface ChosenTest {
  readonly root: string;
  readonly test: string;
}

export async function whichTest(session: Session, params: LocalizeParams): Promise<ChosenTest> {
  const { textDocument, test } = params;
  const document = textDocument === undefined ? null : session.place(textDocument.uri);
  if (test !== undefined) return named(session, test, document);
  if (document === null) throw new Refusal('Say which test: give a document uri and a position, or a test id.');
  await requireKnownLanguage(session, document);
  const text = await session.textOf(document);
  if (text === null) throw new Refusal(`Cannot read "${document.file}".`);
  return { root: document.root, test: inDocument(document, await session.engine.testsIn(document.file, text), params) };
}

/** The Test Explorer shows tests of every language. */
async function requireKnownLanguage({ engine }: Session, { file }: PlacedDocument): Promise<void> {
  const extensions = await engine.testedExtensions();
  if (extensions.some((extension) => file.endsWith(extension))) return;
  throw new Refusal(`Culprit runs tests in ${extensions.join(' and ')} files so far; "${file}" is none.`);
}

function inDocument({ file }: PlacedDocument, tests: readonly TestHere[], { position, label }: LocalizeParams): string {
  if (position !== undefined) {
    const here = testAt(tests, position.line);
    if (here !== null) return testId(file, here);
    if (label === undefined) {
      throw new Refusal(`Put the cursor in a test function: no test is at line ${position.line + 1} of "${file}".`);
    }
  }
  if (label === undefined) return file;
  const [only, another] = tests.filter((test) => test.name === label || test.qualifiedName === label);
  if (only === undefined) throw new Refusal(`No test named "${label}" is in "${file}".`);
  if (another !== undefined)
    throw new Refusal(`Several tests in "${file}" are named "${label}": choose one in the editor.`);
  return testId(file, only);
}

/** A test by its id: relative to its folder, or with the absolute path that other extensions use. */
function named(session: Session, test: string, document: PlacedDocument | null): ChosenTest {
  if (test.startsWith('-') || test.trim() === '') throw new Refusal(`"${test}" is not the id of a test.`);
  const [path = '', ...inFile] = test.split('::');
  if (isAbsolute(path)) {
    const root = session.folders
      .filter((folder) => !relative(folder, path).startsWith('..') && !isAbsolute(relative(folder, path)))
      .sort((a, b) => b.length - a.length)[0];
    if (root === undefined) throw new Refusal(`Open the folder that holds "${path}".`);
    return { root, test: [relative(root, path).split(sep).join('/'), ...inFile].join('::') };
  }
  const root = document?.root ?? (session.folders.length === 1 ? session.folders[0] : undefined);
  if (root !== undefined) return { root, test };
  throw new Refusal(`Say which folder "${test}" is in: give the uri of its document, too.`);
}
