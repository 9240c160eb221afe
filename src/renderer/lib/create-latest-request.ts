import { AppError } from '../../shared/errors/index.ts'
import { debounce } from '../../shared/util/debounce.ts'

interface LatestRequestOptions<Input, Result> {
  readonly request: (input: Input, signal: AbortSignal) => Promise<Result>
  readonly onResult: (result: Result) => void
  readonly onError: (error: unknown) => void
  /** For `sendLater`: how long inputs must have been unchanged, in ms. */
  readonly delayMs?: number
}

export interface LatestRequest<Input> {
  /** Aborts the previous request and drops its result. Never rejects. */
  send(input: Input): Promise<void>
  /** Sends once inputs have stopped changing. Aborts the previous request at once. */
  sendLater(input: Input): void
  cancel(): void
}

/** Runs requests of which only the latest counts. */
export function createLatestRequest<Input, Result>(options: LatestRequestOptions<Input, Result>): LatestRequest<Input> {
  const { request, onResult, onError, delayMs = 0 } = options
  let running: AbortController | null = null

  function cancel(): void {
    sendWhenQuiet.cancel()
    running?.abort()
    running = null
  }

  async function send(input: Input): Promise<void> {
    cancel()
    const controller = new AbortController()
    running = controller
    try {
      const result = await request(input, controller.signal)
      if (running === controller) onResult(result)
    } catch (error) {
      const isSuperseded = running !== controller || (error instanceof AppError && error.code === 'request/cancelled')
      if (!isSuperseded) onError(error)
    }
  }

  const sendWhenQuiet = debounce((input: Input) => void send(input), delayMs)

  return {
    send,
    sendLater(input) {
      cancel()
      sendWhenQuiet(input)
    },
    cancel,
  }
}
