#include <algorithm>
#include <charconv>
#include <utility>

#include "combtest/action.h"
#include "combtest/launchers.h"
#include "src/text/ascii.h"
#include "src/text/shell_words.h"

namespace combtest {
namespace {

// Calls f for each piece between separators.
template <class F>
void Split(std::string_view text, char separator, F f) {
  while (true) {
    const auto end = text.find(separator);
    f(internal::Trim(text.substr(0, end)));
    if (end == text.npos) return;
    text.remove_prefix(end + 1);
  }
}

unsigned ParseNumber(std::string_view text, unsigned most, const std::string& what) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > most) {
    throw Error(what + " is a number from 1 to " + std::to_string(most) + ", not `" +
                std::string(text) + "`");
  }
  return number;
}

void ParseName(std::string_view text, Host& host) {
  const std::string whole(text);
  if (const auto at = text.find('@'); at != text.npos) {
    host.user = text.substr(0, at);
    if (host.user.empty()) throw Error("`" + whole + "` lacks the user before its @");
    text.remove_prefix(at + 1);
  }
  std::size_t name_end = text.find(':');
  if (text.starts_with('[')) {
    const auto bracket = text.find(']');
    if (bracket == text.npos) throw Error("`" + whole + "` lacks its closing bracket");
    host.name = text.substr(1, bracket - 1);
    name_end = bracket + 1;
    if (name_end < text.size() && text[name_end] != ':')
      throw Error("after the bracket of `" + whole + "` only :WORKERS may follow");
  } else {
    host.name = text.substr(0, name_end);
  }
  // What begins with a dash would be an option of ssh.
  if (host.name.empty() || host.name.starts_with('-') ||
      host.name.find_first_of(" \t") != host.name.npos)
    throw Error("`" + whole + "` names no host");
  if (host.user.starts_with('-')) throw Error("`" + whole + "` names no user");
  if (name_end < text.size())
    host.workers = ParseNumber(text.substr(name_end + 1), 1024, "the workers of `" + whole + "`");
}

void ParseSetting(std::string_view text, Host& host) {
  const auto sign = text.find('=');
  const std::string_view key = text.substr(0, sign);
  const std::string value(sign == text.npos ? std::string_view() : text.substr(sign + 1));
  if (value.empty())
    throw Error("`" + std::string(text) + "` of host `" + host.name + "` isn't KEY=VALUE");
  if (key == "user") {
    host.user = value;
  } else if (key == "port") {
    ParseNumber(value, 65535, "the port of host `" + host.name + "`");
    host.port = value;
  } else if (key == "identity") {
    host.identity = value;
  } else if (key == "program") {
    host.program = value;
  } else if (key == "directory") {
    host.directory = value;
  } else if (key == "option") {
    for (std::string& word : internal::SplitWords(value)) host.options.push_back(std::move(word));
  } else {
    throw Error("a host has no setting `" + std::string(key) +
                "`; there are user, port, identity, program, directory and option");
  }
}

}  // namespace

std::vector<Host> ParseHosts(std::string_view text) {
  std::vector<Host> hosts;
  Split(text, ',', [&](std::string_view entry) {
    Host host;
    bool first = true;
    Split(entry, ';', [&](std::string_view part) {
      if (std::exchange(first, false)) {
        ParseName(part, host);
      } else {
        ParseSetting(part, host);
      }
    });
    if (std::any_of(hosts.begin(), hosts.end(),
                    [&](const Host& other) { return other.name == host.name; }))
      throw Error("host `" + host.name + "` is named twice");
    hosts.push_back(std::move(host));
  });
  return hosts;
}

HostsLauncher::HostsLauncher(std::vector<Host> hosts) : hosts_(std::move(hosts)) {
  for (unsigned round = 0;; ++round) {
    const std::size_t before = place_.size();
    for (std::size_t h = 0; h < hosts_.size(); ++h) {
      if (round < hosts_[h].workers) place_.push_back(h);
    }
    if (place_.size() == before) return;
  }
}

std::string HostsLauncher::HostOf(unsigned worker) const { return HostFor(worker).name; }

void HostsLauncher::Prepare(unsigned workers) {
  if (workers > place_.size()) {
    throw Error("there are " + std::to_string(workers) +
                " workers, but the hosts have places for " + std::to_string(place_.size()) +
                "; give a host more, as in `a:8`");
  }
}

}  // namespace combtest
