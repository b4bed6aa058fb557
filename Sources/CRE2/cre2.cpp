#include "cre2.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <vector>

struct cre2_pattern {
  cre2_pattern(re2::StringPiece text, const RE2::Options &options) : re(text, options) {}
  RE2 re;
};

cre2_pattern *cre2_create(const char *text, size_t length, int64_t max_memory) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(max_memory);
  return new (std::nothrow) cre2_pattern(re2::StringPiece(text, length), options);
}

void cre2_delete(cre2_pattern *pattern) { delete pattern; }

size_t cre2_error(const cre2_pattern *pattern, char *buffer, size_t capacity) {
  if (pattern->re.ok()) return 0;
  const std::string &error = pattern->re.error();
  const size_t count = std::min(error.size(), capacity - 1);
  std::memcpy(buffer, error.data(), count);
  buffer[count] = 0;
  return error.empty() ? 1 : error.size();
}

int cre2_search(const cre2_pattern *pattern, const char *text, size_t length) {
  return pattern->re.Match(re2::StringPiece(text, length), 0, length, RE2::UNANCHORED, nullptr, 0);
}

int cre2_group_count(const cre2_pattern *pattern) { return pattern->re.NumberOfCapturingGroups(); }

int cre2_match(
  const cre2_pattern *pattern, const char *text, size_t length, size_t start, int64_t *offsets, int groups) {
  std::vector<re2::StringPiece> found(static_cast<size_t>(groups) + 1);
  if (!pattern->re.Match(
        re2::StringPiece(text, length), start, length, RE2::UNANCHORED, found.data(), groups + 1))
    return 0;
  for (size_t index = 0; index < found.size(); index++) {
    const bool took_part = found[index].data() != nullptr;
    offsets[2 * index] = took_part ? found[index].data() - text : -1;
    offsets[2 * index + 1] = took_part ? found[index].data() - text + found[index].size() : -1;
  }
  return 1;
}
