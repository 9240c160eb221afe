import { toErrorData } from '../../../shared/errors/index.ts'
import type { OriginalRecord } from '../../database/index.ts'

/** A page takes the database a few milliseconds. */
export const recordsPerPage = 500

/** With these, all others would fail as well. */
const endsAll: ReadonlySet<string> = new Set([
  'storage/unreachable',
  'storage/full',
  'storage/read-only',
  'request/cancelled',
])

/** Works on all records, page by page, in order of id. */
export async function eachPage(
  load: (after: OriginalRecord['id'] | null) => Promise<OriginalRecord[]>,
  isEnding: () => boolean,
  work: (record: OriginalRecord) => Promise<void>,
): Promise<void> {
  let page = await load(null)
  while (page.length > 0) {
    for (const record of page) {
      if (isEnding()) return
      await work(record)
    }
    page = await load(page.at(-1)?.id ?? null)
  }
}

export function endsAllWork(thrown: unknown): boolean {
  return endsAll.has(toErrorData(thrown).code)
}

export function isUnreachable(thrown: unknown): boolean {
  return toErrorData(thrown).code === 'storage/unreachable'
}
