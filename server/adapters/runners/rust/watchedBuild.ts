/**
 * From a repository to test programs: brings the shadow copy up to date, with probes or without, and builds it. A file that
 * the compiler takes only without our probes gets none.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, posix, relative, sep } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { WatchRequest } from '../../../ports/testRunner.ts';
import { isInside } from '../../disk/confinedPath.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import { type BareFiles, bareFiles } from './bareFiles.ts';
import { type Build, buildPrograms } from './cargoBuild.ts';
import type { CargoPlace } from './cargoPlace.ts';
import type { CargoTarget, CargoWorkspace } from './cargoWorkspace.ts';
import { createProbing, type ProbedFile, type Probing } from './probing.ts';
import { fromShadow, type ShadowRequest, syncShadow } from './shadowCopy.ts';

export interface WatchedBuildRequest {
  readonly repository: string;
  readonly place: CargoPlace;
  readonly outFolder: string;
  readonly cacheFolder: string;
  readonly targets: readonly CargoTarget[];
  readonly watch: WatchRequest;
}

export interface WatchedBuild {
  readonly build: Build;
  /** The shadow copy. */
  readonly shadow: string;
  readonly probed: ReadonlyMap<string, ProbedFile>;
}

const maxRounds = 5;
const errorPlace = /^\s*(?:-->|:::) (.+?):(\d+):\d+$/gm;

/** Builds the programs of the targets. A build that fails without any probe in the way is the repository's own. */
export async function watchedBuild(
  options: EcosystemOptions,
  request: WatchedBuildRequest,
  cancellation: Cancellation,
): Promise<WatchedBuild> {
  const { repository, place, watch, targets } = request;
  const isPlain = watch.mode === 'plain';
  const shadow = join(place.folder, isPlain ? 'plain' : 'probes');
  const probing = isPlain ? null : createProbing(place, repository, shadow, watch.values);
  const { workspace } = place;
  const roots = copiedRoots(repository, workspace);
  const where = {
    ...{ repository, toolchain: place.toolchain, tools: place.tools, folder: shadow },
    ...{ outFolder: request.outFolder, cacheFolder: request.cacheFolder },
    cwd: join(shadow, workspace.root),
    // Cargo tells packages apart by where they are in their workspace, which is the same in both copies, and by a wrapper
    // for the workspace. Packages outside of it have neither.
    targetFolder: roots.length === 1 ? join(place.folder, 'target') : `${shadow}-target`,
    isProbed: !isPlain,
  };
  const bare = bareFiles(`${shadow}-bare.json`, repository);
  for (let round = 1; ; round += 1) {
    const probed = syncShadow(shadowRequest(repository, roots, shadow, probing, bare));
    const build = await buildPrograms(options, where, targets, cancellation);
    if (build.kind === 'built') bare.remember();
    const hasFailed = build.kind === 'failed' && build.result.ending.kind === 'exited';
    if (!hasFailed || probed.size === 0) return { build, shadow, probed };
    const blamed = blamedFiles(build.result.outputTail, workspace.root, shadow);
    const toBare = blamed.filter((file) => probed.has(file));
    // What is wrong without our probes is wrong.
    if (blamed.length > 0 && toBare.length === 0) return { build, shadow, probed };
    bare.add(toBare.length === 0 || round === maxRounds ? [...probed.keys()] : toBare);
  }
}

/** The workspace, and packages it depends on that lie elsewhere in the repository. */
function copiedRoots(repository: string, workspace: CargoWorkspace): readonly string[] {
  const outer = workspace.pathDependencies
    .filter((path) => isInside(repository, path))
    .map((path) => relative(repository, path).split(sep).join('/'));
  const roots = [workspace.root, ...workspace.packages, ...outer];
  const isBelow = (root: string, other: string) => other !== root && (other === '' || root.startsWith(`${other}/`));
  return [...new Set(roots)].filter((root) => !roots.some((other) => isBelow(root, other)));
}

function shadowRequest(
  repository: string,
  roots: readonly string[],
  folder: string,
  probing: Probing | null,
  bare: BareFiles,
): ShadowRequest<ProbedFile> {
  const isManifest = (file: string) => posix.basename(file) === 'Cargo.toml';
  return {
    ...{ repository, roots, folder },
    treatment(file, before) {
      if (isManifest(file)) return leadsOut(repository, file) ? 'manifest' : null;
      return bare.has(file) ? null : (probing?.treatment(file, before) ?? null);
    },
    treat(file, text, before) {
      if (isManifest(file)) return { text: withWholePaths(repository, file, text), extra: null };
      return probing!.treat(file, text, before);
    },
  };
}

const pathEntry = /\bpath(\s*)=(\s*)"([^"\n]+)"/g;

/** Whether a manifest names a folder outside of the repository, which a copy elsewhere would look for in vain. */
function leadsOut(repository: string, manifest: string): boolean {
  const text = readFileSync(join(repository, manifest), 'utf8');
  return withWholePaths(repository, manifest, text) !== text;
}

function withWholePaths(repository: string, manifest: string, text: string): string {
  return text.replace(pathEntry, (entry, before: string, after: string, path: string) => {
    const whole = join(repository, posix.dirname(manifest), path);
    if (isAbsolute(path) || isInside(repository, whole) || !existsSync(whole)) return entry;
    return `path${before}=${after}${JSON.stringify(whole)}`;
  });
}

/** Files of the repository that compiler messages point at. */
function blamedFiles(output: string, workspaceRoot: string, shadow: string): readonly string[] {
  return [...new Set(errorPlaces(output, workspaceRoot, shadow).map(({ file }) => file))];
}

export interface ErrorPlace {
  readonly file: string;
  readonly line: number;
}

/** Places in the repository that compiler messages point at, in order. */
export function errorPlaces(output: string, workspaceRoot: string, shadow: string): readonly ErrorPlace[] {
  return [...output.matchAll(errorPlace)].flatMap(([, path = '', line]) => {
    const file = sourceFile(path, workspaceRoot, shadow);
    return file === null ? [] : [{ file, line: Number(line) }];
  });
}

/** A path as rustc writes it (relative to the workspace, or absolute in the copy) as one of the repository. */
export function sourceFile(path: string, workspaceRoot: string, shadow: string): string | null {
  if (isAbsolute(path)) return fromShadow(shadow, path);
  const file = posix.join(workspaceRoot, path.replaceAll('\\', '/'));
  return existsSync(join(shadow, file)) ? file : null;
}
