/**
 * Traces as read-only documents, one per test: the newest trace of it, which lives in memory and as long as its editor.
 * What names a line of the repository is a link to it. Leaves out colours and folding, which are the language's.
 */
import {
  Disposable,
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { TraceResult } from '../../server/protocol/requests.ts';
import type { TraceLink, TracePage } from '../../server/protocol/traceText.ts';
import { lineUri, type WirePlace } from '../convert/locations.ts';
import { lastRowOf } from '../convert/traceRow.ts';

const scheme = 'culprit-trace';
const languageId = 'culprit-trace';
const patienceMs = 3000;
const stepMs = 20;
/** What an editor shows that was open before the window was. */
const gone = 'This trace is no longer kept. Run "Culprit: Show Execution Trace" on its test again.';

interface Shown {
  readonly page: TracePage;
  readonly folder: Uri;
}

export class TraceDocuments {
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registered = Disposable.from(
    this.#changed,
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.#shown.get(uri.toString())?.page.lines.join('\n') ?? gone,
    }),
    languages.registerDocumentLinkProvider({ scheme }, { provideDocumentLinks: (document) => this.#links(document) }),
    workspace.onDidCloseTextDocument((document) => this.#forget(document)),
  );

  /** Opens the trace, at the last time that `at` ran where it is given and did. */
  async show({ document: trace, page, folderUri }: TraceResult & { readonly ending: 'done' }, at: WirePlace | null) {
    const folder = Uri.parse(folderUri);
    const uri = uriOf(folder, trace.test);
    this.#shown.set(uri.toString(), { page, folder });
    this.#changed.fire(uri);
    const opened = await workspace.openTextDocument(uri);
    await holds(opened, page.lines);
    const document = await languages.setTextDocumentLanguage(opened, languageId);
    const row = at === null ? null : lastRowOf(page, at);
    const editor = await window.showTextDocument(document, {
      preview: false,
      ...(row === null ? {} : { selection: new Range(row, 0, row, 0) }),
    });
    if (row !== null) editor.revealRange(new Range(row, 0, row, 0), TextEditorRevealType.InCenter);
  }

  dispose(): void {
    this.#registered.dispose();
  }

  #links(document: TextDocument): DocumentLink[] {
    const shown = this.#shown.get(document.uri.toString());
    return (shown?.page.links ?? []).map((link) => linkOf(link, shown?.folder ?? document.uri));
  }

  /** A change of language closes a document as well, and opens it again at once. */
  #forget({ uri }: TextDocument): void {
    const isStillThere = workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (!isStillThere) this.#shown.delete(uri.toString());
  }
}

/** A document that is open already takes up its new text some time after it was told of it. */
async function holds(document: TextDocument, lines: readonly string[]): Promise<void> {
  const isNew = () =>
    document
      .getText()
      .split(/\r\n|\n/)
      .join('\n') === lines.join('\n');
  for (let waited = 0; !isNew() && waited < patienceMs; waited += stepMs) {
    await new Promise((resolve) => setTimeout(resolve, stepMs));
  }
}

function linkOf(link: TraceLink, folder: Uri): DocumentLink {
  const { row, start, end, file, line } = link;
  const target = new DocumentLink(new Range(row, start, row, end), lineUri(folder, link));
  target.tooltip = `${file}:${line}`;
  return target;
}

/** The last part of the path is what its tab shows. */
function uriOf(folder: Uri, test: string): Uri {
  const name = (test.split('::').at(-1) ?? test).replaceAll(/[/\\]/g, '∕');
  return Uri.from({ scheme, path: `/Trace of ${name}`, query: `${folder.toString()}#${test}` });
}
