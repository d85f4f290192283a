/** The protocol ICMPv6 (RFC 4443) and its fields. */
import { defineProtocol } from '../registry';
import { messageFields } from './messageFields';
import { optionFields } from './optionFields';
import { rplFields } from './rplFields';

export const ICMPV6 = defineProtocol(
  'icmpv6',
  'Internet Control Message Protocol v6',
  {
    ...messageFields,
    ...optionFields,
    ...rplFields,
  },
  { short: 'ICMPv6' },
);
