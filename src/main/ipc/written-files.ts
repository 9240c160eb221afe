import { AppError } from '../../shared/errors/index.ts'

/** Files this run of the program has exported: of all paths a window may name, only these are shown in their folder. */
export interface WrittenFiles {
  add(paths: Iterable<string>): void
  /** @throws storage/not-found for any other path */
  require(path: string): string
}

export function createWrittenFiles(): WrittenFiles {
  const known = new Set<string>()
  return {
    add(paths) {
      for (const path of paths) known.add(path)
    },
    require(path) {
      if (known.has(path)) return path
      throw new AppError('storage/not-found', 'Atelier has not exported this file since it was started.')
    },
  }
}
