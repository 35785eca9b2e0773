/** Which build a source file belongs to, told by the files beside and above it. Leaves out asking the build anything. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

export type JavaBuildTool = 'maven' | 'gradle' | 'junit';

export interface JavaProject {
  readonly tool: JavaBuildTool;
  /** Where tests run, absolute. */
  readonly module: string;
  /** Where the build begins: the module itself, or what has it among its modules. */
  readonly root: string;
}

const gradleFiles = ['build.gradle', 'build.gradle.kts'];
const settingsFiles = ['settings.gradle', 'settings.gradle.kts'];

/** The project of a file (relative to the repository); with `asked`, the nearest of that tool or null. */
export function projectOf(repository: string, file: string, asked: JavaBuildTool | null): JavaProject | null {
  for (const folder of upwards(repository, dirname(join(repository, file)))) {
    if (asked !== 'gradle' && asked !== 'junit' && existsSync(join(folder, 'pom.xml'))) {
      return { tool: 'maven', module: folder, root: mavenRoot(repository, folder) };
    }
    if (asked !== 'maven' && asked !== 'junit' && hasOne(folder, gradleFiles)) {
      const root = upwards(repository, folder).find((above) => hasOne(above, settingsFiles));
      return { tool: 'gradle', module: folder, root: root ?? folder };
    }
  }
  if (asked !== null && asked !== 'junit') return null;
  const place = upwards(repository, dirname(join(repository, file))).find((folder) => {
    return ['lib', 'libs', '.classpath'].some((name) => existsSync(join(folder, name)));
  });
  return { tool: 'junit', module: place ?? repository, root: place ?? repository };
}

/** Folders from `from` up to the repository, both included. */
function upwards(repository: string, from: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === repository || folder === dirname(folder)) return folders;
  }
}

function hasOne(folder: string, names: readonly string[]): boolean {
  return names.some((name) => existsSync(join(folder, name)));
}

/** The furthest folder above that leads to the module through its lists of modules. */
function mavenRoot(repository: string, module: string): string {
  let root = module;
  for (const folder of upwards(repository, dirname(module))) {
    if (folder === module || !resolve(folder).startsWith(resolve(repository))) continue;
    if (listsModule(folder, root)) root = folder;
  }
  return root;
}

function listsModule(folder: string, module: string): boolean {
  try {
    const text = readFileSync(join(folder, 'pom.xml'), 'utf8').replace(/<!--[\s\S]*?-->/g, '');
    const listed = [...text.matchAll(/<(?:module|subproject)>\s*([^<]*?)\s*</g)].map((match) => match[1] ?? '');
    const wanted = relative(folder, module).split(sep).join('/');
    return listed.some((name) => name.replace(/^\.\//, '').replace(/\/(pom\.xml)?$/, '') === wanted);
  } catch {
    return false;
  }
}
