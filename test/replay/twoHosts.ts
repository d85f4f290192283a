/**
 * The sample lab's capture before two hosts: a router that the packets come to, and the one that many of them
 * are for, on a link behind it.
 */
export const twoHosts = `
host A {
  sysctl net.inet6.ip6.forwarding=1
  ifconfig em0 lladdr 02:00:00:00:01:02 inet6 2001:db8:1::1/64 up
  ifconfig em1 inet6 2001:db8:2::1/64 up
  ifconfig em2 up
  ndp -s 2001:db8:1::10 02:00:00:00:01:01
}
host B {
  ifconfig em0 inet6 2001:db8:2::10/64 up
  route add -inet6 default 2001:db8:2::1
}
link A.em1 B.em0
replay "lab.pcapng" (em0 = A.em0, em1 = A.em2)
`;
