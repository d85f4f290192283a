/** Loads the protocols above the network layer. */
import './ah';
import './esp';
import './etherip';
import './gre/gre';
import './icmp/icmp';
import './icmpv6/icmpv6';
import './igmp/igmp';
import './tcp/tcp';
import './udp';
