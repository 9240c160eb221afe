import { describe, expect, it } from 'vitest'
import { readGoogleFailure } from './google-failure.ts'

function read(status: number, json: unknown) {
  return readGoogleFailure({ status, headers: {}, json, text: JSON.stringify(json) })
}

function body(message: string, status: string, ...details: object[]) {
  return { error: { code: 400, message, status, details } }
}

const info = (reason: string) => ({ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason })
const retry = (retryDelay: string) => ({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay })
const quota = (quotaId: string) => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [{ quotaId }],
})

describe('readGoogleFailure', () => {
  it.each([
    [400, body('API key not valid.', 'INVALID_ARGUMENT', info('API_KEY_INVALID')), 'credential/rejected'],
    [400, body('Invalid aspect ratio.', 'INVALID_ARGUMENT'), 'provider/invalid-request'],
    [400, body('Enable billing on your project.', 'FAILED_PRECONDITION'), 'provider/quota'],
    [400, body('User location is not supported.', 'FAILED_PRECONDITION'), 'provider/unsupported'],
    [401, body('Expired.', 'UNAUTHENTICATED'), 'credential/rejected'],
    [403, body('Your API key was reported as leaked.', 'PERMISSION_DENIED'), 'credential/rejected'],
    [403, body('Billing is off.', 'PERMISSION_DENIED', info('BILLING_DISABLED')), 'provider/quota'],
    [404, body('models/x is not found.', 'NOT_FOUND'), 'provider/unknown-model'],
    [400, { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' }, 'credential/rejected'],
  ])('maps %i %j to %s', (status, json, code) => {
    expect(read(status, json)).toMatchObject({ type: 'error', code })
  })

  it.each([
    [403, body('The model gemini-2.5-flash-image is not available to new users.', 'PERMISSION_DENIED')],
    [403, body('The caller does not have permission', 'PERMISSION_DENIED')],
    [404, body('models/gemini-2.5-flash-image is not found for API version v1beta.', 'NOT_FOUND')],
    [404, body('Requested entity was not found.', 'NOT_FOUND')],
  ])('says that the requested model is not available to this key, be it mistyped or retired: %i %j', (status, json) => {
    const path = '/v1beta/models/gemini-2.5-flash-image:generateContent'
    expect(readGoogleFailure({ status, path, headers: {}, json, text: '' })).toMatchObject({
      code: 'provider/unknown-model',
      message: expect.stringMatching(
        /^This model is not available to this key: its name may be mistyped, or Google may .* (models|The|Requested)\b/,
      ) as string,
    })
  })

  it.each([
    body('Requests to this API are blocked for models.', 'PERMISSION_DENIED', info('API_KEY_SERVICE_BLOCKED')),
    body('Your API key was reported as leaked.', 'PERMISSION_DENIED'),
    body("Permission 'aiplatform.endpoints.predict' denied on resource '…/models/x'.", 'PERMISSION_DENIED'),
  ])('keeps what is wrong with the key apart: %j', (json) => {
    const path = '/v1beta/models/gemini-2.5-flash-image:generateContent'
    expect(readGoogleFailure({ status: 403, path, headers: {}, json, text: '' })).toMatchObject({
      code: 'credential/rejected',
    })
    // A list is refused to a key, not to a model.
    expect(read(403, body('The caller does not have permission', 'PERMISSION_DENIED'))).toMatchObject({
      code: 'credential/rejected',
    })
  })

  it('reads the retry delay from the body', () => {
    const limited = body('Slow down.', 'RESOURCE_EXHAUSTED', quota('GenerateRequestsPerMinute'), retry('34.5s'))
    expect(read(429, limited)).toEqual({
      type: 'error',
      code: 'provider/rate-limited',
      message: 'Slow down.',
      afterMs: 34_500,
    })
    expect(read(429, body('Slow down.', 'RESOURCE_EXHAUSTED'))).not.toHaveProperty('afterMs')
  })

  it('tells a free plan without images from an exhausted quota', () => {
    const free = quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier')
    const none = read(429, body('You exceeded your quota, limit: 0', 'RESOURCE_EXHAUSTED', free, retry('5s')))
    expect(none).toMatchObject({ code: 'provider/quota', message: expect.stringContaining('Enable billing') as string })
    const usedUp = read(429, body('You exceeded your quota, limit: 100.', 'RESOURCE_EXHAUSTED', free, retry('34s')))
    expect(usedUp).toEqual({
      type: 'error',
      code: 'provider/rate-limited',
      message: 'You exceeded your quota, limit: 100. This is the quota for a whole day.',
    })
  })

  it('reads the array of a stream and leaves bodies not from Google to the status', () => {
    expect(read(404, [body('Gone.', 'NOT_FOUND')])).toMatchObject({ code: 'provider/unknown-model' })
    expect(readGoogleFailure({ status: 502, headers: {}, json: null, text: '<html>' })).toBeNull()
    expect(read(503, body('Overloaded.', 'UNAVAILABLE'))).toBeNull()
    expect(read(400, { error: 'No such model here' })).toBeNull()
    expect(read(500, { error: 'internal_error' })).toBeNull()
  })
})
