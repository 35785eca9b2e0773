/** A value made when first asked for, then kept. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The same for each file, by its index. */
export function perFile<Value>(make: (file: number) => Value): (file: number) => Value {
  const made = new Map<number, Value>();
  return (file) => {
    const known = made.get(file);
    if (known !== undefined) return known;
    const value = make(file);
    made.set(file, value);
    return value;
  };
}
