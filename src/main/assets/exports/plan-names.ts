import { basename, extname } from 'node:path'
import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { ExportResult } from '../exports.ts'
import { exportName } from './export-name.ts'
import type { ExportsContext } from './exports-context.ts'
import { loadRecords } from './load-records.ts'
import { goneError } from './locate-original.ts'
import { nameImages } from './name-images.ts'

export interface PlannedExport {
  readonly record: AssetRecord
  readonly fileName: string
}

/** Assigns names before anything is written, so that no two images of a batch collide. */
export async function planNames(
  { database }: Pick<ExportsContext, 'database'>,
  ids: readonly AssetId[],
  options: ExportOptions,
  report: Pick<ExportResult, 'failed'>,
): Promise<PlannedExport[]> {
  const found = await loadRecords(database, ids)
  const records = await nameImages(database, [...found.values()], options.template)
  const taken = new Set<string>()
  const planned: PlannedExport[] = []
  for (const [index, id] of ids.entries()) {
    const record = records.get(id)
    const name = record && exportName(record, options, index + 1)
    if (record === undefined || name === undefined || name.isUnusable) {
      const error = name === undefined ? goneError() : templateError(name.problem)
      report.failed.push({ id, name: record?.name ?? '', error: toErrorData(error) })
      continue
    }
    // With automatic numbering the folder itself decides the number.
    const isFree = (candidate: string) => options.onConflict === 'number' || !taken.has(candidate.toLowerCase())
    const fileName = firstFree(name.fileName, isFree)
    taken.add(fileName.toLowerCase())
    planned.push({ record, fileName })
  }
  return planned
}

function templateError(problem: string | null): AppError {
  return new AppError('request/invalid', problem ?? messages.templateUnusable)
}

/** Returns the name itself, or with ` 2`, ` 3` … before its extension. */
export function firstFree(fileName: string, isFree: (candidate: string) => boolean): string {
  const extension = extname(fileName)
  const base = basename(fileName, extension)
  let candidate = fileName
  for (let number = 2; !isFree(candidate); number++) candidate = `${base} ${number}${extension}`
  return candidate
}
