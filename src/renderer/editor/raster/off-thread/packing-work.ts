import { AppError } from '../../../../shared/errors/index.ts'
import { deflate } from '../deflate.ts'
import { hasWebWorkers } from './worker-calls.ts'

type Packed = Uint8Array<ArrayBuffer>

export interface PackingCall {
  readonly number: number
  readonly tiles: readonly Uint8Array[]
}

interface PackingAnswer {
  readonly number: number
  readonly packed: readonly Packed[]
}

/**
 * Packs tiles for disk in a worker: with a large brush every save has dozens, half a millisecond each. The worker
 * starts with the first tile and stays. Without workers (tests, benchmarks), or after one has failed, tiles are packed
 * on the calling thread.
 */
export class PackingWork {
  #worker: Worker | null = null
  #hasFailed = !hasWebWorkers()
  #isDisposed = false
  #lastNumber = 0
  readonly #waiting = new Map<number, PromiseWithResolvers<readonly Packed[]>>()

  /**
   * zlib format, in the order of the tiles, which are copied.
   * @throws AppError internal/bug if the worker ended; later requests run on the calling thread
   */
  deflate(tiles: readonly Uint8Array[]): Promise<readonly Packed[]> {
    if (this.#isDisposed) return Promise.reject(AppError.cancelled())
    if (this.#hasFailed) return Promise.all(tiles.map(deflate))
    this.#worker ??= this.#start()
    const number = ++this.#lastNumber
    const answer = Promise.withResolvers<readonly Packed[]>()
    this.#waiting.set(number, answer)
    const copies = tiles.map((tile) => tile.slice())
    const call: PackingCall = { number, tiles: copies }
    this.#worker.postMessage(
      call,
      copies.map(({ buffer }) => buffer),
    )
    return answer.promise
  }

  dispose(): void {
    this.#isDisposed = true
    this.#end(AppError.cancelled())
  }

  #start(): Worker {
    const worker = new Worker(new URL('./packing-worker.ts', import.meta.url), { type: 'module', name: 'packing' })
    worker.addEventListener('message', ({ data: { number, packed } }: MessageEvent<PackingAnswer>) => {
      this.#waiting.get(number)?.resolve(packed)
      this.#waiting.delete(number)
    })
    worker.addEventListener('error', ({ message }) => {
      this.#hasFailed = true
      this.#end(
        new AppError('internal/bug', `Packing what was painted failed: ${message || 'no helper could be started'}.`),
      )
    })
    return worker
  }

  #end(error: AppError): void {
    this.#worker?.terminate()
    this.#worker = null
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
