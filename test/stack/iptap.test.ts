import assert from 'node:assert/strict';
import * as stack from '#stack/recording';

describe('an IP tap', () => {
  it('neither sends nor receives, and takes every protocol', () => {
    const host = stack.createHost({ io: { output: () => assert.fail('it sent') } });
    assert.equal(stack.iptap_clone_create(host, 0), 0);
    assert.equal(stack.iptap_if_output(host, stack.m_get(host, new Uint8Array(40), 0, 40)), stack.ENOTSUP);
    assert.equal(host.trace.verdict, stack.DROPPED);
    assert.equal(stack.iptap_demux(host), stack.ENOTSUP);
    assert.equal(stack.iptap_add_proto(host), 0);
    assert.equal(stack.iptap_del_proto(), 0);
  });

  it('cannot be made twice under one name', () => {
    const host = stack.createHost({ io: { output() {} } });
    assert.equal(stack.iptap_clone_create(host, 0), 0);
    assert.equal(stack.iptap_clone_create(host, 0), stack.EEXIST);
    assert.equal(host.iptap.taps.length, 1);
  });
});
