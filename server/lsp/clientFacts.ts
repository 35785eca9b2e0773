/**
 * What the client told about itself when it connected, checked field by field: it is input, and other editors send
 * whatever their users wrote. Leaves out settings that the client is asked for later.
 */

import type { InitializeParams } from 'vscode-languageserver/node';
import { sandboxChoices } from '../adapters/isolation/isolationLevel.ts';
import { runnerNames } from '../ports/testRunner.ts';
import { type InitializationOptions, localizeCommand, type Settings } from '../protocol/requests.ts';

export interface ClientFacts {
  /** The client shows results itself. */
  readonly showsResults: boolean;
  readonly trusted: boolean;
  readonly cacheFolder: string | null;
  readonly command: string;
  readonly settings: Settings;
  readonly canCreateProgress: boolean;
  readonly canBeAskedForSettings: boolean;
  readonly canRefreshLenses: boolean;
  readonly canWatchFiles: boolean;
  readonly canChangeFolders: boolean;
}

const defaultSettings: Settings = {
  python: { interpreter: '' },
  runner: 'auto',
  sandbox: 'auto',
  timeoutSeconds: 120,
  top: 10,
  codeLens: true,
};

const runners: readonly Settings['runner'][] = ['auto', ...runnerNames];

export function clientFacts(params: InitializeParams): ClientFacts {
  const options = record(params.initializationOptions) as Partial<Record<keyof InitializationOptions, unknown>>;
  const { window, workspace } = params.capabilities;
  return {
    showsResults: options.client === 'culprit-vscode',
    trusted: options.trusted === true,
    cacheFolder: text(options.cacheFolder),
    command: text(options.command) ?? localizeCommand,
    settings: checkedSettings(options.settings),
    canCreateProgress: window?.workDoneProgress === true,
    canBeAskedForSettings: workspace?.configuration === true,
    canRefreshLenses: workspace?.codeLens?.refreshSupport === true,
    canWatchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    canChangeFolders: workspace?.workspaceFolders === true,
  };
}

/** Settings from anywhere: a field of the wrong kind falls back to `fallback`. */
export function checkedSettings(value: unknown, fallback: Settings = defaultSettings): Settings {
  const given = record(value);
  const interpreter = record(given.python).interpreter;
  const runner = runners.find((known) => known === given.runner);
  const { timeoutSeconds, top, codeLens } = given;
  return {
    python: { interpreter: typeof interpreter === 'string' ? interpreter.trim() : fallback.python.interpreter },
    runner: runner ?? fallback.runner,
    sandbox: sandboxChoices.find((known) => known === given.sandbox) ?? fallback.sandbox,
    timeoutSeconds: typeof timeoutSeconds === 'number' && timeoutSeconds > 0 ? timeoutSeconds : fallback.timeoutSeconds,
    top: typeof top === 'number' && top >= 1 ? Math.floor(top) : fallback.top,
    codeLens: typeof codeLens === 'boolean' ? codeLens : fallback.codeLens,
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
