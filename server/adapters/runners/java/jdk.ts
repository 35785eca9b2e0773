/** Finds the JDK that compiles and runs the tests: what `JAVA_HOME` says, else the one whose `javac` is on the path. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Environment } from '../../process/environment.ts';

export interface Jdk {
  readonly home: string;
  /** As its own `release` file has it: `17.0.15`, `1.8.0_392`. */
  readonly version: string;
  /** Where it was found, in words. */
  readonly source: string;
}

const suffix = process.platform === 'win32' ? '.exe' : '';

/** The JDK, or the sentence that says what is missing. */
export function findJdk(environment: Environment): Jdk | { readonly missing: string } {
  const home = environment.JAVA_HOME;
  if (home !== undefined && home !== '') {
    if (hasCompiler(home)) return { home, version: versionOf(home), source: 'JAVA_HOME' };
    return { missing: `JAVA_HOME is ${home}, where there is no javac. Let it name a JDK, not only a runtime.` };
  }
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    const compiler = join(folder, `javac${suffix}`);
    if (folder === '' || !existsSync(compiler)) continue;
    const found = dirname(dirname(realpathSync(compiler)));
    // What macOS has on the path stands in for one that is elsewhere.
    if (hasCompiler(found) && existsSync(join(found, 'lib'))) {
      return { home: found, version: versionOf(found), source: 'PATH' };
    }
  }
  return { missing: 'There is no JDK: neither JAVA_HOME nor javac on PATH. Install one, Java 8 or later.' };
}

/** A program of the JDK: `java`, `javac`, `jar`. */
export function jdkProgram(jdk: Pick<Jdk, 'home'>, name: string): string {
  return join(jdk.home, 'bin', `${name}${suffix}`);
}

function hasCompiler(home: string): boolean {
  return existsSync(join(home, 'bin', `javac${suffix}`));
}

function versionOf(home: string): string {
  try {
    return /^JAVA_VERSION="([^"]*)"/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
