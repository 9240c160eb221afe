import { inspect } from 'node:util'
import { afterEach } from 'vitest'
import type { AppError } from '../../../src/shared/errors/index.ts'
import type { LiveUpdate, ProviderAdapter, TaskState } from '../../../src/main/providers/core/adapter.ts'
import { createSession } from '../../../src/main/providers/core/create-session.ts'
import type { ProviderSession } from '../../../src/main/providers/provider-manager.ts'
import { createNodeTransport } from '../../support/node-transport.ts'
import type { ServiceStub } from '../../support/services/service-stub.ts'
import { startStubServer, type StubServer } from '../../support/services/stub-server.ts'

export interface Stage {
  readonly server: StubServer
  readonly session: ProviderSession
  readonly updates: LiveUpdate[]
  /** Number of times a paid request was announced. */
  sendings(): number
  close(): Promise<void>
}

interface StageOptions {
  readonly scene?: string
  readonly key?: string
  readonly signal?: AbortSignal
  readonly onSending?: () => void
  /** Replaces the adapter's time limit for a submission. */
  readonly submitTimeoutMs?: number
}

/** Opens a session of the adapter over real HTTP to the stub of its vendor. */
export async function openStub(
  stub: ServiceStub,
  adapter: ProviderAdapter,
  options: StageOptions = {},
): Promise<Stage> {
  const server = await startStubServer(stub, options.scene)
  const key = options.key ?? stub.goodKey
  const updates: LiveUpdate[] = []
  let sendings = 0
  const session = createSession({
    adapter: patient(adapter, options.submitTimeoutMs),
    credentialHeaders: adapter.authorise(credentialOf(adapter, key)),
    secrets: [key],
    baseUrl: server.origin,
    transport: createNodeTransport(),
    signal: options.signal ?? new AbortController().signal,
    appVersion: '0.0.0',
    onUpdate: (update) => updates.push(update),
    onSending() {
      options.onSending?.()
      sendings++
    },
    onAnswer: () => undefined,
    // A tenth of the usual one: what is too large is sent until it is refused.
    limits: { downloadPausesMs: [1, 1, 1], imageBytesMax: 10_000_000 },
  })
  return { server, session, updates, sendings: () => sendings, close: () => server.close() }
}

/** Opens stubs that end with the test. */
export function withStubs(): typeof openStub {
  let stages: Stage[] = []
  afterEach(async () => {
    await Promise.all(stages.map((stage) => stage.close()))
    stages = []
  })
  return async (...args) => {
    const stage = await openStub(...args)
    stages.push(stage)
    return stage
  }
}

function patient(adapter: ProviderAdapter, submitTimeoutMs: number | undefined): ProviderAdapter {
  if (submitTimeoutMs === undefined) return adapter
  return { ...adapter, timing: { ...adapter.timing, submitTimeoutMs } }
}

function credentialOf(adapter: ProviderAdapter, key: string): Parameters<ProviderAdapter['authorise']>[0] {
  if (adapter.credential.need === 'none') return { type: 'none' }
  if (adapter.credential.form === 'key') return { type: 'key', key }
  const [user = '', password = ''] = key.split(':')
  return { type: 'login', user, password }
}

const pollsMax = 30

/** Polls a task until it has ended, without the pauses of the real queue. */
export async function followToEnd(session: ProviderSession, first: TaskState): Promise<TaskState> {
  let state = first
  for (let polls = 0; polls < pollsMax && state.type === 'waiting'; polls++) state = await session.poll(state.handle)
  return state
}

export async function caught(work: Promise<unknown>): Promise<AppError> {
  return work.then(
    (value) => {
      throw new Error(`It did not fail: ${inspect(value)}`)
    },
    (thrown: unknown) => thrown as AppError,
  )
}

/** Returns all text of an error that could be logged or shown, including its causes. */
export function allTextOf(error: unknown): string {
  return inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)
}
