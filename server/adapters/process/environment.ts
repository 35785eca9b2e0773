/** The environment of a process, as Node tells it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that are set. */
export function setVariables(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
