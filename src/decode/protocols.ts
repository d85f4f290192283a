/** Loads every protocol, so that the tables know them. */
import { ethernet } from './ethernet';
import './ipv6';
import { linkTypes } from './tables';

linkTypes.register(ethernet, 1);
