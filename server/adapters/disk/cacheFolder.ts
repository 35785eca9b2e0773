/** Where Culprit keeps what it can make again, by the XDG Base Directory specification. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The folder's path; it need not be there yet. A relative `XDG_CACHE_HOME` is ignored, as the specification says. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const given = environment.XDG_CACHE_HOME ?? '';
  return join(isAbsolute(given) ? given : join(homedir(), '.cache'), 'culprit');
}
