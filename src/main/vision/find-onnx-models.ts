import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { toErrorData, type ErrorData } from '../../shared/errors/index.ts'

export interface FoundModels<Model> {
  /** By name. */
  readonly models: readonly Model[]
  /** Folders that hold a model of this kind that cannot be used. */
  readonly refused: readonly { readonly path: string; readonly error: ErrorData }[]
}

/** Model folders are sorted by type and author, rarely deeper. */
const depthMax = 4
const skipped = /^(\.|__pycache__$|node_modules$|site-packages$|venv$)/i

/**
 * Looks for ONNX models of one kind in the model folders, by their layout. Nothing is copied.
 * @param read returns null for a folder of another kind
 */
export async function findOnnxModels<Model extends { readonly name: string }>(
  folders: readonly string[],
  read: (folder: string) => Promise<Model | null>,
): Promise<FoundModels<Model>> {
  const models: Model[] = []
  const refused: FoundModels<Model>['refused'][number][] = []
  const visited = new Set<string>()

  async function look(folder: string, depth: number): Promise<void> {
    if (visited.has(folder)) return
    visited.add(folder)
    const names = await foldersIn(folder)
    if (names.includes('onnx')) {
      const model = await read(folder).catch((thrown: unknown) => {
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
