#!/bin/sh
# pairwise_shards.sh PROGRAM MERGE LOGS: the pairs of options, divided among three shards, which run what one program
# would, and what they cover together.
set -e
rm -rf "$3"
mkdir -p "$3"
pairwise='--gtest_filter=All/Sqlite.* --combtest_strength=2'
ran() { sed -n 's/^\[ *OK \] \(.*\) (.*/\1/p' "$@" | sort; }
for shard in 0 1 2; do
  GTEST_TOTAL_SHARDS=3 GTEST_SHARD_INDEX=$shard "$1" $pairwise --combtest_require_coverage=2:100 \
    --combtest_log_dir="$3/logs" >"$3/shard_$shard"
done
"$1" $pairwise >"$3/whole"
ran "$3/whole" >"$3/whole_walks"
ran "$3"/shard_* | diff - "$3/whole_walks"
echo "the shards together ran the whole array: $(wc -l <"$3/whole_walks") walks"
"$2" "$3/logs"
