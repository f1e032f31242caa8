#include "src/launcher/slurm_nodes.h"

#include <charconv>
#include <sstream>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

std::vector<unsigned> CpusByNode(std::string_view text) {
  std::vector<unsigned> cpus;
  const std::string whole(text);
  const auto number = [&](std::string_view what) {
    unsigned value = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value > (1u << 20))
      throw Error("SLURM_JOB_CPUS_PER_NODE is `" + whole + "`, which lacks a number of " +
                  std::string(what));
    text.remove_prefix(static_cast<std::size_t>(at - text.data()));
    return value;
  };
  while (true) {
    const unsigned count = number("CPUs");
    unsigned nodes = 1;
    if (text.starts_with("(x")) {
      text.remove_prefix(2);
      nodes = number("nodes");
      if (!text.starts_with(')')) throw Error("SLURM_JOB_CPUS_PER_NODE is `" + whole + "`");
      text.remove_prefix(1);
    }
    cpus.insert(cpus.end(), nodes, count);
    if (text.empty()) return cpus;
    if (!text.starts_with(',')) throw Error("SLURM_JOB_CPUS_PER_NODE is `" + whole + "`");
    text.remove_prefix(1);
  }
}

}  // namespace

std::vector<std::string> SlurmPlaces(std::string_view nodes, std::string_view cpus,
                                     unsigned cpus_of_worker) {
  std::vector<unsigned> left = CpusByNode(cpus);
  std::vector<std::string> names;
  std::istringstream lines{std::string(nodes)};
  for (std::string name; lines >> name;) names.push_back(name);
  if (names.size() != left.size()) {
    throw Error("Slurm names " + std::to_string(names.size()) + " nodes, but the CPUs of " +
                std::to_string(left.size()));
  }
  std::vector<std::string> places;
  for (bool found = true; found;) {
    found = false;
    for (std::size_t n = 0; n < names.size(); ++n) {
      if (left[n] < cpus_of_worker) continue;
      left[n] -= cpus_of_worker;
      places.push_back(names[n]);
      found = true;
    }
  }
  return places;
}

}  // namespace combtest::internal
