// A listener of GoogleTest, compiled into each of its programs: tells the runtime where a test begins and ends, and writes
// the events of ../README.md. Leaves out what ran. Needs neither exceptions nor RTTI. Files are as the compiler had them.
#include <gtest/gtest.h>

#include <cxxabi.h>
#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <typeinfo>

#include "culprit_runtime.h"

#ifndef GTEST_SKIP
#error "Culprit needs GoogleTest 1.10 or newer"
#endif

namespace {

char thrownType[512];
long running = -1;

std::string quoted(const char *text) {
  std::string out = "\"";
  for (const char *at = text == nullptr ? "" : text; *at != 0; at++) {
    unsigned char c = static_cast<unsigned char>(*at);
    char escaped[8];
    if (c == '"' || c == '\\') (out += '\\') += *at;
    else if (c >= 32) out += *at;
    else {
      std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
      out += escaped;
    }
  }
  return out + "\"";
}

double now() {
  timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
}

class Listener : public testing::EmptyTestEventListener {
 public:
  explicit Listener(const char *folder) : until_(0), startedAt_(0), test_(-1), nFailed_(0) {
    const char *limit = std::getenv("CULPRIT_START_SECONDS");
    if (limit != nullptr) until_ = now() + std::atof(limit);
    keepsAll_ = std::getenv("CULPRIT_KEEP_ALL") != nullptr;
    file_ = std::fopen((std::string(folder) + "/events.jsonl").c_str(), "we");
  }

  void OnTestProgramStart(const testing::UnitTest &all) override {
    if (file_ == nullptr) return;
    std::fprintf(file_, "{\"e\":\"begin\",\"pid\":%d}\n{\"e\":\"collected\",\"tests\":[", static_cast<int>(getpid()));
    const char *comma = "";
    for (int s = 0; s < all.total_test_suite_count(); s++) {
      const testing::TestSuite &suite = *all.GetTestSuite(s);
      for (int t = 0; t < suite.total_test_count(); t++) {
        const testing::TestInfo &test = *suite.GetTestInfo(t);
        if (!test.should_run()) continue;
        std::fprintf(file_, "%s%s", comma, place(test).c_str());
        comma = ",";
      }
    }
    std::fprintf(file_, "]}\n");
    std::fflush(file_);
  }

  void OnTestStart(const testing::TestInfo &test) override {
    if (file_ == nullptr) return;
    if (until_ != 0 && now() > until_) finish(0);
    std::string where = place(test);
    std::fprintf(file_, "{\"e\":\"start\",%s\n", where.c_str() + 1);
    std::fflush(file_);
    startedAt_ = now();
    nFailed_ = 0;
    message_.clear();
    thrownType[0] = 0;
    running = ++test_;
    culprit_begin(test_);
  }

  void OnTestPartResult(const testing::TestPartResult &part) override {
    if (!part.failed() || nFailed_++ != 0 || running < 0) return;
    message_ = part.message();
    at_ = part.file_name() == nullptr ? "" : part.file_name();
    line_ = part.line_number();
    if (culprit_isTracing()) culprit_stack(("failed-" + std::to_string(test_)).c_str(), nullptr);
  }

  void OnTestEnd(const testing::TestInfo &test) override {
    if (file_ == nullptr) return;
    const testing::TestResult &result = *test.result();
    bool failed = result.Failed();
    culprit_end(test_, failed || keepsAll_);
    running = -1;
    const char *outcome = failed ? "failed" : result.Skipped() ? "skipped" : "passed";
    std::fprintf(file_, "{\"e\":\"end\",\"outcome\":\"%s\",\"seconds\":%.6f,\"exception\":", outcome, now() - startedAt_);
    if (!failed) std::fprintf(file_, "null}\n");
    else {
      bool wasThrown = message_.find("C++ exception") != std::string::npos || message_.find("nknown C++ exc") != std::string::npos;
      std::string type = wasThrown && thrownType[0] != 0 ? thrownType : "Failure";
      std::string frames = line_ <= 0 || at_.empty()
                               ? ""
                               : "{\"file\":" + quoted(at_.c_str()) + ",\"line\":" + std::to_string(line_) +
                                     ",\"function\":\"\",\"inRepository\":false,\"locals\":[]}";
      std::fprintf(file_, "{\"type\":%s,\"message\":%s,\"frames\":[%s],\"chainedBy\":null,\"chained\":null}}\n",
                   quoted(type.c_str()).c_str(), quoted(message_.c_str()).c_str(), frames.c_str());
    }
    std::fflush(file_);
  }

  void OnTestProgramEnd(const testing::UnitTest &all) override {
    if (file_ == nullptr) return;
    std::fprintf(file_, "{\"e\":\"finish\",\"status\":%d}\n", all.Passed() ? 0 : 1);
    std::fflush(file_);
  }

 private:
  static std::string place(const testing::TestInfo &test) {
    std::string id = std::string(test.test_suite_name()) + "." + test.name();
    return "{\"id\":" + quoted(id.c_str()) + ",\"file\":" + quoted(test.file()) + ",\"line\":" + std::to_string(test.line()) + "}";
  }

  // No further test is to start; those not started are told by their absence.
  void finish(int status) {
    std::fprintf(file_, "{\"e\":\"finish\",\"status\":%d}\n", status);
    std::fflush(file_);
    _exit(status);
  }

  FILE *file_;
  double until_, startedAt_;
  long test_;
  bool keepsAll_ = false;
  int nFailed_, line_ = 0;
  std::string message_, at_;
};

// The same function, under a name that may be missing: a program without GoogleTest has none.
extern "C" void culprit_isGoogleTest() __asm__("_ZN7testing8UnitTest11GetInstanceEv") __attribute__((weak));

struct Register {
  Register() {
    if (culprit_isGoogleTest == nullptr) return;
    const char *folder = culprit_listen();
    if (folder != nullptr) testing::UnitTest::GetInstance()->listeners().Append(new Listener(folder));
  }
} registered;

}  // namespace

// Where an exception came from is lost when GoogleTest catches it, so the last one of each test is noted here.
// Under a name of ours, since compilers do not agree on how it is declared.
extern "C" __attribute__((noreturn, no_instrument_function)) void culprit_throw(void *object, std::type_info *type,
                                                                              void (*destroy)(void *)) __asm__("__cxa_throw");
void culprit_throw(void *object, std::type_info *type, void (*destroy)(void *)) {
  using Throw = void (*)(void *, std::type_info *, void (*)(void *));
  static Throw real = reinterpret_cast<Throw>(dlsym(RTLD_NEXT, "__cxa_throw"));
  if (running >= 0 && culprit_isTracing()) {
    culprit_thrown(__builtin_return_address(0));
    culprit_stack(("thrown-" + std::to_string(running)).c_str(), nullptr);
    int status = 0;
    char *name = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    std::snprintf(thrownType, sizeof thrownType, "%s", status == 0 ? name : type->name());
    std::free(name);
  }
  real(object, type, destroy);
  __builtin_unreachable();
}
