#!/usr/bin/env bash
# Makes lab.pcapng: two real Linux hosts on one LAN, what each of them sends recorded at its port of the switch.
#
#   h1 192.0.2.1, 2001:db8:1::1 -- em0 [switch] em1 -- h2 192.0.2.2, 2001:db8:1::2
#
# lan.stack puts a tunnel between the two ports. Needs root and Debian's iproute2, ethtool, iputils-ping, socat and tshark (for dumpcap and
# reordercap). Everything stays on this machine; the namespaces are removed at the end.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
spaces="pd-h1 pd-h2 pd-lan"
. ../namespaces.sh

for ns in $spaces; do
  in_ns "$ns" sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
done
in_ns pd-lan sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
in_ns pd-lan ip link add switch type bridge mcast_snooping 0
in_ns pd-lan ip link set switch up

# wire PORT HOST MAC: checksums are made before a packet is recorded, and each segment is a packet of its own.
wire() {
  ip link add "$1" netns pd-lan type veth peer name eth0 netns "$2" address "$3"
  in_ns pd-lan ip link set "$1" master switch up
  in_ns "$2" ethtool -K eth0 tx off tso off gso off gro off >/dev/null 2>&1
  in_ns "$2" ip link set eth0 up
}
wire em0 pd-h1 02:00:00:00:01:01
wire em1 pd-h2 02:00:00:00:02:02
for host in 1 2; do
  in_ns pd-h$host ip addr add 192.0.2.$host/24 dev eth0
  in_ns pd-h$host ip -6 addr add 2001:db8:1::$host/64 dev eth0
done
in_ns pd-h2 socat UDP-LISTEN:7,fork PIPE &
# What hosts say when they begin is over then.
sleep 3

in_ns pd-lan dumpcap -q -i em0 -f "ether src 02:00:00:00:01:01" -i em1 -f "ether src 02:00:00:00:02:02" -w "$work/lab.pcapng" 2>/dev/null &
sleep 1.5

# 1 ARP, and two echoes
in_ns pd-h1 ping -q -c 2 -i 0.2 -W 1 192.0.2.2 >/dev/null
# 2 the same over IPv6
in_ns pd-h2 ping -6 -q -c 2 -i 0.2 -W 1 2001:db8:1::1 >/dev/null
# 3 a datagram to an echo server
echo hello | in_ns pd-h1 socat -t 0.3 - UDP:192.0.2.2:7,sourceport=4000 >/dev/null
# 4 an echo as long as the LAN allows, which the tunnel has to cut
in_ns pd-h1 ping -q -c 1 -s 1472 -M do -W 1 192.0.2.2 >/dev/null
sleep 0.5

in_ns pd-lan pkill dumpcap
sleep 0.5
# Each interface is recorded by a thread of its own.
reordercap "$work/lab.pcapng" "$here/lab.pcapng" >/dev/null
chmod 644 "$here/lab.pcapng"
tshark -n -r "$here/lab.pcapng" 2>/dev/null | cut -c1-150
