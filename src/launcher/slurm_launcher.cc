#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include "combtest/action.h"
#include "combtest/launchers.h"
#include "src/launcher/slurm_nodes.h"
#include "src/os/process_info.h"
#include "src/process/held_command.h"
#include "src/process/run_command.h"

namespace combtest {
namespace {

using internal::FindProgram;

constexpr auto kTimeToAsk = std::chrono::seconds(30);

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

// Where workers run: nodes in their order, each with the CPUs that are ours.
struct SlurmLauncher::Allocation {
  std::string job;
  std::vector<std::string> place;  // by worker: the node
  // salloc, while it holds an allocation that this process asked for.
  std::unique_ptr<internal::HeldCommand> salloc;

  void SetNodes(const std::string& list, const std::string& cpus, unsigned cpus_of_worker) {
    const internal::CommandRun run = internal::RunCommand(
        {{"scontrol", "show", "hostnames", list}, internal::Environment()}, "", kTimeToAsk);
    if (!run.ok) throw Error("scontrol can't tell the nodes of `" + list + "`: " + run.error);
    place = internal::SlurmPlaces(run.out, cpus, cpus_of_worker);
    if (place.empty()) {
      throw Error("Slurm's job " + job + " has no node with " + std::to_string(cpus_of_worker) +
                  " CPUs, which is what one worker needs for its threads");
    }
  }
};

SlurmLauncher::SlurmLauncher(Options options) : options_(std::move(options)) {
  if (FindProgram("srun").empty())
    throw Error("the launcher slurm needs Slurm's `srun`, which isn't installed here");
  const std::string job = Variable("SLURM_JOB_ID");
  if (job.empty()) return;
  allocation_ = std::make_unique<Allocation>();
  allocation_->job = job;
  allocation_->SetNodes(Variable("SLURM_JOB_NODELIST"), Variable("SLURM_JOB_CPUS_PER_NODE"),
                        options_.cpus);
}

SlurmLauncher::~SlurmLauncher() = default;

unsigned SlurmLauncher::places() const {
  return allocation_ == nullptr ? 0 : static_cast<unsigned>(allocation_->place.size());
}

void SlurmLauncher::Prepare(unsigned workers) {
  if (allocation_ != nullptr && allocation_->salloc == nullptr) {
    if (workers > allocation_->place.size()) {
      throw Error("there are " + std::to_string(workers) + " workers, but Slurm's job " +
                  allocation_->job + " has CPUs for " + std::to_string(allocation_->place.size()));
    }
    return;
  }
  if (allocation_ != nullptr && allocation_->place.size() >= workers &&
      allocation_->salloc->running())
    return;
  allocation_.reset();
  auto wanted = std::make_unique<Allocation>();
  // The command inside prints what was granted and then holds the allocation until its input ends:
  // when this process does, at the latest.
  WorkerCommand command{{"salloc", "--quiet", "--job-name=combtest"}, internal::Environment()};
  command.argv.push_back("--ntasks=" + std::to_string(workers));
  command.argv.push_back("--cpus-per-task=" + std::to_string(options_.cpus));
  command.argv.insert(command.argv.end(), options_.options.begin(), options_.options.end());
  command.argv.insert(command.argv.end(), {"sh", "-c",
                                           "echo \"combtest-granted $SLURM_JOB_ID "
                                           "$SLURM_JOB_NODELIST $SLURM_JOB_CPUS_PER_NODE\"; cat"});
  wanted->salloc = std::make_unique<internal::HeldCommand>(std::move(command), "combtest-granted ");
  const auto& granted = wanted->salloc->answer();
  if (granted.size() != 3) throw Error("salloc's answer has no job, nodes and CPUs");
  wanted->job = granted[0];
  wanted->SetNodes(granted[1], granted[2], options_.cpus);
  if (workers > wanted->place.size()) {
    throw Error("Slurm granted CPUs for " + std::to_string(wanted->place.size()) +
                " workers, not for " + std::to_string(workers));
  }
  allocation_ = std::move(wanted);
}

std::string SlurmLauncher::HostOf(unsigned worker) const {
  if (allocation_ == nullptr || worker >= allocation_->place.size()) return "slurm";
  return allocation_->place[worker];
}

WorkerCommand SlurmLauncher::Command(const WorkerRequest& request) {
  if (allocation_ == nullptr) throw Error("Slurm has given no allocation");
  WorkerRequest remote = request;
  if (!options_.program.empty()) remote.program = options_.program;
  WorkerCommand command{
      {"srun", "--jobid=" + allocation_->job, "--quiet", "--unbuffered", "--nodes=1", "--ntasks=1",
       "--nodelist=" + HostOf(request.index), "--cpus-per-task=" + std::to_string(options_.cpus),
       "--exact", "--kill-on-bad-exit=1", "--job-name=combtest-worker"},
      {}};
  // What describes the job or the step that this process is part of would describe the new one.
  for (const std::string& variable : request.environment) {
    if (!variable.starts_with("SLURM_") || variable.starts_with("SLURM_CONF="))
      command.environment.push_back(variable);
  }
  command.argv.insert(command.argv.end(), options_.options.begin(), options_.options.end());
  for (std::string& word : WorkerWords(remote)) command.argv.push_back(std::move(word));
  return command;
}

std::string SlurmLauncher::Explain(unsigned worker, const CommandEnd& end) const {
  static_cast<void>(end);
  return "its step of Slurm's job " + (allocation_ == nullptr ? "" : allocation_->job) +
         " on node `" + HostOf(worker) + "` ended: cancelled, requeued, or never started";
}

}  // namespace combtest
