import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'
import type { FillPreview } from '../imaging.ts'
import {
  imagingCalls,
  toChildSchema,
  type FromChild,
  type ImagingInput,
  type ImagingMethod,
  type ImagingOutput,
} from './imaging-protocol.ts'
import type { ParentChannel } from '../../platform/pure/parent-channel.ts'

/** What a handler is given besides its input. */
export interface ImagingCallContext {
  readonly signal: AbortSignal
  onProgress(fraction: number): void
  onPreview(preview: FillPreview): void
}

export interface SigningContext extends ImagingCallContext {
  /** The bare signature, by the key on the other side. Rejects when the call is canceled. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

export type ImagingHandlers = {
  readonly [M in ImagingMethod]: (input: ImagingInput<M>, context: SigningContext) => Promise<ImagingOutput<M>>
}

/**
 * Answers calls until the process ends. Several run at once; each can be canceled by its id.
 * `endProcess` is called after a failure that leaves WebAssembly memory in an unknown state.
 * @param keptBytes pictures held on purpose, which are no reason to replace the process
 */
export function serveImaging(
  channel: ParentChannel,
  handlers: ImagingHandlers,
  endProcess: () => void,
  keptBytes: () => number = () => 0,
): void {
  const running = new Map<number, AbortController>()
  const toBeSigned = new Map<number, (signature: Uint8Array) => void>()
  const post = (message: FromChild): void => channel.post(message)

  const run = async (id: number, method: string, input: unknown): Promise<void> => {
    const controller = new AbortController()
    running.set(id, controller)
    try {
      const value = await dispatch(handlers, method, input, {
        ...contextOf(id, controller.signal, post),
        sign: (bytes) => untilAborted(askForSignature(id, bytes), controller.signal),
      })
      post({ kind: 'done', id, value, rssBytes: process.memoryUsage.rss() - keptBytes() })
    } catch (thrown) {
      const error = controller.signal.aborted ? toErrorData(AppError.cancelled()) : toErrorData(thrown)
      post({ kind: 'failed', id, error, rssBytes: process.memoryUsage.rss() - keptBytes() })
      if (isBrokenRuntime(thrown)) endProcess()
    } finally {
      running.delete(id)
      toBeSigned.delete(id)
    }
  }

  const askForSignature = (id: number, bytes: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve) => {
      toBeSigned.set(id, resolve)
      post({ kind: 'toSign', id, bytes })
    })

  channel.onMessage((data) => {
    const message = toChildSchema.parse(data)
    if (message.kind === 'cancel') running.get(message.id)?.abort()
    else if (message.kind === 'signature') toBeSigned.get(message.id)?.(message.bytes)
    else void run(message.id, message.method, message.input)
  })
}

function contextOf(id: number, signal: AbortSignal, post: (message: FromChild) => void): ImagingCallContext {
  return {
    signal,
    onProgress: (fraction) => {
      if (!signal.aborted) post({ kind: 'progressed', id, fraction })
    },
    onPreview: (preview) => {
      if (!signal.aborted) post({ kind: 'previewed', id, preview })
    },
  }
}

async function dispatch(
  handlers: ImagingHandlers,
  method: string,
  input: unknown,
  context: SigningContext,
): Promise<unknown> {
  if (isImagingMethod(method)) return answer(handlers, method, input, context)
  throw new AppError('request/invalid', `The imaging process knows no call "${method}".`)
}

function isImagingMethod(method: string): method is ImagingMethod {
  return Object.hasOwn(imagingCalls, method)
}

function answer<M extends ImagingMethod>(
  handlers: ImagingHandlers,
  method: M,
  input: unknown,
  context: SigningContext,
) {
  return handlers[method](parseInput(method, input), context)
}

function parseInput<M extends ImagingMethod>(method: M, input: unknown): ImagingInput<M> {
  const parsed = imagingCalls[method].input.safeParse(input)
  if (parsed.success) return parsed.data as ImagingInput<M>
  throw new AppError('request/invalid', `The request to ${method} an image is malformed: ${parsed.error.message}`)
}

/** sharp's WebAssembly build cannot go on after a trap: its heap and locks are in no known state. */
function isBrokenRuntime(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error.name === 'RuntimeError' || error.message.startsWith('Aborted(')) return true
  }
  return false
}
