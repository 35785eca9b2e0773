/**
 * What the language server understands beyond the Language Server Protocol: names and plain JSON. `docs/protocol.md`
 * describes them for people who write a client.
 */
import type { Localization } from './localization.ts';
import type { TraceDocument } from './trace.ts';
import type { TracePage } from './traceText.ts';

/** Request: localize one failing test. Cancel it with `$/cancelRequest`; what was reached is still answered. */
export const localizeRequest = 'culprit/localize';

/** Request: run one test and tell how it ran. `LocalizeParams` in, `TraceResult` out; cancelled like the one above. */
export const traceRequest = 'culprit/trace';

/** Requests: questions to the graph of a folder. `GraphParams` in, the documents of `graph.ts` and `graphQueries.ts` out. */
export const graphRequests = {
  stats: 'culprit/graph/stats',
  search: 'culprit/graph/search',
  neighbors: 'culprit/graph/neighbors',
  related: 'culprit/graph/related',
  tests: 'culprit/graph/tests',
  enclosing: 'culprit/graph/enclosing',
  slice: 'culprit/graph/slice',
} as const;
export type GraphRequest = (typeof graphRequests)[keyof typeof graphRequests];

/** Notification from the client: may code of the workspace be run? */
export const trustNotification = 'culprit/trust';

/** The server's command, for `workspace/executeCommand`; editors list it in their pickers. */
export const localizeCommand = 'culprit.localize';

/** What the client may say about itself when it connects. Everything is optional. */
export interface InitializationOptions {
  /** Our own extension says `culprit-vscode`: it shows results itself, so the server publishes no diagnostics. */
  readonly client?: string;
  /** The user allows tests of this workspace to run. */
  readonly trusted?: boolean;
  /** Absolute folder for rebuildable data; by default under `$XDG_CACHE_HOME/culprit`. */
  readonly cacheFolder?: string;
  /** The command a code lens and a code action name; by default `culprit.localize`. */
  readonly command?: string;
  /** Used until the client answers `workspace/configuration` for the section `culprit`. */
  readonly settings?: Partial<Settings>;
}

/** The settings of section `culprit`. */
export interface Settings {
  readonly python: { readonly interpreter: string };
  /** `auto`, or the name of a runner. */
  readonly runner: string;
  /** How far tests are kept from harm: `auto`, `bwrap` or `none`. */
  readonly sandbox: string;
  readonly timeoutSeconds: number;
  readonly top: number;
  readonly codeLens: boolean;
}

export interface TrustParams {
  readonly trusted: boolean;
}

/**
 * Which test: `test` in the runner's own form where the client knows it, else the one at `position` of the document,
 * else the only one there named `label`, else the whole file.
 */
export interface LocalizeParams {
  readonly textDocument?: { readonly uri: string };
  readonly position?: WirePosition;
  readonly label?: string;
  readonly test?: string;
  readonly workDoneToken?: string | number;
}

/** Zero-based, characters in UTF-16 units, as everywhere in the Language Server Protocol. */
export interface WirePosition {
  readonly line: number;
  readonly character: number;
}

export interface LocalizeResult {
  readonly localization: Localization;
  readonly ending: 'done' | 'cancelled';
  /** The workspace folder that the paths of the localization are relative to. */
  readonly folderUri: string;
  readonly summary: Summary;
}

export type TraceResult =
  | { readonly ending: 'cancelled' }
  | {
      readonly ending: 'done';
      readonly document: TraceDocument;
      /** The document as text, and what of it names lines of the repository. */
      readonly page: TracePage;
      /** The workspace folder that the paths of the document are relative to. */
      readonly folderUri: string;
    };

/** The answer in one sentence, and how loudly to say it. */
export interface Summary {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
}
