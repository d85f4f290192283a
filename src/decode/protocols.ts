/** Loads every protocol, so that the tables know them. */
import { ethernet, ethernetWithoutFcs } from './ethernet';
import './arp';
import './configTest';
import './ipv6';
import './ipv6Fragment';
import './ipv6Options';
import './ipv6Routing';
import { ipv4 } from './ipv4';
import './upper';
import './vlan';
import { linkTypes, sapDissectors, snapDissectors } from './tables';

linkTypes.register(ethernet, 1);
sapDissectors.register(ipv4, 0x06);
snapDissectors.register(ethernet, 0x0080c20001);
snapDissectors.register(ethernetWithoutFcs, 0x0080c20007);
