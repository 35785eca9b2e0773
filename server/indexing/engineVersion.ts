/** What tells apart engines that would extract other facts from the same text: the build says it. */
declare const culpritEngineVersion: string | undefined;

/** A digest of the sources the facts depend on; in a run from sources, where no build was made, a word. */
export const engineVersion: string = typeof culpritEngineVersion === 'string' ? culpritEngineVersion : 'sources';
