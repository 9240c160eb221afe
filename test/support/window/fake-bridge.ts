import {
  contract,
  type Bridge,
  type CallName,
  type Contract,
  type EventName,
  type Payload,
  type Reply,
} from '../../../src/shared/contract/index.ts'
import type { DroppedHandle } from '../../../src/shared/domain/file-handles.ts'
import { z } from 'zod'
import { sampleHandle } from './sample-records.ts'

type Answer<K extends CallName> = (
  input: z.output<Contract[K]['input']>,
  callId: string,
) => z.input<Contract[K]['output']> | Promise<z.input<Contract[K]['output']>>
export type Answers = { [K in CallName]?: Answer<K> }

export interface FakeBridge extends Bridge {
  readonly calls: { readonly name: string; readonly input: unknown; readonly callId: string }[]
  readonly cancelled: string[]
  emit<K extends EventName>(name: K, payload: Payload<K>): void
}

/**
 * A fake bridge to main, for tests. A call without a response fails like a bug would. What goes either way has the form of
 * the contract, as main sees to it: a test whose page asks, or whose fake answers, what main would not, fails.
 */
export function createFakeBridge(answers: Answers = {}): FakeBridge {
  const calls: FakeBridge['calls'] = []
  const cancelled: string[] = []
  const listeners = new Set<(name: string, json: string) => void>()
  return {
    calls,
    cancelled,
    async call(name, input, callId): Promise<Reply<unknown>> {
      calls.push({ name, input, callId })
      const answer = answers[name as CallName] as ((input: unknown, callId: string) => unknown) | undefined
      if (answer === undefined) return { ok: false, error: { code: 'internal/bug', message: `No answer for ${name}` } }
      try {
        const { input: asked, output } = contract[name as CallName]
        const value = await answer(fitting(`The request ${name}`, asked, input), callId)
        return { ok: true, value: fitting(`The answer of ${name}`, output, value) }
      } catch (error) {
        return { ok: false, error: error as never }
      }
    },
    cancel: (callId) => void cancelled.push(callId),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    handlesOf: async (files) => ({
      ok: true,
      value: files.map((file) => sampleHandle((file as File).name) as DroppedHandle),
    }),
    emit(name, payload) {
      fitting(`The event ${name}`, contract[name].payload, payload)
      for (const listener of listeners) listener(name, JSON.stringify(payload))
    },
  }
}

/** A value in the form of its schema. Otherwise the test fails, even where the page handles the error. */
function fitting(what: string, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const broken = new Error(`${what} is not as in the contract:\n${z.prettifyError(result.error)}`)
  void Promise.reject(broken)
  throw broken
}
