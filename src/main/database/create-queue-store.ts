import type { StoredQueue } from '../jobs/jobs.ts'
import type { OperationInput, OperationName, OperationOutput } from './queries/all-operations.ts'

type Call = <K extends OperationName>(name: K, input: OperationInput<K>) => Promise<OperationOutput<K>>

export function createStoredQueue(call: Call): StoredQueue {
  return {
    keepMask: (input) => call('queue.keepMask', input),
    add: (input) => call('queue.add', input),
    begin: (input) => call('queue.begin', input),
    step: (input) => call('queue.step', input),
    putBack: (input) => call('queue.putBack', input),
    end: (input) => call('queue.end', input),
    unfinished: (input) => call('queue.unfinished', input),
    others: (input) => call('queue.others', input),
    claim: (input) => call('queue.claim', input),
    release: (input) => call('queue.release', input),
    askToCancel: (input) => call('queue.askToCancel', input),
    askedToCancel: (input) => call('queue.askedToCancel', input),
    place: (input) => call('queue.place', input),
    find: (input) => call('queue.find', input),
    pauses: () => call('queue.pauses', null),
    setPaused: (input) => call('queue.setPaused', input),
    addTiming: (input) => call('queue.addTiming', input),
    timings: (input) => call('queue.timings', input),
  }
}
