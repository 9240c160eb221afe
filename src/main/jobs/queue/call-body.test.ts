import { expect, it } from 'vitest'
import { buildJob } from '../../../../test/support/build-job.ts'
import { assetId, blankRequest, painterCard } from '../../../../test/support/plan-examples.ts'
import { planRequest } from '../../providers/core/plan/plan-request.ts'
import type { LiveJob } from '../live-job.ts'
import { readBody, writeBody } from './call-body.ts'

it('stores the entire plan of a call for the next start, without its API key', () => {
  const card = { ...painterCard, control: { nets: ['canny'] } }
  const { hasMask: _mask, ...request } = {
    ...blankRequest,
    control: { imageId: assetId('2'), net: 'canny', strength: 0.9, findsEdges: true },
    drawnWith: {
      engine: { version: 'master-827', commit: '97d2990' },
      device: 'CPU',
      saving: null,
      files: [{ part: 'model' as const, name: 'paper.safetensors', bytes: 9, sha256: 'a'.repeat(64) }],
    },
  }
  const facts = { providerLabel: 'Lumen Labs', isOwnBaseUrl: false }
  const prepared = { card, ...planRequest({ ...request, hasMask: false }, card, null, facts) }
  const planned = prepared.calls[0]!
  const job = buildJob()
  const body = writeBody({
    callId: job.callId,
    runId: null,
    jobs: [{ snapshot: () => job } as LiveJob],
    signal: new AbortController().signal,
    request: { ...request, maskPng: null },
    source: null,
    prepared,
    planned,
    estimateUsd: 0,
    tried: [],
    startedAtMs: null,
    key: 'sk-test-never-kept',
    resumed: null,
  })
  expect({ ...readBody(body).planned, card }).toEqual(planned)
  expect(body).not.toContain('sk-test')
  // Earlier versions wrote the state of a card this way.
  expect(readBody(body.replace('"state":{"type":', '"state":{"is":')).card.state).toEqual(card.state)
  expect(body).toContain('"state":{"type":')
})
