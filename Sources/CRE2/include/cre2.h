// A C interface to RE2: regular expressions in linear time.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/// Compiles a pattern; never NULL unless memory is exhausted. `max_memory` bounds the compiled program.
cre2_pattern *cre2_create(const char *text, size_t length, int64_t max_memory);

void cre2_delete(cre2_pattern *pattern);

/// Copies the reason why the pattern does not compile (NUL-terminated, cut to `capacity`); returns its length, 0 if
/// it does compile.
size_t cre2_error(const cre2_pattern *pattern, char *buffer, size_t capacity);

/// Whether the pattern is found anywhere in the text.
int cre2_search(const cre2_pattern *pattern, const char *text, size_t length);

/// The number of capturing groups.
int cre2_group_count(const cre2_pattern *pattern);

/// Searches from `start` and writes the begin and end offsets of the match and of `groups` capturing groups, -1 for
/// groups that took no part.
int cre2_match(
  const cre2_pattern *pattern, const char *text, size_t length, size_t start, int64_t *offsets, int groups);

#ifdef __cplusplus
}
#endif
