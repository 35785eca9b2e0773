/**
 * The system calls a sandboxed program may not make: those that reach the kernel's keyrings, other processes, mounts and
 * namespaces, io_uring, and the two terminal controls that type into it. A classic BPF program as seccomp(2) and bpf(4)
 * describe it: 8 bytes an instruction. Everything else is allowed.
 */

interface Architecture {
  /** AUDIT_ARCH_* of linux/audit.h. */
  readonly audit: number;
  /** Numbers of the calls of `denied`, in its order; -1 where there is none. */
  readonly calls: Readonly<Record<string, number>>;
}

/** From asm/unistd_64.h and asm-generic/unistd.h. */
const architectures: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    calls: {
      ...{ keyctl: 250, add_key: 248, request_key: 249, bpf: 321, perf_event_open: 298, userfaultfd: 323 },
      ...{ mount: 165, umount2: 166, pivot_root: 155, chroot: 161, setns: 308, unshare: 272 },
      ...{ open_tree: 428, move_mount: 429, fsopen: 430, fsconfig: 431, fsmount: 432, fspick: 433, mount_setattr: 442 },
      ...{ kexec_load: 246, init_module: 175, finit_module: 313, delete_module: 176 },
      ...{ name_to_handle_at: 303, open_by_handle_at: 304, process_vm_readv: 310, process_vm_writev: 311 },
      ...{ io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427 },
      ...{ acct: 163, swapon: 167, swapoff: 168, reboot: 169, quotactl: 179, syslog: 103, vhangup: 153 },
      ...{ clone: 56, clone3: 435, ioctl: 16 },
    },
  },
  arm64: {
    audit: 0xc00000b7,
    calls: {
      ...{ keyctl: 219, add_key: 217, request_key: 218, bpf: 280, perf_event_open: 241, userfaultfd: 282 },
      ...{ mount: 40, umount2: 39, pivot_root: 41, chroot: 51, setns: 268, unshare: 97 },
      ...{ open_tree: 428, move_mount: 429, fsopen: 430, fsconfig: 431, fsmount: 432, fspick: 433, mount_setattr: 442 },
      ...{ kexec_load: 104, init_module: 105, finit_module: 273, delete_module: 106 },
      ...{ name_to_handle_at: 264, open_by_handle_at: 265, process_vm_readv: 270, process_vm_writev: 271 },
      ...{ io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427 },
      ...{ acct: 89, swapon: 224, swapoff: 225, reboot: 142, quotactl: 60, syslog: 116, vhangup: 58 },
      ...{ clone: 220, clone3: 435, ioctl: 29 },
    },
  },
};

const special = new Set(['clone', 'clone3', 'ioctl']);
const EPERM = 1;
const ENOSYS = 38;
const newUserNamespace = 0x10000000;
const terminalControls = { TIOCSTI: 0x5412, TIOCLINUX: 0x541c };
/** x32 programs on x86-64 have call numbers of their own, from here on. */
const x32Calls = 0x40000000;

/** Offsets in `struct seccomp_data`; arguments are 64 bits, little-endian, and only their lower halves matter here. */
const field = { number: 0, architecture: 4, argument0: 16, argument1: 24 };
const action = { allow: 0x7fff0000, error: 0x00050000 };

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const give = (value: number): Instruction => [0x06, 0, 0, value];
const equals = (value: number, ifTrue: number, ifFalse: number): Instruction => [0x15, ifTrue, ifFalse, value];
const atLeast = (value: number, ifTrue: number, ifFalse: number): Instruction => [0x35, ifTrue, ifFalse, value];
const hasAny = (bits: number, ifTrue: number, ifFalse: number): Instruction => [0x45, ifTrue, ifFalse, bits];

/** The filter for a processor architecture as Node names it; `null` for one we have no numbers for. */
export function seccompFilter(architecture: string): Uint8Array | null {
  const known = architectures[architecture];
  if (known === undefined) return null;
  const { audit, calls } = known;
  const program: Instruction[] = [
    load(field.architecture),
    equals(audit, 1, 0),
    give(action.error | ENOSYS),
    load(field.number),
    atLeast(x32Calls, 0, 1),
    give(action.error | ENOSYS),
  ];
  for (const [name, number] of Object.entries(calls)) {
    if (!special.has(name)) program.push(equals(number, 0, 1), give(action.error | EPERM));
  }
  // Programs fall back to clone(2), whose flags can be read.
  program.push(equals(calls.clone3!, 0, 1), give(action.error | ENOSYS));
  program.push(equals(calls.clone!, 0, 4), load(field.argument0), hasAny(newUserNamespace, 0, 1));
  program.push(give(action.error | EPERM), give(action.allow));
  program.push(equals(calls.ioctl!, 0, 4), load(field.argument1));
  program.push(equals(terminalControls.TIOCSTI, 1, 0), equals(terminalControls.TIOCLINUX, 0, 1));
  program.push(give(action.error | EPERM), give(action.allow));
  return encode(program);
}

function encode(program: readonly Instruction[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(program.length * 8));
  program.forEach(([code, ifTrue, ifFalse, operand], at) => {
    bytes.setUint16(at * 8, code, true);
    bytes.setUint8(at * 8 + 2, ifTrue);
    bytes.setUint8(at * 8 + 3, ifFalse);
    bytes.setUint32(at * 8 + 4, operand >>> 0, true);
  });
  return new Uint8Array(bytes.buffer);
}
