/*
 * The yardstick of the graph benchmark: native tree-sitter parses every file of a list, one thread, and does nothing
 * with the trees. Reading and freeing are not counted. Compiled with -DGRAMMAR=tree_sitter_<language>.
 * usage: nativeParse <list of files> <rounds>   →   one JSON object; `seconds` is CPU, the least of the rounds
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tree_sitter/api.h>

const TSLanguage *GRAMMAR(void);

typedef struct {
  char *bytes;
  size_t length;
} Text;

static double seconds_of(clockid_t clock) {
  struct timespec at;
  clock_gettime(clock, &at);
  return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

static int read_text(const char *path, Text *text) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return 0;
  fseek(file, 0, SEEK_END);
  long length = ftell(file);
  rewind(file);
  text->bytes = malloc((size_t)length + 1);
  text->length = fread(text->bytes, 1, (size_t)length, file);
  fclose(file);
  return text->length == (size_t)length;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  FILE *list = fopen(argv[1], "r");
  if (list == NULL) return 2;
  Text *texts = NULL;
  size_t count = 0, capacity = 0, bytes = 0, line_size = 0;
  char *line = NULL;
  while (getline(&line, &line_size, list) > 0) {
    line[strcspn(line, "\n")] = 0;
    if (count == capacity) {
      capacity = capacity == 0 ? 1024 : capacity * 2;
      texts = realloc(texts, capacity * sizeof *texts);
    }
    if (!read_text(line, &texts[count])) return 1;
    bytes += texts[count++].length;
  }
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, GRAMMAR())) return 1;
  double best_cpu = 1e9, best_wall = 1e9;
  int rounds = atoi(argv[2]);
  for (int round = 0; round < rounds; round++) {
    double cpu = 0, wall = 0;
    for (size_t at = 0; at < count; at++) {
      double cpu_before = seconds_of(CLOCK_PROCESS_CPUTIME_ID), wall_before = seconds_of(CLOCK_MONOTONIC);
      TSTree *tree = ts_parser_parse_string(parser, NULL, texts[at].bytes, (uint32_t)texts[at].length);
      cpu += seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_before;
      wall += seconds_of(CLOCK_MONOTONIC) - wall_before;
      ts_tree_delete(tree);
    }
    if (cpu < best_cpu) best_cpu = cpu;
    if (wall < best_wall) best_wall = wall;
  }
  printf("{\"files\":%zu,\"bytes\":%zu,\"seconds\":%.6f,\"wall\":%.6f}\n", count, bytes, best_cpu, best_wall);
  return 0;
}
