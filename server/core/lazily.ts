/** A value made when first asked for, then kept. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A value for each file, by its index. */
export interface PerFile<Value> {
  (file: number): Value;
  /** The value of a file is made again when next asked for. */
  forget(file: number): void;
}

/** A value for each file, made when first asked for. */
export function perFile<Value extends object>(make: (file: number) => Value): PerFile<Value> {
  const made: (Value | undefined)[] = [];
  const ofFile = (file: number) => {
    const known = made[file];
    if (known !== undefined) return known;
    const value = make(file);
    made[file] = value;
    return value;
  };
  const forget = (file: number) => {
    made[file] = undefined;
  };
  return Object.assign(ofFile, { forget });
}
