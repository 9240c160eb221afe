import type { AttemptEnd, NewAttempt } from '../../src/shared/domain/ledger.ts'

/** A request for one image that is about to be sent. */
export function newAttempt(overrides: Partial<NewAttempt> & Pick<NewAttempt, 'atMs'>): NewAttempt {
  return {
    callId: 'call-1',
    runId: null,
    documentId: null,
    provider: 'openai',
    model: 'gpt-image-1',
    operation: 'generate',
    pictures: 1,
    estimateUsd: 0.04,
    estimateAsOf: '2026-11-01',
    ...overrides,
  }
}

/** Success, billed as estimated. */
export function attemptEnd(overrides: Partial<AttemptEnd> & Pick<AttemptEnd, 'endedAtMs'>): AttemptEnd {
  return {
    picturesCame: 1,
    outcome: 'done',
    billed: 'yes',
    realUsd: null,
    usage: {},
    requestId: null,
    handle: null,
    words: null,
    ...overrides,
  }
}
