/** What happens when the timer of a group ends (mld_timeo). */
import { MLD_LISTENER_REPORT } from '../../../wire/icmp6';
import type { Host } from '../../host';
import { decide, decision, enter, leave, switched, used } from '../../trace';
import { IN6M_TIMER_UNDEF, type In6Multi, MLD_REPORTPENDING } from '../in6Var';
import { mld_start_listening } from './listening';
import { mld_sendpkt } from './send';
import { lines } from './source';
import { listenerState } from './states';

const state = decision('mld_timeo.state', {
  question: 'The timer of {group} ended: was its first report still to come?',
  outcomes: {
    'report-pending': 'Yes: it was joined with a delay, which is over.',
    // Not even the state changes: who only answers queries leaves without a Done.
    other: 'No (state {state}): the group is reported, and the state stays as it is.',
  },
  kernel: lines(229, 238),
  reference: 'RFC 2710 5; mld_timeo (netinet6/mld6.c)',
});

/** Runs when the timer ends; `frame` is the capture frame that led to it. */
export function mld_timeo(host: Host, in6m: In6Multi, frame: number): void {
  enter(host, 'mld_timeo', null);
  in6m.in6m_timer = IN6M_TIMER_UNDEF;
  in6m.in6m_timer_ch = null;
  used(host, in6m.origin);
  switched(host, 231, in6m.in6m_state);
  const pending = in6m.in6m_state === MLD_REPORTPENDING;
  const outcome = decide(
    host,
    state,
    pending ? state.reportPending : state.other,
    RECORDING && {
      group: in6m.in6m_addr.slice(),
      state: listenerState(in6m.in6m_state),
      rcvif: in6m.in6m_ifp.name,
    },
  );
  if (outcome === state.reportPending) mld_start_listening(host, in6m, frame);
  else mld_sendpkt(host, in6m, MLD_LISTENER_REPORT, null, frame);
  leave(host);
}
