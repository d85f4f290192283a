#!/usr/bin/env bash
# Makes lab.pcapng: real Linux hosts in network namespaces, recorded on both sides of the router r1.
#
#   h1 ::10 --+-- em0 r1 em1 -- h2          LAN  2001:db8:1::/64
#             |                             em1  2001:db8:2::/64, MTU 1400
#   h3 -- r2 ::2                            r2's far side 2001:db8:3::/64
#
# Needs root and Debian's iproute2, iputils-ping, socat, xxd and tshark (for dumpcap and mergecap). Everything stays
# on this machine; the namespaces are removed at the end.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
spaces="pd-h1 pd-h2 pd-h3 pd-r1 pd-r2 pd-lan"
. ../namespaces.sh

for ns in $spaces; do
  # Without these the router answers only some of the errors, and late.
  in_ns "$ns" sysctl -qw net.ipv6.icmp.ratelimit=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 \
    net.ipv6.conf.default.accept_ra=0 net.ipv6.conf.default.router_solicitations=0
done

# wire NS DEVICE MAC: a port of the LAN bridge.
wire() {
  ip link add "pd-$3" netns "pd-lan" type veth peer name "$2" netns "$1" address "$4"
  in_ns pd-lan ip link set "pd-$3" master lan up
  in_ns "$1" ip link set "$2" up
}
in_ns pd-lan ip link add lan type bridge mcast_snooping 0
in_ns pd-lan ip link set lan up
wire pd-h1 eth0 h1 02:00:00:00:01:01
wire pd-r1 em0 r1 02:00:00:00:01:02
wire pd-r2 em0 r2 02:00:00:00:01:03
ip link add em1 netns pd-r1 address 02:00:00:00:02:01 type veth peer name eth0 netns pd-h2 address 02:00:00:00:02:02
ip link add em1 netns pd-r2 address 02:00:00:00:03:01 type veth peer name eth0 netns pd-h3 address 02:00:00:00:03:02
for ns in pd-r1 pd-r2; do in_ns $ns ip link set em1 up; in_ns $ns sysctl -qw net.ipv6.conf.all.forwarding=1; done
in_ns pd-r1 ip link set em1 mtu 1400
for ns in pd-h2 pd-h3; do in_ns $ns ip link set eth0 up; done

in_ns pd-h1 ip -6 addr add 2001:db8:1::10/64 dev eth0
in_ns pd-r1 ip -6 addr add 2001:db8:1::1/64 dev em0
in_ns pd-r1 ip -6 addr add 2001:db8:2::1/64 dev em1
in_ns pd-r2 ip -6 addr add 2001:db8:1::2/64 dev em0
in_ns pd-r2 ip -6 addr add 2001:db8:3::1/64 dev em1
in_ns pd-h2 ip -6 addr add 2001:db8:2::10/64 dev eth0
in_ns pd-h3 ip -6 addr add 2001:db8:3::10/64 dev eth0
in_ns pd-h1 ip -6 route add default via 2001:db8:1::1
in_ns pd-h2 ip -6 route add default via 2001:db8:2::1
in_ns pd-h3 ip -6 route add default via 2001:db8:3::1
in_ns pd-r1 ip -6 route add 2001:db8:3::/64 via fe80::ff:fe00:103 dev em0
in_ns pd-r2 ip -6 route add 2001:db8:2::/64 via 2001:db8:1::1
in_ns pd-r1 ip xfrm policy add src ::/0 dst 2001:db8:2::d15c/128 dir fwd action block
sleep 2

in_ns pd-r1 dumpcap -q -i em0 -i em1 -w "$work/lab.pcapng" 2>/dev/null &
sleep 1.5

# frame HEX: sends ready-made Ethernet bytes from h1, for what no ordinary program sends.
frame() { printf '%s' "$1" | xxd -r -p | in_ns pd-h1 socat -u STDIN INTERFACE:eth0; }
say() { in_ns pd-h1 ping -6 -q -c "${3:-1}" -W 1 ${4:-} "$1" >/dev/null 2>&1 || true; sleep 0.2; }

# 1 forwarded
say 2001:db8:2::10 - 3 "-i 0.2"
# 2 hop limit exceeded
say 2001:db8:2::10 - 1 "-t 1"
# 3 no route
say 2001:db8:9::1 - 1
# 4 packet too big: 1500 bytes towards a link of 1400
say 2001:db8:2::10 - 1 "-s 1452 -M do"
# 5 beyond the scope of the source: link-local source, global destination behind r1 (UDP 1234 -> 9, 8 bytes)
frame 02000000010202000000010186dd6000000000101140fe80000000000000000000fffe00010120010db800020000000000000000001004d2000900105b437363000000000000
sleep 0.2
# 6 redirect: h3 is behind r2 on the same LAN. Linux owes h1 a second of silence after the error above.
sleep 1.2
say 2001:db8:3::10 - 2 "-i 0.3"
# 7 policy discard
say 2001:db8:2::d15c - 1
# 8 multicast refused: a unicast packet in a link-layer broadcast frame
frame ffffffffffff02000000010186dd600000000010114020010db800010000000000000000001020010db800020000000000000000001004d2000900102bfb7363000000000000
sleep 0.2
# 9 neighbour unresolved: nobody has this address; the error comes three seconds later
in_ns pd-h1 ping -6 -q -c 1 -W 4 2001:db8:2::99 >/dev/null 2>&1 || true
sleep 1
in_ns pd-r1 pkill dumpcap
wait
cp "$work/lab.pcapng" "$here/lab.pcapng"
tshark -n -r "$here/lab.pcapng" 2>/dev/null | cut -c1-150
