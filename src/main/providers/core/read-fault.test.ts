import { describe, expect, it } from 'vitest'
import { readFault, readRequestId, readRetryAfter } from './read-fault.ts'

const nowMs = Date.parse('2030-01-01T00:00:00Z')

describe('readRetryAfter', () => {
  it.each([
    [{ 'retry-after': '20' }, 20_000],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after-ms': '250', 'retry-after': '20' }, 250],
    [{ 'retry-after': 'Tue, 01 Jan 2030 00:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Tue, 01 Jan 2030 00:01:00 GMT', date: 'Tue, 01 Jan 2030 00:00:50 GMT' }, 10_000],
    [{ 'retry-after': 'Mon, 31 Dec 2029 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '' }, null],
    [{}, null],
  ])('reads %j', (headers, afterMs) => expect(readRetryAfter(headers as Record<string, string>, nowMs)).toBe(afterMs))
})

it('prefers the request id of the service to the one of its proxy', () => {
  expect(readRequestId({ 'cf-ray': 'ray', 'x-request-id': 'req' })).toBe('req')
  expect(readRequestId({ 'cf-ray': 'ray', 'x-fal-request-id': 'fal' })).toBe('fal')
  expect(readRequestId({ 'cf-ray': 'ray' })).toBe('ray')
  expect(readRequestId({})).toBeNull()
})

it.each([
  [400, 'provider/invalid-request'],
  [401, 'credential/rejected'],
  [402, 'provider/quota'],
  [403, 'credential/rejected'],
  [404, 'provider/unknown-model'],
  [408, 'provider/unavailable'],
  [410, 'provider/task-expired'],
  [413, 'provider/invalid-request'],
  [422, 'provider/invalid-request'],
  [429, 'provider/rate-limited'],
  [500, 'provider/unavailable'],
  [504, 'provider/unavailable'],
  [304, 'provider/unavailable'],
])('maps status %i to an error code', (status, code) => {
  expect(readFault({ status, headers: {}, json: null, text: '' }).code).toBe(code)
})

it.each([
  [{ error: { message: 'No such size.' } }, 'No such size.'],
  [{ error: 'No such size.' }, 'No such size.'],
  [{ errors: ['One.', 'Two.'], name: 'bad_request' }, 'One.; Two.'],
  [{ detail: [{ msg: 'field required', loc: ['body'] }] }, 'field required'],
  [{ title: 'Unauthenticated', detail: 'No token.' }, 'No token.'],
  [{ code: 7 }, ''],
  [null, 'the text'],
])('finds the message in %j', (json, message) => {
  expect(readFault({ status: 400, headers: {}, json, text: 'the text' }).message).toBe(message)
})
