#ifndef COMBTEST_SRC_LAUNCHER_SLURM_NODES_H_
#define COMBTEST_SRC_LAUNCHER_SLURM_NODES_H_

#include <string>
#include <string_view>
#include <vector>

namespace combtest::internal {

// The nodes (a line each) by worker, one worker on each in turn as long as its CPUs last. `cpus` is
// what Slurm calls SLURM_JOB_CPUS_PER_NODE: "4(x2),8". Throws Error where it is no such text, or
// not for so many nodes.
std::vector<std::string> SlurmPlaces(std::string_view nodes, std::string_view cpus,
                                     unsigned cpus_of_worker);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LAUNCHER_SLURM_NODES_H_
