import assert from 'node:assert/strict';
import * as stack from '#stack/recording';

describe('a divert socket', () => {
  it('cannot be accepted from, connected or listened on', () => {
    const host = stack.createHost({ io: { output() {} } });
    assert.equal(stack.div_unsupported(host, 'listen'), stack.EOPNOTSUPP);
  });

  it('is not listed into memory that cannot be held in place', () => {
    const host = stack.createHost({ io: { output() {} } });
    stack.fault_add(host, { function: 'sysctl_wire_old_buffer', errno: stack.ENOMEM, times: 1 });
    const request = { read: true, write: false, hidden: [] };
    assert.equal(stack.div_pcblist(host, request).error, stack.ENOMEM);
    assert.equal(stack.div_pcblist(host, request).headers, 2);
  });

  it('knows its port, and nothing once it is closed', () => {
    const host = stack.createHost({ io: { output() {} } });
    const so = stack.newSocket();
    assert.equal(stack.div_attach(host, so, 0, 'root'), 0);
    assert.deepEqual(stack.div_sockaddr(so), { error: 0, port: 0 });
    assert.equal(stack.div_detach(host, so), 0);
    assert.equal(stack.div_peeraddr(so), stack.EINVAL);
  });

  it('keeps what it holds apart in a copy of its machine', () => {
    const host = stack.createHost({ io: { output() {} } });
    const so = stack.newSocket();
    stack.div_attach(host, so, 0, 'root');
    const m = stack.m_get(host, new Uint8Array(20).fill(0x45, 0, 1), 0, 20);
    m.tags = [{ id: stack.PACKET_TAG_DIVERT, info: 0, cookie: 7 }];
    const copy = stack.copyHost(host, host.io);
    stack.divert_packet(host, m, false);
    assert.equal(so.so_rcv.sb_mb.length, 1);
    assert.equal(copy.divcbinfo.listhead[0].inp_socket.so_rcv.sb_mb.length, 0);
  });
});
