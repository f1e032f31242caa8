#include "src/process/child_process.h"

#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <boost/asio/write.hpp>
#include <boost/optional.hpp>  // which v2 of Boost 1.81 forgets
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/stdio.hpp>
#include <deque>
#include <exception>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "combtest/action.h"
#include "src/os/descriptors.h"
#include "src/os/file_size_limit.h"
#include "src/os/private_child.h"
#include "src/os/worker_process.h"
#include "src/process/private_launcher.h"

namespace combtest::internal {

namespace asio = boost::asio;
namespace process = boost::process::v2;

namespace {

// Where the system has nothing that tells of a process's end.
constexpr auto kLookEvery = std::chrono::milliseconds(10);

// What the child does between fork and exec.
struct GroupAndDescriptors {
  const char* const* argv;
  const char* const* environment;
  int inherited;          // or -1
  const char* directory;  // null: this process's

  process::error_code on_setup(process::posix::default_launcher& launcher,
                               const process::filesystem::path&, const char* const*& arguments) {
    launcher.env = environment;
    arguments = argv;
    return {};
  }
  process::error_code on_exec_setup(process::posix::default_launcher&,
                                    const process::filesystem::path&, const char* const*) {
    // The pipes are its standard streams; under their first numbers nobody shall inherit them, as
    // Boost 1.81 would have it.
    CloseAtExecFrom(3);
    // (The posix::bind_fd of Boost 1.81 lacks a return statement.)
    if (inherited >= 0 && ::fcntl(inherited, F_SETFD, 0) != 0)
      return process::error_code(errno, boost::system::system_category());
    ::setpgid(0, 0);
    ::signal(SIGPIPE, SIG_DFL);
    HeedFileSizeSignalAgain();
    if (directory != nullptr && ::chdir(directory) != 0)
      return process::error_code(errno, boost::system::system_category());
    return {};
  }
};

// For exec; valid as long as the strings are.
std::vector<const char*> Pointers(const std::vector<std::string>& strings) {
  std::vector<const char*> pointers;
  for (const std::string& text : strings) pointers.push_back(text.c_str());
  pointers.push_back(nullptr);
  return pointers;
}

std::string CommandText(const std::vector<std::string>& argv) {
  std::string text;
  for (const std::string& word : argv) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Boost's own exit_code() folds signals and codes into one number.
ExitStatus Decode(std::optional<int> native) {
  if (!native) return {0, 0, false};
  if (WIFSIGNALED(*native)) return {WTERMSIG(*native), 0};
  return {0, WEXITSTATUS(*native)};
}

}  // namespace

struct ChildProcess::Impl {
  explicit Impl(asio::io_context& context)
      : in(context),
        out(context),
        err(context),
        end(context),
        look_timer(context),
        kill_timer(context) {}

  PrivateChild child() { return {pid, end.is_open() ? end.native_handle() : -1}; }

  void Kill() const { alone ? KillProcess(pid) : KillGroup(pid); }

  asio::writable_pipe in;
  asio::readable_pipe out;
  asio::readable_pipe err;
  // Readable once the process has ended; not open where the system has no such thing.
  asio::posix::stream_descriptor end;
  asio::steady_timer look_timer;
  asio::steady_timer kill_timer;
  std::optional<int> native_status;
  Callbacks callbacks;
  std::deque<std::string> queue;
  std::size_t queued = 0;
  bool writing = false;
  bool close_input = false;
  bool ended = false;   // nothing more is read but what is in the pipes
  bool exited = false;  // and on_exit has been called
  bool terminating = false;
  bool closed = false;
  bool alone = false;
  int pid = 0;
  std::array<char, 1 << 16> out_buffer;
  std::array<char, 1 << 14> err_buffer;
};

ChildProcess::ChildProcess() = default;
ChildProcess::~ChildProcess() {
  try {
    Close();
  } catch (const std::exception&) {
    // Of what it calls only a timer's cancel() may throw, and that doesn't.
  }
}
int ChildProcess::pid() const { return impl_->pid; }
std::size_t ChildProcess::unwritten() const { return impl_->queued; }
bool ChildProcess::exited() const { return impl_->exited; }

namespace {

void ReadOutput(const std::shared_ptr<ChildProcess>& self, auto& impl) {
  impl.out.async_read_some(asio::buffer(impl.out_buffer),
                           [self, &impl](boost::system::error_code error, std::size_t size) {
                             if (impl.closed || impl.exited) return;
                             if (size > 0) impl.callbacks.on_output({impl.out_buffer.data(), size});
                             if (impl.closed) return;
                             if (error) {
                               if (error != asio::error::operation_aborted)
                                 impl.callbacks.on_output_end();
                               return;
                             }
                             if (!impl.ended) ReadOutput(self, impl);
                           });
}

void ReadErrorOutput(const std::shared_ptr<ChildProcess>& self, auto& impl) {
  impl.err.async_read_some(asio::buffer(impl.err_buffer),
                           [self, &impl](boost::system::error_code error, std::size_t size) {
                             if (impl.closed || impl.exited) return;
                             if (size > 0)
                               impl.callbacks.on_error_output({impl.err_buffer.data(), size});
                             if (error || impl.closed || impl.ended) return;
                             ReadErrorOutput(self, impl);
                           });
}

// What is in the pipe, and no more: a grandchild may hold it open for ever.
template <class Buffer>
void Drain(asio::readable_pipe& pipe, Buffer& buffer,
           const std::function<void(std::string_view)>& deliver) {
  if (!pipe.is_open()) return;
  const int descriptor = pipe.native_handle();
  // Asio has made the descriptor non-blocking.
  constexpr std::size_t kEnough = 64u << 20;
  for (std::size_t total = 0; total < kEnough;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got <= 0) return;
    deliver({buffer.data(), static_cast<std::size_t>(got)});
    total += static_cast<std::size_t>(got);
  }
}

// Of what the process has left behind: a broken pipe would end it.
void DropErrorOutput(const std::shared_ptr<ChildProcess>& self, auto& impl) {
  impl.err.async_read_some(asio::buffer(impl.err_buffer),
                           [self, &impl](boost::system::error_code error, std::size_t) {
                             if (!error && !impl.closed) DropErrorOutput(self, impl);
                           });
}

void Finish(const std::shared_ptr<ChildProcess>& self, auto& impl) {
  if (impl.closed) return;
  Drain(impl.out, impl.out_buffer, impl.callbacks.on_output);
  if (impl.closed) return;
  Drain(impl.err, impl.err_buffer, impl.callbacks.on_error_output);
  if (impl.closed) return;
  impl.exited = true;
  impl.callbacks.on_exit(Decode(impl.native_status));
  if (impl.alone && !impl.closed) DropErrorOutput(self, impl);
}

// False: it lives on.
bool Reap(const std::shared_ptr<ChildProcess>& self, auto& impl) {
  const ChildEnd end = WaitForPrivateChild(impl.child(), false);
  if (!end.ended) return false;
  impl.native_status = end.status;
  impl.kill_timer.cancel();
  impl.ended = true;
  boost::system::error_code ignored;
  impl.out.cancel(ignored);
  impl.err.cancel(ignored);
  // Behind what has been read already and waits to be delivered.
  asio::post(impl.look_timer.get_executor(), [self, &impl] { Finish(self, impl); });
  return true;
}

void AwaitEnd(const std::shared_ptr<ChildProcess>& self, auto& impl) {
  const auto look = [self, &impl](boost::system::error_code cancelled) {
    if (!impl.closed && !cancelled && !Reap(self, impl)) AwaitEnd(self, impl);
  };
  if (impl.end.is_open()) {
    impl.end.async_wait(asio::posix::descriptor_base::wait_read, look);
  } else {
    impl.look_timer.expires_after(kLookEvery);
    impl.look_timer.async_wait(look);
  }
}

void WriteNext(const std::shared_ptr<ChildProcess>& self, auto& impl) {
  if (impl.queue.empty()) {
    impl.writing = false;
    if (impl.close_input) {
      boost::system::error_code ignored;
      impl.in.close(ignored);
    }
    return;
  }
  impl.writing = true;
  asio::async_write(impl.in, asio::buffer(impl.queue.front()),
                    [self, &impl](boost::system::error_code error, std::size_t) {
                      impl.queued -= impl.queue.front().size();
                      impl.queue.pop_front();
                      if (error) {
                        impl.queue.clear();
                        impl.queued = 0;
                        impl.close_input = true;
                      }
                      WriteNext(self, impl);
                    });
}

}  // namespace

std::shared_ptr<ChildProcess> ChildProcess::Start(asio::io_context& context,
                                                  const ChildCommand& command,
                                                  Callbacks callbacks) {
  const std::shared_ptr<ChildProcess> self(new ChildProcess);
  self->impl_ = std::make_unique<Impl>(context);
  Impl& impl = *self->impl_;
  impl.callbacks = std::move(callbacks);
  impl.alone = command.alone;
  const std::vector<const char*> environment = Pointers(command.environment);
  const std::vector<const char*> argv = Pointers(command.argv);

  // Else it is there already, though the directory may be gone by now.
  std::error_code unknown;
  const std::string directory = std::filesystem::current_path(unknown).native() == command.directory
                                    ? std::string()
                                    : command.directory;
  if (!directory.empty() && !std::filesystem::is_directory(directory, unknown))
    throw Error("can't start `" + CommandText(command.argv) + "` in " + directory +
                ": there is no such directory any more");

  OpenStandardStreams();
  PrivateLauncher launcher;
  process::process_stdio streams{impl.in, impl.out, impl.err};
  boost::system::error_code error;
  for (const auto& wrong : {streams.in.ec, streams.out.ec, streams.err.ec}) {
    if (wrong) error = wrong;
  }
  PrivateChild child;
  if (!error) {
    child = launcher(error, command.program.empty() ? command.argv[0] : command.program,
                     std::vector<std::string>(), streams,
                     GroupAndDescriptors{argv.data(), environment.data(), command.inherited,
                                         directory.empty() ? nullptr : directory.c_str()});
  }
  if (error) throw Error("can't start `" + CommandText(command.argv) + "`: " + error.message());
  impl.pid = child.pid;
  if (child.handle >= 0) impl.end.assign(child.handle);

  ReadOutput(self, impl);
  ReadErrorOutput(self, impl);
  AwaitEnd(self, impl);
  return self;
}

void ChildProcess::Write(std::string bytes) {
  Impl& impl = *impl_;
  if (impl.closed || impl.close_input) return;
  impl.queued += bytes.size();
  impl.queue.push_back(std::move(bytes));
  if (!impl.writing) WriteNext(shared_from_this(), impl);
}

void ChildProcess::CloseInput() {
  impl_->close_input = true;
  if (!impl_->writing) WriteNext(shared_from_this(), *impl_);
}

void ChildProcess::Terminate(std::chrono::milliseconds grace) {
  if (impl_->ended || impl_->closed) return;
  if (grace.count() == 0) return impl_->Kill();
  if (std::exchange(impl_->terminating, true)) return;  // and its grace is running out
  impl_->alone ? TerminateProcess(impl_->pid) : TerminateGroup(impl_->pid);
  KillAfter(grace);
}

void ChildProcess::ExpectEnd(std::chrono::milliseconds limit) {
  if (impl_->ended || impl_->closed || std::exchange(impl_->terminating, true)) return;
  KillAfter(limit);
}

void ChildProcess::KillAfter(std::chrono::milliseconds limit) { KillAt(AwakeClock::now() + limit); }

// The timer goes on while the program is frozen.
void ChildProcess::KillAt(AwakeClock::time_point end) {
  impl_->kill_timer.expires_after(end - AwakeClock::now());
  impl_->kill_timer.async_wait([self = shared_from_this(), end](boost::system::error_code error) {
    if (error || self->impl_->ended || self->impl_->closed) return;
    if (AwakeClock::now() < end) return self->KillAt(end);
    self->impl_->Kill();
  });
}

void ChildProcess::Ignore() {
  impl_->callbacks.on_output = impl_->callbacks.on_error_output = [](std::string_view) {};
  impl_->callbacks.on_output_end = [] {};
  impl_->callbacks.on_exit = [](ExitStatus) {};
}

void ChildProcess::Close() {
  if (impl_ == nullptr || impl_->closed) return;
  impl_->closed = true;
  if (!impl_->ended && impl_->pid > 0) {
    impl_->Kill();
    WaitForPrivateChild(impl_->child(), true);
  }
  boost::system::error_code ignored;
  impl_->in.close(ignored);
  impl_->out.close(ignored);
  impl_->err.close(ignored);
  impl_->end.close(ignored);
  impl_->look_timer.cancel();
  impl_->kill_timer.cancel();
}

}  // namespace combtest::internal
