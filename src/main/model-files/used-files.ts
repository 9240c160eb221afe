import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { folderParts, type ModelFiles } from './assemble-sets.ts'
import type { ModelSlot } from './model-kinds.ts'

/** A file that the engine reads, by its role. */
export interface ModelPartFile {
  readonly part: ModelSlot
  readonly path: string
  readonly name: string
}

/** Returns the individual files: for a diffusers folder, those that the engine reads in it. */
export async function usedFiles(files: ModelFiles): Promise<readonly ModelPartFile[]> {
  const entries = Object.entries(files) as [ModelSlot, string][]
  const found = await Promise.all(entries.map(([part, path]) => filesAt(part, path)))
  return found.flat()
}

async function filesAt(part: ModelSlot, path: string): Promise<readonly ModelPartFile[]> {
  if (!(await isKind(path, 'isDirectory'))) return [{ part, path, name: basename(path) }]
  const names = [unetParts, ...folderParts.map(([, ...parts]) => parts)]
  const inside = await Promise.all(
    names.map(async (parts): Promise<ModelPartFile[]> => {
      const file = join(path, ...parts)
      return (await isKind(file, 'isFile')) ? [{ part, path: file, name: [basename(path), ...parts].join('/') }] : []
    }),
  )
  return inside.flat()
}

const unetParts = ['unet', 'diffusion_pytorch_model.safetensors']

const isKind = (path: string, kind: 'isFile' | 'isDirectory') =>
  stat(path).then(
    (stats) => stats[kind](),
    () => false,
  )

/** Returns the first path that does not exist or cannot be reached; null = all exist. */
export async function findMissing(paths: readonly string[]): Promise<string | null> {
  const areThere = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    ),
  )
  return paths.find((_path, at) => areThere[at] === false) ?? null
}
