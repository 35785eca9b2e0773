/** The environment Go tests are built and run in: the user's own, less what would change what is built or watched. */
import { delimiter, join } from 'node:path';
import type { Environment } from '../../process/environment.ts';

const left = new Set(['GOFLAGS', 'GORACE', 'GOCOVERDIR', 'GOTRACEBACK', 'CULPRIT_GO_WATCH']);
/** Flags of the user's that decide what is built; all others are about reports, or are ours to choose. */
const kept = /^--?(tags|modfile|ldflags|gcflags|asmflags|buildvcs|mod=vendor|mod=readonly|compiler|pgo)\b/;

/** For the `go` command; `flags` are those it would use by itself. */
export function buildEnvironment(user: Environment, flags: string): Record<string, string> {
  const ours = flags.split(/\s+/).filter((flag) => kept.test(flag) && !flag.includes('buildvcs'));
  return { ...withoutOwn(user), GOFLAGS: [...ours, '-buildvcs=false'].join(' ') };
}

/** For a test program: as `go test` would start it. */
export function testEnvironment(
  user: Environment,
  goRoot: string,
  folder: string,
  request: string,
): Record<string, string> {
  const path = [join(goRoot, 'bin'), user.PATH ?? ''].filter((part) => part !== '').join(delimiter);
  const flags: Record<string, string> = user.GOFLAGS === undefined ? {} : { GOFLAGS: user.GOFLAGS };
  return { ...withoutOwn(user), ...flags, PATH: path, PWD: folder, CULPRIT_GO_WATCH: request };
}

/** Flags of the user's for test programs. */
export function testFlags(flags: string): readonly string[] {
  return /(^|\s)--?short\b(?!=false)/.test(flags) ? ['-test.short'] : [];
}

function withoutOwn(user: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(user).flatMap(([name, value]) => (value === undefined || left.has(name) ? [] : [[name, value]])),
  );
}
