# Sourced by the scripts that make captures: the network namespaces named in $spaces, and a folder $work, both gone at the end.
work=$(mktemp -d)

clean() {
  for ns in $spaces; do ip netns pids "$ns" 2>/dev/null | xargs -r kill 2>/dev/null || true; done
  for ns in $spaces; do ip netns del "$ns" 2>/dev/null || true; done
  rm -rf "$work"
}
trap clean EXIT

in_ns() { ip netns exec "$@"; }

for ns in $spaces; do
  ip netns add "$ns"
  in_ns "$ns" ip link set lo up
done
