/** Where Culprit keeps what it can make again, by the XDG Base Directory specification. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder's path; it need not be there yet. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'culprit');
}
