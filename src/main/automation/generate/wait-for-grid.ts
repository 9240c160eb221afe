import { extname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { GridExport, GridView } from '../../../shared/domain/grid.ts'
import type { GridId } from '../../../shared/domain/ids.ts'
import type { Grids } from '../../compare/grids.ts'

const lookEveryMs = 250

interface GridWatch {
  readonly grids: Pick<Grids, 'view' | 'stop'>
  readonly signal: AbortSignal
  readonly report: (done: number, total: number) => void
}

/** Resolves once nothing is under way. When aborted, cancels what has not been sent, and waits for the rest. */
export async function waitForGrid(id: GridId, { grids, signal, report }: GridWatch): Promise<GridView> {
  let reported = -1
  let isStopped = false
  for (;;) {
    const grid = await grids.view(id)
    if (grid.open === 0) return grid
    if (signal.aborted && !isStopped) {
      isStopped = true
      await grids.stop(id, null)
    }
    if (grid.done !== reported) report(grid.done, grid.cells)
    reported = grid.done
    await wait(lookEveryMs)
  }
}

const formatsByExtension: Readonly<Record<string, GridExport['format']>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp',
  '.pdf': 'pdf',
}

/** Returns the format of an exported grid by its file's extension; undefined = there is none. */
export function gridFormatOf(path: string): GridExport['format'] | undefined {
  return formatsByExtension[extname(path).toLowerCase()]
}
