#!/usr/bin/env bash
# Makes lab.pcapng: real Linux hosts in network namespaces, recorded on both sides of the router r1, which translates addresses.
#
#   h1 192.0.2.10 -- em0 r1 em1 -- h2 198.51.100.10       inside 192.0.2.0/24, outside 198.51.100.0/24, r1 is .1 on both
#
# Needs root and Debian's ethtool, iproute2, iputils-ping, nftables, socat, xxd and tshark (for dumpcap and reordercap). Everything stays on this
# machine; the namespaces are removed at the end.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
spaces="pd-h1 pd-h2 pd-r1"
. ../namespaces.sh

for ns in $spaces; do
  in_ns "$ns" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done

# wire DEVICE MAC HOST MAC: an interface of r1 and the one of the host at its other end. Checksums are made before a packet is
# recorded, and each segment is a packet of its own.
wire() {
  ip link add "$1" netns pd-r1 address "$2" type veth peer name eth0 netns "$3" address "$4"
  for end in "pd-r1 $1" "$3 eth0"; do
    set -- $end
    in_ns "$1" ethtool -K "$2" tx off tso off gso off gro off >/dev/null 2>&1
    in_ns "$1" ip link set "$2" up
  done
}
wire em0 02:00:00:00:01:02 pd-h1 02:00:00:00:01:01
wire em1 02:00:00:00:02:01 pd-h2 02:00:00:00:02:02

in_ns pd-h1 ip addr add 192.0.2.10/24 dev eth0
in_ns pd-r1 ip addr add 192.0.2.1/24 dev em0
in_ns pd-r1 ip addr add 198.51.100.1/24 dev em1
in_ns pd-h2 ip addr add 198.51.100.10/24 dev eth0
in_ns pd-h1 ip route add default via 192.0.2.1
in_ns pd-r1 sysctl -qw net.ipv4.ip_forward=1
in_ns pd-r1 nft -f - <<'RULES'
table ip nat {
  chain prerouting { type nat hook prerouting priority dstnat; iif em1 tcp dport 8080 dnat to 192.0.2.10:80; }
  chain postrouting { type nat hook postrouting priority srcnat; oif em1 snat to 198.51.100.1; }
  chain forward { type filter hook forward priority filter; udp dport 53 drop; }
}
RULES

# answer NS PORT TEXT: a server that says TEXT to the first who connects.
answer() { in_ns "$1" socat -U "TCP-LISTEN:$2,reuseaddr" "SYSTEM:echo $3" & }
in_ns pd-h2 socat UDP-LISTEN:7,fork PIPE &
in_ns pd-h2 socat UDP-LISTEN:53,fork PIPE &
answer pd-h2 80 outside
answer pd-h1 80 inside
sleep 1

in_ns pd-r1 dumpcap -q -i em0 -i em1 -w "$work/lab.pcapng" 2>/dev/null &
sleep 1.5

# 1 out and back: two echoes
in_ns pd-h1 ping -q -c 2 -i 0.2 -W 1 198.51.100.10 >/dev/null
# 2 a datagram to an echo server
echo hello | in_ns pd-h1 socat -t 0.3 - UDP:198.51.100.10:7,sourceport=4000 >/dev/null
# 3 a connection from inside
in_ns pd-h1 socat -t 0.3 - TCP:198.51.100.10:80,sourceport=4001 </dev/null >/dev/null
# 4 a connection from outside to a port that leads inside
in_ns pd-h2 socat -t 0.3 - TCP:198.51.100.1:8080,sourceport=4002 </dev/null >/dev/null
# 5 what may not leave: a DNS query for the address of example.net
echo 123401000001000000000000076578616d706c65036e65740000010001 | xxd -r -p |
  in_ns pd-h1 socat -t 0.3 - UDP:198.51.100.10:53,sourceport=4003 >/dev/null
sleep 0.5

in_ns pd-r1 pkill dumpcap
sleep 0.5
# Each interface is recorded by a thread of its own.
reordercap "$work/lab.pcapng" "$here/lab.pcapng" >/dev/null
chmod 644 "$here/lab.pcapng"
tshark -n -r "$here/lab.pcapng" 2>/dev/null | cut -c1-150
