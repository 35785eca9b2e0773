/** The packages of a workspace and what cargo tests of them, as `cargo metadata` says. Leaves out dependencies from elsewhere. */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { readText } from '../../disk/readText.ts';

export interface CargoTarget {
  readonly kind: 'lib' | 'bin' | 'test';
  readonly name: string;
  /** As nextest writes it: `package`, `package::bin/name` or `package::name`. */
  readonly binaryId: string;
  readonly package: string;
  /** The package's folder, relative to the repository. */
  readonly folder: string;
  /** The root file, relative to the repository. */
  readonly root: string;
  readonly edition: string;
  readonly requiredFeatures: readonly string[];
}

export interface CargoWorkspace {
  /** Folders relative to the repository; empty for its root. */
  readonly root: string;
  readonly packages: readonly string[];
  /** Targets with tests that libtest runs. */
  readonly targets: readonly CargoTarget[];
  /** Root files of crates that may carry probes, with their editions. */
  readonly crates: readonly { readonly root: string; readonly edition: string }[];
  /** Folders with the source of crates that run inside the compiler. */
  readonly compilerFolders: readonly string[];
  /** Folders of packages that are depended upon by path, absolute. */
  readonly pathDependencies: readonly string[];
}

interface Metadata {
  readonly workspace_root: string;
  readonly packages: readonly {
    readonly name: string;
    readonly manifest_path: string;
    readonly dependencies: readonly { readonly path?: string | null }[];
    readonly targets: readonly {
      readonly name: string;
      readonly kind: readonly string[];
      readonly src_path: string;
      readonly edition: string;
      readonly test: boolean;
      readonly 'required-features'?: readonly string[];
    }[];
  }[];
}

const libraries = ['lib', 'rlib', 'dylib', 'cdylib', 'staticlib', 'proc-macro'];

/** Reads what cargo wrote into `file`. `repository` is a real path. */
export async function readWorkspace(file: string, repository: string): Promise<CargoWorkspace> {
  const { workspace_root, packages } = JSON.parse(await readFile(file, 'utf8')) as Metadata;
  const inRepository = (path: string) => relative(repository, path).split(sep).join('/');
  const targets: CargoTarget[] = [];
  const crates: { root: string; edition: string }[] = [];
  const compilerFolders: string[] = [];
  for (const one of packages) {
    const withoutHarness = harnessless(readText(one.manifest_path));
    for (const target of one.targets) {
      const kind = target.kind.some((name) => libraries.includes(name)) ? 'lib' : target.kind[0];
      const root = inRepository(target.src_path);
      if (target.kind.includes('proc-macro')) compilerFolders.push(dirname(root));
      else if (kind === 'lib' || kind === 'bin' || kind === 'test') crates.push({ root, edition: target.edition });
      if (!target.test || withoutHarness.has(target.name)) continue;
      if (kind !== 'lib' && kind !== 'bin' && kind !== 'test') continue;
      const binaryId = { lib: one.name, bin: `${one.name}::bin/${target.name}`, test: `${one.name}::${target.name}` }[
        kind
      ];
      const requiredFeatures = target['required-features'] ?? [];
      targets.push({
        kind,
        name: target.name,
        binaryId,
        package: one.name,
        folder: inRepository(dirname(one.manifest_path)),
        root,
        edition: target.edition,
        requiredFeatures,
      });
    }
  }
  const order = { lib: 0, bin: 1, test: 2 };
  return {
    root: inRepository(workspace_root),
    packages: packages.map(({ manifest_path }) => inRepository(dirname(manifest_path))),
    targets: targets.sort((a, b) => order[a.kind] - order[b.kind] || (a.binaryId < b.binaryId ? -1 : 1)),
    crates,
    compilerFolders,
    pathDependencies: packages.flatMap(({ dependencies }) => dependencies.flatMap(({ path }) => path ?? [])),
  };
}

/** Names of targets that bring a `main` of their own instead of libtest's, which metadata does not tell. */
function harnessless(manifest: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const section of manifest.split(/^\s*(?=\[)/m)) {
    if (!/^\s*harness\s*=\s*false/m.test(section)) continue;
    const name = /^\s*name\s*=\s*"([^"]+)"/m.exec(section)?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** The manifest of the package a file of the repository belongs to: the nearest above it. */
export function manifestAbove(repository: string, file: string): string | null {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(repository, folder, 'Cargo.toml');
    if (readText(manifest) !== '') return folder === '.' ? '' : folder;
    if (folder === '.' || folder === '/' || folder === '') return null;
  }
}
