/**
 * `fixes.json` of a language, checked: the shapes of its code as far as fixes need them, and the templates of fixes. A
 * wrong field is a mistake in the data and throws, naming it.
 */

/**
 * One family of fixes: what it is about, what has to hold, what is written instead.
 * In `to`, `$word` is a hole: a part of the node, or each of a pool of names, expressions or operators in turn.
 */
export interface FixTemplate {
  readonly id: string;
  /** Roles of nodes it is about. */
  readonly on: readonly string[];
  /** Roles it is not about. */
  readonly notOn: readonly string[];
  /** Places a node must be in one of: `value`, `condition`, `result`, `effect`, `store`, `statement`. */
  readonly places: readonly string[];
  /** Kinds of types of which the node's own must be one; one that is not known may be any. */
  readonly types: readonly string[];
  /** Whether a type that is not known does not do. */
  readonly isTypeKnown: boolean;
  /** Roles that parts of it must have one of. */
  readonly where: readonly { readonly part: readonly string[]; readonly roles: readonly string[] }[];
  /** Whether it must be within a loop. */
  readonly inLoop: boolean;
  /** What is replaced, as a path of parts; the node itself where it is empty. */
  readonly at: readonly string[];
  readonly to: readonly string[];
  /** A rearrangement that text with holes cannot say. */
  readonly move: FixMove | null;
  /** The prior against it: what is right is more often what costs little. */
  readonly cost: number;
}

const moves = ['swapItems', 'dropItem', 'insertItem', 'keepItem', 'swapNext', 'insertBefore', 'number'] as const;
export type FixMove = (typeof moves)[number];

export interface FixData {
  readonly roleOf: ReadonlyMap<string, readonly string[]>;
  /** The place of a child: by `parent.field`, `parent.*` or its own type. */
  readonly places: ReadonlyMap<string, string>;
  /** Nodes whose children are in the place they are in themselves. */
  readonly transparent: ReadonlySet<string>;
  /** Names of children where the grammar has none: a list of shapes by type; `=` begins a token. */
  readonly parts: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Operators by level, the loosest first. */
  readonly levelOf: ReadonlyMap<string, number>;
  /** Things that are taken for each other, by name of the pool. */
  readonly groups: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Kinds of a type. */
  readonly kindsOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** How a type's values begin when printed; a group names the type where it is not fixed. */
  readonly printed: readonly { readonly pattern: RegExp; readonly type: string; readonly holds: boolean }[];
  /** The type of what a node or a role gives. */
  readonly results: ReadonlyMap<string, string>;
  /** The type a function of the language gives. */
  readonly calls: ReadonlyMap<string, string>;
  /** Methods of a type. */
  readonly methods: ReadonlyMap<string, readonly string[]>;
  /** Constants of a kind of types. */
  readonly constants: readonly { readonly kind: string; readonly texts: readonly string[] }[];
  /** Questions about one variable, and about how two are to each other. */
  readonly predicates: readonly string[];
  readonly relations: readonly string[];
  readonly indentation: string;
  readonly templates: readonly FixTemplate[];
}

export function parseFixData(id: string, json: string): FixData {
  const root = asRecord(JSON.parse(json), `${id}/fixes.json`);
  const roleOf = new Map<string, string[]>();
  for (const [role, types] of Object.entries(asRecord(root.roles, 'roles')))
    for (const type of asTexts(types, `roles.${role}`)) roleOf.set(type, [...(roleOf.get(type) ?? []), role]);
  return {
    roleOf,
    places: new Map(Object.entries(asRecord(root.places, 'places')).map(([key, place]) => [key, String(place)])),
    transparent: new Set(asTexts(root.transparent, 'transparent')),
    parts: mapOf(root.parts, 'parts', asLists),
    levelOf: new Map(
      asLists(root.precedence, 'precedence').flatMap((operators, level) => operators.map((it) => [it, level] as const)),
    ),
    groups: mapOf(root.groups, 'groups', asLists),
    kindsOf: mapOf(root.types, 'types', (kinds, name) => new Set(asTexts(kinds, name))),
    printed: asLists(root.printed, 'printed').map(([pattern = '', type = '', holds]) => {
      return { pattern: new RegExp(pattern), type, holds: holds === 'holds' };
    }),
    results: mapOf(root.results, 'results', String),
    calls: mapOf(root.calls, 'calls', String),
    methods: mapOf(root.methods, 'methods', asTexts),
    constants: Object.entries(asRecord(root.constants, 'constants')).map(([kind, texts]) => {
      return { kind, texts: asTexts(texts, `constants.${kind}`) };
    }),
    predicates: asTexts(root.predicates, 'predicates'),
    relations: asTexts(root.relations, 'relations'),
    indentation: String(root.indentation),
    templates: asList(root.templates, 'templates').map(asTemplate),
  };
}

function asTemplate(value: unknown, index: number): FixTemplate {
  const fields = asRecord(value, `templates[${index}]`);
  const { id, cost, move = null, at = '' } = fields;
  if (typeof id !== 'string' || typeof cost !== 'number')
    throw new Error(`Cannot read fixes: templates[${index}] has no id or no cost`);
  const known = moves.find((it) => it === move);
  if (move !== null && known === undefined)
    throw new Error(`Cannot read fixes: "${String(move)}" of "${id}" is no move`);
  const texts = (key: string, none: readonly string[]) =>
    fields[key] === undefined ? none : asTexts(fields[key], `${id}.${key}`);
  return {
    id,
    on: texts('on', []),
    notOn: texts('notOn', []),
    places: texts('places', ['value', 'condition', 'result']),
    types: texts('types', []),
    isTypeKnown: fields.isTypeKnown === true,
    where: Object.entries(asRecord(fields.where ?? {}, `${id}.where`)).map(([part, roles]) => {
      return { part: part.split('/'), roles: asTexts(roles, `${id}.where`) };
    }),
    inLoop: fields.inLoop === true,
    at: at === '' ? [] : String(at).split('/'),
    to: texts('to', []),
    move: known ?? null,
    cost,
  };
}

function mapOf<Value>(
  value: unknown,
  name: string,
  read: (value: unknown, name: string) => Value,
): ReadonlyMap<string, Value> {
  return new Map(Object.entries(asRecord(value, name)).map(([key, one]) => [key, read(one, `${name}.${key}`)]));
}

function asRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error(`Cannot read fixes: "${name}" is not an object`);
  return value as Readonly<Record<string, unknown>>;
}

function asList(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`Cannot read fixes: "${name}" is not a list`);
  return value;
}

function asLists(value: unknown, name: string): readonly (readonly string[])[] {
  return asList(value, name).map((one, index) => asTexts(one, `${name}[${index}]`));
}

function asTexts(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new Error(`Cannot read fixes: "${name}" is not a list of strings`);
}
