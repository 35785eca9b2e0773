// Demangles: reads names from the first file, one a line, and writes them into the second. Built and run beside the tests.
#include <cxxabi.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

int main(int, char **argv) {
  std::ifstream in(argv[1]);
  std::ofstream out(argv[2]);
  for (std::string name; std::getline(in, name);) {
    int status = 0;
    char *said = abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status);
    out << (status == 0 ? said : name) << '\n';
    std::free(said);
  }
}
