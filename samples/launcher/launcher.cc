// A launcher of one's own: workers that leave the machine's CPUs to whoever else wants them.
#include <sys/resource.h>

#include <boost/describe/class.hpp>
#include <cstdio>
#include <exception>
#include <memory>
#include <set>

#include "combtest/combtest.h"

namespace {

class NiceLauncher : public combtest::Launcher {
 public:
  std::string name() const override { return "nice"; }
  unsigned places() const override { return 2; }
  combtest::WorkerCommand Command(const combtest::WorkerRequest& request) override {
    combtest::WorkerCommand command{{"nice", "-n", "10"}, request.environment};
    for (const std::string& word : combtest::WorkerWords(request)) command.argv.push_back(word);
    return command;
  }
};

struct Priority {
  int value = -1;
};
BOOST_DESCRIBE_STRUCT(Priority, (), (value))

struct Look : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3, 4, 5, 6};
  void Run(int, Priority& priority) const { priority.value = ::getpriority(PRIO_PROCESS, 0); }
};

}  // namespace

int main(int argc, char** argv) try {
  if (!combtest::Init(&argc, argv)) return 0;
  const auto results = combtest::RunTests<Priority, Look>(
      {.gather_states = true, .launcher = std::make_shared<NiceLauncher>()});
  std::set<int> priorities;
  for (const Priority& priority : results.states) priorities.insert(priority.value);
  // The higher the number, the lower the priority.
  std::printf("walks ran at priorities lower by");
  for (const int priority : priorities)
    std::printf(" %d", priority - ::getpriority(PRIO_PROCESS, 0));
  std::printf("\n");
  return results.ok() ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
