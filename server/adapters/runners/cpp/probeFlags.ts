/** How the compiler is told to put probes into the code: a call at the beginning of each basic block and of each function. */

/** Functions of the standard library and of what lies in `cacheFolder` are no calls worth noting. */
export function probeFlags(cacheFolder: string): readonly string[] {
  const excluded = ['/usr/include/', '/usr/lib/', '/usr/src/', `${cacheFolder.replaceAll(',', '\\,')}/`];
  return [
    ...['-g', '-gz=none', '-gdwarf-5', '-O0', '-fno-lto', '-U_FORTIFY_SOURCE'],
    ...['-fsanitize-coverage=trace-pc', '-finstrument-functions'],
    `-finstrument-functions-exclude-file-list=${excluded.join(',')}`,
  ];
}
