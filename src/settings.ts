/**
 * The settings as the server asks for them. Where the user named no interpreter, the one chosen in the Python
 * extension is used: tests run there, too. Leaves out the settings themselves; `package.json` describes them.
 */
import { extensions, Uri } from 'vscode';
import type { ConfigurationMiddleware } from 'vscode-languageclient/node';

/** What is used of the API that the Python extension exports. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: Uri): unknown;
    resolveEnvironment(path: unknown): Promise<{ readonly executable: { readonly uri?: Uri | undefined } } | undefined>;
  };
}

export const settingsMiddleware: ConfigurationMiddleware = {
  async configuration(params, token, next) {
    const answers = await next(params, token);
    if (!Array.isArray(answers)) return answers;
    return Promise.all(answers.map((answer, index) => withInterpreter(answer, params.items[index]?.scopeUri)));
  },
};

async function withInterpreter(answer: unknown, scopeUri: string | undefined): Promise<unknown> {
  const python = (answer as { python?: { interpreter?: unknown } } | null)?.python;
  if (python === undefined || python.interpreter) return answer;
  const interpreter = await interpreterOfPythonExtension(scopeUri === undefined ? undefined : Uri.parse(scopeUri));
  return interpreter === null ? answer : { ...(answer as object), python: { ...python, interpreter } };
}

async function interpreterOfPythonExtension(folder: Uri | undefined): Promise<string | null> {
  const extension = extensions.getExtension<PythonExtension>('ms-python.python');
  const environments = extension?.isActive === true ? extension.exports.environments : undefined;
  if (environments === undefined) return null;
  try {
    const found = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
    return found?.executable.uri?.fsPath ?? null;
  } catch {
    return null;
  }
}
