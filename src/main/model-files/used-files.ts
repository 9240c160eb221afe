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
  const names = [unetParts, ...folderParts.map(([, ...own]) => own)]
  const inside = await Promise.all(
    names.map(async (own): Promise<ModelPartFile[]> => {
      const file = join(path, ...own)
      return (await isKind(file, 'isFile')) ? [{ part, path: file, name: [basename(path), ...own].join('/') }] : []
    }),
  )
  return inside.flat()
}

const unetParts = ['unet', 'diffusion_pytorch_model.safetensors']

const isKind = (path: string, kind: 'isFile' | 'isDirectory') =>
  stat(path).then(
    (found) => found[kind](),
    () => false,
  )
