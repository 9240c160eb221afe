import { basename, extname } from 'node:path'
import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetRecord, Database } from '../../database/index.ts'
import type { ExportResult } from '../exports.ts'
import { exportName, type NameableImage } from './export-name.ts'
import type { ExportsContext } from './exports-context.ts'
import { goneError } from './locate-original.ts'

export interface PlannedExport {
  readonly record: AssetRecord
  readonly fileName: string
}

const idsAtOnce = 500

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

/** In batches: one query for ten thousand records would block all other queries. */
export async function loadRecords(
  database: ExportsContext['database'],
  ids: readonly AssetId[],
): Promise<ReadonlyMap<AssetId, AssetRecord>> {
  const records = new Map<AssetId, AssetRecord>()
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const found = await database.call('assets.byIds', { ids: ids.slice(from, from + idsAtOnce) })
    for (const record of found) records.set(record.id, record)
  }
  return records
}

function templateError(problem: string | null): AppError {
  return new AppError('request/invalid', problem ?? messages.templateUnusable)
}

/** Returns the images with the extra data their names need, loaded only where the template uses it. */
export async function nameImages(
  database: Database,
  records: readonly AssetRecord[],
  template: string,
): Promise<ReadonlyMap<AssetId, AssetRecord & NameableImage>> {
  const names = template.includes('{collection}')
    ? await loadCollections(database, records)
    : new Map<AssetId, string[]>()
  return new Map(
    records.map((record) => [
      record.id,
      { ...record, collections: (names.get(record.id) ?? []).toSorted((a, b) => a.localeCompare(b)) },
    ]),
  )
}

async function loadCollections(
  database: Database,
  records: readonly AssetRecord[],
): Promise<ReadonlyMap<AssetId, string[]>> {
  const names = new Map<AssetId, string[]>()
  for (let from = 0; from < records.length; from += idsAtOnce) {
    const ids = records.slice(from, from + idsAtOnce).map(({ id }) => id)
    for (const { id, name } of await database.call('collections.namesOf', { ids })) {
      names.set(id, [...(names.get(id) ?? []), name])
    }
  }
  return names
}

/** Returns the name itself, or with ` 2`, ` 3` … before its extension. */
export function firstFree(fileName: string, isFree: (candidate: string) => boolean): string {
  const extension = extname(fileName)
  const base = basename(fileName, extension)
  let candidate = fileName
  for (let number = 2; !isFree(candidate); number++) candidate = `${base} ${number}${extension}`
  return candidate
}
