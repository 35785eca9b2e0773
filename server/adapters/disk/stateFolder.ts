/** Where Culprit keeps what must last longer than a cache, by the XDG Base Directory specification. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The folder's path; it need not be there yet. A relative `XDG_STATE_HOME` is ignored, as the specification says. */
export function stateFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const given = environment.XDG_STATE_HOME ?? '';
  return join(isAbsolute(given) ? given : join(homedir(), '.local', 'state'), 'culprit');
}
