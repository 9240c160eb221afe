import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { toErrorData, type ErrorData } from '../../shared/errors/index.ts'
import { readEmbeddingModel, type EmbeddingModel } from './embedding-model.ts'

export interface FoundModels {
  readonly models: readonly EmbeddingModel[]
  /** Folders that hold encoders but cannot be used. */
  readonly refused: readonly { readonly path: string; readonly error: ErrorData }[]
}

/** Model folders are sorted by type and author, rarely deeper. */
const depthMax = 4
const skipped = /^(\.|__pycache__$|node_modules$|site-packages$|venv$)/i

/** Looks for CLIP and SigLIP models in the model folders, by their layout. Nothing is copied. */
export async function findEmbeddingModels(folders: readonly string[]): Promise<FoundModels> {
  const models: EmbeddingModel[] = []
  const refused: FoundModels['refused'][number][] = []
  const visited = new Set<string>()

  async function look(folder: string, depth: number): Promise<void> {
    if (visited.has(folder)) return
    visited.add(folder)
    const names = await foldersIn(folder)
    if (names.includes('onnx')) {
      const model = await readEmbeddingModel(folder).catch((thrown: unknown) => {
        refused.push({ path: folder, error: toErrorData(thrown) })
        return null
      })
      if (model !== null) models.push(model)
    }
    if (depth === depthMax) return
    for (const name of names) if (!skipped.test(name)) await look(join(folder, name), depth + 1)
  }

  for (const folder of folders) await look(folder, 0)
  return { models: models.toSorted((a, b) => a.name.localeCompare(b.name)), refused }
}

/** A folder that cannot be read has none. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = await Promise.all(
    entries.map(async (entry) => {
      if (entry.isDirectory()) return entry.name
      const target = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => null) : null
      return target?.isDirectory() === true ? basename(entry.name) : null
    }),
  )
  return names.filter((name) => name !== null)
}
