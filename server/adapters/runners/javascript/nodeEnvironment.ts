/** The environment tests run in: the user's own, less what would change how Node starts or what we watch. */
import type { Environment } from '../../process/environment.ts';

const left =
  /^(NODE_V8_COVERAGE|NODE_TEST_CONTEXT|NODE_TEST_WORKER_ID|NODE_REPL_.*|NODE_INSPECT.*|NYC_.*|VITEST.*|JEST_WORKER_ID|TEST|MOCHA_.*|CULPRIT_.*|VSCODE_INSPECTOR_OPTIONS|ELECTRON_RUN_AS_NODE)$/;
const debugging = /(^|\s)--inspect[\w-]*(=\S*)?(?=\s|$)/g;

/** The environment for one run: `own` are variables of the project's command, as `name=value`. */
export function nodeEnvironment(
  user: Environment,
  own: readonly string[],
  requestFile: string,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(user)) {
    if (value !== undefined && !left.test(name)) environment[name] = value;
  }
  for (const text of own) {
    const at = text.indexOf('=');
    if (0 < at) environment[text.slice(0, at)] = text.slice(at + 1);
  }
  const options = (environment.NODE_OPTIONS ?? '').replace(debugging, '').trim();
  delete environment.NODE_OPTIONS;
  if (options !== '') environment.NODE_OPTIONS = options;
  environment.CULPRIT_NODE_OPTIONS = options;
  environment.CULPRIT_REQUEST = requestFile;
  // Colours would stand in messages.
  environment.NO_COLOR = '1';
  environment.FORCE_COLOR = '0';
  // What compiles TypeScript must not stop at a probe.
  environment.TS_NODE_TRANSPILE_ONLY = 'true';
  return environment;
}
