// How worker processes are started: on this machine, on others, or by any command that connects
// their standard streams. docs/launchers.md has an example of one's own.
#ifndef COMBTEST_LAUNCHER_H_
#define COMBTEST_LAUNCHER_H_

#include <string>
#include <string_view>
#include <vector>

namespace combtest {

// One worker that is to be started.
struct WorkerRequest {
  unsigned index = 0;                  // which worker, from 0
  unsigned workers = 1;                // of how many
  std::string id;                      // tells this process and all that it starts from any other
  std::string program;                 // the absolute path of this program, here
  std::vector<std::string> arguments;  // after the program
  // "NAME=value": what the worker's environment must have, wherever it runs.
  std::vector<std::string> variables;
  // "NAME=value": the rest of this process's environment, which a program that is started here
  // should have.
  std::vector<std::string> environment;
};

// A process of this machine.
struct WorkerCommand {
  std::vector<std::string> argv;
  std::vector<std::string> environment;  // all of it, "NAME=value"
  // The program's file. Empty: what argv[0] names, looked up in PATH unless it has a slash.
  std::string program = {};
};

// How a worker's process ended, as the command's own end tells.
struct CommandEnd {
  int signal = 0;  // 0: it ended by itself, with `code`
  int code = 0;
  std::string_view error_output;  // the end of what it printed
};

// Called on the thread that runs the walks' run, one call at a time. A method that throws makes
// that worker one that can't be started; the message is shown.
class Launcher {
 public:
  virtual ~Launcher() = default;

  // One word for messages: "ssh".
  virtual std::string name() const = 0;

  // The command that runs the worker. It is started here with pipes as its standard streams, and
  // must connect its input and output to the worker's and end when the worker does. Called before
  // every start, also of a worker that takes a dead one's place. When the input ends the worker
  // does, and so should the command; it gets SIGTERM, and then SIGKILL, if it doesn't.
  virtual WorkerCommand Command(const WorkerRequest& request) = 0;

  // True: the command becomes the worker itself, by exec. Then the worker shares memory with this
  // process, and its leftovers are looked for here. False: it may run anywhere.
  virtual bool IsLocal() const { return false; }

  // Where worker number `worker` runs; the same name always, and for all workers that a fault of
  // that host would take along. Empty: this machine.
  virtual std::string HostOf(unsigned worker) const {
    (void)worker;
    return {};
  }

  // True: Command, called again for the same worker, leads to where that worker runs, and to all
  // its processes. Then a connection that breaks is restored, and nothing is lost.
  virtual bool CanReconnect() const { return false; }

  // How many workers to start where no number was asked for; 0: that must be asked for.
  virtual unsigned places() const { return 0; }

  // Called before the first worker of a run. Throws Error where no worker at all can be started; a
  // host that can't be used is better told by Command.
  virtual void Prepare(unsigned workers) { (void)workers; }

  // Called after a worker has ended without having said why: a sentence that tells what the
  // command's end means and what to do about it. Empty: nothing to add.
  virtual std::string Explain(unsigned worker, const CommandEnd& end) const {
    (void)worker;
    (void)end;
    return {};
  }

  // After the connection to a worker broke: a command that ends what is left of it over there, run
  // once and for ten seconds at most. An empty argv: nothing to do.
  virtual WorkerCommand EndCommand(const WorkerRequest& request) {
    (void)request;
    return {};
  }

  // Called after the last worker of a run.
  virtual void Finish() {}
};

// For launchers: the worker as words, {"env", "--", "NAME=value"…, program, arguments…}.
std::vector<std::string> WorkerWords(const WorkerRequest& request);
// The same as one command for a POSIX shell; run in `directory` where there is one of that name.
std::string WorkerShellCommand(const WorkerRequest& request, std::string_view directory = {});
// A word that a POSIX shell reads as this text, whatever is in it.
std::string ShellQuoted(std::string_view text);

}  // namespace combtest

#endif  // COMBTEST_LAUNCHER_H_
