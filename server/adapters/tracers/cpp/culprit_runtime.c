/*
 * Linked into the tested program: notes every basic block that runs (-fsanitize-coverage=trace-pc) and, in a trace, every
 * call and return (-finstrument-functions). Writes addresses only; whoever reads them has the debug information. Does
 * nothing at all unless CULPRIT_OUT names a folder. Leaves out what a test is: see culprit_gtest.cc.
 */
#define _GNU_SOURCE
#include "culprit_runtime.h"
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>

#define QUIET __attribute__((no_instrument_function))
enum { block = 0, enter = 1, leave = 2, callSite = 3, thrown = 4 };
enum { fresh = 0, hit = 1, ignored = 2 };
enum { maxModules = 32, slots = 1 << 19, headerWords = 8, maxTouched = 1 << 20, maxFrames = 128, outOfFuel = 99 };

struct module {
  uintptr_t start, size, bias;
  uint8_t *state; /* a byte for each address of its code; pages nobody touches cost nothing */
  char path[1024];
};

static struct module modules[maxModules];
static int nModules;
static uintptr_t mainStart, mainSize;
static uint8_t *mainState;
static int ready, listened;
static __thread int isTestThread;
static uint64_t *ring; /* headerWords: magic, first event of the test, the next one's number, the test, 1 where in order */
static uint64_t fuel, used;
static uintptr_t *touched;
static uint32_t nTouched;
static volatile uint64_t *pulse;
static char folder[1024];
int culprit_runtime = 1;
/* A debugger reads these: whether events are noted, and the number of the next one. */
uint64_t culprit_tracing, culprit_next;

QUIET static void say(char *path, const char *name, const char *suffix) {
  snprintf(path, 1200, "%s/%s%s", folder, name, suffix);
}

QUIET static void put(uint64_t kind, uintptr_t address) {
  ring[headerWords + (culprit_next & (slots - 1))] = kind << 60 | address;
  ring[2] = ++culprit_next;
}

QUIET static void note(struct module *in, uintptr_t pc) {
  uint8_t *state = in->state + (pc - in->start);
  if (*state == ignored) return;
  if (*state == fresh) {
    *state = hit;
    uint32_t at = __atomic_fetch_add(&nTouched, 1, __ATOMIC_RELAXED);
    if (at < maxTouched) touched[at] = pc;
  }
  if (!culprit_tracing || !isTestThread) return;
  put(block, pc);
  if (fuel != 0 && ++used > fuel) _exit(outOfFuel);
}

QUIET static int learn(struct dl_phdr_info *info, size_t size, void *isFirst) {
  (void)size;
  uintptr_t low = UINTPTR_MAX, high = 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
    uintptr_t from = info->dlpi_addr + part->p_vaddr;
    if (from < low) low = from;
    if (from + part->p_memsz > high) high = from + part->p_memsz;
  }
  if (high == 0 || nModules == maxModules) return 0;
  for (int i = 0; i < nModules; i++)
    if (modules[i].start == low) return 0;
  struct module *made = &modules[nModules];
  made->state = mmap(0, high - low, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (made->state == MAP_FAILED) return 0;
  made->start = low;
  made->size = high - low;
  made->bias = info->dlpi_addr;
  if (info->dlpi_name != 0 && info->dlpi_name[0] != 0) snprintf(made->path, sizeof made->path, "%s", info->dlpi_name);
  else if (readlink("/proc/self/exe", made->path, sizeof made->path - 1) < 0) made->path[0] = 0;
  nModules++;
  return isFirst != 0; /* the program itself comes first */
}

/* A shared library of the project; rare, so a search by hand will do. */
QUIET static void noteElsewhere(uintptr_t pc) {
  if (!ready || touched == 0) return;
  for (int again = 0; again < 2; again++) {
    for (int i = 0; i < nModules; i++)
      if (pc - modules[i].start < modules[i].size) return note(&modules[i], pc);
    if (again == 0) dl_iterate_phdr(learn, 0);
  }
}

QUIET __attribute__((noinline)) void __sanitizer_cov_trace_pc(void) {
  uintptr_t pc = (uintptr_t)__builtin_return_address(0);
  uintptr_t at = pc - mainStart;
  if (at >= mainSize) return noteElsewhere(pc);
  if (mainState[at] != fresh && !culprit_tracing) return;
  note(&modules[0], pc);
}

QUIET void __cyg_profile_func_enter(void *function, void *site) {
  if (!culprit_tracing || !isTestThread) return;
  put(enter, (uintptr_t)function);
  put(callSite, (uintptr_t)site);
}

QUIET void __cyg_profile_func_exit(void *function, void *site) {
  (void)site;
  if (culprit_tracing && isTestThread) put(leave, (uintptr_t)function);
}

QUIET static void *mapped(const char *name, size_t bytes) {
  char path[1200];
  say(path, name, ".bin");
  int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, bytes) != 0) return 0;
  void *memory = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  return memory == MAP_FAILED ? 0 : memory;
}

QUIET static void writeWords(const char *name, const void *words, size_t n, int flags) {
  char path[1200];
  say(path, name, ".bin");
  int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
  if (file < 0) return;
  const char *from = words;
  for (size_t left = n * 8; left != 0;) {
    ssize_t done = write(file, from, left);
    if (done <= 0) break;
    from += done;
    left -= done;
  }
  close(file);
}

/* What was hit since the last time, as a record of hits.bin: its number, how many, the addresses. */
QUIET void culprit_take(long test) {
  if (!ready || touched == 0) return;
  uint32_t n = nTouched < maxTouched ? nTouched : maxTouched;
  uint64_t head[2] = {(uint64_t)test, n};
  writeWords("hits", head, 2, O_APPEND);
  writeWords("hits", touched, n, O_APPEND);
  for (uint32_t i = 0; i < n; i++)
    for (int m = 0; m < nModules; m++)
      if (touched[i] - modules[m].start < modules[m].size) modules[m].state[touched[i] - modules[m].start] = fresh;
  nTouched = 0;
}

QUIET static void writeModules(void) {
  char path[1200];
  say(path, "modules", ".txt");
  FILE *file = fopen(path, "we");
  if (file == 0) return;
  for (int i = 0; i < nModules; i++)
    fprintf(file, "%lx %lx %lx %s\n", (long)modules[i].start, (long)modules[i].size, (long)modules[i].bias, modules[i].path);
  fclose(file);
}

QUIET void culprit_begin(long test) {
  if (!ready) return;
  culprit_take(-1);
  isTestThread = 1;
  if (pulse != 0) *pulse |= 1;
  if (ring == 0) return;
  ring[1] = culprit_next;
  ring[3] = (uint64_t)test;
  used = 0;
  culprit_tracing = 1;
}

QUIET void culprit_end(long test, int keepTrace) {
  if (!ready) return;
  culprit_tracing = 0;
  if (pulse != 0) *pulse += 1;
  culprit_take(test);
  if (ring == 0 || !keepTrace) return;
  char name[40];
  snprintf(name, sizeof name, "raw-%ld", test);
  uint64_t from = culprit_next - ring[1] > slots ? culprit_next - slots : ring[1], n = culprit_next - from;
  uint64_t head[headerWords] = {ring[0], ring[1], culprit_next, (uint64_t)test, 1};
  uint64_t at = from & (slots - 1), whole = n < slots - at ? n : slots - at;
  writeWords(name, head, headerWords, O_TRUNC);
  writeWords(name, ring + headerWords + at, whole, O_APPEND);
  writeWords(name, ring + headerWords, n - whole, O_APPEND);
  writeModules();
}

/* The addresses of the calls that are open now, innermost first. */
QUIET void culprit_stack(const char *name, void *first) {
  if (!ready) return;
  void *frames[maxFrames + 1];
  int wasTracing = culprit_tracing;
  culprit_tracing = 0;
  frames[0] = first;
  int n = backtrace(frames + 1, maxFrames);
  writeWords(name, frames, n + 1, O_TRUNC);
  culprit_tracing = wasTracing;
}

QUIET void culprit_thrown(void *from) {
  if (ready && culprit_tracing && isTestThread) put(thrown, (uintptr_t)from);
}

QUIET int culprit_isTracing(void) { return ready && ring != 0; }

/* The name of the folder for a listener, which then says what a test is; programs it starts are none of ours. */
QUIET const char *culprit_listen(void) {
  if (!ready) return 0;
  listened = 1;
  culprit_tracing = 0;
  culprit_take(-1);
  unsetenv("CULPRIT_OUT");
  pulse = mapped("pulse", 8);
  return folder;
}

QUIET static void onSignal(int number, siginfo_t *info, void *context) {
  (void)info;
  culprit_tracing = 0;
#if defined(__x86_64__)
  void *at = (void *)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  void *at = (void *)((ucontext_t *)context)->uc_mcontext.pc;
#else
  void *at = 0;
#endif
  char name[40];
  snprintf(name, sizeof name, "crash-%d", number);
  culprit_stack(name, at);
  culprit_take(listened ? -2 : 0);
  writeModules();
  raise(number); /* its handler is the default again */
}

QUIET static void inChild(void) {
  ready = culprit_tracing = 0;
  mainSize = 0;
}

/* Makes the call of a probe an instruction that does nothing; 0 where there is no such call. */
QUIET static int silence(uintptr_t returnsTo) {
#if defined(__x86_64__)
  static const uint8_t nothing[5] = {0x0f, 0x1f, 0x44, 0x00, 0x00};
  if (*(uint8_t *)(returnsTo - 5) != 0xe8) return 0;
  memcpy((void *)(returnsTo - 5), nothing, sizeof nothing);
#elif defined(__aarch64__)
  static const uint32_t nothing = 0xd503201f;
  if (*(uint32_t *)(returnsTo - 4) >> 26 != 0x25) return 0;
  memcpy((void *)(returnsTo - 4), &nothing, sizeof nothing);
  __builtin___clear_cache((char *)returnsTo - 4, (char *)returnsTo);
#else
  return 0;
#endif
  return 1;
}

/*
 * Sites nobody wants to hear of: offsets from the bias of the program itself. Most of a program is of its libraries'
 * templates, so their probes are taken out where the system lets code be changed, and else passed over.
 */
QUIET static void readIgnored(const char *path) {
  FILE *file = path == 0 ? 0 : fopen(path, "rbe");
  if (file == 0) return;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1, start = modules[0].start & ~page;
  size_t bytes = modules[0].start + modules[0].size - start;
  int mayChange = mprotect((void *)start, bytes, PROT_READ | PROT_WRITE | PROT_EXEC) == 0;
  uint32_t offset;
  while (fread(&offset, sizeof offset, 1, file) == 1) {
    uintptr_t at = modules[0].bias + offset;
    if (at - modules[0].start >= modules[0].size || (mayChange && silence(at))) continue;
    modules[0].state[at - modules[0].start] = ignored;
  }
  if (mayChange) mprotect((void *)start, bytes, PROT_READ | PROT_EXEC);
  fclose(file);
}

QUIET static void finish(void) {
  if (!ready) return;
  culprit_tracing = 0;
  culprit_take(listened ? -1 : 0);
  writeModules();
}

QUIET __attribute__((constructor(101))) static void begin(void) {
  const char *out = getenv("CULPRIT_OUT"), *mode = getenv("CULPRIT_MODE"), *limit = getenv("CULPRIT_FUEL");
  if (out == 0 || mode == 0 || strlen(out) > 900) return;
  const char *each = getenv("CULPRIT_EACH"); /* several programs, a folder each */
  if (each == 0) snprintf(folder, sizeof folder, "%s", out);
  else snprintf(folder, sizeof folder, "%s/%d", out, (int)getpid());
  if (each != 0 && mkdir(folder, 0700) != 0) return;
  dl_iterate_phdr(learn, &ready);
  if (nModules == 0) return;
  void *preload[1];
  backtrace(preload, 1);
  static char stack[1 << 16];
  stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&other, 0);
  const int fatal[] = {SIGSEGV, SIGABRT, SIGFPE, SIGILL, SIGBUS};
  for (unsigned i = 0; i < sizeof fatal / sizeof *fatal; i++) {
    struct sigaction before, ours = {.sa_sigaction = onSignal, .sa_flags = (int)(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND)};
    if (sigaction(fatal[i], 0, &before) == 0 && before.sa_handler == SIG_DFL) sigaction(fatal[i], &ours, 0);
  }
  pthread_atfork(0, 0, inChild);
  if (strcmp(mode, "plain") != 0) {
    mainStart = modules[0].start;
    mainSize = modules[0].size;
    mainState = modules[0].state;
    touched = mmap(0, maxTouched * sizeof *touched, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (touched == MAP_FAILED) touched = 0;
    if (touched == 0) mainSize = 0;
  }
  readIgnored(getenv("CULPRIT_IGNORED"));
  if (strcmp(mode, "trace") == 0) {
    fuel = limit == 0 ? 0 : strtoull(limit, 0, 10);
    ring = mapped("raw", (headerWords + slots) * 8);
    if (ring != 0) ring[0] = 0x4c50434c5543ull;
  }
  ready = 1;
  writeModules();
  isTestThread = 1;
  culprit_tracing = ring != 0;
  atexit(finish);
}
