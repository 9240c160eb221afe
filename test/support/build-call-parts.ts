import type { ProviderAdapter } from '../../src/main/providers/core/adapter.ts'
import type { ResponseReport, SessionParts } from '../../src/main/providers/core/create-session.ts'
import { createNodeTransport } from './node-transport.ts'

/** Builds an adapter that does nothing by default: the test passes what it needs. */
export function buildAdapter(overrides: Partial<ProviderAdapter> = {}): ProviderAdapter {
  return {
    id: 'openai',
    label: 'Lumen',
    kind: 'cloud',
    baseUrl: 'https://api.lumen.example/v1',
    apiHosts: ['*.lumen.example'],
    deliveryHosts: ['cdn.lumen.example'],
    credential: { need: 'required', form: 'key', pageUrl: null },
    privacy: 'Nothing leaves.',
    models: [],
    addModelHint: null,
    concurrency: 1,
    timing: { submitTimeoutMs: 5_000, pollEveryMs: 10, deadlineMs: 60_000 },
    authorise: () => ({}),
    check: () => Promise.resolve({ message: 'fine' }),
    submit: () => Promise.resolve({ type: 'cancelled' }),
    readFailure: () => null,
    ...overrides,
  }
}

export const testKey = 'lumen-test-key+not/real=="0123456789'

export interface TestParts extends SessionParts {
  readonly responses: ResponseReport[]
  sendings: number
}

export function buildCallParts(baseUrl: string, overrides: Partial<SessionParts> = {}): TestParts {
  const responses: ResponseReport[] = []
  const parts: TestParts = {
    adapter: buildAdapter(),
    credentialHeaders: { 'x-lumen-key': testKey },
    secrets: [testKey],
    baseUrl,
    transport: createNodeTransport(),
    signal: new AbortController().signal,
    appVersion: '1.2.3',
    onUpdate: () => undefined,
    onSending: () => void parts.sendings++,
    onAnswer: (response) => void responses.push(response),
    ...overrides,
    limits: { resendPauseMs: 10, downloadPausesMs: [1, 1, 1], ...overrides.limits },
    responses,
    sendings: 0,
  }
  return parts
}
