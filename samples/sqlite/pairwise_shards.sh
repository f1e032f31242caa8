#!/bin/sh
# pairwise_shards.sh PROGRAM MERGE LOGS: the pairs of options, divided among three shards, and what they cover together.
set -e
rm -rf "$3"
for shard in 0 1 2; do
  GTEST_TOTAL_SHARDS=3 GTEST_SHARD_INDEX=$shard "$1" --gtest_brief=1 '--gtest_filter=All/Sqlite.*' \
    --combtest_strength=2 --combtest_require_coverage=2:100 --combtest_log_dir="$3"
done
"$2" "$3"
