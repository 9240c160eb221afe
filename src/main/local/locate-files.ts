import { basename, sep } from 'node:path'
import { upscalerIdOf } from '../../shared/domain/upscaler-id.ts'
import type { LocalRecord } from '../../shared/domain/local-record.ts'
import type { FolderScan } from '../local-models/index.ts'
import type { FileHashes, LocatedModel } from './local-service.ts'

/** The files of a record among those on this computer, by hash; only what has the right size is read. */
export async function locateModelFiles(
  record: LocalRecord,
  { files, models }: FolderScan,
  hashes: Pick<FileHashes, 'find'>,
  signal?: AbortSignal,
): Promise<LocatedModel> {
  const places = new Map<string, string | null>()
  for (const file of record.files) {
    const candidates = files.filter(({ recognized }) => recognized.bytes === file.bytes).map(({ path }) => path)
    // It is most likely the one that still has its name.
    candidates.sort((one, two) => Number(two.endsWith(file.name)) - Number(one.endsWith(file.name)))
    places.set(file.sha256, await hashes.find(file, candidates, signal))
  }
  const main = record.files.find(({ part }) => part === 'model' || part === 'diffusion')
  const mainPath = main === undefined ? null : (places.get(main.sha256) ?? null)
  const found = models.find((model) => {
    const path = model.files.model ?? model.files.diffusion
    return mainPath !== null && path !== undefined && (path === mainPath || mainPath.startsWith(path + sep))
  })
  const upscaler = record.files.find(({ part }) => part === 'upscaler')
  const upscalerPath = upscaler === undefined ? null : (places.get(upscaler.sha256) ?? null)
  return {
    modelId: found?.id ?? null,
    upscalerId: upscalerPath && upscalerIdOf(basename(upscalerPath)),
    missing: record.files.filter(({ sha256 }) => places.get(sha256) === null),
  }
}
