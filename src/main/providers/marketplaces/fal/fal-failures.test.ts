import { describe, expect, it } from 'vitest'
import { fal } from './fal.ts'

const read = (status: number, json: unknown) => fal.readFailure({ status, headers: {}, json, text: '' })

describe('failures', () => {
  it.each([
    [
      403,
      { detail: 'User is locked. Reason: Exhausted balance.' },
      { type: 'error', code: 'provider/quota', isBilled: 'no' },
    ],
    [
      422,
      { detail: [{ loc: ['body', 'image_url'], msg: 'bad', type: 'content_policy_violation' }] },
      { type: 'refused', what: 'input' },
    ],
    [
      422,
      { detail: [{ loc: ['body'], msg: 'nothing came', type: 'no_media_generated' }] },
      { type: 'refused', what: 'output' },
    ],
    [400, { detail: 'The prompt was flagged by our content checker' }, { type: 'refused', what: 'prompt' }],
    [
      504,
      { detail: 'x', error_type: 'startup_timeout' },
      { type: 'error', code: 'provider/unavailable', isBilled: 'no' },
    ],
    [
      422,
      { detail: [{ loc: ['body', 'seed'], msg: 'too large', type: 'x' }] },
      { type: 'error', code: 'provider/invalid-request', message: 'seed: too large' },
    ],
    [401, { detail: [{ msg: 'No key' }] }, { type: 'error', code: 'credential/rejected', message: 'No key' }],
  ])('maps %i %j to a fault', (status, json, fault) => {
    expect(read(status, json)).toMatchObject(fault)
  })

  it('leaves everything else to the status', () => {
    expect(read(404, { detail: 'Not found' })).toBeNull()
    expect(read(502, null)).toBeNull()
  })
})
