import { compareNames } from '../../../shared/messages/formats.ts'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { toErrorData, type ErrorData } from '../../../shared/errors/index.ts'

export interface FoundModels<Model> {
  /** By name. */
  readonly models: readonly Model[]
  /** Folders, or single graphs, that hold a model of this kind that cannot be used. */
  readonly refused: readonly { readonly path: string; readonly error: ErrorData }[]
}

/** Model folders are sorted by type and author, rarely deeper. */
const depthMax = 4
const skipped = /^(\.|__pycache__$|node_modules$|site-packages$|venv$)/i

/**
 * Looks for ONNX models of one kind in the model folders, by their layout. Nothing is copied.
 * @param read gets each folder that contains `onnx`, and each graph; returns null for another kind
 */
export async function findOnnxModels<Model extends { readonly name: string }>(
  folders: readonly string[],
  read: (path: string) => Promise<Model | null>,
): Promise<FoundModels<Model>> {
  const models: Model[] = []
  const refused: FoundModels<Model>['refused'][number][] = []
  const visited = new Set<string>()

  async function look(folder: string, depth: number): Promise<void> {
    if (visited.has(folder)) return
    visited.add(folder)
    const { folders: names, graphs } = await contentsOf(folder)
    if (names.includes('onnx')) await take(folder)
    for (const graph of graphs) await take(join(folder, graph))
    if (depth === depthMax) return
    for (const name of names) if (!skipped.test(name)) await look(join(folder, name), depth + 1)
  }

  async function take(path: string): Promise<void> {
    const model = await read(path).catch((thrown: unknown) => {
      refused.push({ path, error: toErrorData(thrown) })
      return null
    })
    if (model !== null) models.push(model)
  }

  for (const folder of folders) await look(folder, 0)
  return { models: models.toSorted((a, b) => compareNames(a.name, b.name)), refused }
}

/** A folder that cannot be read has none. */
async function contentsOf(folder: string): Promise<{ folders: readonly string[]; graphs: readonly string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const graphs = entries.filter((entry) => /\.onnx$/i.test(entry.name) && !entry.isDirectory()).map(({ name }) => name)
  const names = await Promise.all(
    entries.map(async (entry) => {
      if (entry.isDirectory()) return entry.name
      const target = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => null) : null
      return target?.isDirectory() === true ? basename(entry.name) : null
    }),
  )
  return { folders: names.filter((name) => name !== null), graphs }
}
