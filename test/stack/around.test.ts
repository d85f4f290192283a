/**
 * Everything around the forwarder: the tests of one topic a file, and at the end what all of them together
 * must have shown.
 */
import './around/link';
import './around/input';
import './around/nd6';
import './around/routers';
import './around/icmp6';
import './around/frag6';
import './around/pathMtu';
import './around/ipfw';
import './around/divertPrograms';
import './around/output';
import './around/ipsec';
import './around/machine';
import './around/mld6';
import './around/inet';
import './around/arp';
import './around/icmp';
import './around/ipParts';
import './around/together';
// Behind the checks of what was sent: it sends what no check can judge.
import './around/anything';
