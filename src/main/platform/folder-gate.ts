import { AppError } from '../../shared/errors/index.ts'

/** Work in a folder that may not respond: a network drive without its server keeps every call waiting. */
export interface FolderGate {
  /**
   * Gives up what takes too long, and fails at once while such a call still waits: calls that wait for a folder would
   * otherwise keep those for all other files from being made. Errors that are not Atelier's own count as unreachable.
   */
  within<T>(folder: string, work: (isGivenUp: () => boolean) => Promise<T>, timeoutMs?: number): Promise<T>
}

interface FolderGateOptions {
  readonly unreachable: (folder: string, cause?: unknown) => AppError
  readonly timeoutMs?: number | undefined
}

export function createFolderGate({ unreachable, timeoutMs: defaultMs = 15_000 }: FolderGateOptions): FolderGate {
  /** Calls that were given up and still wait for the folder: no others are sent after them. */
  let stuck = 0

  return {
    async within(folder, work, timeoutMs = defaultMs) {
      if (stuck > 0) throw unreachable(folder)
      let isGivenUp = false
      let timer: NodeJS.Timeout | undefined
      const given = work(() => isGivenUp)
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          isGivenUp = true
          stuck++
          const free = () => void stuck--
          given.then(free, free)
          reject(unreachable(folder))
        }, timeoutMs)
      })
      try {
        return await Promise.race([given, late])
      } catch (thrown) {
        throw thrown instanceof AppError ? thrown : unreachable(folder, thrown)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
