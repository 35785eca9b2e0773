/**
 * Which variables exist where, in languages that declare them, block by block. The analysis knows one variable for each
 * name in a function: a declaration that hides a variable of a block around it in the same function gets a name of its
 * own (`x~2`), and a plain name that means a member of the class is read as one of its receiver (`this.x`).
 */

export interface Block {
  /** Names as written, to names as the facts have them. */
  readonly names: Map<string, string>;
  readonly outer: Block | null;
  readonly holder: Holder;
}

/** The function, class or file a block belongs to. */
interface Holder {
  readonly kind: 'function' | 'class' | 'module';
  /** Members of a class, which code inside may name without their object. */
  readonly members: ReadonlySet<string>;
  /** The object such a member is read of; empty where there is none, as in a static method. */
  readonly receiver: string;
  /** What names of members look like where their class is not in sight; `null` where they have no look of their own. */
  readonly memberNames: RegExp | null;
  /** How many variables of each name there are. */
  readonly counts: Map<string, number>;
  /** Plain names assigned where no block in sight declares them. */
  readonly assigned: Set<string>;
}

const noMembers: ReadonlySet<string> = new Set();

function open(
  outer: Block | null,
  {
    kind,
    members = noMembers,
    receiver = '',
    memberNames = outer?.holder.memberNames ?? null,
  }: Partial<Holder> & Pick<Holder, 'kind'>,
): Block {
  const holder = { kind, members, receiver, memberNames, counts: new Map(), assigned: new Set<string>() };
  return { names: new Map(), outer, holder };
}

export function openModule(memberNames: RegExp | null): Block {
  return open(null, { kind: 'module', memberNames });
}

/** The outermost block of a function, which holds its parameters. A function without a receiver keeps the one around it. */
export function openFunction(outer: Block, receiver: string): Block {
  const inherited = outer.holder.kind === 'function' ? outer.holder.receiver : '';
  return open(outer, { kind: 'function', receiver: receiver === '' ? inherited : receiver });
}

export function openClass(outer: Block, members: ReadonlySet<string>): Block {
  return open(outer, { kind: 'class', members });
}

export function openNamespace(outer: Block): Block {
  return open(outer, { kind: 'module' });
}

export function openBlock(outer: Block): Block {
  return { names: new Map(), outer, holder: outer.holder };
}

/** The block as it is now: what is declared in it later is not seen. */
export function freezeBlock(block: Block): Block {
  return { ...block, names: new Map(block.names) };
}

/** Declares a variable in a block; returns the name the facts have for it. */
export function declareName(block: Block, name: string): string {
  const { holder } = block;
  const known = block.names.get(name);
  if (known !== undefined) return known;
  const isHiding = holder.kind !== 'class' && findInHolder(block, name) !== undefined;
  const count = (holder.counts.get(name) ?? 0) + 1;
  holder.counts.set(name, count);
  const made = isHiding ? `${name}~${count}` : name;
  block.names.set(name, made);
  return made;
}

/** Declares a variable of the whole function, from any block of it. */
export function declareHoisted(block: Block, name: string): string {
  let root = block;
  while (root.outer !== null && root.outer.holder === block.holder) root = root.outer;
  return declareName(root, name);
}

/** The name the facts have for a plain name as read in a block. */
export function nameIn(block: Block, name: string): string {
  let receiver = block.holder.receiver;
  for (let at: Block | null = block; at !== null; at = at.outer) {
    if (at.holder.kind === 'class') {
      // Members of classes further out belong to another object.
      if (at.holder.members.has(name)) return receiver === '' ? name : `${receiver}.${name}`;
      receiver = '';
      continue;
    }
    const known = at.names.get(name);
    if (known !== undefined) return known;
  }
  return receiver !== '' && block.holder.memberNames?.test(name) === true ? `${receiver}.${name}` : name;
}

/** Whether a function, or a scope around it, declares a name in sight of a block. */
export function isDeclared(block: Block, name: string): boolean {
  for (let at: Block | null = block; at !== null; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

/** Notes that a plain name is assigned in a block. */
export function noteAssigned(block: Block, name: string): void {
  if (block.holder.kind === 'function' && findInHolder(block, name) === undefined) block.holder.assigned.add(name);
}

/** Names a function assigns that belong to a scope around it. */
export function assignedOuter(block: Block): readonly string[] {
  return [...block.holder.assigned].filter((name) => !block.holder.counts.has(name));
}

function findInHolder(block: Block, name: string): string | undefined {
  for (let at: Block | null = block; at !== null && at.holder === block.holder; at = at.outer) {
    const known = at.names.get(name);
    if (known !== undefined) return known;
  }
  return undefined;
}
