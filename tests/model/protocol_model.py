#!/usr/bin/env python3
"""Exhaustive model of: preflight -> INTENT (durable) -> click -> confirm on the page -> OUTCOME (durable),
with a crash of the worker / driver / browser possible at every step, an orphan browser that may still act,
a request in flight that may be applied late, and a page that may lag behind the server.
Also a set of mutants (protocol bugs); the explorer must find a violation for every one.
  python3 protocol_model.py            run the protocol and all mutants
Invariants:
  I1  applied <= 1                       (never invited twice)
  I2  terminal ledger state is true      SENT => applied==1 ; NOT_SENT/FAILED => applied==0 now and for ever (no orphan, nothing in flight)
  I3  no result lost                     from every reachable state, with no further crash, a terminal state is reachable
  I4  an in-doubt click whose effect is visible is reported as success, not as alreadyPending
  I5  quota: charged >= applied at all times
  I6  a later request whose page shows our own invitation (in doubt, parked, or sent and not yet told) is success;
      one that nobody can prove is never clicked for again
The click on Connect has two surfaces: one sends at once, the other opens a dialog and sends nothing. While the same
run still holds the open dialog, and Send was never clicked, the dialog is evidence: it is closed, the card is read,
and the attempt ends as refused (proved not sent, with the dialog's error).
That the dialog was open is durable before anything else is done in it, and that Send is about to be clicked before it
is. So after a crash in between the page is read for a dialog's attempt that was never armed: if it shows no
invitation, none was sent, and none will be.
A proved invitation may be withdrawn. The withdrawal's intent is durable before its click, and it ends only once a page
shows no Pending any more after the settle wait; until then the attempt stands as sent. Only a withdrawn attempt opens the
person again, for another attempt with everything that holds for the first. Clicking Withdraw twice does no harm, so a
crash in between is followed by a redo: a page without Pending and an open intent are the withdrawal of then. That a list
or a page does not show the invitation, without such an intent, proves nothing and opens nobody.
The page hears a press whole or not at all. Where the guard in the page tells that nothing of it was heard, and that
nothing of it will be, and the browser has dispatched no more than the guard heard, the same run may press again; an error of
the driver alone never tells that, and no silence of the guard: a page may take a click before the guard can hear it.
A site may answer Send by a question that it had not asked before (the e-mail address); it asks that only of what it did
not take, so the same run may answer it and press Send once more, or give up. A dialog that merely stays tells nothing.
"""
import sys
from collections import namedtuple, deque
S=namedtuple('S','pc L orphan net applied vis settled tries crashes charged view told ans round wnet',defaults=(0,None,0,0))
# pc : start pre ready intent connect dialog close click clicked verify fence settle recread done second answered
#      withdraw wverify wredo (round 1 is the attempt behind a withdrawal; wnet: a withdrawal on its way)
# L  : none intent opened armed sent pending_before notsent refused unknown     (the durable ledger row)
TERM={'sent','pending_before','unknown','refused'}   # notsent is terminal when tries are used up
OPEN={'intent','opened','armed'}               # without an end: before Connect; the dialog was seen; Send may have been clicked
CR=2; MAXTRY=2
def succ(s,m):
    out=[]
    add=lambda **k: out.append(s._replace(**k))
    # ---- environment ----
    if s.orphan: add(orphan=0,net=s.net+1); add(orphan=0)                  # the page's handler fires, or never does
    if s.net:    add(net=s.net-1,applied=s.applied+1); add(net=s.net-1)     # the server applies, or the request is lost
    if s.vis<min(1,s.applied): add(vis=1)                                   # replication catches up
    if s.vis>min(1,s.applied): add(vis=0)
    if s.wnet:   add(wnet=s.wnet-1,applied=0); add(wnet=s.wnet-1)           # the server withdraws, or the request is lost
    # ---- crash of the worker (the browser may survive) ----
    if s.pc in('withdraw','wverify') and s.crashes<CR: add(pc='wredo',crashes=s.crashes+1,settled=0)
    elif s.pc not in('start','done','second','answered','wredo') and s.crashes<CR:
        lost = s.L in OPEN and 'intent_not_fsynced' in m
        add(pc='start',crashes=s.crashes+1,settled=0,view=None)
        if lost: add(pc='start',crashes=s.crashes+1,settled=0,view=None,L='none')
    # ---- worker ----
    pc,L=s.pc,s.L
    if pc=='start':
        if L in TERM or (L=='notsent' and s.tries>=MAXTRY): add(pc='done')
        elif L in OPEN: add(pc='fence')
        else: add(pc='pre')
    elif pc=='pre': add(pc='ready',view=s.vis)
    elif pc=='ready':
        if s.view: 
            if 'pending_is_failure_even_in_doubt' in m or s.tries==0: add(L='pending_before',pc='done')
            else: add(L='sent',pc='done')
        elif 'no_intent' in m: add(pc='connect',tries=s.tries+1,charged=s.charged+1)
        else: add(L='intent',pc='connect',tries=s.tries+1,charged=s.charged+(0 if 'charge_after' in m else 1))
    elif pc=='connect':
        add(pc='verify',orphan=1); add(pc='verify')             # this surface sends at once, or the click was lost
        add(pc='dialog')                                        # this one opens a dialog and sends nothing
    elif pc=='dialog':
        if L=='intent': add(L='opened')                         # durable: Connect has opened the dialog, and sent nothing
        armed=L if 'not_armed' in m else 'armed'                # durable before the last click
        add(pc='click',L=armed)                                 # nothing is wrong: Send
        add(pc='close')                                         # e-mail wanted, note too long, limit reached
    elif pc=='close':
        # the dialog is closed and the card read: our own run, no Send, so nothing can come of it
        if s.vis: add(pc='verify')
        else: add(L='refused',pc='done',charged=s.charged-1)    # proved not sent: refunded
    elif pc=='click':
        # reply ok / error / none are all possible, whatever really happened
        add(pc='verify',orphan=1); add(pc='verify'); 
        add(pc='clickerr',orphan=1); add(pc='clickerr')
        add(pc='dialog')                                        # the guard tells that it went elsewhere: the dialog is read again
        if 'unheard_by_error' in m: add(pc='dialog',orphan=1)   # the driver's error is taken for the guard's word
        if 'trust_click_ok' in m: add(pc='done',L='sent',orphan=1); add(pc='done',L='sent')
    elif pc=='clickerr':
        if 'retry_click_on_error' in m and s.tries<MAXTRY: add(pc='click',tries=s.tries+1)
        elif 'error_means_not_sent' in m: add(pc='start',L='notsent')
        else: add(pc='verify')
    elif pc=='verify':
        if L=='armed' and ('any_dialog_asks' in m or not(s.applied or s.net or s.orphan)): add(pc='dialog')   # a new question
        if s.vis: add(L='sent',pc='done')
        elif 'dialog_after_send' in m: add(pc='close'); add(pc='fence')   # the dialog is still open although Send was clicked
        else: add(pc='fence')
    elif pc=='fence':
        # kill every browser that holds the profile; prove the lock is free
        if 'no_fence' in m: add(pc='settle')
        else: add(orphan=0,pc='settle')
    elif pc=='settle':
        # wait T_settle: the assumption is that nothing is in flight and the page is current after it
        if 'no_settle' in m: add(pc='recread')
        elif 'lag_unbounded' in m: add(pc='recread')          # environment variant: the settle wait proves nothing
        elif s.net==0 and s.vis==min(1,s.applied) : add(pc='recread',settled=1)
    elif pc=='recread': add(pc='recdecide',view=s.vis)
    elif pc=='recdecide':
        if s.view:
            add(L='pending_before' if 'pending_is_failure_even_in_doubt' in m else 'sent',pc='done')
        else:
            if 'give_up_silently' in m: add(pc='done')
            elif L=='opened' or ('armed_is_opened' in m and L=='armed'): add(L='notsent',pc='start')   # Send was never clicked
            elif 'dialog_after_crash' in m and s.crashes: add(L='refused',pc='done',charged=s.charged-1)
            elif 'park' in m: add(L='unknown',pc='done')            # policy: an in-doubt click that is not visible is never clicked again
            else: add(L='notsent',pc='start')
    elif pc=='done':
        # the answer reaches its caller, or is lost with the process; then somebody asks for the same person again
        add(pc='second',told=1); add(pc='second')
    elif pc=='second':
        # only what the ledger bars is looked at here: a free person begins at 'start' like any other
        if L=='sent' and not s.round:
            # somebody withdraws it; the intent is durable before the click
            if s.vis: add(pc='withdraw')
            # a list of sent invitations may leave somebody out, whatever is true
            if 'absence_is_withdrawn' in m: add(pc='start',L='none',round=1,tries=0,told=0,view=None,settled=0)
        if L=='sent':
            if s.vis: add(pc='answered',ans='alreadyPending' if s.told or 'second_pending_is_failure' in m else 'success')
            else: add(pc='answered',ans='unknown')              # the page lags: never a second click
        elif L=='unknown':
            if s.vis: add(pc='answered',L='sent',ans='alreadyPending' if 'second_pending_is_failure' in m else 'success')
            elif 'parked_is_free' in m: add(pc='answered',ans='clicked',net=s.net+1,charged=s.charged+1)
            elif 'parked_counts_as_sent' in m: add(pc='answered',L='sent',ans='success')
            else: add(pc='answered',ans='unknown')
        else: add(pc='answered',ans='free')
    elif pc=='withdraw':
        if 'withdrawn_on_click' in m: add(pc='start',wnet=1,L='none',round=1,tries=0,told=0,view=None); add(pc='start',L='none',round=1,tries=0,told=0,view=None)
        else: add(pc='wverify',wnet=1); add(pc='wverify')       # the click takes effect, or is lost
    elif pc in('wverify','wredo'):
        # a fresh page, behind the settle wait: nothing is in flight, and it is current
        current = s.wnet==0 and s.vis==min(1,s.applied)
        if current or 'withdrawn_without_settle' in m:
            # round 1: the person is free for another attempt; what was charged stays charged, and is not counted here
            if not s.vis: add(pc='start',L='none',round=1,tries=0,told=0,view=None,settled=0,charged=0)
            elif pc=='wredo': add(pc='withdraw')
            else: add(pc='answered',ans='unknown')
    return out
def bad(s,m):
    if s.applied>1: return 'I1 invited twice'
    if s.charged<s.applied: return 'I5 quota undercounted'
    if s.pc=='done':
        if s.L=='sent' and s.applied==0 and not(s.net or s.orphan): return 'I2 SENT recorded but nothing was applied'
        if s.L=='notsent' and (s.applied or s.net or s.orphan): return 'I2 NOT_SENT recorded but an invitation exists or may still happen'
        if s.L=='pending_before' and s.applied: return 'I4 our own invitation reported as alreadyPending failure'
        if s.L=='refused' and (s.applied or s.net or s.orphan): return 'I2 refused by a dialog, but an invitation exists or may still happen'
        if s.L=='none' or s.L in OPEN: return 'I3 finished without a result'
    if s.pc=='answered':
        if s.ans=='success' and s.applied==0: return 'I6 success for a later request, but nothing was applied'
        if s.ans=='alreadyPending' and not s.told and s.applied: return 'I6 our own invitation, not told before, reported as alreadyPending'
        if s.ans=='alreadyPending' and s.L=='unknown': return 'I6 our own parked invitation reported as alreadyPending'
    return None
def run(m=frozenset()):
    s0=S('start','none',0,0,0,0,0,0,0,0,None); seen={s0:None}; q=deque([s0]); edges={}
    viol=None
    while q:
        s=q.popleft(); b=bad(s,m)
        if b: viol=(b,s); break
        ns=succ(s,m); edges[s]=ns
        for n in ns:
            if n not in seen: seen[n]=s; q.append(n)
    if viol:
        t=[]; s=viol[1]
        while s: t.append(s); s=seen[s]
        return len(seen),viol[0],t[::-1]
    # I3 liveness: from each state some done state reachable without a further crash
    rev={}
    for s,ns in edges.items():
        for n in ns:
            if n.crashes==s.crashes: rev.setdefault(n,[]).append(s)
    good=set(s for s in seen if s.pc in('done','second','answered')); q=deque(good)
    while q:
        n=q.popleft()
        for p in rev.get(n,()):
            if p not in good: good.add(p); q.append(p)
    stuck=[s for s in seen if s not in good]
    if stuck: return len(seen),'I3 stuck state',[stuck[0]]
    return len(seen),None,sum(1 for s in seen if s.pc=='answered')
if __name__=='__main__':
    n,v,t=run(); print(f'protocol: states={n} violation={v} terminal={t if v is None else ""}')
    if v: 
        for x in t: print('   ',x)
        sys.exit(1)
    for name,ms in (('retry policy, settle assumption broken',['lag_unbounded']),('park policy, settle assumption broken',['lag_unbounded','park']),('park policy, settle assumption holds',['park'])):
        n,v,t=run(frozenset(ms)); print(f'variant {name:42} states={n} violation={v}')
    ok=True
    for name,ms in (('park policy, settle assumption broken',['lag_unbounded','park']),('park policy, settle assumption holds',['park'])):
        ok&=run(frozenset(ms))[1] is None
    ok&=run(frozenset(['lag_unbounded']))[1] is not None        # why "retry" is not the default
    # each mutant with the policy and the environment in which it does harm
    mutants=[(mu,[]) for mu in ('no_intent','intent_not_fsynced','no_fence','no_settle','trust_click_ok','retry_click_on_error','error_means_not_sent','pending_is_failure_even_in_doubt','give_up_silently','charge_after','dialog_after_send','any_dialog_asks','second_pending_is_failure','unheard_by_error','withdrawn_on_click','absence_is_withdrawn')]
    mutants+=[('not_armed',['lag_unbounded','park']),('armed_is_opened',['lag_unbounded','park'])]
    mutants+=[('dialog_after_crash',['lag_unbounded','park']),('parked_is_free',['lag_unbounded','park']),('parked_counts_as_sent',['park'])]
    for mu,more in mutants:
        n,v,t=run(frozenset([mu]+more)); ok&=v is not None
        print(f'mutant {mu:36} {"CAUGHT" if v else "SURVIVED"}: {v} (trace {len(t) if v else 0} steps, {n} states)')
    sys.exit(0 if ok else 2)
