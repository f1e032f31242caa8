// What combtest.cfg may hold, and what is said of what it may not.
#include <sys/stat.h>

#include "test/config/probe.h"

namespace combtest {
namespace {

class ConfigFileTest : public test::ProbeTest {};

TEST_F(ConfigFileTest, TheKeysOfTheGuideAreKnown) {
  EXPECT_EQ(Told("[NET]\nrsakey: /path/to/my/rsakey/file\nmachine_ips: a, b:4\n\n"
                 "[WORKER]\nmax_thread_count: 10\n"),
            "threads=10 (combtest.cfg:6)\n"
            "hosts=a, b:4 (combtest.cfg:3)\n"
            "ssh_identity=/path/to/my/rsakey/file (combtest.cfg:2)\n");
}

TEST_F(ConfigFileTest, EditorsOfAllKindsWriteIt) {
  const std::string three = "threads=3 (combtest.cfg:3)\n";
  EXPECT_EQ(Told("# of ours\n[WORKER]\nthreads = 3\n"), three);
  EXPECT_EQ(Told("; of ours\r\n[WORKER]\r\nthreads = 3\r\n"), three);
  EXPECT_EQ(Told("\xef\xbb\xbf[WORKER]\n\nthreads=3"), three);
  EXPECT_EQ(Told("\xef\xbb\xbf# of ours\r\n [ worker ] \r\n\tThreads\t:\t3"), three);
  EXPECT_EQ(Told(std::string("\xff\xfe[\0W\0", 6)),
            "error: combtest.cfg isn't text in UTF-8; save it as such\n");
}

TEST_F(ConfigFileTest, UnknownKeysAreRefusedWithTheNearest) {
  EXPECT_EQ(Told("[WORKER]\nthread = 2\n"),
            "error: combtest.cfg:2: there is no key `thread` in section [WORKER]; did you mean "
            "`threads`?\n");
  EXPECT_EQ(Told("[NET]\nrsa_key = 2\n"),
            "error: combtest.cfg:2: there is no key `rsa_key` in section [NET]; did you mean "
            "`rsakey`?\n");
  EXPECT_EQ(Told("[NET]\nlogdir = logs\n"),
            "error: combtest.cfg:2: there is no key `logdir` in section [NET]; did you mean "
            "`log_dir` in [LOG]?\n");
  EXPECT_EQ(Told("[NET]\nthreads = 2\n"),
            "error: combtest.cfg:2: there is no key `threads` in section [NET]; it belongs to "
            "[WORKER]\n");
  EXPECT_EQ(Told("[NET]\noptions = -v\n"),
            "error: combtest.cfg:2: there is no key `options` in section [NET]; it belongs to "
            "[SSH] or [SLURM]\n");
  EXPECT_EQ(Told("[LOG]\nquite_something_else = 2\n"),
            "error: combtest.cfg:2: there is no key `quite_something_else` in section [LOG]\n");
}

TEST_F(ConfigFileTest, UnknownSectionsAreRefused) {
  EXPECT_EQ(Told("\n[WORKERS]\nthreads = 2\n"),
            "error: combtest.cfg:2: there is no section [WORKERS]; did you mean [WORKER]?\n");
  EXPECT_EQ(Told("[paths]\n"),
            "error: combtest.cfg:1: there is no section [paths]; there are [WORKER], [NET], [SSH], "
            "[SLURM], [LOG]\n");
  EXPECT_EQ(Told("threads = 2\n[WORKER]\n"),
            "error: combtest.cfg:1: `threads` comes before any [SECTION]; it belongs to "
            "[WORKER]\n");
  EXPECT_EQ(Told("log_dr = x\n"),
            "error: combtest.cfg:1: `log_dr` comes before any [SECTION]; did you mean `log_dir` "
            "in [LOG]?\n");
}

TEST_F(ConfigFileTest, AKeyIsGivenOnce) {
  EXPECT_EQ(Told("[WORKER]\nthreads = 2\nworkers = 1\nthreads = 2\n"),
            "error: combtest.cfg:4: `threads` is given again; combtest.cfg:2 has it already\n");
  EXPECT_EQ(Told("[WORKER]\nthreads = 2\nmax_thread_count = 2\n"),
            "error: combtest.cfg:3: `max_thread_count` is given again; combtest.cfg:2 has threads "
            "already\n");
  EXPECT_EQ(Told("[NET]\nrsakey = a\n[SSH]\nidentity = a\n"),
            "error: combtest.cfg:4: `identity` is given again; combtest.cfg:2 has ssh_identity "
            "already\n");
  // A section may come again.
  EXPECT_EQ(Told("[WORKER]\nthreads=2\n[LOG]\nverbosity=2\n[WORKER]\nworkers=1\n"),
            "threads=2 (combtest.cfg:2)\nworkers=1 (combtest.cfg:6)\nverbosity=2 "
            "(combtest.cfg:4)\n");
}

TEST_F(ConfigFileTest, ValuesAreChecked) {
  EXPECT_EQ(Told("[WORKER]\n\nthreads = 0\n"),
            "error: combtest.cfg:3: `0` isn't a valid value for threads; it takes 1 to 1024\n");
  EXPECT_EQ(Told("[WORKER]\nmax_thread_count =\n"),
            "error: combtest.cfg:2: `` isn't a valid value for threads; it takes 1 to 1024\n");
  EXPECT_EQ(Told("[WORKER]\nwalk_timeout = 5\n"),
            "error: combtest.cfg:2: `5` isn't a valid value for walk_timeout; it takes a duration "
            "such as "
            "500ms, 2s or 1.5m, or 0 for none\n");
  EXPECT_EQ(
      Told("[WORKER]\nthreads = 4  # of 8\n"),
      "error: combtest.cfg:2: `4  # of 8` isn't a valid value for threads; it takes 1 to 1024; a "
      "comment needs a line of its own\n");
}

TEST_F(ConfigFileTest, LinesAreSectionsOrKeys) {
  EXPECT_EQ(Told("threads\n"),
            "error: combtest.cfg:1: `threads` is neither a [SECTION] nor a `key = value`\n");
  EXPECT_EQ(Told("\n[WORKER # all\n"),
            "error: combtest.cfg:2: the section `[WORKER # all` lacks its closing bracket\n");
  EXPECT_EQ(Told("[WORKER] # all\n"),
            "error: combtest.cfg:1: `[WORKER] # all` has more than a section; a comment needs a "
            "line of its own\n");
}

TEST_F(ConfigFileTest, WhatIsNoFileCantBeRead) {
  const std::string error = "error: combtest.cfg can't be read: it is no regular file\n";
  std::filesystem::create_directory(path());
  EXPECT_EQ(Probe(), error);
  std::filesystem::remove(path());
  // Nobody writes into it.
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  EXPECT_EQ(Probe(), error);
}

}  // namespace
}  // namespace combtest
