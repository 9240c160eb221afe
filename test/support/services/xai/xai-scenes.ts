import type { FailureCase, RefusalCase, StubResponse } from '../service-stub.ts'

type Scene<T> = { readonly case: T; readonly status: number; readonly json: unknown }

/** 0.04 USD in the vendor's unit. */
const ticks = 400_000_000

const refusals: readonly Scene<RefusalCase>[] = [
  {
    case: { name: 'flagged-in-a-200', what: 'output', isBilled: 'yes', message: 'Withheld by xAI’s moderation' },
    status: 200,
    json: {
      data: [{ b64_json: null, url: null, mime_type: 'image/jpeg', revised_prompt: '', respect_moderation: false }],
      usage: { cost_in_usd_ticks: ticks },
    },
  },
  {
    case: {
      name: 'flagged-with-a-placeholder',
      what: 'output',
      isBilled: 'no',
      message: 'Withheld by xAI’s moderation',
    },
    status: 200,
    json: {
      data: [{ b64_json: 'iVBORw0KGgo=', mime_type: 'image/jpeg', respect_moderation: false }],
      usage: { cost_in_usd_ticks: 0 },
    },
  },
  {
    case: {
      name: '400-generated-image',
      what: 'output',
      isBilled: 'unknown',
      message: 'rejected by content moderation',
    },
    status: 400,
    json: {
      code: 'Client specified an invalid argument',
      error: 'Generated image rejected by content moderation.',
    },
  },
  {
    case: { name: '403-prompt', what: 'prompt', isBilled: 'unknown', message: 'usage guidelines' },
    status: 403,
    json: { error: 'Content violates usage guidelines.' },
  },
]

const failures: readonly Scene<FailureCase>[] = [
  {
    case: { name: '400', code: 'provider/invalid-request', isBilled: 'no', message: 'Argument not supported: size' },
    status: 400,
    json: { code: 'Client specified an invalid argument', error: 'Argument not supported: size' },
  },
  {
    case: { name: '400-key', code: 'credential/rejected', isBilled: 'no', message: 'Incorrect API key' },
    status: 400,
    json: { code: 'Client specified an invalid argument', error: 'Incorrect API key provided: xa***ey.' },
  },
  {
    case: { name: '401', code: 'credential/rejected', isBilled: 'no', message: 'No authorization header' },
    status: 401,
    json: { error: 'No authorization header or an invalid one was given.' },
  },
  {
    case: { name: '403-permission', code: 'credential/rejected', isBilled: 'no', message: 'does not have permission' },
    status: 403,
    json: {
      code: 'The caller does not have permission to execute the specified operation',
      error: 'The API key does not have permission to use this endpoint.',
    },
  },
  {
    case: { name: '403-no-credit', code: 'provider/quota', isBilled: 'no', message: "doesn't have any credits" },
    status: 403,
    json: { error: "Your newly created team doesn't have any credits yet. You can purchase credits on console.x.ai." },
  },
  {
    case: { name: '404', code: 'provider/unknown-model', isBilled: 'no', message: 'does not exist' },
    status: 404,
    json: { error: { message: 'The model grok-2-image does not exist.', type: 'invalid_request_error', code: null } },
  },
  {
    case: { name: '422', code: 'provider/invalid-request', isBilled: 'no', message: 'unknown variant' },
    status: 422,
    json: { error: 'Failed to deserialize the JSON body: resolution: unknown variant `1K`' },
  },
  {
    case: { name: '429', code: 'provider/rate-limited', isBilled: 'no', message: 'Too many requests' },
    status: 429,
    json: { code: 'Some resource has been exhausted', error: 'Too many requests for team.' },
  },
  {
    case: { name: '429-spending-limit', code: 'provider/quota', isBilled: 'no', message: 'spending limit' },
    status: 429,
    json: {
      code: 'Some resource has been exhausted',
      error: 'Your team has either used all available credits or reached its monthly spending limit.',
    },
  },
  {
    case: { name: '500', code: 'provider/unavailable', isBilled: 'unknown', message: 'Internal' },
    status: 500,
    json: { code: 'Internal error', error: 'Internal server error.' },
  },
  {
    case: { name: '503', code: 'provider/unavailable', isBilled: 'unknown', message: 'at capacity' },
    status: 503,
    json: { code: 'The service is currently unavailable', error: 'The model is at capacity.' },
  },
  {
    case: { name: 'empty-list', code: 'provider/task-failed', isBilled: 'unknown', message: 'returned no image' },
    status: 200,
    json: { data: [] },
  },
]

export const xaiRefusals = refusals.map(({ case: described }) => described)
export const xaiFailures = failures.map(({ case: described }) => described)

/** Returns the response of a scene; null = success. */
export function playXaiScene(scene: string): StubResponse | null {
  const [kind, name] = scene.split(':')
  const all: readonly Scene<{ readonly name: string }>[] =
    kind === 'refused' ? refusals : kind === 'failed' ? failures : []
  const found = all.find(({ case: described }) => described.name === name)
  return found ? { status: found.status, json: found.json } : null
}

/** The vendor really responds with 400. */
export const xaiBadKey: StubResponse = {
  status: 400,
  json: {
    code: 'Client specified an invalid argument',
    error: 'Incorrect API key provided: xa***ey. You can obtain an API key from https://console.x.ai.',
  },
}
