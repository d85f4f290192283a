/** Loads the protocols above the network layer. */
import './icmp/icmp';
import './icmpv6/icmpv6';
import './igmp/igmp';
import './tcp/tcp';
import './udp';
