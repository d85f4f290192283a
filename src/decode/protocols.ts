/** Loads every protocol, so that the tables know them. */
import { LINKTYPE_ETHERNET } from '../wire/linktype';
import './arp';
import './configTest';
import { ethernet, ethernetWithoutFcs } from './ethernet';
import { ip, ipv4 } from './ipv4/ipv4';
import { ipv6 } from './ipv6/ipv6';
import './ipv6/fragment';
import './ipv6/optionsHeader';
import './ipv6/routing';
import './links';
import './pktap';
import './ppp';
import './sll';
import { ethertypes, ipProtocols, linkTypes, pppProtocols, sapDissectors, snapDissectors } from './tables';
import './upper';
import './vlan';

/** Bridged Ethernet. */
const ETHERTYPE_BRIDGE = 0x6558;
/** Ethernet in IP, as segment routing carries it (RFC 8986). */
const IPPROTO_ETHERNET = 143;

ethertypes.register(ethernetWithoutFcs, ETHERTYPE_BRIDGE);
linkTypes.register(ethernet, LINKTYPE_ETHERNET);
ipProtocols.register(ethernet, IPPROTO_ETHERNET);
pppProtocols.register(ip, 0x0021);
pppProtocols.register(ipv6, 0x0057);
sapDissectors.register(ipv4, 0x06);
snapDissectors.register(ethernet, 0x0080c20001);
snapDissectors.register(ethernetWithoutFcs, 0x0080c20007);
