/**
 * Which test a command is about, from whatever the editor passed: nothing (palette: the cursor), a uri (editor menu:
 * the cursor there), `uri, position` (code lens), a test item or a failure message (Test Explorer). Test items may be
 * live or rebuilt without parent and children, so only their own id, uri, range and label are read.
 */
import { type Position, Uri, window } from 'vscode';
import type { LocalizeParams } from '../../server/protocol/requests.ts';
import { testedLanguages } from '../../server/protocol/testedLanguages.ts';

/** Throws one sentence where no test was meant. */
export function chosenTest(args: readonly unknown[]): LocalizeParams {
  const [first, second] = args;
  if (typeof first === 'string' && isPosition(second)) return { textDocument: { uri: first }, position: plain(second) };
  const item = testItemOf(first);
  if (item !== null) return testOfItem(item);
  return testAtCursor(first instanceof Uri ? first : null);
}

/** The part of `TestItem` that survives every route through the editor. */
interface BareTestItem {
  readonly id: string;
  readonly label: string;
  readonly uri?: Uri | undefined;
  readonly range?: { readonly start: Position } | undefined;
}

function testItemOf(argument: unknown): BareTestItem | null {
  if (typeof argument !== 'object' || argument === null) return null;
  if ('test' in argument) return testItemOf(argument.test);
  return 'id' in argument && 'label' in argument && typeof argument.id === 'string' ? (argument as BareTestItem) : null;
}

/** The Python extension's ids are pytest's with an absolute path: `/abs/test_a.py::TestX::test_y`. */
const absoluteId = /^(?:\/|[A-Za-z]:[\\/]).*\.py::\S/;

function testOfItem({ id, label, uri, range }: BareTestItem): LocalizeParams {
  if (uri === undefined) {
    if (absoluteId.test(id)) return { test: id };
    throw new Error(`The Test Explorer does not say where "${label}" is. Put the cursor in the test and start there.`);
  }
  const textDocument = { uri: uri.toString() };
  if (absoluteId.test(id)) return { textDocument, test: id };
  const name = uri.path.split('/').at(-1);
  return {
    textDocument,
    ...(range === undefined ? {} : { position: plain(range.start) }),
    ...(label === name ? {} : { label }),
  };
}

function testAtCursor(uri: Uri | null): LocalizeParams {
  const active = window.activeTextEditor;
  const editor =
    uri === null || active?.document.uri.toString() === uri.toString()
      ? active
      : window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (editor === undefined || !testedLanguages.includes(editor.document.languageId)) {
    throw new Error('Put the cursor in a failing test first.');
  }
  return { textDocument: { uri: editor.document.uri.toString() }, position: plain(editor.selection.active) };
}

function isPosition(value: unknown): value is Position {
  return typeof value === 'object' && value !== null && 'line' in value && 'character' in value;
}

function plain({ line, character }: Position): { line: number; character: number } {
  return { line, character };
}
