/** The Java files of a repository by the name class files know them by: package and file. Leaves out parsing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { walkFolder } from '../../disk/folderWalk.ts';

/** Folders of build output and other people's code. Java packages may be called `build` or `out` all the same. */
const leftOut = new Set(['.git', '.hg', '.svn', '.gradle', '.idea', 'node_modules', 'target', '.venv']);
const maxFiles = 200_000;
const usualRoot = /^(?:.*\/)?src\/[^/]+\/java\/(.+)$/;

/** From `com/acme/Foo.java` to the file, relative to the repository; a list, as modules may have the same name. */
export type JavaSources = ReadonlyMap<string, readonly string[]>;

/** Reads all names, and the first lines of files that lie in no usual folder of sources. */
export async function readJavaSources(repository: string): Promise<JavaSources> {
  const { files } = await walkFolder(repository, { isLeftOut: (name) => leftOut.has(name), maxFiles });
  const sources = new Map<string, string[]>();
  for (const file of files) {
    if (!file.endsWith('.java')) continue;
    const key = usualRoot.exec(file)?.[1] ?? declaredKey(repository, file);
    const known = sources.get(key);
    if (known === undefined) sources.set(key, [file]);
    else known.push(file);
  }
  return sources;
}

/** The folder a file's package begins in, relative to the repository; empty for the repository itself. */
export function sourceRootOf(file: string, key: string): string {
  return file.endsWith(key)
    ? file.slice(0, file.length - key.length).replace(/\/$/, '')
    : file.replace(/\/?[^/]*$/, '');
}

function declaredKey(repository: string, file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  try {
    const text = readFileSync(join(repository, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    const declared = /^\s*(?:@[\w.]+\s+)*package\s+([\w.]+)\s*;/.exec(text)?.[1];
    return declared === undefined ? name : `${declared.replaceAll('.', '/')}/${name}`;
  } catch {
    return name;
  }
}
