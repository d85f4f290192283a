/** Policies of `setkey` on a host. */
import { errnoText } from '../errno';
import type { Address, PolicyRequest, SpdCommand } from '../nodes';
import { embedded, type Host, type Refusal, type StackApi } from './scope';

export function applyPolicy(stack: StackApi, host: Host, command: SpdCommand): Refusal {
  // IPv4 policies never meet an IPv6 packet.
  if (command.src.value.family === 'inet') return null;
  const { type, code, protocol } = command.upper.value;
  const selector = {
    dir: command.direction === 'in' ? stack.IPSEC_DIR_INBOUND : stack.IPSEC_DIR_OUTBOUND,
    src: command.src.value.bytes,
    srcPrefixlen: command.src.value.prefixlen,
    srcPort: type === 0 ? command.src.value.port : type,
    dst: command.dst.value.bytes,
    dstPrefixlen: command.dst.value.prefixlen,
    dstPort: code === 0 ? command.dst.value.port : code,
    proto: protocol,
  };
  if (command.kind === 'spddelete') {
    const errno = stack.key_spddelete(host, selector);
    return errno === 0 ? null : 'There is no policy of exactly this selector.';
  }
  const req = [];
  for (const { value } of command.requests) {
    const request = requestSpec(stack, host, value);
    if (typeof request === 'string') return request;
    req.push(request);
  }
  const errno = stack.key_spdadd(host, {
    ...selector,
    policy: policyValue(stack, command.policy),
    req,
    origin: command.origin,
  });
  return errno === 0 ? null : `The policy is refused: ${errnoText(errno)}.`;
}

function policyValue(stack: StackApi, policy: SpdCommand['policy']): number {
  if (policy === 'discard') return stack.IPSEC_POLICY_DISCARD;
  return policy === 'ipsec' ? stack.IPSEC_POLICY_IPSEC : stack.IPSEC_POLICY_NONE;
}

function requestSpec(stack: StackApi, host: Host, request: PolicyRequest) {
  const end = (address: Address | null) => (address === null ? null : embedded(stack, host, address));
  const src = end(request.src);
  const dst = end(request.dst);
  if (typeof src === 'string') return src;
  if (typeof dst === 'string') return dst;
  const levels = {
    default: stack.IPSEC_LEVEL_DEFAULT,
    use: stack.IPSEC_LEVEL_USE,
    require: stack.IPSEC_LEVEL_REQUIRE,
    unique: stack.IPSEC_LEVEL_UNIQUE,
  };
  return {
    proto: { esp: 50, ah: 51, ipcomp: 108 }[request.protocol],
    mode: request.mode === 'tunnel' ? stack.IPSEC_MODE_TUNNEL : stack.IPSEC_MODE_TRANSPORT,
    level: levels[request.level],
    reqid: request.reqid,
    src,
    dst,
  };
}
