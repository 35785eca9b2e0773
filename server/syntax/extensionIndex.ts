/** Who claims files by how their paths end, found by what follows the last dot, without asking all of them. */

export interface ExtensionClaim<Claimant> {
  readonly claimant: Claimant;
  /** The first of its extensions that fits. */
  readonly extension: string;
}

interface Claims<Claimant> {
  readonly claimant: Claimant;
  readonly extensions: readonly string[];
}

/** Gives the claims on a path, in the order of the claimants. An extension is any end of a path, with or without dots. */
export function createExtensionIndex<Claimant>(
  claimants: readonly Claimant[],
  extensionsOf: (claimant: Claimant) => readonly string[],
): (path: string) => readonly ExtensionClaim<Claimant>[] {
  const all = claimants.map((claimant): Claims<Claimant> => ({ claimant, extensions: extensionsOf(claimant) }));
  const withEnd = (fits: (end: string) => boolean) =>
    all.flatMap(({ claimant, extensions }) => {
      const some = extensions.filter((extension) => fits(endOf(extension)));
      return some.length === 0 ? [] : [{ claimant, extensions: some }];
    });
  const ends = new Set(all.flatMap(({ extensions }) => extensions.map(endOf)));
  // What has no dot may be the end of any path.
  const byEnd = new Map([...ends].map((end) => [end, withEnd((own) => own === end || own === '')]));
  const dotless = withEnd((end) => end === '');
  return (path) =>
    (byEnd.get(endOf(path)) ?? dotless).flatMap(({ claimant, extensions }) => {
      const extension = extensions.find((one) => path.endsWith(one));
      return extension === undefined ? [] : [{ claimant, extension }];
    });
}

/** From the last dot on; empty where there is none. */
function endOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '' : path.slice(dot);
}
