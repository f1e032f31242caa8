// A launcher's command: liar WHAT HOST COMMAND… runs a worker, and on the host `liar` says
// after its first batch what isn't so. What other hosts' first batches have done is told only
// then: until then they hold walks.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>

#include "src/wire/frame.h"
#include "src/wire/protocol.h"

namespace {

using namespace combtest::internal;

void WriteAll(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(to, bytes.data(), bytes.size());
    if (written <= 0) ::_exit(1);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Copy(int from, int to) {
  std::array<char, 1 << 16> buffer;
  for (ssize_t got; (got = ::read(from, buffer.data(), buffer.size())) > 0;)
    WriteAll(to, {buffer.data(), static_cast<std::size_t>(got)});
  ::close(to);
}

void Say(const FromWorker& message) { WriteAll(1, Frame(Encode(message))); }

// Of all 192 walks of the suite of faults, whoever has them.
void Lie(std::string_view what, const Done& truth) {
  for (std::uint64_t slot = 0; slot < 192; ++slot) {
    combtest::WalkResult result;
    result.outcome = combtest::outcome::Failed{};
    if (what == "state")
      Say(StateMessage{slot, R"({"open":9,"remount":9,"write":9,"sync":9,"read":9,"ballast":""})"});
    if (what == "ended") Say(Ended{truth.epoch, slot, false, result});
    if (what == "goes-on") Say(Ended{truth.epoch, slot, true, result});
    if (what == "released") Say(Released{truth.epoch, {slot + 1}});
  }
  if (what == "hello") Say(Hello{});
  if (what == "ready") Say(Ready{});
}

void AwaitFile(const std::string& path) {
  for (int i = 0; i < 10'000 && ::access(path.c_str(), F_OK) != 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

}  // namespace

int main(int, char** argv) {
  std::array<int, 2> in{}, out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) return 1;
  const pid_t worker = ::fork();
  if (worker == 0) {
    ::dup2(in[0], 0);
    ::dup2(out[1], 1);
    ::execvp(argv[3], argv + 3);
    ::_exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);
  std::thread([to = in[1]] { Copy(0, to); }).detach();
  const std::string lied = std::string(std::getenv("FAULT_DIR")) + "/lied";
  const bool lies = std::string_view(argv[2]) == "liar";
  bool begun = false, has_ended_any = false;
  FrameReader frames(true);
  std::array<char, 1 << 16> buffer;
  for (ssize_t got; (got = ::read(out[0], buffer.data(), buffer.size())) > 0;) {
    frames.Append({buffer.data(), static_cast<std::size_t>(got)});
    while (const auto text = frames.Next()) {
      if (!std::exchange(begun, true)) WriteAll(1, kStreamMagic);
      if (!has_ended_any && text->find(R"("type":"done")") != text->npos) {
        has_ended_any = true;
        if (lies) {
          Lie(argv[1], std::get<Done>(DecodeFromWorker(*text)));
          ::close(::open(lied.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
        } else {
          AwaitFile(lied);
        }
      }
      WriteAll(1, Frame(*text));
    }
  }
  int status = 0;
  ::waitpid(worker, &status, 0);
  return WEXITSTATUS(status);
}
